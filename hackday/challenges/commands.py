"""`hackday challenges`: briefs in files, checked, published and written back."""

from pathlib import Path

import click

from hackday.challenges import service
from hackday.challenges.brief import Brief, parse_all, path_of, render
from hackday.commands import work
from hackday.settings import Settings

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def challenges() -> None:
    """Challenges as files: <slug>/brief.md in a folder."""


@challenges.command()
@click.argument("folder", type=_FOLDER, default="challenges")
def verify(folder: Path) -> None:
    """Check every brief in FOLDER; file, line and reason for each that is bad."""
    click.echo(f"{_count(len(_read(folder)), 'brief')} in order.")


@challenges.command()
@click.argument("day")
@click.argument("folder", type=_FOLDER, default="challenges")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.pass_obj
def publish(settings: Settings, day: str, folder: Path, dry_run: bool) -> None:
    """Bring the challenges of DAY to the briefs in FOLDER: all of them or, with a bad one, none.

    A challenge that is not in the folder is named and left as it is.
    """
    briefs = _read(folder)
    plan = work(settings, lambda: service.publish_briefs(day, briefs, dry_run=dry_run))
    for slug in plan.added:
        click.echo(f"added      {slug}")
    for slug in plan.changed:
        note = "  (over a text written in the browser)" if slug in plan.overwritten else ""
        click.echo(f"changed    {slug}{note}")
    for slug in plan.left:
        click.echo(f"left       {slug}  (published, but not in {folder})")
    click.echo(
        f"{len(plan.added)} added, {len(plan.changed)} changed, {len(plan.unchanged)} unchanged, {len(plan.left)} left"
        + (" (dry run, nothing was written)" if dry_run else "")
    )


@challenges.command()
@click.argument("day")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def export(settings: Settings, day: str, folder: Path) -> None:
    """Write the published challenges of DAY as briefs below FOLDER."""
    briefs = work(settings, lambda: service.briefs_of(day))
    for brief in briefs:
        file = folder / path_of(brief)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(render(brief), encoding="utf-8", newline="\n")
    click.echo(f"{_count(len(briefs), 'brief')} written to {folder}.")


def _read(folder: Path) -> tuple[Brief, ...]:
    """Every brief of the folder; errors end the command with all of them told."""
    files = sorted(folder.glob("*/brief.md"))
    if not files:
        raise click.ClickException(f"There is no <slug>/brief.md in {folder}.")
    briefs, errors = parse_all((str(file), file.read_bytes()) for file in files)
    for error in errors:
        click.echo(str(error), err=True)
    if errors:
        bad = len({error.path for error in errors})
        raise click.ClickException(f"{_count(bad, 'brief')} of {len(files)} to put right.")
    return briefs


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
