"""Transactions: real savepoints, no leaks, and news only after the commit."""

import asyncio

import asyncpg
import pytest

from hackday import database, schema
from hackday.database import DB, on_commit, reading, tx
from tests.factories import make_site


async def names() -> list[str]:
    async with reading() as c:
        return [row["name"] for row in await c.fetch("select name from site order by name")]


async def test_an_inner_block_that_fails_takes_back_only_itself(db):
    async with tx():
        await make_site("Leeds")
        with pytest.raises(asyncpg.UniqueViolationError):
            async with tx() as c:
                await c.execute("insert into site (name, time_zone) values ('Leeds', 'Europe/London')")
        await make_site("York")
    assert await names() == ["Leeds", "York"]


async def test_an_outer_block_that_fails_takes_back_the_inner_one(db):
    with pytest.raises(ZeroDivisionError):
        async with tx():
            async with tx():
                await make_site("Leeds")
            raise ZeroDivisionError
    assert await names() == []


async def test_a_failing_commit_gives_its_connection_back(db):
    async with tx() as c:
        await c.execute("drop table if exists late")
        await c.execute("create table late (n int unique deferrable initially deferred)")
    try:
        for _ in range(DB.pool.get_max_size() + 1):
            with pytest.raises(asyncpg.UniqueViolationError):
                async with tx() as c:
                    await c.execute("insert into late values (1), (1)")
        assert await asyncio.wait_for(names(), 5) == []
    finally:
        async with tx() as c:
            await c.execute("drop table late")


async def test_a_cancelled_transaction_gives_its_connection_back(db):
    async def hang() -> None:
        async with tx() as c:
            await c.execute("select pg_sleep(30)")

    for _ in range(DB.pool.get_max_size() + 1):
        task = asyncio.create_task(hang())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await asyncio.wait_for(names(), 5) == []


async def test_a_task_that_outlives_its_transaction_does_not_use_it(db):
    done = asyncio.Event()

    async def late() -> list[str]:
        await done.wait()
        return await names()

    async with tx():
        await make_site("Leeds")
        task = asyncio.create_task(late())
    done.set()
    assert await task == ["Leeds"]


async def test_acts_run_after_the_commit_and_never_after_a_rollback(db):
    seen: list[list[str]] = []

    async def look() -> None:
        seen.append(await names())

    async with tx():
        on_commit(look)
        await make_site("Leeds")
    with pytest.raises(ZeroDivisionError):
        async with tx():
            on_commit(look)
            raise ZeroDivisionError
    assert seen == [["Leeds"]]
    with pytest.raises(RuntimeError):
        on_commit(look)


async def test_news_arrives_only_after_the_commit(db):
    heard: list[str] = []
    listener = await database.connect()
    try:
        await listener.add_listener(database.CHANNEL, lambda *args: heard.append(args[3]))
        async with tx():
            await database.notify("board:1")
            await asyncio.sleep(0.05)
            assert heard == []
        with pytest.raises(ZeroDivisionError):
            async with tx():
                await database.notify("board:2")
                raise ZeroDivisionError
        await asyncio.sleep(0.1)
        assert heard == ["board:1"]
    finally:
        await listener.close()


async def test_scores_and_audit_only_grow(db):
    async with reading() as c:
        await c.execute(
            "insert into audit_entry (id, at, action, subject, reason) values (uuidv7(), now(), 'a.b', 'c', '')"
        )
        for statement in ("update audit_entry set action = 'x'", "delete from audit_entry", "truncate audit_entry"):
            with pytest.raises(asyncpg.RestrictViolationError):
                await c.execute(statement)
        with pytest.raises(asyncpg.RestrictViolationError):
            await c.execute("truncate score")


async def test_many_replicas_may_migrate_at_once(db):
    async with reading() as c:
        before = await c.fetchval("select count(*) from migration")
    await asyncio.gather(*(schema.migrate() for _ in range(3)))
    await schema.check()
    async with reading() as c:
        assert await c.fetchval("select count(*) from migration") == before


async def test_a_replica_does_not_start_behind_the_schema(db):
    with pytest.raises(ZeroDivisionError):
        async with tx() as c:
            await c.execute("delete from migration where id = (select max(id) from migration)")
            with pytest.raises(schema.SchemaIsBehind):
                await schema.check()
            raise ZeroDivisionError
