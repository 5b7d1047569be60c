"""Rubrics, the example and the judge's second thoughts, as people meet them in a browser."""

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.browser.test_score_sheet import Hall, arrived, fill, save, told, works_offline
from tests.factories import grant, make_person

pytestmark = pytest.mark.browser


@pytest.fixture
async def hall(db):
    hall = await Hall().open()
    hall.organiser = await make_person("Olga Reed")
    await grant(hall.day, hall.organiser, "organiser")
    return hall


async def test_the_example_comes_first_also_without_a_network(hall, page_of):
    desk = await page_of(hall.organiser)
    await desk.goto("/days/spring/judging/setup")
    await desk.get_by_label("Name of the example").fill("Parking by text message")
    await desk.get_by_label("What the team shows").fill("It names a free space.")
    await desk.get_by_label("Why these points").fill("One gate only.")
    await desk.get_by_role("button", name="Save the example").click()
    await expect(desk.get_by_role("button", name="Remove the example")).to_be_visible()
    assert await violations(desk) == []

    page = await page_of(hall.judge, phone=True)
    await page.goto("/days/spring/judging")
    await expect(page.get_by_text("Score the example first.")).to_be_visible()
    await expect(page.get_by_role("link", name="Go on with")).to_have_count(0)
    await works_offline(page)
    await page.context.set_offline(True)
    await page.get_by_role("link", name="To the example").click()
    await fill(page)
    await save(page)
    await told(page, "Offline · 1 to send")
    await page.reload()
    await expect(page.get_by_text("Saved on this phone.")).to_be_visible()
    assert await violations(page) == []
    await page.context.set_offline(False)
    await told(page, "All sent")
    row = page.get_by_role("row", name="Pitch")
    await expect(row).to_contain_text("6")
    await expect(page.get_by_text("One gate only.")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="Go on with Copper Falcons").click()
    await fill(page)
    await save(page)
    await arrived(page)


async def test_a_changed_rubric_says_what_it_does_and_judges_complete_their_sheets(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await fill(page)
    await save(page)
    await arrived(page)

    desk = await page_of(hall.organiser)
    await desk.goto("/days/spring/judging/setup")
    await desk.get_by_role("button", name="Add a criterion").click()
    added = desk.get_by_role("group", name="New criterion")
    await added.get_by_label("Name", exact=True).fill("Care")
    added = desk.get_by_role("group", name="Care")
    await added.get_by_label("Guidance").fill("Who is left out?")
    await added.get_by_role("button", name="Describe a level in between").click()
    await added.get_by_label("What such a project is like").fill("They asked around")
    await desk.get_by_role("button", name="Save the rubric").click()
    dialog = desk.get_by_role("dialog")
    await expect(dialog).to_contain_text("1 sheet lacks an answer.")
    assert await violations(desk) == []
    await dialog.get_by_role("button", name="Save the rubric").click()
    await expect(desk.get_by_text("Scores were given by version")).to_have_count(0)
    await expect(desk.get_by_text("Saved. Judges see it at once.")).to_be_visible()

    await page.goto("/days/spring/judging")
    await expect(page.get_by_text("To complete")).to_be_visible()
    await page.get_by_role("link", name="Go on with Copper Falcons").click()
    await expect(page.get_by_text("The criteria were changed after you scored.")).to_be_visible()
    care = page.get_by_role("radiogroup", name="Care")
    await care.get_by_text("What to look at").click()
    await expect(care.get_by_text("Who is left out?")).to_be_visible()
    middle = care.get_by_role("radio", name="6", exact=True)
    await middle.check()
    await expect(care.locator(".level")).to_have_text("They asked around")
    assert await violations(page) == []
    await save(page)
    await arrived(page)
    points = [row["points"] for row in await hall.rows()]
    assert points[1] == points[0] | {"care": 6}


async def test_a_correction_is_taken_back_and_the_note_stays_private(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await fill(page)
    await page.get_by_label("Private note").fill("Ask about the licence")
    await save(page)
    await arrived(page)
    await fill(page, (1, 1, 1, 1))
    await save(page)
    await arrived(page)
    await page.get_by_text("What you sent before").click()
    await page.get_by_role("button", name="Take up again").click()
    await expect(page.get_by_text("30/40")).to_be_visible()
    assert await violations(page) == []
    await save(page)
    await arrived(page)
    assert [row["version"] for row in await hall.rows()] == [1, 2, 3]
    async with database.reading() as c:
        rows = await c.fetch("select points, note from score order by version")
    assert rows[0]["points"] == rows[2]["points"]
    assert {row["note"] for row in rows} == {"Ask about the licence"}


async def test_nobody_at_the_table(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await page.get_by_role("button", name="Nobody is there").click()
    await expect(page.get_by_text("You found nobody here.")).to_be_visible()
    assert await violations(page) == []
    await page.goto("/days/spring/judging")
    await expect(page.get_by_role("link", name="Go on with Neon Otters")).to_be_visible()
    await expect(page.get_by_role("listitem").last).to_contain_text("Nobody there")
    await page.goto(hall.path())
    await page.get_by_role("button", name="I found them").click()
    await expect(page.get_by_role("button", name="Nobody is there")).to_be_visible()
