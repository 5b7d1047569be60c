"""A change after publishing: kept, told to the teams at work, and shown word by word."""

import time

import pytest

from hackday import database
from hackday.challenges.editions import rules
from hackday.challenges.editions.schemas import PartKind
from tests.challenges.test_routes import ALL, DRAFT
from tests.factories import grant, make_day, make_person, make_team

URL = f"{ALL}/faster-forms"


def joined(parts, without):
    return "".join(part.text for part in parts if part.kind is not without)


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "new"), ("old", ""), ("one two three", "one 2 three"), ("a\n\nb  c\n", "a\nb c\n\nd"), ("Ö ü", "Ö ß ü")],
)
def test_both_texts_are_in_the_difference(before, after):
    parts = list(rules.difference(before, after))
    assert joined(parts, PartKind.ADDED) == before
    assert joined(parts, PartKind.REMOVED) == after


def test_only_the_words_that_differ_are_marked():
    parts = [(part.kind.value, part.text) for part in rules.difference("It must run today.", "It must not run today.")]
    assert parts == [("same", "It must "), ("added", "not "), ("same", "run today.")]


def test_the_longest_texts_take_no_time():
    began = time.perf_counter()
    for before, after in (("a b " * 5_000, "b a " * 5_000), ("a\n" * 10_000, "\nb" * 10_000), ("x" * 20_000, "y")):
        parts = list(rules.difference(before, after))
        assert joined(parts, PartKind.ADDED) == before
    assert time.perf_counter() - began < 5


@pytest.fixture
async def world(browser_of):
    """An organiser's browser with one published challenge, one at work on it, and one who is not."""
    day, olu = await make_day(), await make_person("Olu Organiser")
    await grant(day, olu, "organiser")
    organiser = await browser_of(olu)
    made = (await organiser.post(ALL, json=DRAFT)).json()["challenge"]
    member, other = await make_person("Mem Ber"), await make_person("Oth Er")
    await make_team(day, made["id"], (member,))
    return organiser, await browser_of(member), await browser_of(other)


async def publish(organiser):
    assert (await organiser.put(f"{URL}/state", json={"state": "published"})).status_code == 200


async def titles(browser):
    return [notice["title"] for notice in (await browser.get("/api/notices")).json()["notices"]]


async def test_a_change_after_publishing_is_kept_told_and_shown(world):
    organiser, member, other = world
    await publish(organiser)
    change = DRAFT | {"version": 1, "summary": "Fewer and better fields.", "note": "Quality counts too."}
    assert (await organiser.put(URL, json=change)).status_code == 200
    editions = (await other.get(f"{URL}/editions")).json()
    assert [(e["version"], e["note"], e["written_by"]) for e in editions] == [
        (2, "Quality counts too.", "Olu Organiser"), (1, "", None),
    ]  # fmt: skip
    shown = (await other.get(f"{URL}/editions/2")).json()
    assert shown["before"]["version"] == 1
    assert shown["changes"] == [
        {"field": "summary", "parts": [
            {"kind": "same", "text": "Fewer "}, {"kind": "added", "text": "and better "},
            {"kind": "same", "text": "fields."},
        ]}
    ]  # fmt: skip
    assert (await other.get(f"{URL}/editions/1")).json()["changes"] == []
    assert (await titles(member), await titles(other)) == (["“Faster forms” was changed"], [])


async def test_what_has_no_readers_leaves_no_edition(world):
    organiser, member, other = world
    assert (await organiser.put(URL, json=DRAFT | {"version": 1, "summary": "Else."})).status_code == 200
    assert (await organiser.get(f"{URL}/editions")).json() == []
    assert (await other.get(f"{URL}/editions")).json()["code"] == "no_such_challenge"
    assert await titles(member) == []


async def test_the_same_text_again_changes_nothing(world):
    organiser, member, _ = world
    await publish(organiser)
    text = DRAFT | {"body": DRAFT["body"].strip(), "version": 1}
    assert (await organiser.put(URL, json=text)).json()["challenge"]["version"] == 1
    assert (await organiser.get(f"{URL}/editions")).json() == []
    assert await titles(member) == []


async def test_an_edition_that_is_none_is_refused_by_name(world):
    organiser, *_ = world
    await publish(organiser)
    for version in (1, 2, -1):
        answer = await organiser.get(f"{URL}/editions/{version}")
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_edition")


async def test_a_lost_race_leaves_no_edition(world):
    organiser, *_ = world
    await publish(organiser)
    for summary, status in (("One.", 200), ("Two.", 409)):
        answer = await organiser.put(URL, json=DRAFT | {"version": 1, "summary": summary})
        assert answer.status_code == status
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from challenge_edition") == 2
