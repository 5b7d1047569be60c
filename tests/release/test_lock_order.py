"""Who changes who works when waits in one order: day, sites, sign-ups, people, the log; nobody waits in a circle."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from hackday.database import connect, reading
from hackday.release.answers import covering
from tests.factories import make_day, make_person, make_sign_up
from tests.release.desk import EARLY, PAGE, make_shift
from tests.release.test_swaps import opened


async def waits(what, seconds=5.0):
    """Until some connection waits for a lock; False when `what` ended before."""
    for _ in range(int(seconds / 0.02)):
        async with reading() as c:
            if await c.fetchval("select exists (select from pg_locks where not granted)"):
                return True
        if what.done():
            return False
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waits")


@asynccontextmanager
async def held(*keys):
    """Somebody else holds these advisory locks, taken in this order."""
    other = await connect()
    try:
        async with other.transaction():
            for key in keys:
                await other.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", key)
            yield other
    finally:
        await other.close()


@pytest.fixture
async def dee(desk):
    return await make_person("Dee Okoro", roles=("desk",), manager=desk.tom)


@pytest.fixture(params=["as it is", "without holding"])
def order(request, monkeypatch):
    """The second is the falsifier: without the locks the same test must fail."""
    if request.param != "as it is":

        async def nothing(*_):
            pass

        monkeypatch.setattr(covering, "hold_work", nothing)
    return request.param


async def test_a_take_is_not_confirmed_while_its_giver_withdraws(desk, dee, browser_of, order):
    """Who withdraws waits for who is confirming: held up in between, the withdrawal has not touched the shift yet."""
    ada, dees = [await browser_of(p) for p in (desk.ada, dee)]
    opening = await opened(ada)
    assert (await dees.post(f"{PAGE}/shifts/{opening}/take")).status_code == 200
    async with held(f"work:{desk.ada}") as confirming:
        leaving = asyncio.create_task(ada.delete("/api/days/spring/sign-up"))
        assert await waits(leaving) is (order == "as it is")
        state = await confirming.fetchval("select state from open_shift where id = $1", opening)
        assert (state == "taken") is (order == "as it is")
    assert (await leaving).status_code == 204
    async with reading() as c:
        assert await c.fetchval("select state from open_shift where id = $1", opening) == "withdrawn"


async def test_many_released_with_their_takers_and_one_who_takes_do_not_wait_in_a_circle(desk, browser_of, order):
    """Fay took over from one of two who are approved: all three are held in the order of their ids, not request's."""
    eve = await make_person("Eve Falk", roles=("desk",), manager=desk.tom)
    fay = await make_person("Fay Lind", roles=("desk",), manager=desk.tom)
    assert eve < fay
    await make_shift(eve)
    await make_sign_up(desk.day, eve)
    tom = await browser_of(desk.tom)
    async with reading() as c:
        await c.execute(
            """insert into open_shift (id, day, site, role, starts_at, ends_at, state, giver, asked, taker)
               values (uuidv7(), $1, 'Leeds', 'desk', $2, $3, 'taken', $4, $5, $5)""",
            desk.day, *EARLY, desk.bo, fay,
        )  # fmt: skip
    async with held(f"work:{fay}") as taking:
        people = [str(desk.bo), str(eve)]
        deciding = asyncio.create_task(tom.post(f"{PAGE}/decisions", json={"people": people, "verdict": "approved"}))
        assert await waits(deciding)
        free = await taking.fetchval("select pg_try_advisory_xact_lock(hashtextextended($1, 0))", f"work:{eve}")
        assert free is (order != "as it is")
    assert (await deciding).status_code in (201, 409)


async def test_somebody_off_work_waits_for_the_logs_of_all_days_in_one_order(desk, browser_of):
    """Whoever holds the later day's log finds the earlier one taken already, and never the other way round."""
    days = sorted([desk.day, *[await make_day(f"other-{n}") for n in range(3)]])
    pat = await browser_of(desk.pat)
    body = {"person": str(desk.cy), "starts_at": EARLY[0].isoformat(), "ends_at": EARLY[1].isoformat()}
    async with held(f"rota_change:{days[2]}") as later:
        noting = asyncio.create_task(pat.post(f"{PAGE}/unavailable", json=body))
        assert await waits(noting)
        ask = "select pg_try_advisory_xact_lock(hashtextextended($1, 0))"
        assert [await later.fetchval(ask, f"rota_change:{day}") for day in days] == [False, False, True, True]
    assert (await noting).status_code == 201
