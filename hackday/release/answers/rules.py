"""What managers, and who acts for them, may say. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from hackday.errors import Conflict, Invalid
from hackday.release.swaps.refusals import shown
from hackday.release.wire import DecisionDraft, RosteredShift, Verdict

WRITTEN = 10
"""Characters at least that explain why cover may fall short."""
LONGEST = timedelta(days=366)
"""So long at most somebody acts for a manager, before it is thought about again."""
FIRST, LAST = timedelta(days=3), timedelta(days=1)
"""So long before the deadline a manager who has not answered is reminded."""


class Kind(StrEnum):
    """What a manager who has not answered gets, one after the other and each at most once."""

    FIRST = "first"
    LAST = "last"
    ESCALATED = "escalated"


class NothingToCover(Conflict):
    code = "nothing_to_cover"

    def __init__(self, name: str) -> None:
        super().__init__(f"Nobody has to take over for {name}: cover is kept. Approve without a colleague.")


class HasTakenShift(Conflict):
    """Somebody cannot go since colleagues count on them; `fields` names everybody in the request who cannot."""

    code = "has_taken_shift"

    def __init__(self, refused: Sequence[tuple[str, str, RosteredShift]]) -> None:
        """`refused`: for each their pointer in the request, their name and a shift that they took."""
        self.fields = [
            (pointer, f"{name} has taken a colleague's shift: {shown(shift)}. Somebody else has to take it first.")
            for pointer, name, shift in refused
        ]
        super().__init__(self.fields[0][1])


class HasNoReports(Conflict):
    code = "has_no_reports"

    def __init__(self, name: str) -> None:
        super().__init__(f"Nobody reports to {name}, so there is nothing to answer in their place.")


def check_draft(draft: DecisionDraft) -> None:
    """Who is declined is owed a reason; so are organisers when cover falls short."""
    approves = draft.verdict is Verdict.APPROVED
    if not approves and not draft.reason.strip():
        raise Invalid("Say why, so that your colleague understands.", pointer="/reason")
    if draft.override and not approves:
        raise Invalid("Only an approval can let cover fall short.", pointer="/override")
    if draft.override and len(draft.reason.strip()) < WRITTEN:
        raise Invalid(f"Write in at least {WRITTEN} characters why cover may fall short.", pointer="/reason")
    if draft.cover and (not approves or len(set(draft.people)) > 1):
        raise Invalid("A colleague takes over for one person who is approved.", pointer="/cover")


def check_dates(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < starts_on:
        raise Invalid("This ends before it begins.", pointer="/ends_on")
    if ends_on < today:
        raise Invalid("These dates are over already.", pointer="/ends_on")
    if ends_on - starts_on >= LONGEST:
        raise Invalid(f"Name a deputy for at most {LONGEST.days} days.", pointer="/ends_on")


def due(answers_by: datetime, now: datetime) -> Kind | None:
    """What a manager who has not answered gets now; of what was missed only the newest."""
    if now >= answers_by:
        return Kind.ESCALATED
    if now >= answers_by - LAST:
        return Kind.LAST
    return Kind.FIRST if now >= answers_by - FIRST else None
