"""A team that was released whole and lost members is shown to who plans."""

import pytest

from hackday.database import reading
from tests.factories import make_challenge, make_sign_up, make_team
from tests.release.desk import PAGE, decide, planned


@pytest.fixture
async def trio(desk, app, browser_of):
    """Ada, Bo and Cy are a team of three and planned whole; the planner's browser and how to read the short teams."""
    async with reading() as c:
        await c.execute("update cover set minimum = 0")
    await make_sign_up(desk.day, desk.cy)
    await make_team(desk.day, await make_challenge(desk.day), (desk.ada, desk.bo, desk.cy))
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    assert plan["goes"] == 3

    async def short():
        teams = (await pat.get(f"{PAGE}/plans/{plan['id']}")).json()["short_teams"]
        return [(team["name"], team["remaining"], team["minimum"]) for team in teams]

    assert await short() == []
    await pat.post(f"{PAGE}/plans/{plan['id']}/publish")
    return desk, pat, short


async def test_a_decline_that_leaves_a_released_team_too_small_shows_until_it_is_planned_again(trio, app, browser_of):
    desk, pat, short = trio
    tom = await browser_of(desk.tom)
    await decide(await browser_of(desk.mia), desk.ada)
    assert await short() == []
    await decide(tom, desk.bo, verdict="declined", reason="No.")
    assert await short() == [("Copper Falcons", 2, 3)]
    again = await planned(app, pat)
    assert (await pat.post(f"{PAGE}/plans/{again['id']}/publish")).json()["short_teams"] == []
    assert await short() == []
    await decide(tom, desk.bo)  # changed their mind


async def test_a_withdrawal_that_leaves_a_team_too_small_shows(trio, browser_of):
    desk, _, short = trio
    assert (await (await browser_of(desk.ada)).delete("/api/days/spring/sign-up")).status_code == 204
    assert await short() == [("Copper Falcons", 2, 3)]
    for person in (desk.bo, desk.cy):
        await decide(await browser_of(desk.tom), person, verdict="declined", reason="No.")
    assert await short() == []  # nobody of them goes: nobody is let down


async def test_a_team_that_was_planned_with_fewer_than_its_smallest_size_is_not_short(desk, app, browser_of):
    async with reading() as c:
        await c.execute("update cover set minimum = 0")
    await make_team(desk.day, await make_challenge(desk.day), (desk.ada, desk.bo))
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    assert (await pat.post(f"{PAGE}/plans/{plan['id']}/publish")).json()["short_teams"] == []
