"""Reads a sign-up file: who wants to go, who would step in, and what managers said. Pure."""

from collections.abc import Container

from msgspec import Struct

from hackday.release.schemas import Pin
from hackday.table_files import RowProblem, read_table

COLUMNS = ("employee_no", "wants_to_take_part", "willing_to_cover", "extra_shifts_at_most")
OPTIONAL = ("refused_last_time", "pin", "group")
YES, NO = {"1", "yes", "true"}, {"", "0", "no", "false"}
PINS = {"": None, "must-go": Pin.MUST_GO, "must-stay": Pin.MUST_STAY}


class SignUpLine(Struct, frozen=True):
    """One person's wishes; `extra_shifts` is 0 for who does not step in."""

    line: int
    employee_no: str
    wants: bool
    extra_shifts: int
    was_refused: bool
    pin: Pin | None
    party: str


def read_sign_ups(data: bytes, numbers: Container[str]) -> tuple[list[SignUpLine], list[RowProblem]]:
    """The rows, and what is wrong with them. `numbers` are the employee numbers of those who work here."""
    table = read_table(data, required=COLUMNS, optional=OPTIONAL)
    rows, problems = [], list(table.problems)
    first: dict[str, int] = {}
    for row in table.rows:
        values, wrong = row.values, []
        number, extra, pin = values["employee_no"], values["extra_shifts_at_most"] or "0", values["pin"]
        if number not in numbers:
            wrong.append(("employee_no", f"nobody who works here has the number “{number[:40]}”"))
        elif first.setdefault(number, row.line) != row.line:
            wrong.append(("employee_no", f"{number} stands in line {first[number]} already"))
        wrong += [
            (column, f"“{values[column][:20]}” is neither 1 nor 0")
            for column in ("wants_to_take_part", "willing_to_cover", "refused_last_time")
            if values[column].lower() not in YES | NO
        ]
        if extra not in {str(n) for n in range(8)}:
            wrong.append(("extra_shifts_at_most", f"“{extra[:20]}” is not a number from 0 to 7"))
        if pin not in PINS:
            wrong.append(("pin", f"“{pin[:20]}” is neither must-go nor must-stay"))
        if len(values["group"]) > 60:
            wrong.append(("group", "is longer than 60 characters"))
        problems += [RowProblem(row.line, column, reason) for column, reason in wrong]
        if not wrong:
            willing = values["willing_to_cover"].lower() in YES
            rows.append(
                SignUpLine(
                    row.line,
                    number,
                    values["wants_to_take_part"].lower() in YES,
                    int(extra) if willing else 0,
                    values["refused_last_time"].lower() in YES,
                    PINS[pin],
                    values["group"],
                )
            )
    return rows, problems
