"""The `hackday` command. A feature's own commands stand in its `commands.py`."""

import signal
import sys
from pathlib import Path
from types import FrameType

import click
import msgspec
import uvicorn

from hackday import running
from hackday.app import create_app
from hackday.challenges.commands import challenges
from hackday.commands import import_group, work
from hackday.dayfiles import commands as day_files
from hackday.days.commands import day, role
from hackday.demo.commands import demo_command
from hackday.people import service as people
from hackday.people import store as people_store
from hackday.people.commands import admin
from hackday.postgres import CannotStart
from hackday.release.intake import commands as release
from hackday.scoreboard.frames import MAX_MESSAGE, FrameProtocol
from hackday.settings import Settings, SettingsError


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """Run a company's hack day."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        context.obj = Settings.read()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(143)  # so that every `with` closes, the embedded server's too


@main.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database up to this version."""
    work(settings, _nothing, migrate=True)
    click.echo("The database is up to date.")


async def _nothing() -> None: ...


@main.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve the site until Ctrl-C."""
    try:
        with running.with_server(settings) as ready:
            work(ready, _nothing, migrate=not settings.database_url)
            click.echo(f"Hackday serves on {ready.origin}  (Ctrl-C stops it)")
            run_server(ready)
    except (CannotStart, SettingsError) as error:
        raise click.ClickException(str(error)) from None


def run_server(settings: Settings) -> None:
    """uvicorn with the limits that a public site needs; returns after Ctrl-C or SIGTERM."""
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        ws=FrameProtocol,
        ws_max_size=MAX_MESSAGE,
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=10,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        log_level="warning",
        access_log=False,
    )


@main.command("sign-in-link")
@click.argument("email")
@click.pass_obj
def sign_in_link(settings: Settings, email: str) -> None:
    """Print a one-time sign-in link for the person with this EMAIL."""

    async def make() -> str:
        person = await people_store.actor_by_email(email)
        if person is None:
            raise click.ClickException(f"Nobody has the address {email}.")
        return people.link(settings.origin, await people.make_link(person.id))

    click.echo(work(settings, make))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def openapi(file: Path) -> None:
    """Write the OpenAPI document to FILE."""
    app = create_app(Settings(), frontend=None)
    document = msgspec.json.encode(app.openapi_schema.to_schema(), order="deterministic")
    file.write_bytes(msgspec.json.format(document, indent=1) + b"\n")


main.add_command(challenges)
main.add_command(import_group)
for command in release.COMMANDS:
    import_group.add_command(command)
for command in day_files.COMMANDS:
    day.add_command(command)
main.add_command(admin)
main.add_command(day)
main.add_command(demo_command(run_server))
main.add_command(role)

if __name__ == "__main__":
    main()
