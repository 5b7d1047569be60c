"""One hack day through the screens, from the imports to the revealed board.

On each page axe finds nothing, light or dark, nothing is logged, no request fails and nothing is wider than the
screen (`Walk.look`).
"""

from pathlib import Path

import pytest
from playwright.async_api import expect

from hackday.settings import Settings
from tests.browser import small_company, steps_before, steps_during
from tests.browser.conftest import ContextOf
from tests.browser.steps_before import moves_to
from tests.browser.walk import Walk

pytestmark = pytest.mark.browser


async def test_a_hack_day_runs_from_end_to_end(
    site: str, context_of: ContextOf, settings: Settings, tmp_path: Path
) -> None:
    walk = Walk(site, context_of, settings.database_url or "")
    small_company.write(tmp_path)
    organiser = await steps_before.signs_in_by_link(walk, tmp_path)
    await steps_before.plans_the_day(walk, organiser)
    await steps_before.asks_for_help(walk, organiser)
    await moves_to(organiser, "Teams form", "The challenges are there.")
    await steps_before.employees_sign_up_and_team_up(walk)
    await steps_before.people_are_released(walk, tmp_path)
    await moves_to(organiser, "Hacking", "Everybody is here.")
    await steps_during.teams_hand_in(walk)
    await steps_during.judging_is_prepared(walk, organiser)
    await moves_to(organiser, "Judging", "Pens down.")
    audience = await steps_during.audience_gathers(walk)
    jo = await steps_during.judges_score(walk, audience)
    stage = await steps_during.board_freezes(walk, organiser, audience)
    await steps_during.late_score_stays_hidden(jo, audience)
    await steps_during.result_is_decided(walk, stage, jo)
    await steps_during.results_are_revealed(walk, stage, audience)


async def test_the_walk_sees_what_is_wrong(site: str, context_of: ContextOf, settings: Settings) -> None:
    """The falsifier: a page with a faint text, an error in the log, a lost file and a line too wide tells all four."""
    walk = Walk(site, context_of, settings.database_url or "")
    page = await walk.page(None, phone=True)
    await page.goto("/sign-in")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await page.evaluate(
        """async () => {
             const faint = document.createElement('p');
             faint.append('faint');
             Object.assign(faint.style, {color: '#bbb', background: '#fff', width: '120vw'});
             document.querySelector('main').append(faint);
             console.error('so it is');
             await fetch('/api/days/nowhere/boards').catch(() => 0);
           }"""
    )
    with pytest.raises(AssertionError) as told:
        await walk.look(page, "Sign in")
    for wrong in ("color-contrast", "console: so it is", "404: GET", "px wider than the screen"):
        assert wrong in str(told.value)
