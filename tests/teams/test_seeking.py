"""People who look for a team: what is hidden neither crosses the wire nor is found."""

from itertools import combinations

import pytest

from hackday import database
from hackday.teams.seeking import store
from tests.factories import make_challenge, make_day, make_person, make_sign_up, make_site, make_team

URL, MINE = "/api/days/spring/seekers", "/api/days/spring/seeking"
FIELDS = {
    "skills": "python",
    "site": "Pune",
    "time_zone": "Asia/Kolkata",
    "department": "Finance IT",
    "languages": "hindi",
}
FILTERS = {"skill": "skills", "site": "site", "language": "languages", "time_zone": "time_zone"}


@pytest.fixture
async def world(browser_of):
    day = await make_day()
    await make_site("Pune", "Asia/Kolkata")

    class World:
        async def person(self, name="Reader", **columns):
            person = await make_person(name, **columns)
            await make_sign_up(day, person)
            return await browser_of(person)

        async def seeker(self, shows, name="Mira"):
            browser = await self.person(name, site="Pune", department="Finance IT", skills=("Python",))
            answer = await browser.put(MINE, json={"shows": shows, "about": "Hello", "languages": [" Hindi ", "hindi"]})
            assert answer.status_code == 200, answer.text
            return browser

    made = World()
    made.day = day
    return made


async def leaks(reader, shows):
    """What of the hidden things the wire holds, or a filter finds."""
    answer = await reader.get(URL)
    found = [word for field, word in FIELDS.items() if field not in shows and word in answer.text]
    for name, field in FILTERS.items():
        if field not in shows and (await reader.get(URL, params={name: FIELDS[field]})).json()["seekers"]:
            found.append(name)
    return found


@pytest.mark.parametrize(
    "shows", [[], list(FIELDS), *(list(c) for c in combinations(FIELDS, 4)), ["site"], ["languages"]]
)
async def test_only_what_is_chosen_is_shown_and_found(world, shows):
    await world.seeker(shows)
    reader = await world.person()
    (seeker,) = (await reader.get(URL)).json()["seekers"]
    assert (seeker["name"], seeker["about"]) == ("Mira", "Hello")
    assert {field for field in FIELDS if seeker[field] is not None} == set(shows)
    for name, field in FILTERS.items():
        found = (await reader.get(URL, params={name: FIELDS[field]})).json()["seekers"]
        assert bool(found) == (field in shows)
        assert (await reader.get(URL, params={name: "Elsewhere"})).json()["seekers"] == []
    assert await leaks(reader, shows) == []


async def test_without_the_choice_in_the_query_everything_would_leak(world, monkeypatch):
    open_query = store.CHOSEN
    for field in FIELDS:
        open_query = open_query.replace(f"'{field}' = any(k.shows)", "true")
    monkeypatch.setattr(store, "CHOSEN", open_query)
    await world.seeker([])
    assert set(await leaks(await world.person(), [])) == {*FIELDS.values(), *FILTERS}


async def test_a_team_or_a_withdrawal_or_a_wish_takes_out_of_the_list(world):
    reader = await world.person()
    team = await make_team(world.day, await make_challenge(world.day))
    joins, withdraws, hides = [await world.seeker([], name) for name in ("Joins", "Withdraws", "Hides")]
    assert [s["name"] for s in (await reader.get(URL)).json()["seekers"]] == ["Hides", "Withdraws", "Joins"]
    await joins.post(f"/api/days/spring/teams/{team}/members")
    await withdraws.delete("/api/days/spring/sign-up")
    assert (await hides.delete(MINE)).json()["since"] is None
    assert (await reader.get(URL)).json()["seekers"] == []
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from seeker") == 0
    assert (await joins.put(MINE, json={"shows": []})).json()["code"] == "already_in_a_team"
    assert (await withdraws.put(MINE, json={"shows": []})).json()["code"] == "sign_up_first"
    assert (await joins.get(MINE)).json()["has_team"] is True


async def test_pages_and_what_one_can_narrow_by(world):
    for n in range(5):
        await world.seeker(["skills", "site"], f"Seeker {n}")
    reader = await world.person()
    names, after = [], None
    while True:
        page = (await reader.get(URL, params={"limit": 2, **({"after": after} if after else {})})).json()
        names += [seeker["name"] for seeker in page["seekers"]]
        if (after := page["next"]) is None:
            break
    assert names == [f"Seeker {n}" for n in (4, 3, 2, 1, 0)]
    assert (page["skills"], page["sites"], page["languages"], page["time_zones"]) == (["python"], ["Pune"], [], [])
    assert (await reader.put(MINE, json={"shows": ["salary"]})).status_code == 400
