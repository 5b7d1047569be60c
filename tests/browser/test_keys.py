"""On a phone: a sponsor makes a key, an assistant hands in a draft with it, and the sponsor publishes it at a press."""

import httpx
import pytest
from playwright.async_api import expect

from tests.browser.conftest import violations
from tests.challenges.test_drafting import hand_in
from tests.factories import grant, make_day, make_person

pytestmark = pytest.mark.browser


async def test_from_a_key_to_a_published_draft(db, page_of):
    day, sam = await make_day(), await make_person("Sam Sponsor", email="sam@corp.example")
    await grant(day, sam, "sponsor")
    page = await page_of(sam, phone=True)
    await page.goto("/keys")
    await expect(page.get_by_text("No keys yet")).to_be_visible()
    await page.get_by_role("button", name="Make a key").click()
    await expect(page.get_by_text("Say what it is for.")).to_be_visible()
    await page.get_by_label("What it is for").fill("Drafting assistant")
    await page.get_by_role("button", name="Make a key").click()
    token = await page.get_by_label("Key", exact=True).input_value()
    assert await violations(page) == []
    origin = page.url.removesuffix("/keys")
    async with httpx.AsyncClient(base_url=origin) as assistant:
        assert (await hand_in(assistant, token)).status_code == 201
    await page.goto("/days/spring/challenges/quiet-nights")
    await expect(page.get_by_text("Assistant's draft")).to_be_visible()
    await page.get_by_role("button", name="Publish").click()
    await page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    await expect(page.get_by_role("button", name="Close", exact=True)).to_be_visible()
    assert await violations(page) == []
    await page.goto("/keys")
    await expect(page.get_by_label("Key", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Revoke Drafting assistant").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await expect(page.get_by_text("No keys yet")).to_be_visible()
    async with httpx.AsyncClient(base_url=origin) as assistant:
        assert (await hand_in(assistant, token)).status_code == 401
