"""Runs of the matching."""

from piccolo.columns import JSONB, UUID, BigInt, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person


class Matching(Table, tablename="matching"):
    """One run: a preview until it is committed; what was committed can be undone."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    seed = BigInt(default=None, null=False)
    state = Varchar(length=20, default="preview")
    asked = JSONB(default="{}")
    """Sizes, mix and locks as the organiser gave them."""
    result = JSONB(default="{}")
    made_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    made_at = Timestamptz(default=TimestamptzNow())
    committed_at = Timestamptz(default=None, null=True)
    undone_at = Timestamptz(default=None, null=True)

    matching_state = Check("state in ('preview', 'committed', 'undone')")
