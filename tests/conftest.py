"""One real PostgreSQL for the whole run, emptied before each test; the app in the test's own event loop."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx_ws.transport import ASGIWebSocketTransport
from litestar import Litestar

from hackday import database, schema
from hackday.app import create_app
from hackday.postgres import Embedded
from hackday.settings import LinkCheck, Settings
from tests import factories

ORIGIN = "http://test"


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def dsn() -> Iterator[str]:
    """An empty database; TEST_DATABASE_URL names a server to use in place of the embedded one."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with tempfile.TemporaryDirectory(prefix="hackday-test-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        with Embedded(Path(folder) / "pg", durable=False) as server:
            yield server.dsn


@pytest.fixture(scope="session")
def settings(dsn: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=dsn, public_url=ORIGIN, files=str(tmp_path_factory.mktemp("files")), link_check=LinkCheck.OFF
    )


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    async with database.opened(settings.database_url or "", max_size=4):
        await schema.migrate()
    application = create_app(settings, frontend=None)
    async with application.lifespan():
        yield application


@pytest.fixture
async def db(app: Litestar) -> None:
    """An empty, migrated database."""
    async with database.tx() as c:
        await c.execute("set local session_replication_role = replica")  # past the append-only triggers
        tables = await c.fetch(
            "select tablename from pg_tables where schemaname = 'public' and tablename <> 'migration'"
        )
        await c.execute(";".join(f'delete from "{t["tablename"]}"' for t in tables))


@pytest.fixture
async def browser_of(app: Litestar, db: None) -> AsyncIterator[Callable[..., Any]]:
    """`await browser_of(person_id)`: a client signed in as this person; without one, a visitor."""
    async with AsyncExitStack() as stack:

        async def make(person_id: Any = None) -> httpx.AsyncClient:
            client = await stack.enter_async_context(
                httpx.AsyncClient(
                    transport=ASGIWebSocketTransport(app=app), base_url=ORIGIN, headers={"origin": ORIGIN}
                )
            )
            if person_id is not None:
                client.cookies.set("hackday", await factories.make_session(person_id))
            return client

        make.app = app  # type: ignore[attr-defined]
        yield make
