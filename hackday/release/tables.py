"""The rota, its minimum cover, plans, and what managers decided."""

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

from hackday.days.tables import Day
from hackday.people.tables import Person, Site


class Shift(Table, tablename="shift"):
    id = UUID(primary_key=True, default=UUID7())
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade)
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=80, default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)

    shift_once = Unique(["person", "starts_at"])
    shift_times = Check("ends_at > starts_at")


class Cover(Table, tablename="cover"):
    """The least number of qualified people that stay at a site in a role for a stretch of time."""

    id = UUID(primary_key=True, default=UUID7())
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=80, default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)
    minimum = Integer(default=None, null=False)

    cover_once = Unique(["site", "role", "starts_at", "ends_at"])
    cover_values = Check("ends_at > starts_at and minimum >= 0")


class CoverOffer(Table, tablename="cover_offer"):
    """A colleague who would step in on others' shifts during a day."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    extra_shifts = Integer(default=2)

    cover_offer_once = Unique(["day", "person"])
    cover_offer_range = Check("extra_shifts between 0 and 7")


class Pin(Table, tablename="pin"):
    """A manager's word before planning: this person must go, or must stay."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(length=20, default=None, null=False)
    set_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    set_at = Timestamptz(default=TimestamptzNow())

    pin_once = Unique(["day", "person"])
    pin_kind = Check("kind in ('must_go', 'must_stay')")


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


class Decision(Table, tablename="decision"):
    """A manager's answer to one person's wish to go."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    verdict = Varchar(length=20, default=None, null=False)
    reason = Varchar(length=500, default="")
    decided_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    decided_at = Timestamptz(default=TimestamptzNow())

    decision_once = Unique(["day", "person"])
    decision_verdict = Check("verdict in ('approved', 'declined')")
