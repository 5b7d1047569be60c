"""On a phone: an idea like another is found while it is typed, liked and adopted; a question is asked and answered."""

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.factories import grant, make_challenge, make_day, make_person

pytestmark = pytest.mark.browser


@pytest.fixture
async def people(db):
    """An employee and a sponsor, and a challenge of the sponsor's."""
    day = await make_day()
    ann, sam = await make_person("Ann Author"), await make_person("Sam Sponsor", email="sam@corp.example")
    await grant(day, sam, "sponsor")
    challenge = await make_challenge(day)
    async with database.reading() as c:
        await c.execute("update challenge set sponsor_email = 'sam@corp.example' where id = $1", challenge)
    return ann, sam


async def test_an_idea_is_proposed_and_adopted(people, page_of):
    ann, sam = people
    page = await page_of(ann, phone=True)
    await page.goto("/days/spring/ideas")
    await page.get_by_role("link", name="Propose an idea").click()
    await page.get_by_label("Title").fill("Lights for the night")
    await expect(page.get_by_role("link", name="Night Shift")).to_be_visible()
    await page.get_by_label("Your idea").fill("It is dark. Nobody sees the steps.")
    assert await violations(page) == []
    await page.get_by_role("button", name="Propose an idea").click()
    await expect(page.get_by_role("heading", name="Lights for the night")).to_be_visible()
    url = page.url
    page = await page_of(sam, phone=True)
    await page.goto(url)
    await page.get_by_role("button", name="I am interested in").click()
    await expect(page.get_by_text("1 interested")).to_be_visible()
    await page.get_by_label("Your comment").fill("Which steps?")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("Which steps?").first).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="Adopt as a challenge").click()
    await expect(page.get_by_label("Summary")).to_have_value("It is dark.")
    for label, value in (("data", "None."), ("measure", "Falls."), ("track", "Safety")):
        await page.locator(f"#{label}").fill(value)
    await page.get_by_role("button", name="Make it a challenge").click()
    await expect(page.get_by_text("From an idea of Ann Author.")).to_be_visible()


async def test_a_question_is_asked_and_answered_to_all(people, page_of):
    ann, sam = people
    asker = await page_of(ann, phone=True)
    await asker.goto("/days/spring/challenges/night-shift")
    await asker.get_by_role("button", name="Ask a question").click()
    await asker.get_by_label("Your question").fill("Must it run?")
    await asker.get_by_role("button", name="Send").click()
    await expect(asker.get_by_text("not answered yet")).to_be_visible()
    assert await violations(asker) == []
    page = await page_of(sam, phone=True)
    await page.goto("/days/spring")
    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("link", name="Questions waiting: 1")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("link", name="Questions waiting: 1").click()
    await page.get_by_role("button", name="Answer the question of Ann Author").click()
    await page.get_by_label("Answer", exact=True).fill("A sketch will do.")
    await page.get_by_label("Show to all").check()
    assert await violations(page) == []
    await page.get_by_role("button", name="To all").click()
    await expect(page.get_by_role("heading", name="Nobody waits for an answer")).to_be_visible()
    await page.get_by_role("button", name="Menu").click()
    await expect(page.get_by_role("link", name="Questions", exact=True)).to_be_visible()
    reader = await page_of(await make_person("Rea Reader"), phone=True)
    await reader.goto("/days/spring/challenges/night-shift")
    await expect(reader.get_by_text("A sketch will do.")).to_be_visible()
    await expect(reader.get_by_text("Ann Author")).to_have_count(0)
