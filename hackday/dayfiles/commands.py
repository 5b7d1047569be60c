"""`hackday day export|verify|import|mirror`: the whole day as code."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from hackday.commands import work
from hackday.dayfiles import folder, rules, service
from hackday.dayfiles.reading import BadFiles, read
from hackday.dayfiles.schemas import Differences
from hackday.errors import Refusal
from hackday.settings import Settings

T = TypeVar("T")
_HERE = click.Path(exists=True, file_okay=False, path_type=Path)
_ANY = click.Path(file_okay=False, path_type=Path)


@click.command("export")
@click.argument("day")
@click.argument("directory", type=_ANY)
@click.pass_obj
def export(settings: Settings, day: str, directory: Path) -> None:
    """Write DAY as files into the new or empty DIRECTORY.

    Challenges, tracks, rubric, phases, sites, limits and texts; no people, no teams, nothing that happened.
    """
    files = _files_of(settings, day)
    _on_disk(lambda: folder.export(directory, files))
    click.echo(f"{day}: {len(files)} files in {directory}.")


@click.command("verify")
@click.argument("directory", type=_HERE)
def verify(directory: Path) -> None:
    """Check the day in DIRECTORY; file, line, field and reason for every fault."""
    files = _load(directory)
    try:
        day = read(files)
    except BadFiles as bad:
        raise _told(bad, directory) from None
    click.echo(f"{day.slug}: {len(files)} files in order.")


@click.command("import")
@click.argument("directory", type=_HERE)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.pass_obj
def import_day(settings: Settings, directory: Path, dry_run: bool) -> None:
    """Bring a day to the files in DIRECTORY, or make it as a draft: all of it or nothing.

    Run twice, it changes nothing. A challenge without files is removed, unless a team ever took it.
    """
    files = _load(directory)
    try:
        made = work(settings, lambda: service.bring(files, dry_run=dry_run))
    except BadFiles as bad:
        raise _told(bad, directory) from None
    _tell(made, " (dry run, nothing was written)" if dry_run else "")


@click.command("mirror")
@click.argument("day")
@click.argument("directory", type=_ANY)
@click.pass_obj
def mirror(settings: Settings, day: str, directory: Path) -> None:
    """Make DIRECTORY hold DAY as it is now: write what differs, remove what the day has no more.

    With anything else in there, save hidden entries such as .git, nothing is written.
    """
    files = _files_of(settings, day)
    _tell(_on_disk(lambda: folder.mirror(directory, files, day)))


COMMANDS = (export, verify, import_day, mirror)


def _load(directory: Path) -> dict[str, bytes]:
    files = folder.load(directory)
    if "day.yaml" not in files:
        raise click.ClickException(str(rules.NothingToRead()))
    return files


def _files_of(settings: Settings, day: str) -> dict[str, bytes]:
    try:
        return work(settings, lambda: service.files_of(day))
    except BadFiles as bad:
        raise _told(bad, Path(day)) from None


def _on_disk(act: Callable[[], T]) -> T:
    try:
        return act()
    except (Refusal, OSError) as reason:
        raise click.ClickException(str(reason)) from None


def _told(bad: BadFiles, directory: Path) -> click.ClickException:
    for error in bad.errors:
        click.echo(f"{directory}/{error}", err=True)
    return click.ClickException(f"{len(bad.errors)} to put right; nothing was written.")


def _tell(made: Differences, note: str = "") -> None:
    for act, paths in (("created", made.created), ("changed", made.changed), ("removed", made.removed)):
        for path in paths:
            click.echo(f"{act}    {path}")
    click.echo(
        f"{len(made.created)} created, {len(made.changed)} changed, {len(made.removed)} removed, "
        f"{len(made.unchanged)} unchanged{note}"
    )
