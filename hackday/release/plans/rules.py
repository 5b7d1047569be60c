"""Refusals around runs of the planner and the settings of a release. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hackday.days.schemas import Day
from hackday.errors import Conflict, Invalid
from hackday.release.wire import SettingsChange


class PlanIsNotRunning(Conflict):
    code = "plan_is_not_running"

    def __init__(self) -> None:
        super().__init__("This run has ended already.")


class DeadlineTooLate(Invalid):
    code = "deadline_too_late"

    def __init__(self, pointer: str) -> None:
        super().__init__("This lies after the end of the day.", pointer=pointer)


class NeedsAnOffset(Invalid):
    code = "needs_an_offset"

    def __init__(self, pointer: str) -> None:
        super().__init__("Say the offset as well, such as 2027-03-03T12:00+01:00.", pointer=pointer)


class NoPlanPublished(Conflict):
    code = "no_plan_published"

    def __init__(self) -> None:
        super().__init__("No plan is published yet, so there is none to repair.")


class RepairIsStale(Conflict):
    code = "repair_is_stale"

    def __init__(self) -> None:
        super().__init__("Something has changed since this repair was shown. Look at the new one before you apply it.")


class DatesHoldReleases(Conflict):
    code = "dates_hold_releases"

    def __init__(self, people: int) -> None:
        why = f"{people} people are released for these dates" if people else "A plan is published for these dates"
        super().__init__(f"{why}, so dates and sites cannot change any more. Call the releases back first.")


class EndsBeforeItStarts(Invalid):
    code = "ends_before_it_starts"

    def __init__(self) -> None:
        super().__init__("This ends before it starts.", pointer="/ends_at")


def check_stretch(starts_at: datetime, ends_at: datetime) -> None:
    """A stretch of time that says its offsets and does not end before it starts."""
    for name, moment in (("starts_at", starts_at), ("ends_at", ends_at)):
        if moment.tzinfo is None:
            raise NeedsAnOffset(f"/{name}")
    if ends_at <= starts_at:
        raise EndsBeforeItStarts


def check_deadlines(day: Day, change: SettingsChange) -> None:
    """Both lie before the day is over, by the clocks of its zone."""
    over = datetime.combine(day.ends_on + timedelta(days=1), datetime.min.time(), ZoneInfo(day.time_zone))
    for name in ("answers_by", "step_back_until"):
        moment: datetime | None = getattr(change, name)
        if moment is None:
            continue
        if moment.tzinfo is None:
            raise NeedsAnOffset(f"/{name}")
        if moment > over:
            raise DeadlineTooLate(f"/{name}")
