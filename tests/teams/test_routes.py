"""Teams through HTTP."""

import pytest

from hackday import database
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_team

ALL, MINE = "/api/days/spring/teams", "/api/days/spring/team"


@pytest.fixture
async def world(browser_of):
    """A day with one challenge; `await world.join("Name")` gives a signed-up person's browser."""

    class World:
        def __init__(self, day, challenge):
            self.day, self.challenge = day, challenge
            self.ids = {}

        async def person(self, name, **columns):
            person = self.ids[name] = await make_person(name, **columns)
            await make_sign_up(self.day, person)
            return await browser_of(person)

        async def found(self, name="Falcons", founder="Ada Park"):
            browser = await self.person(founder)
            answer = await browser.post(ALL, json={"challenge": "night-shift", "name": name})
            assert answer.status_code == 201, answer.text
            return browser, answer.json()

    day = await make_day()
    return World(day, await make_challenge(day, team_places=2))


def refused(answer):
    return answer.status_code, answer.json()["code"]


async def counters():
    """(teams counted, teams there, members counted, members there)"""
    async with database.reading() as c:
        return tuple(
            await c.fetchrow(
                """select (select sum(team_count) from challenge),
                          (select count(*) from team where state <> 'disbanded'),
                          (select sum(member_count) from team),
                          (select count(*) from membership where left_at is null)"""
            )
        )


async def test_founder_becomes_captain_and_member(world):
    ada, team = await world.found()
    assert [(m["name"], m["is_captain"], m["time_zone"]) for m in team["members"]] == [
        ("Ada Park", True, "Europe/London")
    ]
    assert (team["is_mine"], team["may_lead"], len(team["join_code"])) == (True, True, 8)
    assert (await ada.get(MINE)).json()["team"] == team
    assert await counters() == (1, 1, 1, 1)


async def test_a_challenge_takes_no_more_teams_than_it_has_places(world):
    for number in (1, 2):
        await world.found(f"Team {number}", f"Founder {number}")
    late = await world.person("Late")
    assert refused(await late.post(ALL, json={"challenge": "night-shift", "name": "Third"})) == (
        409, "challenge_is_full",
    )  # fmt: skip
    assert await counters() == (2, 2, 2, 2)


async def test_refusals_around_founding_are_named(world, browser_of):
    await world.found("Falcons")
    await make_challenge(world.day, "hidden", state="draft")
    await make_challenge(world.day, "shut", state="closed")
    bea = await world.person("Bea")
    for challenge, name, expected in (
        ("night-shift", "FALCONS", (409, "name_is_taken")),
        ("hidden", "Owls", (404, "no_such_challenge")),
        ("nowhere", "Owls", (404, "no_such_challenge")),
        ("shut", "Owls", (409, "challenge_is_closed")),
        ("night-shift", " Owls", (400, "malformed")),
    ):
        assert refused(await bea.post(ALL, json={"challenge": challenge, "name": name})) == expected
    stranger = await browser_of(await make_person("No sign-up"))
    assert refused(await stranger.post(ALL, json={"challenge": "night-shift", "name": "Owls"})) == (
        409, "sign_up_first",
    )  # fmt: skip
    assert await counters() == (1, 1, 1, 1)


async def test_a_withdrawn_sign_up_joins_nothing(world):
    _, team = await world.found()
    bea = await world.person("Bea")
    async with database.reading() as c:
        await c.execute("update sign_up set state = 'withdrawn' where person = $1", world.ids["Bea"])
    assert refused(await bea.post(f"{ALL}/{team['id']}/members")) == (409, "sign_up_first")


