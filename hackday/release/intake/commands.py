"""`hackday import rota`, `import cover` and `import signups`."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from hackday.commands import work
from hackday.errors import Refusal
from hackday.release.intake.imports import Counts, import_cover, import_rota, import_sign_ups
from hackday.release.intake.rota_file import FileMapping, read_mapping
from hackday.settings import Settings
from hackday.table_files import RowProblem

SHOWN = 20  # rows of each kind; refused rows are always told in full

_FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")


@click.command("rota")
@_FILE
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML file that says how FILE is written: see docs/importing.md.",
)
@click.option("--replace", is_flag=True, help="Remove shifts that lie within FILE's sites and time but not in FILE.")
@_DRY_RUN
@click.pass_obj
def rota(settings: Settings, file: Path, *, mapping: Path | None, replace: bool, dry_run: bool) -> None:
    """Take in shifts from a CSV FILE.

    Columns: employee_no, site, role, starts_at, ends_at; or those that a mapping names. One refused row, and
    nothing is written.
    """
    data, how = file.read_bytes(), _mapping(mapping)
    with click.progressbar(length=data.count(b"\n"), label="Reading", file=sys.stderr) as bar:
        difference, problems = work(
            settings,
            lambda: import_rota(
                data,
                source=file.name,
                mapping=how,
                replace=replace,
                dry_run=dry_run,
                step=lambda line: bar.update(line - bar.pos),
            ),
        )
    for kind, rows in (("added", difference.added), ("changed", difference.changed)):
        _list(kind, (f"line {row.line}: {row.employee_no} {row.role} {row.starts_at:%F %R} UTC" for row in rows))
    click.echo(f"{difference.unchanged:>7,} unchanged")
    _list(
        f"in the rota but not in the file; {'removed' if replace else 'kept (--replace removes them)'}",
        (f"{s.employee_no} {s.role} {s.starts_at:%F %R} UTC" for s in difference.missing),
    )
    _end(problems, dry_run=dry_run)


@click.command("cover")
@_FILE
@_DRY_RUN
@click.pass_obj
def cover(settings: Settings, file: Path, *, dry_run: bool) -> None:
    """Take in minimum cover from a CSV FILE: site, role, starts_at, ends_at, minimum."""
    counts, problems = work(settings, lambda: import_cover(file.read_bytes(), source=file.name, dry_run=dry_run))
    _count({"minimums": counts} if not problems else {})
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


def _mapping(file: Path | None) -> FileMapping | None:
    try:
        return read_mapping(file.read_bytes()) if file else None
    except Refusal as refusal:
        assert file
        raise click.ClickException(f"{file.name}: {refusal}") from None


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
