"""On a phone: an organiser announces something, somebody reads it, and it is withdrawn and shown again."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import violations
from tests.factories import grant, make_day, make_person, make_sign_up

pytestmark = pytest.mark.browser


async def test_an_announcement_from_writing_to_withdrawal(db, page_of):
    day, olu, rea = await make_day(), await make_person("Olu Organiser"), await make_person("Rea Reader")
    await grant(day, olu, "organiser")
    await make_sign_up(day, rea)
    page, reader = await page_of(olu, phone=True), await page_of(rea, phone=True)
    await page.goto("/days/spring")
    await expect(page.get_by_text("Nothing has been announced yet.")).to_be_visible()
    await page.get_by_role("button", name="Announce", exact=True).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("2 people get a notice.")).to_be_visible()
    await dialog.get_by_role("button", name="Announce it").click()
    await expect(dialog.get_by_text("Say in a line what it is about.")).to_be_visible()
    await dialog.get_by_label("Title").fill("Lunch at noon")
    await dialog.get_by_label("Text (optional)", exact=True).fill("In the **hall**.")
    await expect(dialog.get_by_role("region", name="Preview").get_by_text("hall")).to_be_visible()
    assert await violations(page) == []
    await dialog.get_by_role("button", name="Announce it").click()
    await expect(page.get_by_role("heading", name="Lunch at noon")).to_be_visible()
    lunch = reader.get_by_role("listitem").filter(has_text="Lunch at noon")
    async with reader.expect_response(lambda answer: answer.url.endswith("/seen")):
        await reader.goto("/days/spring")
    await expect(lunch.get_by_text("New", exact=True)).to_be_visible()
    assert await violations(reader) == []
    await reader.reload()
    await expect(lunch).to_be_visible()
    await expect(lunch.get_by_text("New", exact=True)).to_have_count(0)
    await page.get_by_role("button", name="Withdraw “Lunch at noon”").click()
    await page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    await expect(page.get_by_text("Withdrawn", exact=True)).to_be_visible()
    await reader.reload()
    await expect(reader.get_by_role("heading", level=1)).to_be_visible()
    await expect(lunch).to_have_count(0)
    await page.get_by_role("button", name="Show “Lunch at noon” again").click()
    await expect(page.get_by_text("Withdrawn", exact=True)).to_have_count(0)
    await reader.reload()
    await expect(lunch).to_be_visible()
