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
