"""Which database a command works on: DATABASE_URL, or the embedded server, started or already running."""

import contextlib
from collections.abc import AsyncIterator, Iterator

import asyncpg
import msgspec

from hackday import database, schema
from hackday.errors import Refusal
from hackday.postgres import AlreadyRunning, CannotStart, Embedded, default_root
from hackday.settings import Settings


class NoDatabase(Refusal):
    status = 503
    code = "no_database"

    def __init__(self, reason: Exception) -> None:
        super().__init__(f"The database cannot be reached ({reason}). Is DATABASE_URL right?")


@contextlib.contextmanager
def with_server(settings: Settings, *, share: bool = False) -> Iterator[Settings]:
    """Settings with `database_url` set. With `share`, an embedded server of another process is used as it is."""
    if settings.database_url:
        yield settings
        return
    root = settings.data or default_root()
    with contextlib.ExitStack() as stack:
        try:
            dsn = stack.enter_context(Embedded(root)).dsn
        except AlreadyRunning as running:
            if not share or running.dsn is None:
                raise
            dsn = running.dsn
        except OSError as error:
            raise CannotStart(f"{root} cannot hold the data ({error}). Set HACKDAY_DATA to another folder.") from None
        yield msgspec.structs.replace(settings, database_url=dsn)


@contextlib.asynccontextmanager
async def with_database(settings: Settings, *, migrate: bool = False) -> AsyncIterator[None]:
    """The pool, open on `settings.database_url`, with a schema that fits this version. Raises NoDatabase."""
    assert settings.database_url
    async with contextlib.AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(database.opened(settings.database_url))
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            raise NoDatabase(error) from None
        if migrate:
            await schema.migrate()
        else:
            await schema.check()
        yield
