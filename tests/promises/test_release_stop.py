"""A run of the planner is stopped from any replica: begun on one, stopped through another, its best plan kept."""

import asyncio
from contextlib import AsyncExitStack

from hackday.database import reading
from tests.promises.launcher import promise
from tests.promises.test_release_races import browser, replicas
from tests.release.desk import PAGE
from tests.release.large import load_large

pytestmark = promise
SECONDS = 60
DEAF_SECONDS = 20
"""Enough for a first plan; nobody ends this run before its time."""
DEAF = """
from hackday.release.plans import store
beat = store.beat
async def deaf(*args, **kwargs):
    await beat(*args, **kwargs)
    return False
store.beat = deaf
"""


async def stopped_elsewhere(dsn: str, change: str = "", *, seconds: int = SECONDS) -> tuple[str, str]:
    """How a run ends, its state and its status, that begins on the first replica and is stopped through the second."""
    _, planner = await load_large()
    async with replicas(dsn, change) as addresses, AsyncExitStack() as stack:
        first, second = [await stack.enter_async_context(await browser(at, planner)) for at in addresses]
        begun = await first.post(f"{PAGE}/plans", json={"seconds": seconds, "seed": 1})
        assert begun.status_code == 202, begun.text
        plan = f"{PAGE}/plans/{begun.json()['id']}"
        async with asyncio.timeout(2 * SECONDS):
            while not ((await second.get(plan)).json()["plan"]["progress"] or {}).get("best"):
                await asyncio.sleep(0.05)
            asked = await second.post(f"{plan}/stop")
            assert (asked.status_code, asked.json()["stop_asked"]) == (202, True), asked.text
            while (await second.get(plan)).json()["plan"]["state"] == "running":
                await asyncio.sleep(0.05)
        ends = [(await client.get(plan)).json()["plan"] for client in (first, second)]
        assert ends[0] == ends[1]
        if ends[0]["status"] == "stopped":
            assert ends[0]["goes"] > 0
            assert (await second.post(f"{plan}/publish")).status_code == 200
    async with reading() as c:
        return tuple(await c.fetchrow("select state, status from plan"))


async def test_a_run_is_stopped_through_another_replica_and_its_best_plan_published(db, dsn):
    assert await stopped_elsewhere(dsn) == ("published", "stopped")


async def test_a_replica_that_does_not_listen_searches_on(db, dsn):
    """The falsifier: where the process that searches does not look, the run goes on to its end."""
    state, status = await stopped_elsewhere(dsn, DEAF, seconds=DEAF_SECONDS)
    assert state == "ready"
    assert status in ("proven", "out_of_time")
