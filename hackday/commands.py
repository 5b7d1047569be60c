"""What every command needs: a database to work on, and refusals told as sentences."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from hackday import running
from hackday.errors import Refusal
from hackday.postgres import CannotStart
from hackday.settings import Settings

T = TypeVar("T")


def work(settings: Settings, job: Callable[[], Awaitable[T]], *, migrate: bool = False) -> T:
    """Run `job` with an open database; a refusal becomes a sentence and exit code 1.

    An embedded server that another process holds is shared. An embedded database is migrated on the way.
    """

    async def run(ready: Settings) -> T:
        async with running.with_database(ready, migrate=migrate or not settings.database_url):
            return await job()

    try:
        with running.with_server(settings, share=True) as ready:
            return asyncio.run(run(ready))
    except (Refusal, CannotStart) as reason:
        raise click.ClickException(str(reason)) from None


@click.group("import")
def import_group() -> None:
    """Take in files from other systems. Every file is taken as a whole or not at all."""
