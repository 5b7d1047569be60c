"""On a phone: a sponsor approves for a later time, and what changes after publishing is seen word by word by all."""

import asyncio
from datetime import timedelta

import pytest
from playwright.async_api import expect

from hackday import clock, database
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


async def test_from_review_to_schedule(db, page_of):
    day, sam, olu = (
        await make_day(),
        await make_person("Sam Sponsor", email="sam@corp.example"),
        await make_person("Olu"),
    )
    await grant(day, olu, "organiser")
    challenge = await make_challenge(day, state="draft")
    async with database.reading() as c:
        await c.execute("update challenge set sponsor_email = 'sam@corp.example' where id = $1", challenge)
    url = "/days/spring/challenges/night-shift"
    organiser, sponsor = await page_of(olu, phone=True), await page_of(sam, phone=True)
    for sends in (True, False):
        await organiser.goto(url)
        await organiser.get_by_role("button", name="Send for review").click()
        await organiser.get_by_role("dialog").get_by_role("button", name="Send for review").click()
        await expect(organiser.get_by_text("Waits for the approval of Sam Sponsor.")).to_be_visible()
        await sponsor.goto("/notices")
        await sponsor.get_by_role("link", name="“Night Shift” waits for your approval").first.click()
        await expect(sponsor.get_by_text("In review")).to_be_visible()
        if sends:
            await sponsor.get_by_role("button", name="Send back").click()
            await sponsor.get_by_label("What is to be changed").fill("Say where the logs lie.")
            assert await violations(sponsor) == []
            await sponsor.get_by_role("dialog").get_by_role("button", name="Send back").click()
            await expect(sponsor.get_by_role("button", name="Publish")).to_be_visible()
            await organiser.goto("/notices")
            await expect(organiser.get_by_text("Say where the logs lie.")).to_be_visible()
    await sponsor.get_by_role("button", name="Choose a time").click()
    dialog = sponsor.get_by_role("dialog")
    await dialog.get_by_role("button", name="Choose a time").click()
    await expect(dialog.get_by_text("Fill in")).to_be_visible()
    await dialog.get_by_label("Time (clocks of").fill((clock.now() - timedelta(days=2)).strftime("%Y-%m-%dT09:00"))
    await dialog.get_by_role("button", name="Choose a time").click()
    await expect(dialog.get_by_text("This time is over.")).to_be_visible()
    await dialog.get_by_label("Time (clocks of").fill((clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT09:00"))
    assert await violations(sponsor) == []
    await dialog.get_by_role("button", name="Choose a time").click()
    await expect(sponsor.get_by_text("Published by itself:")).to_be_visible()
    await expect(sponsor.get_by_text("Approved by")).to_be_visible()
    assert await violations(sponsor) == []
    found = await page_of(await make_person("Rea Reader"), phone=True)
    async with database.reading() as c:
        await c.execute("update challenge set publish_at = now()")
    async with asyncio.timeout(10):  # the clock of the server publishes
        while (await found.goto(url)) and await found.get_by_role("heading", name="Night Shift").count() == 0:
            await asyncio.sleep(0.3)
