"""On a phone: an organiser gives a team more time, the team reads it, hands in late, and its judge sees both."""

import pytest
from playwright.async_api import expect

from hackday import clock, database
from hackday.judging.rubrics import store as rubrics
from hackday.judging.rubrics.schemas import CriterionDraft, RubricDraft
from tests.browser.conftest import violations
from tests.factories import grant, make_challenge, make_day, make_person, make_team
from tests.projects.test_late import move

pytestmark = pytest.mark.browser
REASON = "The network of their site was down."


async def test_more_time_and_late(db, page_of):
    day = await make_day(phase="hacking")
    ada, olu, jo = [await make_person(name) for name in ("Ada Park", "Olu Okoro", "Jo Reed")]
    await make_team(day, await make_challenge(day), (ada,))
    await grant(day, olu, "organiser")
    await grant(day, jo, "judge")
    await rubrics.put(day, RubricDraft(criteria=(CriterionDraft(key="use", label="Use"),)), version=1, by=None)
    organiser = await page_of(olu, phone=True)
    await organiser.goto("/days/spring/projects")
    await organiser.get_by_role("link", name="More time for teams").click()
    await expect(organiser.get_by_text("No team has more time")).to_be_visible()
    assert await violations(organiser) == []
    await organiser.get_by_role("button", name="Give more time").click()
    dialog = organiser.get_by_role("dialog")
    await dialog.get_by_role("button", name="Give more time").click()
    await expect(dialog.get_by_text("Say why, in a sentence.")).to_be_visible()
    await dialog.get_by_label("Team").select_option("Copper Falcons")
    await dialog.get_by_label("Until").fill("2020-01-01T10:00")
    await dialog.get_by_label("Reason").fill(REASON)
    await dialog.get_by_role("button", name="Give more time").click()
    await expect(dialog.get_by_text("Every team has that much time.")).to_be_visible()
    assert await violations(organiser) == []
    await dialog.get_by_label("Until").fill(f"{clock.now().year + 1}-01-31T10:00")
    await dialog.get_by_role("button", name="Give more time").click()
    await expect(organiser.get_by_role("row", name=REASON)).to_be_visible()
    assert await violations(organiser) == []

    page = await page_of(ada, phone=True)
    await page.goto("/days/spring/project")
    await expect(page.get_by_text(f"Your team has more time: {REASON}")).to_be_visible()
    async with database.reading() as c:
        await c.execute("update extension set until = now() - interval '1 second'")
    await move("judging")
    await page.reload()
    await expect(page.get_by_text("The time is over.")).to_be_visible()
    await page.get_by_label("Title").fill("Handover in a minute")
    await page.get_by_label("What you built").fill("A page that writes the night's handover itself.")
    await expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert await violations(page) == []
    await page.get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("dialog").get_by_text("It is marked as late")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Hand in").click()
    await expect(page.get_by_text("Handed in", exact=True).first).to_be_visible()
    await page.goto("/days/spring/projects")
    await expect(page.get_by_text("Late", exact=True)).to_be_visible()
    async with database.reading() as c:
        project = await c.fetchval("select id from project")
        await c.execute(
            "insert into assignment (id, day, judge, project) values (uuidv7(), $1, $2, $3)", day, jo, project
        )
    judge = await page_of(jo, phone=True)
    await judge.goto("/days/spring/judging")
    await judge.get_by_role("link", name="Copper Falcons", exact=True).click()
    await judge.get_by_text("Handover in a minute").click()
    await expect(judge.get_by_text(REASON)).to_be_visible()
    await expect(judge.get_by_text("minute late")).to_be_visible()
    assert await violations(judge) == []
