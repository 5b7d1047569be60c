"""Sizes and mix of a team: as its challenge says, or else the day; kept by the database, refused by name."""

import asyncio
from contextlib import asynccontextmanager

import asyncpg
import pytest

from hackday import database
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_team

ALL = "/api/days/spring/teams"


async def run(statement, *values):
    async with database.reading() as c:
        await c.execute(statement, *values)


@asynccontextmanager
async def without_the_trigger():
    """The falsifier: nothing but the size is kept."""
    await run("alter table membership disable trigger membership_mix")
    try:
        yield
    finally:
        await run("alter table membership enable trigger membership_mix")


@pytest.fixture
async def world(browser_of):
    """A day with a challenge; `await world.joins(team, "Name", "Department", "Site")` says what came of it."""

    class World:
        def __init__(self, day, challenge):
            self.day, self.challenge = day, challenge

        async def browser(self, name, department="Operations", site="Leeds"):
            person = await make_person(name, department=department, site=site)
            await make_sign_up(self.day, person)
            return await browser_of(person)

        async def joins(self, team, *person):
            answer = await (await self.browser(*person)).post(f"{ALL}/{team}/members")
            return "in" if answer.is_success else answer.json()["code"]

        async def team(self, *people, **columns):
            return await make_team(
                self.day,
                self.challenge,
                tuple([await make_person(n, department=d, site=s) for n, d, s in people]),
                **columns,
            )

    day = await make_day()
    return World(day, await make_challenge(day))


ADA, BO = ("Ada", "Finance", "Leeds"), ("Bo", "Finance", "Leeds")


@pytest.mark.parametrize("table", ["day", "challenge", "team"])
async def test_so_many_of_one_department_and_no_more(world, table):
    team = await world.team(ADA)
    await run(f"update {table} set department_most = 2")
    assert await world.joins(team, "Cy", "Finance") == "in"
    assert await world.joins(team, "Di", "Finance") == "department_is_full"
    assert await world.joins(team, "Ed", "Sales") == "in"
    shown = (await (await world.browser("Flo")).get(f"{ALL}/{team}")).json()
    assert (shown["department_most"], shown["sites_least"]) == (2, None)


async def test_the_refusal_says_what_holds_and_the_falsifier_lets_everybody_in(world):
    team = await world.team(ADA, BO)
    await run("update day set department_most = 2")
    cy = await world.browser("Cy", "Finance")
    answer = await cy.post(f"{ALL}/{team}/members")
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "“Copper Falcons” takes at most 2 of one department and has them from Finance. Choose another team.",
    )
    async with without_the_trigger():
        assert (await cy.post(f"{ALL}/{team}/members")).is_success


async def test_the_nearer_limit_goes_first(world):
    team = await world.team(ADA)
    await run("update day set department_most = 1")
    await run("update challenge set department_most = 2")
    assert await world.joins(team, "Cy", "Finance") == "in"
    await run("update team set department_most = 1")
    assert await world.joins(team, "Di", "Finance") == "department_is_full"


async def test_people_of_no_department_are_not_alike(world):
    team = await world.team(("Ada", "", "Leeds"))
    await run("update day set department_most = 1")
    assert await world.joins(team, "Cy", "") == "in"


async def test_the_last_places_are_kept_for_other_sites(world):
    team = await world.team(ADA, max_size=4)
    await run("update day set sites_least = 3")
    assert await world.joins(team, "Cy", "Sales", "Leeds") == "in"  # two places left for two more sites
    assert await world.joins(team, "Di", "Sales", "Leeds") == "too_few_sites"
    assert await world.joins(team, "Ed", "Sales", "Hursley") == "in"
    assert await world.joins(team, "Flo", "Sales", "Hursley") == "too_few_sites"
    assert await world.joins(team, "Gus", "Sales", "Delft") == "in"


async def test_whoever_left_is_not_counted_and_comes_back_by_the_same_rules(world):
    team = await world.team(ADA, BO)
    await run("update day set department_most = 2")
    await run("update membership set left_at = now() where person = (select id from person where name = 'Bo')")
    await run("update team set member_count = 1")
    assert await world.joins(team, "Cy", "Finance") == "in"
    with pytest.raises(asyncpg.CheckViolationError):
        await run("update membership set left_at = null")


