"""On a phone: a sponsor puts files beside a challenge; what is refused says why, and readers download the rest."""

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.challenges.test_attachments import png
from tests.factories import grant, make_challenge, make_day, make_person

pytestmark = pytest.mark.browser
PAGE = "/days/spring/challenges/night-shift"


def chosen(name, content):
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


async def test_files_beside_a_challenge(db, page_of):
    day, sam = await make_day(), await make_person("Sam Sponsor", email="sam@corp.example")
    await grant(day, sam, "sponsor")
    challenge = await make_challenge(day)
    async with database.reading() as c:
        await c.execute("update challenge set sponsor_email = 'sam@corp.example' where id = $1", challenge)
    page = await page_of(sam, phone=True)
    await page.goto(PAGE)
    field = page.locator("input[type=file]")
    await field.set_input_files([chosen("map.png", png()), chosen("logs.csv", b"at,what\n")])
    await expect(page.get_by_role("link", name="map.png")).to_be_visible()
    await expect(page.get_by_role("link", name="logs.csv")).to_be_visible()
    await field.set_input_files([chosen("tool.exe", b"MZ"), chosen("no.png", b"<svg onload=alert(1)>")])
    await expect(page.get_by_role("alert").filter(has_text="tool.exe")).to_contain_text("Choose one of: .png")
    await expect(page.get_by_role("alert").filter(has_text="no.png")).to_contain_text("are not taken")
    assert await violations(page) == []
    await page.get_by_role("button", name="Remove map.png").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("link", name="map.png")).to_have_count(0)
    reader = await page_of(await make_person("Rea Reader"), phone=True)
    await reader.goto(PAGE)
    async with reader.expect_download() as download:
        await reader.get_by_role("link", name="logs.csv").click()
    got = await download.value
    assert got.suggested_filename == "logs.csv"
    assert (await got.path()).read_bytes() == b"at,what\n"
    await expect(reader.get_by_role("button", name="Add files")).to_have_count(0)
    assert await violations(reader) == []
