"""Refusals around a release, and what is allowed when. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hackday.days.schemas import Day, Phase
from hackday.errors import Conflict, Forbidden
from hackday.release.schemas import Breach, Window
from hackday.release.wire import PlanState, Shortage

PHASES = (Phase.PUBLISHED, Phase.FORMING, Phase.HACKING)
"""While people can be planned, released and called back."""
BEAT = timedelta(seconds=0.5)
"""The process that runs a plan shows so often how far it is, and hears whether it shall stop."""
ABANDONED_AFTER = timedelta(seconds=20)
SMALLEST_PARTY = 3
"""Of people who want to go together but have no team yet so many go, or none; all, where they are fewer."""


class ShiftLosesCover(Conflict):
    """Somebody cannot go; `fields` names everybody in the request who cannot, so that the others may be asked for."""

    code = "shift_loses_cover"

    def __init__(self, refused: Sequence[tuple[str, str, Shortage]]) -> None:
        """`refused`: for each their pointer in the request, their name and what falls short."""
        self.fields = [(pointer, loses_cover(name, shortage)) for pointer, name, shortage in refused]
        super().__init__(self.fields[0][1])


class PlanIsRunning(Conflict):
    code = "plan_is_running"

    def __init__(self) -> None:
        super().__init__("A plan for this day is being made already. Wait for it to end.")


class PlanIsNotReady(Conflict):
    code = "plan_is_not_ready"

    def __init__(self, state: PlanState) -> None:
        super().__init__(f"Only a plan that is ready can be published; this one is {state}.")


class PlanIsStale(Conflict):
    code = "plan_is_stale"

    def __init__(self, breaches: list[Breach]) -> None:
        kinds = ", ".join(sorted({breach.kind.replace("_", " ") for breach in breaches}))
        super().__init__(
            f"Sign-ups, shifts or pins have changed since this plan was made, and it does not hold any more "
            f"({len(breaches)}: {kinds}). Make a new plan."
        )


class PlanDropsReleased(Conflict):
    code = "plan_drops_released"

    def __init__(self, people: int) -> None:
        super().__init__(
            f"{people} people whom their managers have released already would stay in this plan. Make a new plan."
        )


class NotAVolunteer(Conflict):
    code = "not_a_volunteer"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} does not want to take part any more.")


class OfferIsInUse(Conflict):
    code = "offer_is_in_use"

    def __init__(self, moves: int) -> None:
        super().__init__(f"The published plan counts on you for {moves} shifts. Ask the planner for a new plan first.")


class PlansSomeSites(Forbidden):
    code = "plans_some_sites"

    def __init__(self, sites: Collection[str]) -> None:
        super().__init__(f"This concerns every site; you plan {', '.join(sorted(sites))} alone. Ask an organiser.")


class NotYourSite(Forbidden):
    code = "not_your_site"

    def __init__(self, site: str) -> None:
        super().__init__(f"You do not plan {site}.")


def loses_cover(name: str, shortage: Shortage) -> str:
    return (
        f"{name} cannot be released: {shown(shortage)} "
        f"needs at least {shortage.minimum} and would have {shortage.staying}."
    )


def shown(shortage: Shortage) -> str:
    """Where and when, by the clocks of the site."""
    zone = ZoneInfo(shortage.time_zone)
    start, end = (moment.astimezone(zone) for moment in (shortage.starts_at, shortage.ends_at))
    return f"{shortage.site}, {start:%a %d %b %H:%M}–{end:%H:%M}, {' or '.join(shortage.roles)}"


def window(day: Day, site: str, zone: str) -> Window:
    """The day at one site: from midnight to midnight of its dates, by the clocks there."""
    here = ZoneInfo(zone)
    midnight = datetime.min.time()
    return Window(
        site,
        datetime.combine(day.starts_on, midnight, here),
        datetime.combine(day.ends_on + timedelta(days=1), midnight, here),
    )


def smallest_team(min_size: int, members: int) -> int:
    """A team that still looks for members is planned with those it has."""
    return max(1, min(min_size, members))


def default_deadlines(day: Day) -> tuple[datetime, datetime]:
    """Managers answer until a week before the day, colleagues step back until two days before; in the day's zone."""
    start = datetime.combine(day.starts_on, datetime.min.time(), ZoneInfo(day.time_zone))
    return start - timedelta(days=7), start - timedelta(days=2)
