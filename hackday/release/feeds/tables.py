"""Secret calendar addresses, and what changed in the rota, in order."""

from piccolo.columns import UUID, BigInt, Bytea, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person, Site


class CalendarLink(Table, tablename="calendar_link"):
    """A secret address of one person's calendar; only the SHA-256 of its token is kept."""

    token_hash = Bytea(primary_key=True, default=None, null=False)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    created_at = Timestamptz(default=TimestamptzNow())
    revoked_at = Timestamptz(default=None, null=True)


class RotaChange(Table, tablename="rota_change"):
    """One change of the rota that a day brings about, for the workforce tool; `number` counts up without holes."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    number = BigInt(default=None, null=False)
    at = Timestamptz(default=TimestamptzNow())
    kind = Varchar(length=20, default=None, null=False)
    """`off`: the shift is given up; `on`: worked in addition; each with its `undo`."""
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.restrict, index=True)
    """Restricted: a row that went would leave a hole, or its number to the next change."""
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=80, default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)

    rota_change_number = Unique(["day", "number"])
    rota_change_kind = Check("kind in ('off', 'off_undo', 'on', 'on_undo')")
