"""Why somebody cannot join is said before they press, and it is what they would be told; a team's own limits."""

import asyncio

import pytest

from hackday import database
from hackday.teams import store
from tests.factories import grant, make_challenge, make_team
from tests.teams.test_limits import ADA, ALL, BO, run, without_the_trigger, world

__all__ = ["world"]


async def nothing(world, team):
    pass


async def not_signed_up(world, team):
    await run("update sign_up set state = 'withdrawn'")


async def in_another_team(world, team):
    reader = await database_value("select id from person where name = 'Reader'")
    await make_team(world.day, await make_challenge(world.day, "other"), (reader,), name="Owls")


async def too_late(world, team):
    await run("update day set phase = 'judging'")


async def full(world, team):
    await run("update team set max_size = 2, min_size = 1 where id = $1", team)


async def locked(world, team):
    await run("update team set state = 'locked' where id = $1", team)


async def enough_of_finance(world, team):
    await run("update day set department_most = 2")


async def the_last_places_are_for_others(world, team):
    await run("update team set max_size = 3 where id = $1", team)
    await run("update challenge set sites_least = 2")


REASONS = {
    None: nothing, "sign_up_first": not_signed_up, "already_in_a_team": in_another_team, "wrong_phase": too_late,
    "team_is_full": full, "team_is_locked": locked, "department_is_full": enough_of_finance,
    "too_few_sites": the_last_places_are_for_others,
}  # fmt: skip
OF_THE_TEAM = {"team_is_full", "team_is_locked", "department_is_full", "too_few_sites"}


async def database_value(statement, *values):
    async with database.reading() as c:
        return await c.fetchval(statement, *values)


async def seen_and_told(world, hinder):
    """What the page says beforehand, what the list says, and what the join is told."""
    team = await world.team(ADA, BO)
    reader = await world.browser("Reader", "Finance", "Leeds")
    await hinder(world, team)
    page = (await reader.get(f"{ALL}/{team}")).json()
    listed = (await reader.get(ALL)).json()
    tile = next(t for t in listed["teams"] if t["id"] == str(team))
    joinable = (await reader.get(ALL, params={"with_places": "true"})).json()["teams"]
    assert (str(team) in {t["id"] for t in joinable}) is (tile["why_not"] is None)
    answer = await reader.post(f"{ALL}/{team}/members")
    told = None if answer.is_success else answer.json()["code"]
    return page, listed["why_not"] or tile["why_not"], told


@pytest.mark.parametrize("code", REASONS)
async def test_what_is_said_beforehand_is_what_a_join_is_told(world, code):
    page, listed, told = await seen_and_told(world, REASONS[code])
    assert (page["why_not"], listed, told) == (code, code, code)
    assert page["may_join"] is (code is None)
    assert page["may_ask"] is (code in (None, "team_is_locked"))


@pytest.mark.parametrize("code", ["department_is_full", "too_few_sites"])
async def test_without_the_trigger_the_two_would_differ(world, code):
    async with without_the_trigger():
        page, _, told = await seen_and_told(world, REASONS[code])
    assert (page["why_not"], told) == (code, None)


@pytest.fixture
async def led(world):
    """A captain's browser, an organiser's, and their team of four from Finance and Sales on a day of 2 to 5."""
    await run("update day set team_min_size = 2, team_max_size = 5, department_most = 3, sites_least = 1")
    captain = await world.browser("Cap", "Finance")
    url = f"{ALL}/{(await captain.post(ALL, json={'challenge': 'night-shift', 'name': 'Falcons'})).json()['id']}"
    for name, department, site in (("Di", "Finance", "Leeds"), ("Ed", "Sales", "Leeds")):
        assert (await (await world.browser(name, department, site)).post(f"{url}/members")).is_success
    world.organiser = await world.browser("Olu")
    await grant(world.day, await database_value("select id from person where name = 'Olu'"), "organiser")
    return captain, url


async def test_a_team_is_smaller_and_more_mixed_than_its_day_says(world, led):
    captain, url = led
    own = {"min_size": 3, "max_size": 4, "department_most": 2, "sites_least": 2}
    team = (await captain.patch(url, json=own)).json()
    assert team["own_limits"] == own
    assert {name: team[name] for name in own} == own
    assert team["usual_limits"] == {"min_size": 2, "max_size": 5, "department_most": 3, "sites_least": 1}
    assert await world.joins(url.rsplit("/", 1)[1], "Flo", "Finance", "Delft") == "department_is_full"
    assert await world.joins(url.rsplit("/", 1)[1], "Gus", "Legal", "Leeds") == "too_few_sites"
    team = (await captain.patch(url, json=dict.fromkeys(own))).json()
    assert set(team["own_limits"].values()) == {None}
    assert (team["min_size"], team["max_size"], team["department_most"]) == (2, 5, 3)
    assert await database_value("select count(*) from audit_entry where action = 'teams.change_team'") == 2


