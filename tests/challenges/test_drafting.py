"""Keys with which an assistant hands in drafts, and nothing else, for the sponsor who publishes them."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from hackday import clock, database
from hackday.challenges.drafting import rules
from hackday.people.keys import rules as key_rules
from tests.factories import grant, make_day, make_person

DRAFTS = "/api/days/spring/challenge-drafts"
DRAFT = {
    "title": "Quiet nights", "summary": "Fewer alarms.", "sponsor_name": "Sam Sponsor", "track": "Operations",
    "data": "None.", "measure": "Alarms a night.", "body": "Too many **alarms**.",
}  # fmt: skip


@pytest.fixture
async def sam(browser_of):
    day = await make_day()
    person = await make_person("Sam Sponsor", email="sam@corp.example")
    await grant(day, person, "sponsor")
    return await browser_of(person)


@pytest.fixture
async def key(sam):
    made = await sam.post("/api/keys", json={"name": "Drafting assistant", "days": 30})
    assert made.status_code == 201, made.text
    return made.json()


async def hand_in(browser, token, **changes):
    return await browser.post(DRAFTS, json=DRAFT | changes, headers={"authorization": f"Bearer {token}"})


async def test_the_example_of_the_docs_is_taken(key, browser_of):
    page = (Path(__file__).parents[2] / "docs" / "assistants.md").read_text()
    example = json.loads(page.split("--data '")[1].split("'\n")[0])
    program = await browser_of(None)
    answer = await program.post(DRAFTS, json=example, headers={"authorization": f"Bearer {key['token']}"})
    assert answer.status_code == 201, answer.text


async def test_an_assistant_hands_in_a_draft_and_its_sponsor_is_told(sam, key, browser_of):
    program = await browser_of(None)
    handed = await hand_in(program, key["token"], sponsor_email="else@corp.example")
    assert handed.status_code == 201, handed.text
    challenge = handed.json()["challenge"]
    assert (challenge["state"], challenge["source"], challenge["sponsor_email"]) == (
        "draft", "assistant", "sam@corp.example",
    )  # fmt: skip
    assert (await sam.get("/api/days/spring/challenges/quiet-nights")).json()["challenge"]["source"] == "assistant"
    employee = await browser_of(await make_person("Emma"))
    assert (await employee.get("/api/days/spring/challenges/quiet-nights")).status_code == 404
    async with database.reading() as c:
        assert await c.fetchval("select title from notice") == "A draft waits for you: “Quiet nights”"
        assert await c.fetchval("select used_at from api_key") is not None


async def test_who_rewrites_the_draft_makes_it_their_own(sam, key):
    version = (await hand_in(sam, key["token"])).json()["challenge"]["version"]
    changed = await sam.put(
        "/api/days/spring/challenges/quiet-nights", json=DRAFT | {"title": "Calm", "version": version}
    )
    assert changed.json()["challenge"]["source"] == "browser"


async def test_the_database_never_holds_the_token(sam, key):
    async with database.reading() as c:
        row = await c.fetchrow("select k.*, a.after from api_key k join audit_entry a on a.subject = k.id::text")
    assert key["token"] not in str(dict(row))
    assert key["token"] not in (await sam.get("/api/keys")).text


async def test_a_key_opens_nothing_but_drafts_and_a_session_no_draft(sam, key, browser_of):
    program = await browser_of(None)
    bearer = {"authorization": f"Bearer {key['token']}"}
    for path in ("/api/me", "/api/keys", "/api/days/spring/challenges"):
        assert (await program.get(path, headers=bearer)).status_code == 401, path
    assert (await program.post("/api/keys", json={"name": "more", "days": 30}, headers=bearer)).status_code == 401
    refused = await sam.post(DRAFTS, json=DRAFT)
    assert (refused.status_code, refused.json()["code"]) == (401, "key_opens_nothing")


@pytest.mark.parametrize("end", ["revoked", "too old", "inactive", "guessed", "another scope"])
async def test_a_dead_key_opens_nothing(sam, key, end):
    token = key["token"]
    assert (await hand_in(sam, token)).status_code == 201  # the falsifier: it did open before
    if end == "revoked":
        assert (await sam.delete(f"/api/keys/{key['key']['id']}")).status_code == 200
        assert (await sam.delete(f"/api/keys/{key['key']['id']}")).status_code == 404
    async with database.reading() as c:
        if end == "too old":
            await c.execute("update api_key set expires_at = $1", clock.now() - timedelta(seconds=1))
        elif end == "inactive":
            await c.execute("update person set is_active = false")
        elif end == "another scope":
            await c.execute("update api_key set scope = 'scores'")
    answer = await hand_in(sam, token[:-1] + "x" if end == "guessed" else token, title="Another")
    assert (answer.status_code, answer.json()["code"]) == (401, "key_opens_nothing")


async def test_somebody_else_revokes_nothing(key, browser_of):
    other = await browser_of(await make_person("Other"))
    assert (await other.delete(f"/api/keys/{key['key']['id']}")).status_code == 404
    assert (await other.get("/api/keys")).json() == []


async def test_who_may_write_no_challenge_hands_none_in(browser_of, sam):
    emma = await browser_of(await make_person("Emma"))
    token = (await emma.post("/api/keys", json={"name": "x", "days": 7})).json()["token"]
    assert (await hand_in(emma, token)).status_code == 403


async def test_no_more_keys_than_one_can_watch_even_at_once(sam):
    answers = await asyncio.gather(
        *(sam.post("/api/keys", json={"name": f"k{n}", "days": 7}) for n in range(key_rules.KEYS_MOST + 3))
    )
    assert sorted(a.status_code for a in answers) == [201] * key_rules.KEYS_MOST + [409] * 3


async def test_no_more_drafts_than_one_can_read_even_at_once(sam, key, monkeypatch):
    monkeypatch.setattr(rules, "WAITING_MOST", 3)
    answers = await asyncio.gather(*(hand_in(sam, key["token"], title=f"Idea {n}") for n in range(6)))
    assert sorted(a.json().get("code", "in") for a in answers) == ["in"] * 3 + ["too_many_drafts"] * 3
