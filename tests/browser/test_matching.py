"""An organiser matches the rest on a phone: preview, keep somebody, run again, commit, undo."""

import re

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_team

pytestmark = pytest.mark.browser


async def test_an_organiser_matches_commits_and_undoes(db, page_of):
    day = await make_day()
    boss, captain = await make_person("Olga Organiser"), await make_person("Cap Tain")
    await grant(day, boss, "organiser")
    night = await make_challenge(day, team_places=2)
    await make_sign_up(day, captain)
    await make_team(day, night, (captain,), name="Owls", min_size=1, max_size=1)
    people = [await make_person(f"Person {n}") for n in range(4)]
    for person in people:
        await make_sign_up(day, person, wishes=["night-shift"])

    page = await page_of(boss, phone=True)
    await page.goto("/days/spring/teams")
    await page.get_by_role("link", name="Match the rest").click()
    await expect(page.get_by_text("4 people have no team")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Find teams").click()
    await expect(page.get_by_text("4 of 4 with wishes in their top three")).to_be_visible()
    await expect(page.get_by_role("heading", name="Night Shift 1")).to_be_visible()
    assert await violations(page) == []

    await page.get_by_role("checkbox").first.check()
    await expect(page.get_by_role("button", name="Commit")).to_be_disabled()
    await page.get_by_role("button", name="Run again").click()
    await expect(page.get_by_role("button", name="Commit")).to_be_enabled()
    await expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    await page.get_by_role("button", name="Commit").click()
    await expect(page.get_by_text("4 people are placed and told")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Commit").click()
    await expect(page.get_by_text("Everybody has a team")).to_be_visible()
    await expect(page.get_by_role("link", name=re.compile("Night Shift 1"))).to_be_visible()

    await page.get_by_role("button", name="Undo").click()
    await page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("4 people have no team")).to_be_visible()
    assert await violations(page) == []
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from membership where left_at is null") == 1
