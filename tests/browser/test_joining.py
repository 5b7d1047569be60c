"""Ways into a team on a phone: by a link, by the directory and an invitation, by a request that the captain accepts."""

import re

import pytest
from playwright.async_api import expect

from hackday import database
from tests.browser.conftest import violations
from tests.factories import make_challenge, make_day, make_person, make_session, make_sign_up, make_site, make_team

pytestmark = pytest.mark.browser


@pytest.fixture
async def world(db):
    class World:
        pass

    made = World()
    await make_site("Pune", "Asia/Kolkata")
    made.day = await make_day()
    made.ada, made.bea = await make_person("Ada Park"), await make_person("Bea Oak", site="Pune", skills=("sql",))
    for person in (made.ada, made.bea):
        await make_sign_up(made.day, person)
    made.team = await make_team(made.day, await make_challenge(made.day), (made.ada,), name="Owls")
    made.page = f"/days/spring/teams/{made.team}"
    return made


async def test_a_link_leads_into_the_team_even_through_a_sign_in(world, page_of, site):
    captain = await page_of(world.ada, phone=True)
    await captain.goto(world.page)
    await captain.get_by_role("button", name="Invite").click()
    await captain.get_by_label("Message").fill("Come along")
    await captain.get_by_role("button", name="Make the invitation").click()
    link = await captain.get_by_label("Link", exact=True).input_value()
    assert re.fullmatch(rf"{site}/days/spring/invitation#[\w-]{{43}}", link)
    assert await violations(captain) == []

    guest = await page_of(None, phone=True)
    await guest.goto(link)
    await expect(guest.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "#" not in guest.url, "the token has left the address"
    await guest.context.add_cookies([{"name": "hackday", "value": await make_session(world.bea), "url": site}])
    await guest.goto("/days/spring/team")
    await guest.get_by_role("link", name="See it").click()
    await expect(guest.get_by_role("heading", name="Ada Park invites you into Owls")).to_be_visible()
    await expect(guest.get_by_text("Come along")).to_be_visible()
    assert await violations(guest) == []
    await guest.get_by_role("button", name="Accept and join").click()
    await expect(guest.get_by_text("hours 30 minutes together")).to_be_visible()
    await expect(guest.get_by_role("table", name="When the team works")).to_contain_text("Bea Oak")
    await guest.get_by_role("button", name="Say when you work").click()
    await guest.get_by_label("From").fill("12:30")
    await guest.get_by_label("Until").fill("20:30")
    await guest.get_by_role("button", name="Save").click()
    await expect(guest.get_by_text("6 hours together")).to_be_visible()
    assert await violations(guest) == []

    await guest.goto(link)
    await expect(guest.get_by_role("heading", name="This invitation opens nothing")).to_be_visible()
    await expect(guest.get_by_text("has been used already")).to_be_visible()


async def test_asking_and_being_found(world, page_of):
    guest, captain = await page_of(world.bea, phone=True), await page_of(world.ada, phone=True)
    await guest.goto("/days/spring/team")
    await guest.get_by_role("button", name="Show me to captains").click()
    await guest.get_by_label("What you look for").fill("A quiet team")
    await guest.get_by_label("Skills", exact=True).check()
    assert await violations(guest) == []
    await guest.get_by_role("dialog").get_by_role("button", name="Show me to captains").click()
    await expect(guest.get_by_role("button", name="Take me off the list")).to_be_visible()

    await captain.goto("/days/spring/seekers")
    await expect(captain.get_by_role("heading", name="Bea Oak")).to_be_visible()
    assert "Pune" not in await captain.locator("main").inner_text()
    assert await violations(captain) == []
    await captain.get_by_role("button", name="Invite Bea Oak").click()
    await captain.get_by_role("button", name="Make the invitation").click()
    await captain.get_by_role("button", name="Done").click()
    await expect(captain.get_by_text("Invited", exact=True)).to_be_visible()

    await guest.goto("/days/spring/team")
    await guest.get_by_role("button", name="Decline the invitation into Owls").click()
    await expect(guest.get_by_text("You have an invitation")).to_be_hidden()
    await guest.goto("/days/spring/teams")
    await guest.get_by_role("button", name="Ask to join Owls").click()
    await guest.get_by_label("Message to the captain").fill("On second thoughts")
    await guest.get_by_role("button", name="Send").click()
    await expect(guest.get_by_text("Asked", exact=True)).to_be_visible()

    await captain.goto(world.page)
    await expect(captain.get_by_text("On second thoughts")).to_be_visible()
    assert await violations(captain) == []
    await captain.get_by_role("button", name="Accept Bea Oak").click()
    await captain.get_by_label("A word to Bea Oak").fill("Good")
    await captain.get_by_role("dialog").get_by_role("button", name="Accept").click()
    await expect(captain.get_by_text("2 of 6 places taken")).to_be_visible()
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from seeker") == 0
    await guest.goto("/days/spring/team")
    await expect(guest.get_by_role("heading", name="Owls")).to_be_visible()
    assert await violations(guest) == []
