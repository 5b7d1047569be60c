"""Around the manager's desk and the planner's: a deputy answers for who is away, a run is watched and stopped."""

from datetime import timedelta

import pytest
from playwright.async_api import expect

from hackday import clock
from hackday.database import reading
from tests.browser.conftest import violations
from tests.browser.test_release import opened
from tests.factories import make_person
from tests.release.desk import Desk, state_of
from tests.release.large import load_large

pytestmark = pytest.mark.browser


async def test_a_deputy_answers_for_an_absent_manager_and_the_record_names_both(db, page_of):
    desk = await Desk().make()
    dana = await make_person("Dana Hale")
    tom = await opened(page_of, desk.tom, "people", phone=True)
    await tom.get_by_role("button", name="I am away …").click()
    away = tom.get_by_role("dialog")
    # a week, since the manager's site may have another date than the browser
    await away.get_by_label("Until and with").fill((clock.now().date() + timedelta(days=7)).isoformat())
    await away.get_by_label("Find a colleague").fill("Dana")
    await away.get_by_role("button", name="Name Dana Hale").click()
    await expect(away.get_by_text("Dana Hale answers for Tom Manager")).to_be_visible()
    assert await violations(tom) == []

    page = await opened(page_of, dana, "people")
    await expect(page.get_by_text("for Tom Manager")).to_be_visible()
    await page.get_by_role("button", name="Approve Bo Chen").click()
    await expect(page.get_by_text("Dana Hale answered for Tom Manager.")).to_be_visible()
    assert await violations(page) == []
    assert (await state_of(desk.bo), await state_of(desk.ada)) == ("released", "wanted")
    async with reading() as c:
        entry = await c.fetchrow(
            """select actor, subject, after->>'acting_for' as acting_for from audit_entry
                where action = 'release.approved'"""
        )
    assert tuple(entry) == (dana, str(desk.bo), str(desk.tom))

    await tom.reload()
    await expect(tom.get_by_text("Dana Hale answered for Tom Manager.")).to_be_visible()
    await tom.get_by_role("button", name="I am away …").click()
    await away.get_by_role("button", name="End: Dana Hale for Tom Manager").click()
    await expect(away.get_by_text("Nobody is named.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_text("Bo Chen")).to_have_count(0)


async def test_a_planner_watches_a_run_stops_it_early_and_keeps_the_best_plan(db, page_of):
    _, planner = await load_large()
    pat = await opened(page_of, planner, "plan")
    await pat.get_by_role("button", name="Make a plan").click()
    stop = pat.get_by_role("button", name="Stop and keep the best so far")
    await expect(pat.get_by_text("Best so far, points")).to_be_visible()
    await expect(pat.get_by_role("progressbar")).to_be_visible()
    await stop.click()
    await expect(pat.get_by_text("Stopped early: the best plan until then")).to_be_visible(timeout=10_000)
    await expect(stop).to_have_count(0)
    assert await violations(pat) == []
    async with reading() as c:
        state, status, goes = await c.fetchrow("select state, status, goes from plan")
    assert (state, status) == ("ready", "stopped")
    await expect(pat.get_by_role("definition").first).to_have_text(str(goes))
    await pat.get_by_role("button", name="Publish the plan").click()
    await pat.get_by_role("dialog").get_by_role("button", name="Publish the plan").click()
    await expect(pat.get_by_text("This plan is published.")).to_be_visible()
