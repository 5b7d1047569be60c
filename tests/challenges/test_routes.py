"""Challenges through HTTP."""

import asyncio

import pytest

from hackday import database
from tests.factories import grant, make_challenge, make_day, make_person, make_team

ALL = "/api/days/spring/challenges"
DRAFT = {
    "title": "Faster forms",
    "summary": "Fewer fields.",
    "sponsor_name": "Sam Sponsor",
    "track": "Customer care",
    "data": "Last year's forms.",
    "measure": "Minutes a form.",
    "body": "# Why\n\n<script>alert(1)</script>\n",
    "skills": ["node.js"],
}


@pytest.fixture
async def organiser(browser_of):
    day, person = await make_day(), await make_person("Olu Organiser")
    await grant(day, person, "organiser")
    return await browser_of(person)


def slugs(answer):
    assert answer.status_code == 200, answer.text
    return [tile["slug"] for tile in answer.json()["challenges"]]


async def test_a_challenge_is_written_published_closed_and_reopened(organiser, browser_of):
    page = (await organiser.post(ALL, json=DRAFT)).json()
    assert page["challenge"]["slug"] == "faster-forms"
    assert page["challenge"]["state"] == "draft"
    assert "<script" not in page["body_html"]
    assert "<h2>Why</h2>" in page["body_html"]
    reader = await browser_of(await make_person())
    assert slugs(await reader.get(ALL)) == []
    assert (await reader.get(f"{ALL}/faster-forms")).json()["code"] == "no_such_challenge"
    for state in ("published", "closed", "published"):
        answer = await organiser.put(f"{ALL}/faster-forms/state", json={"state": state})
        assert answer.json()["challenge"]["state"] == state
        assert slugs(await reader.get(ALL)) == ["faster-forms"]
    again = await organiser.put(f"{ALL}/faster-forms/state", json={"state": "published"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from audit_entry where action like 'challenges.%'") == 4


async def test_no_slug_is_the_address_of_the_page_for_new_ones(organiser):
    page = (await organiser.post(ALL, json=DRAFT | {"title": "New"})).json()
    assert page["challenge"]["slug"] == "new-2"


async def test_only_one_of_two_writers_wins(organiser):
    await organiser.post(ALL, json=DRAFT)
    answers = await asyncio.gather(
        *(organiser.put(f"{ALL}/faster-forms", json=DRAFT | {"version": 1, "summary": s}) for s in ("One.", "Two."))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    lost = next(answer for answer in answers if answer.status_code == 409)
    assert lost.json()["code"] == "changed_meanwhile"
    assert (await organiser.get(f"{ALL}/faster-forms")).json()["challenge"]["version"] == 2


async def test_search_finds_beginnings_of_words_and_filters_narrow(organiser):
    for draft in (
        DRAFT,
        DRAFT | {"title": "Night bus", "track": "Operations", "skills": ["SQL"], "sites": ["Leeds"]},
        DRAFT | {"title": "Übergabe am Morgen", "summary": "Schicht.", "track": "Operations", "sites": ["Köln"]},
    ):
        await organiser.post(ALL, json=draft)
    for query, found in (
        ({"q": "nig"}, ["night-bus"]),
        ({"q": "ÜBERG"}, ["ubergabe-am-morgen"]),
        ({"q": "js forms"}, ["faster-forms"]),
        ({"q": "ight"}, []),
        ({"q": "' | :* <->"}, ["faster-forms", "night-bus", "ubergabe-am-morgen"]),
        ({"track": "Operations"}, ["night-bus", "ubergabe-am-morgen"]),
        ({"site": "Leeds"}, ["faster-forms", "night-bus"]),
        ({"skill": "SQL"}, ["night-bus"]),
        ({"state": "published"}, []),
    ):
        assert slugs(await organiser.get(ALL, params=query)) == found, query
    assert (await organiser.get(ALL)).json()["filters"] == {
        "tracks": ["Customer care", "Operations"], "sites": ["Köln", "Leeds"], "skills": ["SQL", "node.js"],
    }  # fmt: skip


async def test_a_sponsor_writes_changes_and_publishes_own_challenges_alone(organiser, browser_of):
    sam, eve = await make_person(email="sam@corp.example"), await make_person()
    async with database.reading() as c:
        day = await c.fetchval("select id from day")
    for person in (sam, eve):
        await grant(day, person, "sponsor")
    sponsor, other = await browser_of(sam), await browser_of(eve)
    page = (await sponsor.post(ALL, json=DRAFT | {"sponsor_email": "someone@else.example"})).json()
    assert page["challenge"]["sponsor_email"] == "sam@corp.example"
    assert page["may_change"]
    assert slugs(await sponsor.get(ALL)) == slugs(await organiser.get(ALL)) == ["faster-forms"]
    assert slugs(await other.get(ALL)) == []
    url = f"{ALL}/faster-forms"
    assert (await other.put(url, json=DRAFT | {"version": 1})).status_code == 404
    assert (await sponsor.put(url, json=DRAFT | {"version": 1, "title": "Shorter forms"})).status_code == 200
    assert (await other.put(f"{url}/state", json={"state": "published"})).status_code == 404
    published = await sponsor.put(f"{url}/state", json={"state": "published"})
    assert published.json()["challenge"]["state"] == "published"
    refused = await other.put(f"{url}/state", json={"state": "closed"})
    assert (refused.status_code, refused.json()["code"]) == (403, "role_needed")
    reader = await browser_of(await make_person())
    assert (await reader.post(ALL, json=DRAFT)).json()["code"] == "role_needed"


async def test_what_teams_worked_on_is_kept(organiser):
    async with database.reading() as c:
        day = await c.fetchval("select id from day")
    await make_team(day, await make_challenge(day, "busy"), (await make_person(),))
    await make_challenge(day, "idle", state="draft")
    answer = await organiser.delete(f"{ALL}/busy")
    assert (answer.status_code, answer.json()["code"]) == (409, "challenge_has_teams")
    assert (await organiser.delete(f"{ALL}/idle")).status_code == 200
    assert slugs(await organiser.get(ALL)) == ["busy"]


async def test_places_below_the_teams_at_work_are_refused(organiser):
    async with database.reading() as c:
        day = await c.fetchval("select id from day")
    challenge = await make_challenge(day, "busy")
    for name in ("A team", "B team"):
        await make_team(day, challenge, (await make_person(),), name=name)
    answer = await organiser.put(f"{ALL}/busy", json=DRAFT | {"version": 1, "team_places": 1})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/team_places")


async def test_nothing_moves_once_judging_has_begun(organiser):
    await organiser.post(ALL, json=DRAFT)
    async with database.reading() as c:
        await c.execute("update day set phase = 'judging'")
    for answer in (
        await organiser.post(ALL, json=DRAFT),
        await organiser.put(f"{ALL}/faster-forms", json=DRAFT | {"version": 1}),
        await organiser.put(f"{ALL}/faster-forms/state", json={"state": "published"}),
        await organiser.delete(f"{ALL}/faster-forms"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "wrong_phase")


async def test_a_preview_is_as_safe_as_the_page(organiser):
    answer = await organiser.post("/api/challenges/preview", json={"body": "[x](javascript:alert(1)) **b** <b onx=1>"})
    html = answer.json()["html"]
    assert "<strong>b</strong>" in html
    assert "href" not in html
    assert "<b " not in html


async def test_bad_drafts_name_the_field(organiser):
    for change, status, pointer in (
        ({"title": ""}, 400, "/title"),
        ({"title": "x" * 121}, 400, "/title"),
        ({"team_places": 0}, 400, "/team_places"),
        ({"title": "a\nb"}, 422, "/title"),
        ({"body": "a\u0000"}, 422, "/body"),
    ):
        answer = await organiser.post(ALL, json=DRAFT | change)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)
    assert slugs(await organiser.get(ALL)) == []
