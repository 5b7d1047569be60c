"""What organisers and a sponsor tell people during the day."""

from hackday.challenges.brief import Brief
from hackday.demo import staff
from hackday.demo.stage import SLUG, Stage
from hackday.teams.announcing import service
from hackday.teams.announcing.schemas import AnnouncementDraft

LUNCH = AnnouncementDraft(
    title="Lunch is at 12:30, at every site",
    body="Teams of several sites: keep the call open, people like to **eat together**.",
)


async def announce(stage: Stage, brief: Brief) -> str:
    await service.write(stage.actors[staff.ORGANISER.email], SLUG, LUNCH)
    more = AnnouncementDraft(
        title="A second set of data is there", body="It lies beside the brief, under **Files**.", challenge=brief.slug
    )
    await service.write(stage.actors[staff.ORGANISER.email], SLUG, more)
    return "2 announcements"
