"""A release that does not hold any more is told, with where and by how much; who was released by an override is not."""

import pytest

from hackday.database import reading
from hackday.days import store as days
from hackday.release import store
from hackday.release.headcount import Headcount
from hackday.release.plans.breaks import broken_everywhere, broken_releases, standing_moves
from hackday.release.plans.gathering import gather, zones
from tests.release.desk import EARLY, decide, make_shift
from tests.release.test_headcount import day as company_day  # noqa: F401


@pytest.fixture
async def released(desk, browser_of):
    """Ada is released, so that Bo and Cy hold the desk, its minimum."""
    assert (await decide(await browser_of(desk.mia), desk.ada)).status_code == 201
    return desk


async def off_work(person, times=EARLY):
    async with reading() as c:
        await c.execute(
            "insert into unavailable (id, person, starts_at, ends_at) values (uuidv7(), $1, $2, $3)", person, *times
        )


async def broken(desk):
    return [
        (b.name, b.shortage.roles, b.shortage.minimum, b.shortage.staying)
        for b in await broken_releases(await days.find_day("spring"))
    ]


async def test_who_holds_is_not_told(released):
    assert await broken(released) == []
    assert await broken_everywhere() == {}


async def test_a_colleague_off_work_breaks_a_release(released):
    await off_work(released.bo)
    assert await broken(released) == [("Ada Park", ["desk"], 2, 1)]
    assert list(await broken_everywhere()) == [released.day]


async def test_more_cover_than_there_is_breaks_a_release(released):
    async with reading() as c:
        await c.execute("update cover set minimum = 3")
    assert await broken(released) == [("Ada Park", ["desk"], 3, 2)]


async def test_one_more_shift_at_the_desk_heals_it(released):
    await off_work(released.bo)
    await make_shift(released.pat)
    async with reading() as c:
        await c.execute("update person set roles = '{desk}' where id = $1", released.pat)
    assert await broken(released) == []


async def test_who_was_released_below_the_minimum_is_not_told(released):
    await off_work(released.bo)
    async with reading() as c:
        await c.execute("update decision set override = '{}' where person = $1", released.ada)
    assert await broken(released) == []


async def test_a_day_that_is_over_is_not_told(released):
    await off_work(released.bo)
    async with reading() as c:
        await c.execute("update day set phase = 'judging'")
    assert await broken_everywhere() == {}


async def test_a_whole_company_says_what_asking_person_by_person_says(company_day):  # noqa: F811
    """Every colleague at work falls ill; the falsifier: before that, every release holds, beside all overrides."""
    assert await broken_releases(company_day) == []
    async with reading() as c:
        ill = await c.fetch("""select x.person, x.starts_at, x.ends_at from working_shift x
            left join sign_up s on s.person = x.person and s.state = 'released'
            where s.id is null and x.starts_at::date between '2027-03-09' and '2027-03-12'""")
    for row in ill:
        await off_work(row["person"], (row["starts_at"], row["ends_at"]))
    found = {str(b.person): b.shortage for b in await broken_releases(company_day)}
    planning = await gather(company_day)
    released = {p.id for p in planning.people if p.pin == "must_go"}
    gone = await store.overridden(company_day.id)
    count = Headcount(planning, released, await standing_moves(company_day.id), await zones(), gone)
    assert found == {p: s for p in released if (s := count.shortage(p))}
    assert len(found) > 3
