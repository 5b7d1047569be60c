"""Who may tell whom."""

from hackday.challenges import rules as challenge_rules
from hackday.challenges.schemas import Challenge
from hackday.days import rules as day_rules
from hackday.days.schemas import Entry, Role
from hackday.errors import Conflict, Forbidden, NotFound
from hackday.people.schemas import Actor
from hackday.teams.announcing.schemas import Announcement


class NoSuchAnnouncement(NotFound):
    code = "no_such_announcement"

    def __init__(self) -> None:
        super().__init__("announcement")


class NotYourAnnouncement(Forbidden):
    code = "not_your_announcement"

    def __init__(self) -> None:
        super().__init__("Organisers and the challenge's sponsor change and withdraw this announcement.")


class AnnouncementChanged(Conflict):
    code = "announcement_changed"

    def __init__(self) -> None:
        super().__init__("Somebody else changed this announcement meanwhile. Read it again and repeat your change.")


def check_may_write(actor: Actor, entry: Entry, challenge: Challenge | None) -> None:
    """Organisers tell anybody; a sponsor tells the teams of an own challenge. Raises RoleNeeded."""
    if challenge is None or not challenge_rules.may_change(challenge, actor, entry):
        day_rules.check_role(entry, Role.ORGANISER)


def check_may_change(announcement: Announcement) -> None:
    if not announcement.may_change:
        raise NotYourAnnouncement
