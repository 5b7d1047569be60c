"""On a phone: a team shows pictures, a video and a file of its project; the gallery and its judges see them."""

import numpy as np
import pytest
from playwright.async_api import expect

from hackday import clock, database
from hackday.demo.drawing import png
from tests.browser.conftest import violations
from tests.browser.test_files import chosen
from tests.factories import make_challenge, make_day, make_person, make_team
from tests.projects.test_files import MP4

pytestmark = pytest.mark.browser


async def stored():
    async with database.reading() as c:
        return await c.fetch("select name, content_type, size, caption from project_file order by place, id")


async def test_pictures_and_files_of_a_project(db, page_of):
    day, ada, eve = await make_day(phase="hacking"), await make_person("Ada Park"), await make_person("Eve Rook")
    await make_team(day, await make_challenge(day), (ada,))
    page = await page_of(ada, phone=True)
    await page.goto("/days/spring/project")
    field = page.locator("input[type=file]")
    photo = png(np.random.default_rng(1).integers(0, 255, (1000, 2000, 3), dtype=np.uint8))
    # Nothing is written yet: the draft begins with the first file.
    await field.set_input_files([chosen("photo.png", photo) | {"mimeType": "image/png"}])
    await expect(page.get_by_role("img", name="photo.webp")).to_be_visible()
    await field.set_input_files([chosen("demo.mp4", MP4), chosen("slides.pdf", b"%PDF-1.7 slides")])
    await expect(page.get_by_role("link", name="slides.pdf")).to_be_visible()
    await field.set_input_files([chosen("second.png", png(np.zeros((90, 160, 3), np.uint8))), chosen("x.exe", b"MZ")])
    await expect(page.get_by_role("alert").filter(has_text="x.exe")).to_be_visible()
    caption = page.get_by_label("What the picture shows")
    await caption.nth(1).fill("The night's handover")
    await caption.nth(1).press("Tab")
    await page.get_by_role("button", name="Use as cover: second.png").click()
    await expect(page.get_by_role("button", name="Use as cover: photo.webp")).to_be_visible()
    assert await violations(page) == []
    rows = await stored()
    assert [(row["name"], row["caption"]) for row in rows] == [
        ("second.png", "The night's handover"), ("photo.webp", ""), ("demo.mp4", ""), ("slides.pdf", "")
    ]  # fmt: skip
    assert (rows[1]["content_type"], rows[1]["size"] < len(photo) / 2) == ("image/webp", True)
    await page.get_by_role("button", name="Remove slides.pdf").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(page.get_by_role("link", name="slides.pdf")).to_have_count(0)
    await page.get_by_label("Title").fill("Handover in a minute")
    await page.get_by_label("What you built").fill("A page that writes the night's handover itself.")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Hand in").click()
    await page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("button", name="Take back")).to_be_visible()

    reader = await page_of(eve, phone=True)
    await reader.goto("/days/spring/projects")
    await expect(reader.get_by_text("Video", exact=True)).to_be_visible()
    await expect(reader.locator(".cover img")).to_be_visible()
    assert await violations(reader) == []
    await reader.get_by_role("link", name="Handover in a minute").click()
    for name in ("The night's handover", "photo.webp"):
        picture = reader.get_by_role("img", name=name)
        await expect(picture).to_be_visible()
        assert await picture.evaluate("img => img.complete && img.naturalWidth > 0")
    await expect(reader.get_by_label("demo.mp4")).to_be_visible()
    assert await violations(reader) == []


async def test_a_link_that_does_not_answer_is_marked_and_half_a_link_stays(db, page_of):
    day, ada = await make_day(phase="hacking"), await make_person("Ada Park")
    await make_team(day, await make_challenge(day), (ada,))
    page = await page_of(ada, phone=True)
    await page.clock.install()
    await page.goto("/days/spring/project")
    await page.get_by_role("button", name="Add a link").click()
    await page.get_by_label("Name").fill("Demo")
    await page.get_by_label("Address").fill("demo.example/x")
    await page.clock.run_for(2_000)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Add a link").click()
    await page.get_by_label("Name").nth(1).fill("Code")
    await page.clock.run_for(2_000)
    async with database.reading() as c:
        check = {"is_ok": False, "status": 404, "checked_at": clock.now().isoformat()}
        await c.execute("update project set link_checks = $1", {"https://demo.example/x": check})
    await page.get_by_label("Address").nth(1).focus()
    await page.clock.run_for(21_000)
    await expect(page.get_by_text("It said “404”")).to_be_visible()
    await expect(page.get_by_label("Name").nth(1)).to_have_value("Code")
    await expect(page.get_by_label("Address").nth(1)).to_be_focused()
    async with database.reading() as c:
        await c.execute("update project set title = 'By Ben', version = version + 1")
    await page.clock.run_for(21_000)
    await expect(page.get_by_label("Title")).to_have_value("By Ben")
    await expect(page.get_by_label("Name").nth(1)).to_have_value("Code")
    assert await violations(page) == []
