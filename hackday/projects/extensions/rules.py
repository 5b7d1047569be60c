"""When a team may be given more time, and how much."""

from datetime import datetime

from hackday.days.local_time import instant
from hackday.days.schemas import Day, Phase
from hackday.errors import Invalid, NotFound
from hackday.projects.extensions.schemas import ExtensionDraft

GRANTING = (Phase.FORMING, Phase.HACKING, Phase.JUDGING)


class NoSuchExtension(NotFound):
    code = "no_such_extension"

    def __init__(self) -> None:
        super().__init__("extension")


def until(draft: ExtensionDraft, day: Day, *, due: datetime) -> datetime:
    """The moment that is asked for; Invalid unless it is later than what all teams have."""
    moment = instant(draft.until, day.time_zone, pointer="/until")
    if moment <= due:
        raise Invalid("Every team has that much time. Choose a later time.", pointer="/until")
    return moment