@pytest.mark.parametrize(
    ("change", "pointer", "organiser_may"),
    [
        ({"max_size": 2}, "/max_size", False),
        ({"max_size": 6}, "/max_size", True),
        ({"min_size": 1}, "/min_size", True),
        ({"min_size": 5, "max_size": 4}, "/min_size", False),
        ({"department_most": 1}, "/department_most", False),
        ({"department_most": 4}, "/department_most", True),
        ({"sites_least": 4}, "/sites_least", False),
    ],
)
async def test_what_does_not_fit_is_refused_at_its_field(world, led, change, pointer, organiser_may):
    captain, url = led
    answer = await captain.patch(url, json=change)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await world.organiser.patch(url, json=change)).is_success is organiser_may
    assert (await captain.patch(url, json={"max_size": 51})).status_code == 400


async def test_what_stays_passes_though_the_day_became_stricter(world, led):
    captain, url = led
    await run("update day set team_min_size = 1, team_max_size = 2, department_most = 1, sites_least = 2")
    own = (await captain.get(url)).json()["own_limits"]
    assert own["max_size"] == 5
    changed = await captain.patch(url, json={"pitch": "New words", **own})
    assert (changed.status_code, changed.json()["pitch"]) == (200, "New words")
    assert (await captain.patch(url, json={"sites_least": 3})).json()["own_limits"]["sites_least"] == 3


async def test_a_team_smaller_than_the_least_grows_back_to_it(world, led):
    captain, url = led
    await run("update day set team_min_size = 4")
    small = (await captain.patch(url, json={"max_size": 3, "min_size": None})).json()
    assert (small["min_size"], small["max_size"], small["own_limits"]["min_size"]) == (3, 3, None)
    usual = (await captain.patch(url, json={**small["own_limits"], "max_size": None})).json()
    assert (usual["min_size"], usual["max_size"]) == (4, 5)


async def test_those_of_no_department_hide_nobody(world, led):
    captain, url = led
    await run("update person set department = '' where name = 'Ed'")
    for name in ("Flo", "Gus"):
        assert await world.joins(url.rsplit("/", 1)[1], name, "") == "in"
    answer = await captain.patch(url, json={"department_most": 1})
    assert (answer.status_code, answer.json()["errors"][0]["detail"]) == (422, "2 members are from Finance already.")


async def test_a_team_cannot_be_made_too_small_for_the_sites_of_its_day(world, led):
    captain, url = led
    await run("update day set sites_least = 3")
    answer = await captain.patch(url, json={"max_size": 4})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/max_size")
    assert (await world.organiser.patch(url, json={"max_size": 4, "sites_least": 2})).is_success


async def test_the_usual_does_not_come_back_over_those_who_are_in(world, led):
    captain, url = led
    await run("update day set department_most = 1")
    assert (await world.organiser.patch(url, json={"department_most": 2})).is_success
    answer = await captain.patch(url, json={"department_most": None})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/department_most")


async def narrowed_while_they_come(world, led):
    """The captain asks for at most two of Finance while three from there press “join”; who of Finance is in."""
    captain, url = led
    late = [await world.browser(f"Late {n}", "Finance", "Leeds") for n in range(3)]
    narrow = captain.patch(url, json={"department_most": 2})
    answers = await asyncio.gather(*(one.post(f"{url}/members") for one in late[:1]), narrow, *(
        one.post(f"{url}/members") for one in late[1:]
    ))  # fmt: skip
    of_finance = await database_value(
        """select count(*) from membership m join person p on p.id = m.person
            where m.left_at is null and p.department = 'Finance'"""
    )
    return of_finance, answers[1].is_success


async def test_a_limit_and_those_who_come_at_once_never_contradict(world, led):
    for _ in range(5):
        of_finance, narrowed = await narrowed_while_they_come(world, led)
        assert of_finance <= (2 if narrowed else 3)


async def test_without_holding_the_team_they_would(world, led, monkeypatch):
    async def slow(day_id, team_id):
        team = await store.find(day_id, team_id)
        return team

    members = store.members

    async def later(team_id):
        found = await members(team_id)
        await asyncio.sleep(0.3)
        return found

    monkeypatch.setattr(store, "hold", slow)
    monkeypatch.setattr(store, "members", later)
    assert await narrowed_while_they_come(world, led) == (3, True)
