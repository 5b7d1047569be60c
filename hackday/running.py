"""Which database a command works on: DATABASE_URL, or the embedded server, started or already running."""

import contextlib
from collections.abc import AsyncIterator, Iterator

import msgspec

from hackday import database, schema
from hackday.postgres import AlreadyRunning, Embedded, default_root
from hackday.settings import Settings


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
            if not share:
                raise
            if running.dsn is None:
                raise
            dsn = running.dsn
        yield msgspec.structs.replace(settings, database_url=dsn)


@contextlib.asynccontextmanager
async def with_database(settings: Settings, *, migrate: bool = False) -> AsyncIterator[None]:
    """The pool, open on `settings.database_url`, with a schema that fits this version."""
    assert settings.database_url
    async with database.opened(settings.database_url):
        if migrate:
            await schema.migrate()
        else:
            await schema.check()
        yield
