"""On a phone: what a sponsor changes after publishing is seen word by word by everybody who reads."""

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.factories import grant, make_challenge, make_day, make_person

pytestmark = pytest.mark.browser


async def test_a_change_after_publishing_is_seen_word_by_word(db, page_of):
    day, sam = await make_day(), await make_person("Sam Sponsor", email="sam@corp.example")
    await grant(day, sam, "sponsor")
    challenge = await make_challenge(day)
    async with database.reading() as c:
        await c.execute(
            "update challenge set sponsor_email = 'sam@corp.example', data = 'Logs.', measure = 'Less.' where id = $1",
            challenge,
        )
    page = await page_of(sam, phone=True)
    await page.goto("/days/spring/challenges/night-shift")
    await page.get_by_role("link", name="Edit", exact=True).click()
    await page.get_by_label("What data there is", exact=True).fill("Logs of March.")
    await page.get_by_label("What has changed").fill("The logs are there now.")
    await page.get_by_role("button", name="Save", exact=True).click()
    reader = await page_of(await make_person("Rea Reader"), phone=True)
    await expect(page.get_by_role("heading", name="What has changed")).to_be_visible()
    await reader.goto("/days/spring/challenges/night-shift")
    await expect(reader.get_by_text("The logs are there now.")).to_be_visible()
    await reader.get_by_text("· Sam Sponsor").click()
    await expect(reader.get_by_role("deletion")).to_have_text("Logs.")
    await expect(reader.get_by_role("insertion")).to_have_text("Logs of March.")
    assert await violations(reader) == []
