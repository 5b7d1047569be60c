"""On a phone: an organiser sets how teams are mixed, a founder leads a team under it, a colleague reads why not."""

import pytest
from playwright.async_api import expect

from hackday.database import reading
from tests.browser.conftest import violations
from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up

pytestmark = pytest.mark.browser


async def test_a_team_is_founded_under_the_limits_of_the_day_and_handed_over(db, page_of):
    day = await make_day()
    await make_challenge(day)
    olga = await make_person("Olga Organiser")
    await grant(day, olga, "organiser")
    ada, bo, cy = [
        await make_person(name, department=department)
        for name, department in (("Ada Park", "Finance"), ("Bo Chen", "Finance"), ("Cy Diaz", "Sales"))
    ]
    for person in (ada, bo, cy):
        await make_sign_up(day, person)

    settings = await page_of(olga, phone=True)
    await settings.goto("/days/spring/settings")
    await settings.get_by_label("Sites in a team at least").fill("9")
    await settings.get_by_role("button", name="Save team limits").click()
    await expect(settings.get_by_text("give no more than that").first).to_be_visible()
    await settings.get_by_label("Sites in a team at least").fill("")
    await settings.get_by_label("Of one department at most").fill("1")
    await settings.get_by_label("People in a team at least").fill("2")
    await settings.get_by_role("button", name="Save team limits").click()
    await expect(settings.get_by_text("Saved")).to_be_visible()
    await settings.evaluate("scrollTo(0, 0)")  # else the bar lies over a button
    assert await violations(settings) == []

    founder = await page_of(ada, phone=True)
    await founder.goto("/days/spring/challenges/night-shift")
    await founder.get_by_role("button", name="Found a team").click()
    dialog = founder.get_by_role("dialog")
    await dialog.get_by_label("Name").fill("Owls")
    assert await violations(founder) == []
    await dialog.get_by_role("button", name="Found a team").click()
    await expect(founder.get_by_role("heading", name="Owls")).to_be_visible()
    await expect(founder.get_by_text("At most 1 of one department.")).to_be_visible()
    async with reading() as c:
        team = f"/days/spring/teams/{await c.fetchval('select id from team')}"

    colleague = await page_of(bo, phone=True)
    await colleague.goto(team)
    await expect(colleague.get_by_text("as many of your department as it takes")).to_be_visible()
    await expect(colleague.get_by_role("button", name="Join", exact=True)).to_have_count(0)
    assert await violations(colleague) == []
    await colleague.goto("/days/spring/teams")
    await expect(colleague.get_by_text("as many of your department as it takes")).to_be_visible()
    await expect(colleague.get_by_role("button", name="Ask for a place")).to_have_count(0)
    assert await violations(colleague) == []
    await colleague.goto("/days/spring/challenges/night-shift")
    await expect(colleague.get_by_text("as many of your department as it takes")).to_be_visible()
    await expect(colleague.get_by_text("places free")).to_have_count(0)
    assert await violations(colleague) == []

    other = await page_of(cy, phone=True)
    await other.goto(team)
    await other.get_by_role("button", name="Join", exact=True).click()
    await other.get_by_role("dialog").get_by_role("button", name="Join", exact=True).click()
    await expect(other.get_by_role("button", name="Leave the team")).to_be_visible()

    await founder.reload()
    await founder.get_by_role("button", name="Edit team").click()
    dialog = founder.get_by_role("dialog")
    await dialog.get_by_label("People at most").fill("1")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_text("The team has 2 members.")).to_be_visible()
    assert await violations(founder) == []
    await dialog.get_by_label("People at most").fill("2")
    await dialog.get_by_role("button", name="Save").click()
    await expect(founder.get_by_text("2 of 2 places taken").first).to_be_visible()
    await founder.get_by_role("button", name="Lock the team").click()
    await expect(founder.get_by_text("By code only")).to_be_visible()
    await founder.get_by_role("button", name="Make captain").click()
    await founder.get_by_role("dialog").get_by_role("button", name="Make captain").click()
    await expect(founder.get_by_role("button", name="Lock the team")).to_have_count(0)
    await other.reload()
    await other.get_by_role("button", name="Remove", exact=True).click()
    await other.get_by_role("dialog").get_by_label("Reason").fill("We met by mistake.")
    assert await violations(other) == []
    await other.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(other.get_by_text("Ada Park")).to_have_count(0)
