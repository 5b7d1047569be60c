"""Two more challenges on their way: one waits for its sponsor's approval, one for its time."""

from datetime import timedelta

import msgspec

from hackday import clock
from hackday.challenges import service
from hackday.challenges.brief import Brief
from hackday.challenges.schemas import ChallengeDraft, StateChange
from hackday.demo import staff
from hackday.demo.stage import SLUG, Stage

WAITING = ChallengeDraft(
    title="A night handover that tells itself",
    summary="Half of each night's first hour goes into telling what the day has seen.",
    sponsor_name="",
    track="Operations",
    data="Three weeks of radio logs and tickets, without names.",
    measure="Minutes from the end of one shift to the first task of the next.",
    body="## Where we are\n\nFour tools and a phone call.\n\n## What is asked\n\nOne page that both can read.",
)
SCHEDULED = ChallengeDraft(
    title="Meetings that end on time",
    summary="One meeting in three runs over, and the next one begins late.",
    sponsor_name=staff.ORGANISER.name,
    sponsor_email=staff.ORGANISER.email,
    track="People",
    data="The calendar of six rooms, without titles and names.",
    measure="Share of meetings in a trial of two weeks that end when they said.",
    body="## What is asked\n\nSomething kinder than an alarm.",
)


async def send_for_approval(stage: Stage, brief: Brief) -> str:
    organiser = stage.actors[staff.ORGANISER.email]
    by_sponsor = {"sponsor_name": brief.sponsor.name, "sponsor_email": brief.sponsor.email}
    waiting = await service.write(organiser, SLUG, msgspec.structs.replace(WAITING, **by_sponsor))
    await service.set_state(organiser, SLUG, waiting.challenge.slug, StateChange("review"))
    later = await service.write(organiser, SLUG, SCHEDULED)
    at = (clock.now() + timedelta(days=30)).isoformat()
    await service.set_state(organiser, SLUG, later.challenge.slug, StateChange("scheduled", publish_at=at))
    return "1 challenge in review, 1 scheduled"