async def test_people_join_from_the_list_or_by_code(world):
    ada, team = await world.found()
    bea, cai, dee = [await world.person(name) for name in ("Bea", "Cai", "Dee")]
    assert (await bea.get(f"{ALL}/{team['id']}")).json()["join_code"] is None
    assert (await bea.post(f"{ALL}/{team['id']}/members")).status_code == 201
    assert refused(await bea.post(MINE, json={"join_code": team["join_code"]})) == (409, "already_in_a_team")
    assert (await ada.patch(f"{ALL}/{team['id']}", json={"state": "locked"})).json()["state"] == "locked"
    assert refused(await cai.post(f"{ALL}/{team['id']}/members")) == (409, "team_is_locked")
    code = team["join_code"]
    assert (await cai.post(MINE, json={"join_code": f" {code[:4].lower()}-{code[4:]}"})).status_code == 201
    assert (await ada.post(f"{ALL}/{team['id']}/join-code")).json()["join_code"] != code
    assert refused(await dee.post(MINE, json={"join_code": code})) == (404, "no_such_join_code")
    assert refused(await dee.post(f"{ALL}/{world.day}/members")) == (404, "no_such_team")
    assert await counters() == (1, 1, 3, 3)


async def test_a_full_team_takes_nobody(world):
    members = tuple([await make_person(f"Member {n}") for n in range(3)])
    team = await make_team(world.day, world.challenge, members, max_size=3)
    late = await world.person("Late")
    assert refused(await late.post(f"{ALL}/{team}/members")) == (409, "team_is_full")


async def test_leaving_hands_over_and_the_last_one_disbands(world):
    ada, team = await world.found()
    bea, cai = [await world.person(name) for name in ("Bea", "Cai")]
    for browser in (bea, cai):
        await browser.post(f"{ALL}/{team['id']}/members")
    assert (await ada.delete(MINE)).json() == {"team": team["id"], "disbanded": False}
    page = (await bea.get(MINE)).json()["team"]
    assert [(m["name"], m["is_captain"]) for m in page["members"]] == [("Bea", True), ("Cai", False)]
    await bea.delete(MINE)
    assert (await cai.delete(MINE)).json()["disbanded"] is True
    assert refused(await cai.delete(MINE)) == (409, "not_in_a_team")
    assert refused(await cai.get(f"{ALL}/{team['id']}")) == (404, "no_such_team")
    assert await counters() == (0, 0, 0, 0)
    again = await ada.post(ALL, json={"challenge": "night-shift", "name": "Falcons"})
    assert again.status_code == 201, "name and place are free again"


async def test_only_the_captain_or_an_organiser_leads(world, browser_of):
    ada, team = await world.found()
    bea = await world.person("Bea")
    await bea.post(f"{ALL}/{team['id']}/members")
    url, ids = f"{ALL}/{team['id']}", world.ids
    for answer in (
        await bea.patch(url, json={"name": "Owls"}),
        await bea.post(f"{url}/removals", json={"person": str(ids["Ada Park"]), "reason": "Because."}),
        await bea.put(f"{url}/captain", json={"person": str(ids["Bea"])}),
        await bea.post(f"{url}/join-code"),
    ):
        assert refused(answer) == (403, "not_the_captain")
    assert (await ada.patch(url, json={"name": "Owls", "pitch": "Hoo."})).json()["name"] == "Owls"
    assert refused(await ada.post(f"{url}/removals", json={"person": str(ids["Ada Park"]), "reason": "Why."})) == (
        409, "captain_stays",
    )  # fmt: skip
    page = (await ada.put(f"{url}/captain", json={"person": str(ids["Bea"])})).json()
    assert (page["members"][0]["name"], page["may_lead"]) == ("Bea", False)
    page = await bea.post(f"{url}/removals", json={"person": str(ids["Ada Park"]), "reason": "Moved abroad."})
    assert [m["name"] for m in page.json()["members"]] == ["Bea"]
    async with database.reading() as c:
        kept = await c.fetchval("select reason from audit_entry where action = 'teams.remove_member'")
        told = await c.fetchval("select body from notice where person = $1", ids["Ada Park"])
    assert (kept, told) == ("Moved abroad.", "Moved abroad.")
    assert refused(await bea.put(f"{url}/captain", json={"person": str(ids["Ada Park"])})) == (409, "not_a_member")
    olu = await make_person("Olu")
    await grant(world.day, olu, "organiser")
    assert (await (await browser_of(olu)).patch(url, json={"name": "Larks"})).json()["name"] == "Larks"


