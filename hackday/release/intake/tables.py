"""The rota, how files of it are read, its minimum cover, and who is off work."""

from piccolo.columns import JSONB, UUID, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

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


class CoverRule(Table, tablename="cover_rule"):
    """So many people, or such a share of the scheduled, on every shift that it fits; the closest fit wins."""

    id = UUID(primary_key=True, default=UUID7())
    site = ForeignKey(Site, default=None, null=True, on_delete=OnDelete.cascade)
    """Null: every site."""
    role = Varchar(length=80, default=None, null=True)
    """Null: every role."""
    starts_on = Date(default=None, null=True)
    ends_on = Date(default=None, null=True)
    """Dates at the site, both included; null: no end on that side."""
    people = Integer(default=None, null=True)
    percent = Integer(default=None, null=True)
    set_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    set_at = Timestamptz(default=TimestamptzNow())

    cover_rule_amount = Check(
        "(people is null) <> (percent is null) and coalesce(people, 0) >= 0 and coalesce(percent, 0) between 0 and 100"
    )
    cover_rule_dates = Check("starts_on is null or ends_on is null or ends_on >= starts_on")


class Cover(Table, tablename="cover"):
    """The least number of qualified people that stay at a site in a role for a stretch of time."""

    id = UUID(primary_key=True, default=UUID7())
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=80, default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)
    minimum = Integer(default=None, null=False)
    rule = ForeignKey(CoverRule, default=None, null=True, on_delete=OnDelete.cascade)
    """The rule that this follows from; null when it was given for this very stretch."""

    cover_once = Unique(["site", "role", "starts_at", "ends_at"])
    cover_values = Check("ends_at > starts_at and minimum >= 0")


class RotaMapping(Table, tablename="rota_mapping"):
    """How one workforce tool writes its rota, kept under a name."""

    id = UUID(primary_key=True, default=UUID7())
    name = Varchar(length=80, default=None, null=False, unique=True)
    mapping = JSONB(default=None, null=False)
    """As `rota_file.FileMapping` has it."""
    saved_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    saved_at = Timestamptz(default=TimestamptzNow())


class Unavailable(Table, tablename="unavailable"):
    """Somebody is off the rota for a while. Why is nobody's business, so it has no place here."""

    id = UUID(primary_key=True, default=UUID7())
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)
    noted_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    noted_at = Timestamptz(default=TimestamptzNow())

    unavailable_times = Check("ends_at > starts_at")
