"""The rule of a day."""

from piccolo.columns import ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person


class CountingRule(Table, tablename="counting_rule"):
    """A day without a row is counted by plain means."""

    day = ForeignKey(Day, primary_key=True, default=None, null=False, on_delete=OnDelete.cascade)
    rule = Varchar(length=12, default="raw")
    seed = Integer(default=1)
    """Of every draw: the last tie-break, and the orders behind chances."""
    chosen_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    chosen_at = Timestamptz(default=TimestamptzNow())
    sealed_at = Timestamptz(default=None, null=True)
    digest = Varchar(length=64, default="")
    """SHA-256 of the sealed rule with all rubrics, in hexadecimal; it stands in the audit record too."""

    counting_rule_known = Check("rule in ('raw', 'calibrated')")
