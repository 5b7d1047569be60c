"""Shifts change hands: asked for, taken, confirmed, stepped back from; who may do what in which state."""

import pytest

from hackday import clock
from hackday.database import reading, tx
from hackday.days import store as days_store
from hackday.release import store as release_store
from hackday.release.swaps import rules, service
from tests.factories import make_person
from tests.release.desk import EARLY, decide

SHIFT = {"site": "Leeds", "role": "desk", "starts_at": EARLY[0], "ends_at": EARLY[1]}


async def offer(day, person, shifts):
    async with reading() as c:
        await c.execute(
            "insert into cover_offer (id, day, person, extra_shifts) values (uuidv7(), $1, $2, $3)",
            day, person, shifts,
        )  # fmt: skip


async def within(desk, act, **values):
    """As other parts call it: in a transaction that holds the day and the site."""
    async with tx():
        day = await days_store.hold_day(desk.day)
        await release_store.hold_sites(day.id, ["Leeds"])
        return await act(day, **(SHIFT | values))


async def state(opening):
    async with reading() as c:
        return await c.fetchval("select state from open_shift where id = $1", opening)


async def notices(person):
    async with reading() as c:
        return [f"{r['title']} {r['body']}" for r in await c.fetch("select * from notice where person = $1", person)]


@pytest.fixture
async def dee(desk):
    """A colleague with the role and without a shift, who reports to Tom."""
    return await make_person("Dee Okoro", roles=("desk",), manager=desk.tom)


async def test_who_offered_is_put_in_at_once_and_makes_room(desk, dee, browser_of):
    mia, tom = await browser_of(desk.mia), await browser_of(desk.tom)
    assert (await decide(mia, desk.ada)).status_code == 201
    assert (await decide(tom, desk.bo)).json()["code"] == "shift_loses_cover"
    with pytest.raises(rules.NoOfferLeft, match="Dee Okoro has not offered"):
        await within(desk, service.place, giver=desk.bo, taker=dee, by=desk.tom, now=clock.now())
    await offer(desk.day, dee, 1)
    made = await within(desk, service.place, giver=desk.bo, taker=dee, by=desk.tom, now=clock.now())
    assert await state(made) == "confirmed"
    assert (await decide(tom, desk.bo)).status_code == 201
    assert "Tom Manager counts on you for desk, Leeds, Wed 10 Mar 06:00–14:00 of Bo Chen." in (await notices(dee))[0]
    with pytest.raises(rules.AlreadyTaken, match="Dee Okoro"):
        await within(desk, service.place, giver=desk.bo, taker=dee, by=desk.tom, now=clock.now())


async def test_one_colleague_is_asked_or_all_who_could(desk, dee):
    with pytest.raises(rules.ShiftOverlaps, match="Cy Diaz works at that time: desk, Leeds"):
        await within(desk, service.ask, giver=desk.ada, asked=desk.cy, by=desk.mia)
    made = await within(desk, service.ask, giver=desk.ada, asked=dee, by=desk.mia)
    assert await state(made) == "open"
    assert "Mia Manager asks you to take desk, Leeds" in (await notices(dee))[0]
    with pytest.raises(rules.AlreadyOpen):
        await within(desk, service.ask, giver=desk.ada, asked=None, by=desk.mia)
    await within(desk, service.ask, giver=desk.bo, asked=None, by=desk.tom)
    assert len(await notices(dee)) == 2
    assert await notices(desk.cy) == []  # works at that time
