"""A team writes its project: saved as typed, nothing typed is lost, handed in once it is whole."""

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.factories import make_challenge, make_day, make_person, make_team

pytestmark = pytest.mark.browser
SUMMARY = "A page that writes the night's handover itself."


@pytest.fixture
async def ada(db):
    day = await make_day(phase="hacking")
    ada = await make_person("Ada Park")
    await make_team(day, await make_challenge(day), (ada, await make_person("Ben Oak")))
    return ada


async def project():
    async with database.reading() as c:
        return await c.fetchrow("select title, summary, links, state, version from project")


async def test_a_project_is_saved_as_typed_and_handed_in(ada, page_of):
    page = await page_of(ada)
    await page.goto("/days/spring/project")
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("alert")).to_contain_text("2 things to put right")
    assert await violations(page) == []
    await page.get_by_label("Title").fill("Handover in a minute")
    await page.get_by_label("What you built").fill(SUMMARY)
    await page.get_by_role("button", name="Add a link").click()
    await page.get_by_label("Name").fill("Demo")
    await page.get_by_label("Address").fill("demo.example/x")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    saved = await project()
    assert (saved["title"], saved["summary"]) == ("Handover in a minute", SUMMARY)
    assert saved["links"] == [{"label": "Demo", "url": "https://demo.example/x"}]
    await page.get_by_role("button", name="Hand in").click()
    await page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("button", name="Take back")).to_be_visible()
    assert (await project())["state"] == "handed_in"
    await page.goto("/days/spring/projects")
    await page.get_by_role("link", name="Handover in a minute").click()
    await expect(page.get_by_role("link", name="Demo")).to_have_attribute("rel", "noopener noreferrer")
    assert await violations(page) == []


async def test_a_faster_team_mate_overwrites_nothing(ada, page_of):
    page = await page_of(ada)
    await page.goto("/days/spring/project")
    await page.get_by_label("Title").fill("Mine")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    async with database.reading() as c:
        await c.execute("update project set title = 'By Ben', version = version + 1")
    await page.get_by_label("Title").fill("Mine, better")
    await expect(page.get_by_role("heading", name="By Ben")).to_be_visible()
    await expect(page.get_by_label("Title")).to_have_value("Mine, better")
    assert (await project())["title"] == "By Ben"
    await page.get_by_role("button", name="Save mine over it").click()
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert (await project())["title"] == "Mine, better"


async def test_without_a_network_it_says_so_and_saves_later(ada, page_of):
    page = await page_of(ada)
    await page.goto("/days/spring/project")
    await page.get_by_label("Title").fill("Mine")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    await page.context.set_offline(True)
    await page.get_by_label("Title").fill("Mine, later")
    await expect(page.get_by_text("Could not save, trying again")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert (await project())["title"] == "Mine, later"
