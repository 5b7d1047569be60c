"""Take a staff file in: all of it or nothing."""

from hackday import audit, clock
from hackday.database import tx
from hackday.people import staff, staff_store
from hackday.people.hr_file import HrFile
from hackday.people.rules import FileIsAPart
from hackday.people.staff import Difference
from hackday.table_files import RowProblem


async def import_staff(
    file: HrFile, *, source: str, dry_run: bool = False, left_stay: bool | None = None
) -> tuple[Difference, list[RowProblem]]:
    """What the file changes, and every row that is refused, by line. Nothing is written if any row is refused.

    Those who are not in the file become inactive; with `left_stay` they stay as they are. While nobody has said
    either (None), a file that lacks more than half of the staff raises FileIsAPart. `source` is for the record.
    """
    async with tx():
        await staff_store.hold_staff()
        known = await staff_store.known_people()
        difference = staff.compare(file.rows, known, await staff_store.zones(), left_stay=bool(left_stay))
        problems = sorted([*file.problems, *difference.problems], key=lambda p: (p.line, p.column))
        if problems or dry_run:
            return difference, problems
        active = sum(person.is_active for person in known)
        if left_stay is None and len(difference.left) > active * staff.LEFT_SHARE:
            raise FileIsAPart(len(difference.left), active)
        touched = [*difference.added, *(change.row for change in difference.changed)]
        await staff_store.put_sites({row.site: row.time_zone for row in file.rows})
        await staff_store.put_people(touched)
        if not left_stay:
            await staff_store.deactivate([person.id for person in difference.left], now=clock.now())
        await audit.record("people.import_staff", source, actor=None, after=_counts(difference))
    return difference, []


def _counts(difference: Difference) -> dict[str, int]:
    return {kind: len(getattr(difference, kind)) for kind in ("added", "changed", "left", "moved_sites")}
