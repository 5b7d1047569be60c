"""People choose on a phone and at a kiosk, organisers prepare and see no count, and all see it after the reveal."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from hackday import clock, database
from hackday.judging.choice import kiosks
from hackday.people.service import digest
from tests.browser.conftest import violations
from tests.factories import grant, make_challenge, make_day, make_person, make_revealed, make_team

pytestmark = pytest.mark.browser
TEAMS = ("Copper Falcons", "Neon Otters", "Quiet Owls")


@pytest.fixture
async def fair(db):
    """A day in judging with three projects; Ada is in the first team, Olu organises, Cem only votes."""
    day = await make_day(phase="judging")
    ada, olu, cem = [await make_person(name) for name in ("Ada Park", "Olu Okoro", "Cem Kaya")]
    await grant(day, olu, "organiser")
    challenge = await make_challenge(day)
    for n, name in enumerate(TEAMS):
        team = await make_team(day, challenge, (ada if n == 0 else await make_person(),), name=name)
        async with database.reading() as c:
            await c.execute(
                """insert into project (id, day, team, title, summary, state, handed_in_at)
                   values (uuidv7(), $1, $2, $3, 'What it does.', 'handed_in', now())""",
                day, team, f"Work of {name}",
            )  # fmt: skip
    return day, ada, olu, cem


async def categories(day):
    async with database.reading() as c:
        for name in ("People's choice", "Best prototype"):
            await c.execute("insert into choice_category (id, day, name) values (uuidv7(), $1, $2)", day, name)


async def ballots():
    async with database.reading() as c:
        rows = await c.fetch(
            """select v.name, c.name, p.title from ballot b join person v on v.id = b.voter
                 join choice_category c on c.id = b.category join project p on p.id = b.project order by 1, 2"""
        )
    return [tuple(row) for row in rows]


async def code_of(day, person):
    code = kiosks._new_code()
    async with database.reading() as c:
        await c.execute(
            """insert into ballot_code (id, day, person, is_printed, code_hash)
               values (uuidv7(), $1, $2, true, $3)""",
            day, person, digest(code),
        )  # fmt: skip
    return code


async def found(page):
    """As `violations`, from the top of the page: a link half under the bar would count as too small."""
    await page.evaluate("scrollTo(0, 0)")
    return await violations(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_ballot_on_a_phone(fair, page_of, scheme):
    day, ada, _, _ = fair
    page: Page = await page_of(ada, phone=True, color_scheme=scheme)
    await page.goto("/days/spring/choice")
    await expect(page.get_by_text("There is nothing to vote on yet")).to_be_visible()
    await categories(day)
    async with database.reading() as c:
        await c.execute(
            "insert into phase_time (id, day, phase, starts_at) values (uuidv7(), $1, 'revealed', $2)",
            day, clock.now() + timedelta(minutes=45),
        )  # fmt: skip
    await page.reload()
    await expect(page.get_by_text(re.compile("^Voting ends"))).to_be_visible()
    await expect(page.get_by_role("timer")).to_contain_text(":")
    await expect(page.get_by_text("You are or were in this team, so you cannot choose it.")).to_be_visible()
    await expect(page.get_by_role("button", name="Choose Work of Copper Falcons")).to_have_count(0)
    await page.get_by_role("button", name="Choose Work of Neon Otters").click()
    await expect(page.get_by_text("You chose Work of Neon Otters")).to_be_visible()
    withdraw = page.get_by_role("button", name="Withdraw my vote for Work of Neon Otters")
    await expect(withdraw).to_be_focused()
    assert await found(page) == []
    await page.get_by_role("button", name="Choose Work of Quiet Owls").click()
    await expect(page.get_by_text("You chose Work of Quiet Owls")).to_be_visible()
    await page.get_by_role("link", name="Best prototype").click()
    await page.get_by_role("button", name="Choose Work of Neon Otters").click()
    await expect(page.get_by_text("You chose Work of Neon Otters")).to_be_visible()
    assert await ballots() == [
        ("Ada Park", "Best prototype", "Work of Neon Otters"),
        ("Ada Park", "People's choice", "Work of Quiet Owls"),
    ]
    await withdraw.click()
    await expect(page.get_by_text("You have not chosen yet")).to_be_visible()
    await page.context.set_offline(True)
    await page.get_by_role("button", name="Choose Work of Neon Otters").click()
    await expect(page.get_by_text("Your vote did not change")).to_be_visible()
    await expect(page.get_by_text("There is no connection to the server.").first).to_be_visible()
    assert await found(page) == []
    await page.context.set_offline(False)
    await page.get_by_role("button", name="Choose Work of Neon Otters").click()
    await expect(page.get_by_text("You chose Work of Neon Otters")).to_be_visible()
    await page.get_by_role("button", name="Show my code").click()
    await expect(page.get_by_role("img", name="QR code of")).to_be_visible()
    assert await found(page) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390


async def test_an_organiser_prepares_and_all_see_the_result(fair, page_of):
    _, _, olu, cem = fair
    desk: Page = await page_of(olu)
    await desk.goto("/days/spring/choice")
    await desk.get_by_role("link", name="Add a category").click()
    await desk.get_by_role("button", name="Add a category").click()
    await expect(desk.get_by_text("Give the category a name.")).to_be_visible()
    await desk.get_by_label("Name").fill("Best prototipe")
    await desk.get_by_role("button", name="Add a category").click()
    await desk.get_by_role("button", name="Change Best prototipe").click()
    await desk.get_by_role("dialog").get_by_label("Name").fill("Best prototype")
    await desk.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(desk.get_by_text("Best prototype")).to_be_visible()
    await expect(desk.get_by_text("0 people have voted")).to_be_visible()
    await desk.get_by_label("Where it stands").fill("Canteen")
    await desk.get_by_role("button", name="Make a link").click()
    await expect(desk.get_by_label("Link of Canteen")).to_have_value(re.compile(r"/days/spring/kiosk#.{40,}"))
    assert await violations(desk) == []
    voter: Page = await page_of(cem, phone=True)
    await voter.goto("/days/spring/choice")
    await voter.get_by_role("button", name="Choose Work of Quiet Owls").click()
    await expect(voter.get_by_text("You chose Work of Quiet Owls")).to_be_visible()
    await desk.reload()
    await expect(desk.get_by_text("1 person has voted")).to_be_visible()
    await desk.get_by_role("button", name="Remove Best prototype").click()
    await desk.get_by_role("dialog").get_by_role("button", name="Remove").click()
    await expect(desk.get_by_role("dialog").get_by_text("Somebody has voted in this category")).to_be_visible()
    await desk.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    await desk.get_by_role("button", name="Revoke Canteen").click()
    await desk.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await expect(desk.get_by_text("Revoked", exact=True)).to_be_visible()
    await desk.get_by_role("link", name="Print codes").click()
    await desk.get_by_role("button", name="Make the cards").click()
    await expect(desk.get_by_role("heading", name="5 cards")).to_be_visible()
    await expect(desk.get_by_role("img", name="QR code of")).to_have_count(5)
    assert await violations(desk) == []
    await desk.emulate_media(media="print")
    await expect(desk.get_by_role("button", name="Make the cards")).to_be_hidden()
    await expect(desk.get_by_role("img", name="QR code of").first).to_be_visible()
    async with database.reading() as c:
        await make_revealed(await c.fetchval("select id from day"))
    await voter.reload()
    row = voter.get_by_role("row", name="Work of Quiet Owls")
    await expect(row).to_contain_text("1")
    assert await violations(voter) == []


async def test_a_kiosk(fair, page_of):
    day, ada, _, cem = fair
    await categories(day)
    code = await code_of(day, ada)
    token = "a-token-of-a-kiosk"
    async with database.reading() as c:
        await c.execute(
            "insert into kiosk (id, day, name, token_hash) values (uuidv7(), $1, 'Canteen', $2)", day, digest(token)
        )
    page: Page = await page_of()  # signed in as nobody
    await page.clock.install()
    await page.goto(f"/days/spring/kiosk#{token}")
    field = page.get_by_label("Your code")
    await expect(field).to_be_focused()
    assert await violations(page) == []
    await page.keyboard.type("ACDEFGHJKMNP")
    await page.keyboard.press("Enter")  # as a scanner ends
    await expect(page.get_by_text("There is no such code")).to_be_visible()
    assert await violations(page) == []
    await expect(field).to_be_focused()
    await page.keyboard.type(code)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Ballot of Ada Park")).to_be_focused()
    first = page.get_by_role("group", name="People's choice")
    await expect(first.get_by_label("Work of Copper Falcons")).to_be_disabled()
    await first.get_by_label("Work of Quiet Owls").check()
    assert await violations(page) == []
    await page.clock.run_for(21_000)
    await expect(page.get_by_text("This ballot closes in")).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="I am still here").click()
    await expect(page.get_by_text("This ballot closes in")).to_have_count(0)
    await page.get_by_role("button", name="Cast my ballot").click()
    await expect(page.get_by_role("heading", name="Thank you, your ballot is in")).to_be_visible()
    assert await ballots() == [("Ada Park", "People's choice", "Work of Quiet Owls")]
    assert await violations(page) == []
    await page.clock.run_for(6_000)
    await expect(field).to_be_focused()
    await expect(page.get_by_text("Ada Park")).to_have_count(0)

    await page.keyboard.type(await code_of(day, cem))  # whoever comes next sees nothing of Ada's
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Ballot of Cem Kaya")).to_be_visible()
    for group in ("People's choice", "Best prototype"):
        await expect(page.get_by_role("group", name=group).get_by_label("No vote")).to_be_checked()
    await page.clock.run_for(31_000)  # walks away
    await expect(field).to_be_focused()
    await expect(page.get_by_text("Cem Kaya")).to_have_count(0)
    async with database.reading() as c:
        await c.execute("update kiosk set revoked_at = now()")
    await page.clock.run_for(31_000)
    await expect(page.get_by_role("heading", name="This kiosk is not in use")).to_be_visible()
    assert await violations(page) == []


async def test_a_team_reads_its_feedback(fair, page_of):
    day, ada, olu, cem = fair
    async with database.reading() as c:
        project = await c.fetchval("select id from project where title = 'Work of Copper Falcons'")
        await c.execute(
            """with r as (insert into rubric (id, day, version) values (uuidv7(), $1, 1) returning id),
                    k as (insert into criterion (id, rubric, key, label) select uuidv7(), id, 'use', 'Use' from r)
               insert into score (id, day, project, judge, rubric, version, points, comment, idempotency_key)
               select gen_random_uuid(), $1, $2, $3, id, 1, '{}', 'A very clear demo.', gen_random_uuid() from r""",
            day, project, cem,
        )  # fmt: skip
    desk: Page = await page_of(olu)
    await desk.goto("/days/spring/judging/setup")
    policy = desk.get_by_label("Teams read")
    await expect(policy).to_have_value("unnamed")
    await expect(desk.get_by_text("Judges have written comments")).to_be_visible()
    assert await violations(desk) == []
    page: Page = await page_of(ada, phone=True)
    await page.goto(f"/days/spring/projects/{project}")
    await expect(page.get_by_role("heading", name="Work of Copper Falcons")).to_be_visible()
    await expect(page.get_by_text("What judges wrote")).to_have_count(0)
    async with database.reading() as c:
        await make_revealed(await c.fetchval("select id from day"))
    for address in (f"/days/spring/projects/{project}", "/days/spring/project"):
        await page.goto(address)
        await expect(page.get_by_text("A very clear demo.")).to_be_visible()
        assert await violations(page) == []
    await desk.goto(f"/days/spring/projects/{project}")
    await expect(desk.get_by_role("heading", name="Work of Copper Falcons")).to_be_visible()
    await desk.wait_for_load_state("networkidle")
    await expect(desk.get_by_text("What judges wrote")).to_have_count(0)
