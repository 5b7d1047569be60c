"""`hackday demo`: plays an invented company's day on a database of its own, and serves it."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import asyncpg
import click
import msgspec

from hackday import clock, database, running, schema
from hackday.demo import ground, live, play, staff
from hackday.demo.stage import SLUG
from hackday.errors import Refusal
from hackday.people import service as people_service
from hackday.people import store as people_store
from hackday.postgres import AlreadyRunning, CannotStart, default_root
from hackday.settings import LinkCheck, Settings
from hackday.storage.files import Storage

FEWEST, MOST = 60, 2_000
"""People; fewer do not fill two sites and the named roles, for more the challenges have no places."""
LINKS_LAST = timedelta(days=30)
"""Longer than anybody leaves a demo running."""


def demo_command(run_server: Callable[[Settings], None]) -> click.Command:
    """The command; `run_server` serves until Ctrl-C."""

    @click.command()
    @click.option("--live", "is_live", is_flag=True, help="Judges go on scoring, so that the board moves.")
    @click.option("--people", type=click.IntRange(FEWEST, MOST), default=500, show_default=True)
    @click.option("--keep", is_flag=True, help="Go on with the demo of last time, if there is one.")
    @click.pass_obj
    def demo(settings: Settings, *, is_live: bool, people: int, keep: bool) -> None:
        """Play an invented company's hack day up to live judging, and serve it.

        Beside a demo that runs already, `--live` lets its judges go on scoring.
        """
        begun = time.monotonic()
        settings = _own_folder(settings)
        with _told():
            if not _port_is_free(settings):
                if is_live:
                    return _join(settings)
                raise click.ClickException(
                    f"Something listens on {settings.host}:{settings.port} already. Stop it, or choose another port: "
                    f"HACKDAY_PORT={settings.port + 1}"
                )
            with running.with_server(settings) as ready:
                links = asyncio.run(_prepare(ready, people=people, keep=keep))
                _invite(ready, links, time.monotonic() - begun)
                with live.judges(ready) if is_live else contextlib.nullcontext():
                    run_server(ready)

    return demo


def _own_folder(settings: Settings) -> Settings:
    """Below the data of the real thing, which is never touched; none where DATABASE_URL is set."""
    own = (settings.data or default_root()) / "demo"
    data = None if settings.database_url else own
    return msgspec.structs.replace(settings, data=data, files=str(own / "files"), link_check=LinkCheck.OFF)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What goes wrong as a sentence; Ctrl-C is how it should end."""
    try:
        yield
    except KeyboardInterrupt:
        pass
    except (Refusal, CannotStart) as error:
        raise click.ClickException(str(error)) from None
    except asyncpg.InsufficientPrivilegeError as error:
        raise click.ClickException(f"The user of DATABASE_URL must own the database: {error}") from None
    click.echo("\nStopped.")


def _port_is_free(settings: Settings) -> bool:
    with contextlib.suppress(OSError), socket.create_server((settings.host, settings.port)):
        return True
    return False


async def _prepare(settings: Settings, *, people: int, keep: bool) -> list[tuple[str, str, str]]:
    """A played day, and a sign-in link for each role: role, name, link."""
    async with database.opened(settings.database_url or ""):
        if keep and await ground.is_played():
            await schema.migrate()
        else:
            begun = time.monotonic()
            await ground.prepare(is_ours=settings.data is not None)
            _tell("empty database", time.monotonic() - begun)
            await play.play(people=people, now=clock.now(), tell=_tell, files=Storage(settings))
            await ground.finish()
        return [await _link(settings, role, email) for role, email in _roles()]


def _tell(text: str, seconds: float) -> None:
    click.echo(f"{seconds:7.2f} s  {text}")


def _roles() -> list[tuple[str, str]]:
    sponsor = play.sponsors_of(play.read_briefs(play.CHALLENGES))[0]
    return [
        ("organiser", staff.ORGANISER.email),
        ("planner", staff.PLANNER.email),
        ("manager", staff.MANAGER.email),
        ("sponsor", sponsor.email),
        ("judge", staff.JUDGE.email),
        ("participant", staff.CAPTAIN.email),
    ]


async def _link(settings: Settings, role: str, email: str) -> tuple[str, str, str]:
    person = await people_store.actor_by_email(email)
    if person is None:
        raise click.ClickException(f"{email} is gone from the demo. Start it without --keep.")
    token = await people_service.make_link(person.id, lasts=LINKS_LAST)
    return role, person.name, people_service.link(settings.origin, token)


def _invite(settings: Settings, links: list[tuple[str, str, str]], seconds: float) -> None:
    day = f"{settings.origin}/days/{SLUG}"
    click.echo(f"\nReady after {seconds:.1f} s. A hack day is being judged:\n")
    click.echo(f"  the site          {day}\n  the big screen    {day}/board/screen   (no sign-in: the audience)\n")
    click.echo("Sign in as (each link works once):\n")
    for role, name, link in links:
        click.echo(f"  {role:<12} {name:<18} {link}")
    where = "" if settings.data is None else f"HACKDAY_DATA={settings.data} "
    click.echo(f"\nMore links: {where}hackday sign-in-link EMAIL\nCtrl-C stops all of it.")


def _join(settings: Settings) -> None:
    """Score beside the demo that another process serves."""
    try:
        with running.with_server(settings) as ready:
            if not settings.database_url:
                raise click.ClickException(
                    f"Something else than the demo listens on {settings.host}:{settings.port}."
                    f" Choose another port: HACKDAY_PORT={settings.port + 1}"
                )
            asyncio.run(_score(ready))
    except AlreadyRunning as other:
        if other.dsn is None:
            raise
        asyncio.run(_score(msgspec.structs.replace(settings, database_url=other.dsn)))


async def _score(settings: Settings) -> None:
    async with database.opened(settings.database_url or "", max_size=2):
        if not await ground.is_played():
            raise click.ClickException("The demo is not ready yet. Try again in a moment.")
        click.echo("The judges of the running demo go on scoring. Ctrl-C stops them.")
        click.echo(f"{await live.keep_scoring()} sheets; the day is not judged any more.")
