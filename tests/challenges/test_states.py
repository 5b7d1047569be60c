"""Two who write at once: each gets a challenge of their own, and the database settles its address."""

import asyncio

import asyncpg
import pytest

from hackday import database
from hackday.challenges import rules, service, store
from hackday.challenges.schemas import ChallengeState
from hackday.clock import now
from tests.challenges.test_routes import ALL, DRAFT
from tests.challenges.test_rules import BRIEF
from tests.factories import grant, make_challenge, make_day, make_person


@pytest.fixture
async def sponsors(browser_of):
    """Two sponsors of a day."""
    day = await make_day()
    people = [await make_person("Sam Sponsor"), await make_person("Eve Sponsor")]
    for person in people:
        await grant(day, person, "sponsor")
    return day, [await browser_of(person) for person in people]


async def test_two_who_write_under_one_title_get_a_slug_each(sponsors):
    _, browsers = sponsors
    answers = await asyncio.gather(*(browser.post(ALL, json=DRAFT) for browser in browsers * 3))
    assert [answer.status_code for answer in answers] == [201] * 6
    slugs = {answer.json()["challenge"]["slug"] for answer in answers}
    assert slugs == {"faster-forms", *(f"faster-forms-{number}" for number in range(2, 7))}


async def _write_beside_another(day) -> tuple[object, object]:
    """One writes the slug that another is writing in an open transaction; both answers."""
    async with database.tx():
        first = await store.add(day, BRIEF, state=ChallengeState.DRAFT, source="browser", now=now())
        second = asyncio.create_task(_add_alone(day))
        await asyncio.sleep(0.2)
        assert not second.done()  # it waits for the first
    return first, await second


async def _add_alone(day) -> object:
    token = database._CURRENT.set(None)  # a task copies the transaction of its maker
    try:
        return await store.add(day, BRIEF, state=ChallengeState.DRAFT, source="browser", now=now())
    finally:
        database._CURRENT.reset(token)


async def test_the_second_waits_for_the_first_and_learns_that_the_slug_is_taken(sponsors):
    day, _ = sponsors
    first, second = await _write_beside_another(day)
    assert first is not None
    assert second is None


async def test_a_plain_insert_would_have_failed(sponsors):
    day, _ = sponsors
    await make_challenge(day, "cafe")
    with pytest.raises(asyncpg.UniqueViolationError):
        await make_challenge(day, "cafe")


async def test_a_folder_that_meets_a_writer_publishes_nothing(sponsors, monkeypatch):
    """The writer is there between the look at what stands and the writing."""
    day, _ = sponsors
    look = store.hold_all

    async def look_and_be_late(day_id):
        standing = await look(day_id)
        token = database._CURRENT.set(None)
        await make_challenge(day, "cafe", state="draft")
        database._CURRENT.reset(token)
        return standing

    monkeypatch.setattr(store, "hold_all", look_and_be_late)
    with pytest.raises(rules.SlugIsTaken):
        await service.publish_briefs("spring", [BRIEF], dry_run=False)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from challenge where state = 'published'") == 0
