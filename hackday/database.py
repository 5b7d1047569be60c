"""PostgreSQL: the engine, transactions with real savepoints, and news for other processes.

Piccolo's own transaction leaks its connection when COMMIT fails and makes nested blocks a no-op
(docs/decisions/0003), so `tx()` is ours.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar, Token
from typing import Any

import asyncpg
import msgspec
from piccolo.engine.postgres import PostgresEngine

CHANNEL = "hackday"
"""The one NOTIFY channel; the payload is a topic, never data."""


class _Transaction:
    __slots__ = ("after", "connection", "is_open")

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self.is_open = True
        self.after: list[Callable[[], Awaitable[None]]] = []


class _Current:
    """What Piccolo asks for the running transaction; a task that outlives its transaction sees none."""

    def __init__(self) -> None:
        self._variable: ContextVar[_Transaction | None] = ContextVar("hackday_transaction", default=None)

    def get(self) -> _Transaction | None:
        current = self._variable.get()
        return current if current is not None and current.is_open else None

    def set(self, value: _Transaction | None) -> Token[_Transaction | None]:
        return self._variable.set(value)

    def reset(self, token: Token[_Transaction | None]) -> None:
        self._variable.reset(token)


_CURRENT = _Current()


class Engine(PostgresEngine):
    """Piccolo's engine, bound to a server only when the app starts, with our transactions."""

    def __init__(self) -> None:
        super().__init__(config={})
        self.current_transaction = _CURRENT  # type: ignore[assignment]

    async def check_version(self) -> None:
        """The base class connects at import; nothing may run before the server is up."""

    def transaction(self, allow_nested: bool = True) -> Any:
        """Piccolo's migrations and `atomic()` come here."""
        return tx()

    async def _run_in_new_connection(self, *_: Any, **__: Any) -> Any:
        raise RuntimeError("No connection pool: open the database first.")


DB = Engine()


def _encode_json(value: Any) -> str:
    # Piccolo hands over text that is JSON already.
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


async def _prepare(connection: asyncpg.Connection) -> None:
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, schema="pg_catalog", decoder=msgspec.json.decode, encoder=_encode_json)


async def _keep(_connection: asyncpg.Connection) -> None:
    """Nothing to undo on release: pooled connections never SET, LISTEN or hold session locks; it saves a round trip."""


@asynccontextmanager
async def opened(dsn: str, *, min_size: int = 1, max_size: int = 20) -> AsyncIterator[None]:
    """Hold the connection pool open; `dsn` as libpq takes it."""
    DB.config = {"dsn": dsn}
    await DB.start_connection_pool(
        min_size=min_size,
        max_size=max_size,
        init=_prepare,
        reset=_keep,
        server_settings={
            "application_name": "hackday",
            "idle_in_transaction_session_timeout": "10s",
            "timezone": "UTC",
        },
    )
    try:
        yield
    finally:
        await DB.close_connection_pool()


async def connect() -> asyncpg.Connection:
    """A connection outside the pool, for those that LISTEN. The caller closes it."""
    return await asyncpg.connect(**DB.config)


@asynccontextmanager
async def tx(isolation: str | None = None) -> AsyncIterator[asyncpg.Connection]:
    """One transaction; inside another it is a savepoint. Never gather or spawn tasks inside.

    Opened in `service.py` only: one use case, one transaction.
    """
    current = _CURRENT.get()
    if current is not None:
        async with current.connection.transaction():
            yield current.connection
        return
    assert DB.pool is not None, "open the database first"
    async with DB.pool.acquire() as connection, connection.transaction(isolation=isolation):
        transaction = _Transaction(connection)
        token = _CURRENT.set(transaction)
        try:
            yield connection
        finally:
            transaction.is_open = False
            _CURRENT.reset(token)
    for act in transaction.after:  # only after COMMIT, with the connection back in the pool
        await act()


@asynccontextmanager
async def reading() -> AsyncIterator[asyncpg.Connection]:
    """The connection of the running transaction, or one from the pool for plain reads."""
    current = _CURRENT.get()
    if current is not None:
        yield current.connection
        return
    assert DB.pool is not None, "open the database first"
    async with DB.pool.acquire() as connection:
        yield connection


def on_commit(act: Callable[[], Awaitable[None]]) -> None:
    """Run `act` once the outermost transaction has committed; never when it rolls back.

    An act registered inside a savepoint that rolls back still runs: register in the outermost block.
    """
    current = _CURRENT.get()
    if current is None:
        raise RuntimeError("on_commit() outside a transaction")
    current.after.append(act)


async def notify(topic: str) -> None:
    """Tell every process that what `topic` names has changed. PostgreSQL delivers it after the commit."""
    async with reading() as connection:
        await connection.execute("select pg_notify($1, $2)", CHANNEL, topic)
