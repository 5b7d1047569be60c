"""Shifts that look for somebody, and who takes them."""

from piccolo.columns import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person, Site
from hackday.release.intake.tables import Shift


class OpenShift(Table, tablename="open_shift"):
    """A stretch of the rota during a day for which a colleague is wanted."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)
    role = Varchar(length=80, default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    ends_at = Timestamptz(default=None, null=False)
    state = Varchar(length=20, default="open")
    giver = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.cascade, index=True)
    """Whose place is taken; null when the place is nobody's yet."""
    asked = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.cascade, index=True)
    """The one colleague who is asked; null: broadcast to all who are qualified and rested."""
    return_shift = ForeignKey(Shift, default=None, null=True, on_delete=OnDelete.cascade)
    """A swap: the taker's shift that the giver works in return."""
    taker = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.cascade, index=True)
    taken_at = Timestamptz(default=None, null=True)
    confirmed_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    confirmed_at = Timestamptz(default=None, null=True)
    opened_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    opened_at = Timestamptz(default=TimestamptzNow())

    open_shift_times = Check("ends_at > starts_at")
    open_shift_state = Check("state in ('open', 'taken', 'confirmed', 'withdrawn')")
    open_shift_taker = Check("(state in ('open', 'withdrawn')) = (taker is null)")
