"""What a day lets teams read of comments. The comments themselves stand on the score sheets."""

from piccolo.columns import UUID, Boolean, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.days.tables import Day


class Feedback(Table, tablename="feedback"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, unique=True)
    policy = Varchar(length=20, default="unnamed")
    is_open = Boolean(default=False)
    """The last rank of this reveal was uncovered. A day that goes back behind it closes it again."""
    told_at = Timestamptz(default=None, null=True)
    """When teams were first told that they may read."""

    feedback_policy = Check("policy in ('nothing', 'unnamed', 'named')")
