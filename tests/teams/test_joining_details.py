"""What a team says of its open places, its links, and who may ask."""

import pytest

from hackday.errors import Refusal
from hackday.teams import rules
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_team

URL = "/api/days/spring/teams"


@pytest.fixture
async def world(browser_of):
    class World:
        async def person(self, name, **sign_up):
            self.ids[name] = await make_person(name)
            await make_sign_up(self.day, self.ids[name], **sign_up)
            return await browser_of(self.ids[name])

    made = World()
    made.ids = {}
    made.day = await make_day()
    made.ada = await made.person("Ada Park")
    made.team = await make_team(made.day, await make_challenge(made.day), (made.ids["Ada Park"],))
    made.url = f"{URL}/{made.team}"
    return made


@pytest.mark.parametrize(
    "text",
    [
        "http://chat.example", "javascript:alert(1)", "chat.example/x", "https://", "https://localhost/x",
        "https://user:secret@chat.example", "https://chat.example/a b", "https://chat.example:99999/", "https://[::1",
        'https://chat.example/"><script>', "https://chat.example:0", "https://chat.example\\@evil.example",
    ],
)  # fmt: skip
def test_only_https_addresses_are_links(text):
    with pytest.raises(Refusal) as refused:
        rules.check_web_address(text, "/chat_url")
    assert (refused.value.code, refused.value.pointer) == ("not_a_web_address", "/chat_url")


@pytest.mark.parametrize(
    "text",
    ["", "https://chat.example", "https://git.corp.example:8443/a/b.git?x=1&y=%20#z", "https://bücher.example/x"],
)
def test_such_are_taken(text):
    rules.check_web_address(text, "/chat_url")


async def test_the_captain_says_whom_the_team_wants_and_only_members_see_its_links(world, browser_of):
    said = {"wanted": " Somebody who knows the rota ", "wanted_skills": ["SQL", " sql", "Data  Viz"],
            "chat_url": "https://chat.example/owls", "repository_url": "https://git.example/owls"}  # fmt: skip
    page = (await world.ada.patch(world.url, json=said)).json()
    assert (page["wanted"], page["wanted_skills"]) == ("Somebody who knows the rota", ["sql", "data viz"])
    assert (page["chat_url"], page["repository_url"]) == (said["chat_url"], said["repository_url"])
    bea = await world.person("Bea")
    seen = (await bea.get(world.url)).json()
    assert (seen["wanted_skills"], seen["chat_url"], seen["repository_url"]) == (["sql", "data viz"], None, None)
    assert "chat.example" not in (await bea.get(URL)).text
    olu = await make_person("Olu")
    await grant(world.day, olu, "organiser")
    assert (await (await browser_of(olu)).get(world.url)).json()["chat_url"] == said["chat_url"]
    answer = await world.ada.patch(world.url, json={"repository_url": "ftp://git.example"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/repository_url")
    assert (await bea.patch(world.url, json={"wanted": "me"})).json()["code"] == "not_the_captain"


async def test_the_list_finds_teams_that_look_for_my_skills(world):
    await world.ada.patch(world.url, json={"wanted_skills": ["sql"]})
    sql, none = await world.person("Sue", skills=["SQL"]), await world.person("Nan", skills=["cooking"])
    assert [t["id"] for t in (await sql.get(URL, params={"for_me": "true"})).json()["teams"]] == [str(world.team)]
    assert (await none.get(URL, params={"for_me": "true"})).json()["teams"] == []
    assert (await none.get(URL)).json()["teams"][0]["wanted_skills"] == ["sql"]


async def test_asking_is_seen_on_the_page_and_in_the_list(world):
    bea = await world.person("Bea", skills=["sql"])
    page, tiles = (await bea.get(world.url)).json(), (await bea.get(URL)).json()
    assert (page["may_ask"], page["my_request"], tiles["why_not"], tiles["teams"][0]["has_asked"]) == (
        True, None, None, False,
    )  # fmt: skip
    asked = (await bea.post(f"{world.url}/requests", json={"message": "Me?"})).json()
    page, tiles = (await bea.get(world.url)).json(), (await bea.get(URL)).json()
    assert (page["may_ask"], page["my_request"], tiles["teams"][0]["has_asked"]) == (False, asked["id"], True)
    (inbox,) = (await world.ada.get(f"{world.url}/requests")).json()
    assert (inbox["name"], inbox["skills"], inbox["site"], inbox["time_zone"]) == (
        "Bea",
        ["sql"],
        "Leeds",
        "Europe/London",
    )
    assert (await world.ada.get(URL)).json()["why_not"] == "already_in_a_team"


async def test_a_captain_reads_that_somebody_has_a_team_not_that_they_have_one(world):
    bea = await world.person("Bea")
    asked = (await bea.post(f"{world.url}/requests", json={})).json()
    # The net below: a place taken past every rule, as by one who is matched at the same moment.
    await make_team(world.day, await make_challenge(world.day, "other"), (world.ids["Bea"],), name="Others")
    answer = await world.ada.post(f"/api/days/spring/join-requests/{asked['id']}/decision", json={"accepts": True})
    assert (answer.status_code, answer.json()["code"]) == (409, "person_has_a_team")
    assert answer.json()["detail"].startswith("Bea is in a team already.")
