"""A judge steps back on the phone; the organiser sees it, keeps others apart and lifts."""

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.browser.test_score_sheet import Hall, arrived, fill, save, works_offline
from tests.factories import grant, make_person

pytestmark = pytest.mark.browser


@pytest.fixture
async def hall(db):
    hall = await Hall().open()
    hall.organiser, hall.ann = await make_person("Olga Reed"), await make_person("Ann Lee")
    await grant(hall.day, hall.organiser, "organiser")
    await grant(hall.day, hall.ann, "judge")
    return hall


async def judges_of(hall, at=0):
    async with database.reading() as c:
        rows = await c.fetch("select judge from assignment where project = $1", hall.projects[at])
    return {row["judge"] for row in rows}


async def test_stepping_back_gives_the_project_to_another_judge(hall, page_of):
    page = await page_of(hall.judge, phone=True)
    await page.goto(hall.path())
    await fill(page)
    await save(page)
    await arrived(page)
    await works_offline(page)
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Conflict of interest").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Reason").fill("My cousin is in the team")
    await dialog.get_by_role("button", name="Step back").click()
    await expect(dialog.get_by_role("alert")).to_be_visible()  # it needs the network, and says so
    assert await violations(page) == []
    await page.context.set_offline(False)
    await dialog.get_by_role("button", name="Step back").click()
    await expect(page.get_by_text("You do not judge Copper Falcons.")).to_be_visible()
    await expect(page.get_by_role("listitem")).to_have_count(2)
    assert await violations(page) == []
    assert await judges_of(hall) == {hall.ann}

    desk = await page_of(hall.organiser)
    await desk.goto("/days/spring/judging/conflicts")
    row = desk.get_by_role("row", name="Jo Vale")
    await expect(row).to_contain_text("My cousin is in the team")
    await expect(row).to_contain_text("it does not count")
    assert await violations(desk) == []
    await row.get_by_role("button", name="Lift").click()
    await desk.get_by_role("dialog").get_by_role("button", name="Lift", exact=True).click()
    await expect(desk.get_by_text("No conflict of interest")).to_be_visible()
    assert await violations(desk) == []


async def test_an_organiser_keeps_a_judge_from_a_team(hall, page_of):
    desk = await page_of(hall.organiser, phone=True, color_scheme="dark")
    await desk.goto("/days/spring/judging/conflicts")
    await desk.get_by_role("button", name="Keep apart").click()
    await expect(desk.get_by_role("link", name="Choose the judge.")).to_be_visible()
    await desk.get_by_label("Judge", exact=True).select_option("Jo Vale")
    await desk.get_by_label("Team", exact=True).select_option(label="Neon Otters · Project of Neon Otters")
    await desk.get_by_role("button", name="Keep apart").click()
    await expect(desk.get_by_text("1 visit was taken off a list.")).to_be_visible()
    await expect(desk.get_by_role("row", name="Neon Otters")).to_contain_text("Set by an organiser")
    await desk.evaluate("window.scrollTo(0, 0)")  # tabs half under the bar are small targets
    assert await violations(desk) == []
    assert await judges_of(hall, 1) == {hall.ann}
    await desk.get_by_label("People of one department").check()
    await expect(desk.get_by_text("Same department").first).to_be_attached()
    assert await judges_of(hall, 2) == set()  # everybody here is of one department
    await expect(desk.get_by_text("needs a judge.").or_(desk.get_by_text("need a judge."))).to_have_count(0)
