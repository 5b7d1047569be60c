"""`hackday import rota`, `import cover` and `import signups`."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from hackday.commands import work
from hackday.errors import Refusal
from hackday.release.intake.breaking import Broken
from hackday.release.intake.imports import Counts, CoverTaken, RotaTaken, import_cover, import_rota, import_sign_ups
from hackday.release.intake.rota_file import read_mapping
from hackday.release.intake.rules import sentence
from hackday.release.intake.schemas import FileFormat, FileMapping
from hackday.release.intake.service import mapping_named
from hackday.settings import Settings
from hackday.table_files import RowProblem

SHOWN = 20  # rows of each kind; refused rows are always told in full

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
_ACCEPT = click.option("--accept-broken", is_flag=True, help="Take it in even if releases do not hold any more.")
_MAPPING = click.option(
    "--mapping", "name", help="TOML file that says how FILE is written, or a saved mapping: see docs/importing.md."
)


@click.command("rota")
@_FILE
@_MAPPING
@click.option("--replace", is_flag=True, help="Remove shifts that lie within FILE's sites and time but not in FILE.")
@_DRY_RUN
@_ACCEPT
@click.pass_obj
def rota(
    settings: Settings, file: Path, *, name: str | None, replace: bool, dry_run: bool, accept_broken: bool
) -> None:
    """Take in shifts from a CSV or iCalendar (.ics) FILE.

    Columns: employee_no, site, role, starts_at, ends_at; or those that a mapping names. One refused row, and
    nothing is written.
    """
    data, how = file.read_bytes(), _from_file(name)
    kind = FileFormat.ICS if file.suffix.lower() in (".ics", ".ical") else FileFormat.CSV
    with click.progressbar(length=data.count(b"\n"), label="Reading", file=sys.stderr) as bar:

        async def job() -> tuple[RotaTaken, list[RowProblem]]:
            return await import_rota(
                data,
                source=file.name,
                kind=kind,
                mapping=how or (await mapping_named(name) if name else None),
                replace=replace,
                dry_run=dry_run,
                accept_broken=accept_broken,
                step=lambda line: bar.update(line - bar.pos),
            )

        taken, problems = work(settings, job)
    for what, rows in (("added", taken.added), ("changed", [change.after for change in taken.changed])):
        _list(what, (f"line {row.line}: {row.employee_no} {row.role} {row.starts_at:%F %R} UTC" for row in rows))
    click.echo(f"{taken.unchanged:>7,} unchanged")
    _list(
        f"in the rota but not in the file; {'removed' if replace else 'kept (--replace removes them)'}",
        (f"{s.employee_no} {s.role} {s.starts_at:%F %R} UTC" for s in taken.missing),
    )
    _breaks(taken.broken)
    _end(problems, dry_run=dry_run)


@click.command("cover")
@_FILE
@_MAPPING
@click.option("--replace", is_flag=True, help="Leave what was given within FILE's sites and time, but not in FILE, "
              "to the rules.")  # fmt: skip
@_DRY_RUN
@_ACCEPT
@click.pass_obj
def cover(
    settings: Settings, file: Path, *, name: str | None, replace: bool, dry_run: bool, accept_broken: bool
) -> None:
    """Take in minimum cover from a CSV FILE: site, role, starts_at, ends_at, minimum."""
    data, how = file.read_bytes(), _from_file(name)

    async def job() -> tuple[CoverTaken, list[RowProblem]]:
        return await import_cover(
            data,
            source=file.name,
            mapping=how or (await mapping_named(name) if name else None),
            replace=replace,
            dry_run=dry_run,
            accept_broken=accept_broken,
        )

    taken, problems = work(settings, job)
    if not problems:
        _count({"minimums": Counts(len(taken.added), len(taken.changed), taken.unchanged)})
    _breaks(taken.broken)
    _end(problems, dry_run=dry_run)


@click.command("signups")
@_FILE
@click.argument("day")
@_DRY_RUN
@click.pass_obj
def signups(settings: Settings, file: Path, day: str, *, dry_run: bool) -> None:
    """Take in who wants to go, who steps in and managers' pins from a CSV FILE, for the DAY with this slug."""
    counts, problems = work(
        settings, lambda: import_sign_ups(file.read_bytes(), day, source=file.name, dry_run=dry_run)
    )
    _count(counts)
    _end(problems, dry_run=dry_run)


def _from_file(name: str | None) -> FileMapping | None:
    """The mapping in a file of this name; None where there is no such file."""
    if name is None or not (file := Path(name)).is_file():
        return None
    try:
        return read_mapping(file.read_bytes())
    except Refusal as refusal:
        raise click.ClickException(f"{file.name}: {refusal}") from None


def _breaks(broken: Sequence[Broken]) -> None:
    for one in broken:
        _list(f"releases of {one.day.name} that do not hold any more", map(sentence, one.releases))


def _list(kind: str, lines: Iterable[str]) -> None:
    told = list(lines)
    click.echo(f"{len(told):>7,} {kind}")
    for line in told[:SHOWN]:
        click.echo(f"          {line}")
    if len(told) > SHOWN:
        click.echo(f"          … and {len(told) - SHOWN:,} more")


def _count(counts: Mapping[str, Counts]) -> None:
    for kind, done in counts.items():
        click.echo(f"{kind}: {done.added:,} added, {done.changed:,} changed, {done.unchanged:,} unchanged")


def _end(problems: Sequence[RowProblem], *, dry_run: bool) -> None:
    for problem in problems:
        click.echo(f"refused: {problem}")
    if problems:
        raise click.ClickException(f"Nothing was written: {len(problems)} rows are refused.")
    click.echo("Dry run: nothing was written." if dry_run else "Done.")


COMMANDS = (rota, cover, signups)
