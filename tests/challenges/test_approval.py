"""Draft, review, scheduled, published: who approves, and what the clock does."""

import asyncio
from datetime import timedelta

import pytest

from hackday import clock, database
from hackday.challenges import rules, service
from tests.challenges.test_routes import ALL, DRAFT
from tests.factories import grant, make_challenge, make_day, make_person

URL = f"{ALL}/faster-forms"
SAM = "sam@corp.example"


@pytest.fixture
async def house(browser_of):
    """An organiser, and Sam whose challenge it is: written by the organiser, in Sam's name."""
    day = await make_day()
    olu, sam = await make_person("Olu Organiser"), await make_person("Sam Sponsor", email=SAM)
    await grant(day, olu, "organiser")
    organiser, sponsor = await browser_of(olu), await browser_of(sam)
    await organiser.post(ALL, json=DRAFT | {"sponsor_email": SAM.upper()})
    return organiser, sponsor


async def move(browser, state, **more):
    return await browser.put(f"{URL}/state", json={"state": state, **more})


async def told(browser):
    return [notice["title"] for notice in (await browser.get("/api/notices")).json()["notices"]]


def soon(minutes=60):
    return (clock.now() + timedelta(minutes=minutes)).isoformat()


async def test_the_sponsor_approves_what_the_organiser_wrote(house, browser_of):
    organiser, sponsor = house
    page = (await organiser.get(URL)).json()
    assert (page["may_approve"], page["challenge"]["owner_name"]) == (False, "Sam Sponsor")
    for state, more in (("published", {}), ("scheduled", {"publish_at": soon()})):
        refused = await move(organiser, state, **more)
        assert (refused.status_code, refused.json()["code"]) == (403, "approval_needed")
    assert (await move(organiser, "review")).json()["challenge"]["state"] == "review"
    assert await told(sponsor) == ["“Faster forms” waits for your approval"]
    reader = await browser_of(await make_person())
    assert (await reader.get(URL)).status_code == 404
    assert (await reader.get(ALL)).json()["challenges"] == []
    assert (await move(sponsor, "draft", note="Say where the data lies.")).json()["challenge"]["state"] == "draft"
    await move(organiser, "review")
    at = soon()
    page = (await move(sponsor, "scheduled", publish_at=at, version=1)).json()
    assert page["challenge"]["approved_by_name"] == "Sam Sponsor"
    assert page["challenge"]["publish_at"] is not None
    assert await told(organiser) == ["“Faster forms” was approved", "“Faster forms” was sent back"]
    assert (await reader.get(URL)).status_code == 404


async def test_without_the_rule_the_organiser_would_publish_unapproved(house, monkeypatch):
    organiser, _ = house
    monkeypatch.setattr(rules, "may_approve", lambda *_: True)
    assert (await move(organiser, "published")).json()["challenge"]["state"] == "published"


async def test_nobody_approves_a_text_that_they_have_not_read(house):
    organiser, sponsor = house
    await organiser.put(URL, json=DRAFT | {"version": 1, "summary": "Other.", "sponsor_email": SAM})
    stale = await move(sponsor, "published", version=1)
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    assert (await move(sponsor, "published", version=2)).status_code == 200


async def test_the_owner_publishes_a_draft_at_once_and_it_counts_as_approval(house):
    _, sponsor = house
    challenge = (await move(sponsor, "published")).json()["challenge"]
    assert (challenge["approved_by_name"], challenge["state"]) == ("Sam Sponsor", "published")
    assert challenge["approved_at"] == challenge["published_at"]
    closed = (await move(sponsor, "closed")).json()["challenge"]
    assert closed["approved_at"] == challenge["approved_at"]


@pytest.mark.parametrize("why", ["gone", "unknown"])
async def test_organisers_approve_where_the_sponsor_cannot(house, why):
    organiser, _ = house
    async with database.reading() as c:
        if why == "gone":
            await c.execute("update person set is_active = false where email = $1", SAM)
        else:
            await c.execute("update challenge set sponsor_email = 'x@elsewhere.example'")
    assert (await move(organiser, "published")).json()["challenge"]["approved_by_name"] == "Olu Organiser"


async def test_a_changed_text_waits_for_its_approval_again(house):
    organiser, sponsor = house
    await move(sponsor, "scheduled", publish_at=soon())
    kept = await sponsor.put(URL, json=DRAFT | {"version": 1, "summary": "Mine."})
    assert kept.json()["challenge"]["state"] == "scheduled"
    back = (await organiser.put(URL, json=DRAFT | {"version": 2, "summary": "Theirs.", "sponsor_email": SAM})).json()
    assert back["challenge"]["state"] == "review"
    assert (back["challenge"]["publish_at"], back["challenge"]["approved_at"]) == (None, None)
    assert await told(sponsor) == ["“Faster forms” waits for your approval"]


@pytest.mark.parametrize(
    ("state", "at"), [("scheduled", ""), ("scheduled", "2020-01-01T09:00"), ("scheduled", "soon"), ("published", "x")]
)
async def test_a_time_that_cannot_be_is_refused_by_field(house, state, at):
    answer = await move(house[1], state, publish_at=at)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/publish_at")


async def test_the_clock_publishes_when_the_time_comes_and_once(house, browser_of):
    organiser, sponsor = house
    await move(sponsor, "scheduled", publish_at=soon(60))
    assert not await service.publish_next_due()
    late = clock.now() + timedelta(minutes=61)
    with clock.use(lambda: late):
        await asyncio.gather(*(service.publish_next_due() for _ in range(4)))
        assert not await service.publish_next_due()
    challenge = (await organiser.get(URL)).json()["challenge"]
    assert (challenge["state"], challenge["publish_at"]) == ("published", None)
    assert challenge["approved_by_name"] == "Sam Sponsor"
    reader = await browser_of(await make_person())
    assert (await reader.get(URL)).status_code == 200
    assert "“Faster forms” is published" in await told(sponsor)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from audit_entry where actor is null") == 1


async def test_once_judging_has_begun_the_clock_publishes_nothing(house):
    _, sponsor = house
    await move(sponsor, "scheduled", publish_at=soon(1))
    async with database.reading() as c:
        await c.execute("update day set phase = 'judging'")
    late = clock.now() + timedelta(minutes=2)
    with clock.use(lambda: late):
        assert not await service.publish_next_due()
    assert (await sponsor.get(URL)).json()["challenge"]["state"] == "scheduled"


async def test_an_unapproved_one_takes_no_team(house, browser_of):
    organiser, _ = house
    async with database.reading() as c:
        day = await c.fetchval("select id from day")
        await c.execute("update day set phase = 'forming'")
    await make_challenge(day, "waiting", state="review")
    answer = await organiser.post("/api/days/spring/teams", json={"challenge": "waiting", "name": "Copper Falcons"})
    assert answer.status_code in (404, 409)
