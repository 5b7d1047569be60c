"""Plans, what they say about each volunteer, how they are made, and who makes them for which sites."""

from typing import Any

from piccolo.columns import (
    JSONB,
    UUID,
    BigInt,
    Boolean,
    DoublePrecision,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)  # fmt: skip
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.days.tables import Day, DayRole
from hackday.people.tables import Person, Site


class ReleaseSettings(Table, tablename="release_settings"):
    """How a day releases people; a day without a row has the defaults, null times those of `rules`."""

    day = ForeignKey(Day, primary_key=True, default=None, null=False, on_delete=OnDelete.cascade)
    site_floor = Integer(default=0)
    """Per cent of each site's volunteers that should go."""
    rest_hours = Integer(default=11)
    week_hours = Integer(default=48)
    answers_by = Timestamptz(default=None, null=True)
    """Managers answer until then; later their own manager may."""
    step_back_until = Timestamptz(default=None, null=True)
    """Until then who took a shift, or asked for it, may step back."""

    release_settings_values = Check(
        "site_floor between 0 and 100 and rest_hours between 0 and 24 and week_hours between 1 and 168"
    )


class PlannerSite(Table, tablename="planner_site"):
    """A site that a planner's role is limited to; a role without rows is for every site. It goes with the role."""

    id = UUID(primary_key=True, default=UUID7())
    day_role = ForeignKey(DayRole, default=None, null=False, on_delete=OnDelete.cascade)
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)

    planner_site_once = Unique(["day_role", "site"])


class Plan(Table, tablename="plan"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    state = Varchar(length=20, default="running")
    seed = BigInt(default=0)
    started_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    started_at = Timestamptz(default=TimestamptzNow())
    beat_at = Timestamptz(default=TimestamptzNow())
    """When the process that runs it was last heard of; see `rules.ABANDONED_AFTER`."""
    finished_at = Timestamptz(default=None, null=True)
    published_at = Timestamptz(default=None, null=True)
    objective = DoublePrecision(default=None, null=True)
    bound = DoublePrecision(default=None, null=True)
    gap = DoublePrecision(default=None, null=True)
    seconds = DoublePrecision(default=None, null=True)
    solver = Varchar(length=80, default="")
    status = Varchar(length=20, default="")
    """How the search ended, as `schemas.Status` has it."""
    progress = JSONB(default=None, null=True)
    failure = Text(default="")
    base: ForeignKey[Any] = ForeignKey("self", default=None, null=True, on_delete=OnDelete.set_null)
    """The published plan that this one repairs with the least change; null for one made from scratch."""
    stop_asked = Boolean(default=False)
    """Somebody wants the best plan so far."""
    site_floor = Integer(default=0)
    """Per cent of each site's volunteers that should go."""
    floors_missed = JSONB(default=None, null=True)
    """Sites whose floor could not be kept, as `schemas` has it."""
    goes = Integer(default=0)
    stays = Integer(default=0)

    plan_state = Check("state in ('running', 'ready', 'failed', 'published', 'superseded')")


class PlanEntry(Table, tablename="plan_entry"):
    """What a plan says about one volunteer."""

    id = UUID(primary_key=True, default=UUID7())
    plan = ForeignKey(Plan, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    goes = Boolean(default=None, null=False)
    why = JSONB(default=None, null=True)
    """For who stays: what blocks them, as `release.schemas` has it."""
    draw = JSONB(default=None, null=True)
    """For who was interchangeable with others: the lottery among them, as `schemas` has it."""

    plan_entry_once = Unique(["plan", "person"])


class CoverMove(Table, tablename="cover_move"):
    """A colleague who steps in, by a plan."""

    id = UUID(primary_key=True, default=UUID7())
    plan = ForeignKey(Plan, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=80, default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)

    cover_move_once = Unique(["plan", "person", "starts_at"])
