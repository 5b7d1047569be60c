"""Announcements: who tells whom, who reads it, and what is unread."""

from uuid import uuid4

import pytest

from hackday.database import reading
from hackday.teams.announcing import store
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_team

URL = "/api/days/spring/announcements"


@pytest.fixture
async def people(browser_of):
    """Browsers by name; the teammate works on night-shift, the sponsor asks for it, the guest only signed up."""
    day = await make_day()
    ids = {name: await make_person(name.title()) for name in ("organiser", "teammate", "guest", "outsider")}
    ids["sponsor"] = await make_person("Sponsor", email="sam@corp.example")
    challenge = await make_challenge(day)
    async with reading() as c:
        await c.execute("update challenge set sponsor_email = 'Sam@corp.example'")
    await make_challenge(day, "other")
    await grant(day, ids["organiser"], "organiser")
    await grant(day, ids["sponsor"], "sponsor")
    for name in ("teammate", "guest"):
        await make_sign_up(day, ids[name])
    await make_team(day, challenge, (ids["teammate"],))
    return {name: await browser_of(person) for name, person in ids.items()}


async def write(browser, status=201, **draft):
    answer = await browser.post(URL, json={"title": "Lunch at noon", "body": "In the **hall**."} | draft)
    assert answer.status_code == status, answer.text
    return answer.json()


async def titles(browser) -> list[str]:
    return [a["title"] for a in (await browser.get(URL)).json()["announcements"]]


async def told(browser) -> list[str]:
    return [notice["title"] for notice in (await browser.get("/api/notices")).json()["notices"]]


async def test_all_of_the_day_read_it_and_those_who_come_get_a_notice(people):
    made = await write(people["organiser"])
    assert made["body_html"] == "<p>In the <strong>hall</strong>.</p>\n"
    assert not made["is_unread"]
    for name in ("teammate", "guest", "sponsor"):
        assert await told(people[name]) == ["Lunch at noon"]
    assert await told(people["outsider"]) == await told(people["organiser"]) == []
    assert await titles(people["outsider"]) == ["Lunch at noon"]


async def test_a_sponsor_tells_the_teams_of_the_own_challenge_alone(people):
    made = await write(people["sponsor"], challenge="night-shift", title="New data")
    assert (made["challenge"], made["challenge_title"], made["made_by_name"]) == (
        "night-shift",
        "Night Shift",
        "Sponsor",
    )
    assert await titles(people["teammate"]) == await titles(people["organiser"]) == ["New data"]
    assert await titles(people["guest"]) == []
    assert (await told(people["teammate"]), await told(people["guest"])) == (["New data"], [])
    for draft in ({}, {"challenge": "other"}):
        assert (await write(people["sponsor"], 403, **draft))["code"] == "role_needed"
    for name in ("teammate", "guest", "outsider"):
        assert (await write(people[name], 403))["code"] == "role_needed"
    assert (await write(people["organiser"], 404, challenge="nothing"))["code"] == "no_such_challenge"


async def test_who_left_the_team_reads_it_no_more_and_would_without_the_guard(people, monkeypatch):
    await write(people["organiser"], challenge="night-shift")
    async with reading() as c:
        await c.execute("update membership set left_at = now()")
    assert await titles(people["teammate"]) == []
    monkeypatch.setattr(store, "_ONE", store._ONE.replace("and m.left_at is null", ""))
    assert await titles(people["teammate"]) == ["Lunch at noon"]  # the falsifier


async def test_unread_until_seen_and_again_when_it_changes(people):
    made = await write(people["organiser"])
    guest = people["guest"]
    assert (await guest.get(URL)).json()["unread"] == 1
    seen = await guest.post(f"{URL}/seen", json={"announcements": [made["id"], str(uuid4())]})
    assert (seen.status_code, seen.json()["unread"]) == (200, 0)
    assert (await people["teammate"].get(URL)).json()["unread"] == 1
    change = {"title": "Lunch at one", "version": 1}
    changed = await people["organiser"].put(f"{URL}/{made['id']}", json=change)
    assert (changed.json()["version"], changed.json()["is_unread"]) == (2, False)
    assert changed.json()["changed_at"]
    assert (await guest.get(URL)).json()["unread"] == 1
    assert await told(guest) == ["Changed: Lunch at one", "Lunch at noon"]
    again = await people["organiser"].put(f"{URL}/{made['id']}", json=change)
    assert (again.status_code, again.json()["code"]) == (409, "announcement_changed")
    assert (await guest.put(f"{URL}/{made['id']}", json=change | {"version": 2})).json()[
        "code"
    ] == "not_your_announcement"


async def test_withdrawn_and_taken_back(people):
    made = await write(people["sponsor"], challenge="night-shift")
    url = f"{URL}/{made['id']}/withdrawal"
    assert (await people["teammate"].post(url)).json()["code"] == "not_your_announcement"
    assert (await people["guest"].post(url)).json()["code"] == "no_such_announcement"
    first = (await people["sponsor"].post(url)).json()
    assert first["withdrawn_at"] == (await people["organiser"].post(url)).json()["withdrawn_at"]  # twice is once
    assert await titles(people["teammate"]) == []
    assert (await people["teammate"].get(URL)).json()["unread"] == 0
    assert await titles(people["sponsor"]) == ["Lunch at noon"]
    assert (await people["sponsor"].delete(url)).json()["withdrawn_at"] is None
    assert (await people["teammate"].get(URL)).json()["unread"] == 1


async def test_what_another_may_not_see_is_not_marked(people):
    made = await write(people["organiser"], challenge="night-shift")
    answer = await people["guest"].post(f"{URL}/seen", json={"announcements": [made["id"]]})
    assert answer.json() == {"announcements": [], "unread": 0, "audiences": []}
    async with reading() as c:
        assert await c.fetchval("select count(*) from announcement_seen") == 1  # the writer's own


async def test_each_is_offered_whom_they_may_tell_and_how_many_that_are(people):
    offered = {name: (await browser.get(URL)).json()["audiences"] for name, browser in people.items()}
    night = {"challenge": "night-shift", "title": "Night Shift", "people": 1}
    everybody = {"challenge": None, "title": "", "people": 4}
    other = {"challenge": "other", "title": "Other", "people": 0}
    assert offered == {
        "organiser": [everybody, night, other], "sponsor": [night], "teammate": [], "guest": [], "outsider": []
    }  # fmt: skip
    await write(people["organiser"])
    told = [name for name, browser in people.items() if (await browser.get("/api/notices")).json()["notices"]]
    assert len(told) == everybody["people"] - 1  # the writer knows