async def test_other_ways_in_are_refused_by_the_same_names(world):
    captain = await world.browser("Cap", "Finance")
    team = (await captain.post(ALL, json={"challenge": "night-shift", "name": "Falcons"})).json()
    await run("update day set department_most = 1")
    di = await world.browser("Di", "Finance")
    by_code = await di.post("/api/days/spring/team", json={"join_code": team["join_code"]})
    assert by_code.json()["code"] == "department_is_full"
    asked = await di.post(f"{ALL}/{team['id']}/requests", json={"message": "Please"})
    assert asked.status_code == 201, asked.text
    accepted = await captain.post(
        f"/api/days/spring/join-requests/{asked.json()['id']}/decision", json={"accepts": True, "word": ""}
    )
    assert (accepted.status_code, accepted.json()["code"]) == (409, "department_is_full")
    async with database.reading() as c:  # and nothing is half-written
        assert await c.fetchval("select state from join_request") == "waiting"
        assert await c.fetchval("select member_count from team") == 1


@pytest.mark.parametrize(
    ("day", "challenge", "sizes"),
    [
        ((2, 4), (None, None), (2, 4)),
        ((2, 4), (None, 3), (2, 3)),
        ((4, 6), (None, 3), (3, 3)),
        ((3, 6), (1, 8), (1, 8)),
    ],
)
async def test_a_new_team_is_as_large_as_its_challenge_says_or_else_the_day(world, day, challenge, sizes):
    await run("update day set team_min_size = $1, team_max_size = $2", *day)
    await run("update challenge set team_min_size = $1, team_max_size = $2", *challenge)
    ada = await world.browser("Ada")
    team = (await ada.post(ALL, json={"challenge": "night-shift", "name": "Falcons"})).json()
    assert (team["min_size"], team["max_size"]) == sizes


async def test_a_small_team_comes_from_as_many_sites_as_it_has_people(world):
    await run("update day set sites_least = 3")
    await run("update challenge set team_min_size = 1, team_max_size = 2")
    founded = await (await world.browser("Ada")).post(ALL, json={"challenge": "night-shift", "name": "Falcons"})
    team = founded.json()
    assert (founded.status_code, team["sites_least"]) == (201, 2)
    assert await world.joins(team["id"], "Cy", "Sales", "Leeds") == "too_few_sites"
    assert await world.joins(team["id"], "Di", "Sales", "Delft") == "in"


async def test_an_invitation_opens_no_place_that_the_mix_forbids(world):
    captain = await world.browser("Cap", "Finance")
    team = (await captain.post(ALL, json={"challenge": "night-shift", "name": "Falcons"})).json()
    await run("update day set department_most = 1")
    made = (await captain.post(f"{ALL}/{team['id']}/invitations", json={})).json()
    used = await (await world.browser("Di", "Finance")).post(
        "/api/days/spring/invitations/answer", json={"token": made["token"], "accepts": True}
    )
    assert (used.status_code, used.json()["code"]) == (409, "department_is_full")
    other = await (await world.browser("Ed", "Sales")).post(
        "/api/days/spring/invitations/answer", json={"token": made["token"], "accepts": True}
    )
    assert other.is_success, "the refusal has not used it up"


async def test_organisers_set_the_limits_of_the_day(world, browser_of):
    olga = await make_person("Olga Organiser")
    await grant(world.day, olga, "organiser")
    browser = await browser_of(olga)
    limits = {"team_min_size": 2, "team_max_size": 5, "department_most": 2, "sites_least": 3}
    changed = await browser.patch("/api/days/spring", json=limits)
    assert changed.status_code == 200, changed.text
    assert {name: changed.json()["day"][name] for name in limits} == limits
    refused = await browser.patch("/api/days/spring", json={"sites_least": 6})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/sites_least")
    cleared = await browser.patch("/api/days/spring", json={"sites_least": None, "department_most": None})
    assert (cleared.json()["day"]["sites_least"], cleared.json()["day"]["department_most"]) == (None, None)


async def finance_in(world, joiners=8, most=2):
    """How many of one department are in a team of ten after all pressed at once."""
    team = await world.team(max_size=10)
    await run("update day set department_most = $1", most)
    browsers = [await world.browser(f"Joiner {n}", "Finance") for n in range(joiners)]
    answers = await asyncio.gather(*(browser.post(f"{ALL}/{team}/members") for browser in browsers))
    async with database.reading() as c:
        inside = await c.fetchval("select count(*) from membership where left_at is null")
    return inside, sorted({a.json()["code"] for a in answers if not a.is_success})


async def test_of_many_who_join_at_once_no_more_than_the_limit_come_in(world):
    assert await finance_in(world) == (2, ["department_is_full"])


async def test_without_the_trigger_all_come_in(world):
    async with without_the_trigger():
        assert await finance_in(world) == (8, [])
