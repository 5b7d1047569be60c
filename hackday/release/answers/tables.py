"""What people offer, and what managers and their deputies say."""

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person


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


class Decision(Table, tablename="decision"):
    """A manager's answer to one person's wish to go."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    verdict = Varchar(length=20, default=None, null=False)
    reason = Varchar(length=500, default="")
    decided_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    decided_at = Timestamptz(default=TimestamptzNow())
    acting_for = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    """The manager in whose place somebody else decided."""
    override = JSONB(default=None, null=True)
    """What falls short by this approval, as `wire.Shortage` has it; null for one that keeps cover."""

    decision_once = Unique(["day", "person"])
    decision_verdict = Check("verdict in ('approved', 'declined')")


class Deputy(Table, tablename="deputy"):
    """Who acts for an absent manager, both dates included, by the manager's own calendar."""

    id = UUID(primary_key=True, default=UUID7())
    manager = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    deputy = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    starts_on = Date(default=None, null=False)
    ends_on = Date(default=None, null=False)
    set_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    set_at = Timestamptz(default=TimestamptzNow())

    deputy_is_another = Check("manager <> deputy")
    deputy_dates = Check("ends_on >= starts_on")


class Reminder(Table, tablename="reminder"):
    """A reminder to a manager that was sent; the row is written first, so that of two replicas one sends it."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    manager = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(length=20, default=None, null=False)
    sent_at = Timestamptz(default=TimestamptzNow())

    reminder_once = Unique(["day", "manager", "kind"])
    reminder_kind = Check("kind in ('first', 'last', 'escalated')")