async def test_renaming_to_a_taken_name_is_refused(world):
    await world.found("Falcons")
    bea, team = await world.found("Owls", "Bea")
    for name in ("falcons", "Falcons\n"):
        assert refused(await bea.patch(f"{ALL}/{team['id']}", json={"name": name})) == (409, "name_is_taken")
    assert (await bea.patch(f"{ALL}/{team['id']}", json={"name": "OWLS"})).json()["name"] == "OWLS"


@pytest.mark.parametrize("phase", ["published", "judging", "closed"])
async def test_teams_stand_still_outside_forming_and_hacking(world, phase):
    ada, team = await world.found()
    bea = await world.person("Bea")
    async with database.reading() as c:
        await c.execute("update day set phase = $1", phase)
    for answer in (
        await bea.post(ALL, json={"challenge": "night-shift", "name": "Owls"}),
        await bea.post(f"{ALL}/{team['id']}/members"),
        await bea.post(MINE, json={"join_code": team["join_code"]}),
        await ada.delete(MINE),
        await ada.patch(f"{ALL}/{team['id']}", json={"name": "Owls"}),
    ):
        assert refused(answer) == (409, "wrong_phase")
    page = (await ada.get(f"{ALL}/{team['id']}")).json()
    assert (page["may_lead"], page["may_leave"]) == (False, False)


async def test_the_list_searches_filters_and_pages(world):
    other = await make_challenge(world.day, "day-shift")
    for number, (name, site) in enumerate((("Ants", "Leeds"), ("bees", "Oslo"), ("Cats", "Leeds"))):
        members = tuple([await make_person(f"P{number}{n}", site=site, skills=("sql",)) for n in range(number + 1)])
        await make_team(world.day, other if name == "Cats" else world.challenge, members, name=name, max_size=3)
    reader = await world.person("Reader")

    async def names(**asked):
        answer = await reader.get(ALL, params=asked)
        assert answer.status_code == 200, answer.text
        return [team["name"] for team in answer.json()["teams"]]

    assert await names() == ["Ants", "bees", "Cats"]
    assert await names(q="BEE") == ["bees"]
    assert await names(q="day shift") == ["Cats"]
    assert await names(q="%") == []
    assert await names(challenge="night-shift") == ["Ants", "bees"]
    assert await names(site="Oslo") == ["bees"]
    assert await names(with_places="true") == ["Ants", "bees"]
    first = (await reader.get(ALL, params={"limit": 2})).json()
    assert (first["teams"][1]["sites"], first["teams"][1]["skills"], first["sites"]) == (
        ["Oslo"], ["sql"], ["Leeds", "Oslo"],
    )  # fmt: skip
    assert await names(limit=2, after=first["next"]) == ["Cats"]
    assert (await reader.get(ALL, params={"limit": 500})).status_code == 400


async def test_the_board_hears_of_every_change(world):
    heard = []
    listener = await database.connect()
    try:
        await listener.add_listener(database.CHANNEL, lambda *args: heard.append(args[3]))
        ada, _ = await world.found()
        await ada.delete(MINE)
        await listener.execute("select 1")
    finally:
        await listener.close()
    assert heard == [f"board:{world.day}"] * 2


async def test_who_withdraws_from_the_day_gives_the_place_in_the_team_back(world):
    ada, team = await world.found()
    ben = await world.person("Ben Oak")
    await ben.post(MINE, json={"join_code": team["join_code"]})
    assert (await ada.delete("/api/days/spring/sign-up")).status_code < 300
    left = (await ben.get(MINE)).json()["team"]
    assert [(m["name"], m["is_captain"]) for m in left["members"]] == [("Ben Oak", True)]
    assert await counters() == (1, 1, 1, 1)
    assert (await ben.delete("/api/days/spring/sign-up")).status_code < 300
    assert await counters() == (0, 0, 0, 0)
