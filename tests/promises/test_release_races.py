"""Cover holds on any number of replicas: two serving processes, one database, and people who act at the same moment."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import httpx

from hackday.database import reading
from tests import factories
from tests.promises.launcher import promise
from tests.promises.test_serving import HERE, free_port
from tests.release.desk import PAGE, Desk, make_shift

pytestmark = promise
ROUNDS = 25
PATIENCE_S = 30
"""For one answer, while the solver of another replica has the machine."""
UNLOCKED = """
import asyncio
from hackday.release import store
from hackday.release.answers import store as answers
async def nothing(*_): pass
write = answers.decide
async def late(*args, **kwargs):
    await asyncio.sleep(0.05)
    await write(*args, **kwargs)
store.hold_sites, answers.decide = nothing, late
"""
SERVE = "from hackday.cli import main; main(['serve'])"


@asynccontextmanager
async def replicas(dsn: str, change: str = "") -> AsyncIterator[list[str]]:
    """Two serving processes on one database, and their addresses; `change` is run in each before it serves."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HACKDAY_")} | {"DATABASE_URL": dsn}
    ports = [free_port(), free_port()]
    processes = [
        subprocess.Popen([sys.executable, "-c", change + SERVE], env=clean | {"HACKDAY_PORT": str(port)}, cwd=HERE)
        for port in ports
    ]
    try:
        addresses = [f"http://127.0.0.1:{port}" for port in ports]
        async with httpx.AsyncClient() as client, asyncio.timeout(3 * PATIENCE_S):
            for address in addresses:
                while True:
                    try:
                        await client.get(f"{address}/api/me")
                        break
                    except httpx.TransportError:
                        await asyncio.sleep(0.1)
        yield addresses
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


async def browser(address: str, person: object) -> httpx.AsyncClient:
    client = httpx.AsyncClient(base_url=address, headers={"origin": address}, timeout=PATIENCE_S)
    client.cookies.set("hackday", await factories.make_session(person))
    return client


async def approve_the_last_two(dsn: str, change: str = "") -> list[list[str]]:
    """Each round: what the managers of the last two people who could go were answered, at the same moment."""
    desk = await Desk().make()
    rounds = []
    async with replicas(dsn, change) as (first, second):
        mia, tom = await browser(first, desk.mia), await browser(second, desk.tom)
        async with mia, tom:
            for _ in range(ROUNDS):
                async with reading() as c:
                    await c.execute("delete from decision")
                    await c.execute("update sign_up set state = 'wanted'")
                answers = await asyncio.gather(
                    *(
                        manager.post(f"{PAGE}/decisions", json={"people": [str(person)], "verdict": "approved"})
                        for manager, person in ((mia, desk.ada), (tom, desk.bo))
                    )
                )
                rounds.append(sorted("ok" if a.status_code == 201 else a.json()["code"] for a in answers))
    return rounds


async def test_of_two_approvals_on_two_replicas_exactly_one_succeeds(db, dsn):
    assert await approve_the_last_two(dsn) == [["ok", "shift_loses_cover"]] * ROUNDS


async def test_without_the_lock_the_shift_is_left_short(db, dsn):
    """The falsifier: two replicas that do not wait for each other let both go."""
    assert ["ok", "ok"] in await approve_the_last_two(dsn, UNLOCKED)


async def test_of_many_who_take_one_shift_on_two_replicas_exactly_one_has_it(db, dsn):
    desk = await Desk().make()
    late = (datetime(2027, 3, 10, 14, tzinfo=UTC), datetime(2027, 3, 10, 22, tzinfo=UTC))
    await make_shift(desk.ada, late)
    takers = [await factories.make_person(f"Taker {n}", manager=desk.mia, roles=("desk",)) for n in range(8)]
    async with replicas(dsn) as addresses, AsyncExitStack() as stack:
        ada = await stack.enter_async_context(await browser(addresses[0], desk.ada))
        clients = [
            await stack.enter_async_context(await browser(addresses[n % 2], taker)) for n, taker in enumerate(takers)
        ]
        shift = {"site": "Leeds", "role": "desk", "starts_at": late[0].isoformat(), "ends_at": late[1].isoformat()}
        for _ in range(5):
            opened = await ada.post(f"{PAGE}/shifts", json=shift)
            assert opened.status_code == 201, opened.text
            place = f"{PAGE}/shifts/{opened.json()['given'][-1]['id']}"
            answers = await asyncio.gather(*(client.post(f"{place}/take") for client in clients))
            codes = sorted("ok" if a.status_code == 200 else a.json()["code"] for a in answers)
            assert codes == ["already_taken"] * 7 + ["ok"]
            async with reading() as c:
                await c.execute("delete from open_shift")
