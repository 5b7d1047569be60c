"""Counting heads in the cells concerned says what counting the whole company says."""

from uuid import UUID

import pytest
from msgspec.structs import replace

from hackday import clock
from hackday.database import reading
from hackday.days import store as days
from hackday.release import store
from hackday.release.answers import store as answers
from hackday.release.headcount import Headcount
from hackday.release.plans import store as plan_store
from hackday.release.plans.gathering import gather, gather_around, zones
from hackday.release.wire import Verdict
from tests.release.company import load_company
from tests.release.test_company_500 import PAGE, plan_and_wait


@pytest.fixture
async def day(app, browser_of):
    """A published plan of 500 people: of those who may go every third is approved, some are declined; overrides."""
    day_id, planner = await load_company()
    browser = await browser_of(planner)
    plan = (await plan_and_wait(app, browser))["plan"]["id"]
    assert (await browser.post(f"{PAGE}/plans/{plan}/publish")).status_code == 200
    async with reading() as c:
        goes = [r["person"] for r in await c.fetch("select person from plan_entry where goes order by person")]
    await answers.decide(day_id, goes[::3], Verdict.APPROVED, "", by=planner, now=clock.now())
    await answers.decide(day_id, goes[1::9], Verdict.DECLINED, "No.", by=planner, now=clock.now())
    async with reading() as c:
        stays = [r["person"] for r in await c.fetch("select person from plan_entry where not goes order by person")]
    short = {key: [] for key in stays[::12]}
    await answers.decide(day_id, list(short), Verdict.APPROVED, "", by=planner, now=clock.now(), overrides=short)
    return await days.hold_day(day_id)


async def seen(day, *, trim=lambda planning: planning, overridden=store.overridden):
    """(whole, narrow): for each volunteer what would fall short and how their shifts stand."""
    planning = await gather(day)
    everybody = [UUID(person.id) for person in planning.people]
    moves = (await plan_store.outcome(await plan_store.published(day.id)))[1]
    leaving = await store.leaving(day.id, everybody)
    whole = Headcount(planning, leaving, moves, await zones(), await store.overridden(day.id))
    volunteers = [person.id for person in planning.people if person.wants_to_go] + [m.person for m in moves]
    told = {p: (whole.shortage(p), whole.standing(p)) for p in volunteers}
    narrow = {}
    for team in (volunteers[i : i + 7] for i in range(0, len(volunteers), 7)):
        around, into = await gather_around(day, [UUID(p) for p in team])
        count = Headcount(trim(around), leaving, into, await zones(), await overridden(day.id))
        narrow |= {p: (count.shortage(p), count.standing(p)) for p in team}
    return told, narrow


async def test_the_cells_concerned_say_what_the_whole_company_says(day):
    whole, narrow = await seen(day)
    assert narrow == whole
    assert sum(shortage is not None for shortage, _ in whole.values()) > 10


async def test_with_five_shifts_forgotten_they_do_not(day):
    """The falsifier: colleagues who are left out are missed."""
    whole, narrow = await seen(day, trim=lambda p: replace(p, shifts=p.shifts[:-5]))
    assert narrow != whole


async def test_with_overrides_forgotten_they_do_not(day):
    """The falsifier: who is released below the minimum is gone from the rota, and not a leaver among others."""

    async def none(day_id):
        return set()

    whole, narrow = await seen(day, overridden=none)
    assert narrow != whole
