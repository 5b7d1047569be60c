"""Days whose scoring is closed."""

from piccolo.columns import ForeignKey, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person


class ScoringClose(Table, tablename="scoring_close"):
    """No sheet is taken while the row stands."""

    day = ForeignKey(Day, primary_key=True, default=None, null=False, on_delete=OnDelete.cascade)
    closed_at = Timestamptz(default=TimestamptzNow())
    closed_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
