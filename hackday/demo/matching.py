"""Organisers look at where those without a team could go."""

from hackday.demo import staff
from hackday.demo.stage import SEED, SLUG, Stage
from hackday.teams.matching import service
from hackday.teams.matching.wire import MatchingDraft


async def look(stage: Stage) -> str:
    """A preview; whoever watches the demo finds it under the teams."""
    page = await service.preview(stage.actors[staff.ORGANISER.email], SLUG, MatchingDraft(seed=SEED))
    assert page.matching
    return f"{page.matching.people} people without a team matched in a preview, {len(page.matching.teams)} teams"
