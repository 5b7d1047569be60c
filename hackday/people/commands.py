"""`hackday import people` and `hackday admin`."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from hackday.commands import import_group, work
from hackday.people import service
from hackday.people.hr_file import HrFile, read_hr_file
from hackday.people.staff import Difference
from hackday.people.staff_import import import_staff
from hackday.settings import Settings
from hackday.table_files import FileRefused, RowProblem

SHOWN = 20  # lines of each kind without --all; refused rows are always told in full


@import_group.command("people")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@click.option("--encoding", help="Encoding of the file, such as windows-1252. Unset: UTF-8.")
@click.option(
    "--left",
    type=click.Choice(["inactive", "keep"]),
    help="What becomes of people who are not in the file. Unset: inactive, unless they are more than half.",
)
@click.option("--all", "everything", is_flag=True, help=f"Tell every row, not the first {SHOWN} of a kind.")
@click.pass_obj
def import_people(
    settings: Settings, file: Path, *, dry_run: bool, encoding: str | None, left: str | None, everything: bool
) -> None:
    """Take in the staff from a CSV FILE of the HR system.

    Columns: employee_no, name, email, site, time_zone, department, manager_email, and if wanted roles, skills
    (several split by ;) and locale. One refused row, and nothing is written.
    """
    read = _read(file, encoding)
    left_stay = None if left is None else left == "keep"
    difference, problems = work(
        settings, lambda: import_staff(read, source=file.name, dry_run=dry_run, left_stay=left_stay)
    )
    _tell(difference, problems, limit=None if everything else SHOWN, left_stay=bool(left_stay))
    if read.ignored:
        click.echo(f"Columns that are not used: {', '.join(read.ignored)}")
    if problems and not dry_run:
        raise click.ClickException(f"Nothing was written: {len(problems)} rows are refused.")
    click.echo("Dry run: nothing was written." if dry_run else "Done.")


def _read(file: Path, encoding: str | None) -> HrFile:
    data = file.read_bytes()
    try:
        with click.progressbar(length=data.count(b"\n"), label="Reading", file=sys.stderr) as bar:
            return read_hr_file(data, encoding=encoding, step=lambda line: bar.update(line - bar.pos))
    except FileRefused as refusal:
        raise click.ClickException(f"{file.name}: {refusal}") from None


def _tell(difference: Difference, problems: Sequence[RowProblem], *, limit: int | None, left_stay: bool) -> None:
    _list("added", (f"line {row.line}: {row.employee_no} {row.name}" for row in difference.added), limit)
    _list(
        "changed",
        (f"line {c.row.line}: {c.row.employee_no} {c.row.name}: {', '.join(c.fields)}" for c in difference.changed),
        limit,
    )
    kept = "left, not in the file; they stay as they are" if left_stay else "left, not in the file; made inactive"
    _list(kept, (f"{person.employee_no} {person.name}" for person in difference.left), limit)
    _list("sites with another zone", (f"{s}: {old} → {new}" for s, old, new in difference.moved_sites), limit)
    _list("refused", map(str, problems), None)


def _list(kind: str, lines: Iterable[str], limit: int | None) -> None:
    told = list(lines)
    click.echo(f"{len(told):>7,} {kind}")
    for line in told[:limit]:
        click.echo(f"          {line}")
    if limit is not None and len(told) > limit:
        click.echo(f"          … and {len(told) - limit:,} more (--all tells them)")


@click.group()
def admin() -> None:
    """Who may create days."""


@admin.command("grant")
@click.argument("email")
@click.pass_obj
def admin_grant(settings: Settings, email: str) -> None:
    """Make the person with this EMAIL an administrator."""
    work(settings, lambda: service.set_admin(email, is_admin=True))
    click.echo(f"{email} is an administrator.")


@admin.command("revoke")
@click.argument("email")
@click.pass_obj
def admin_revoke(settings: Settings, email: str) -> None:
    """Take the administrator's rights from the person with this EMAIL."""
    work(settings, lambda: service.set_admin(email, is_admin=False))
    click.echo(f"{email} is not an administrator any more.")
