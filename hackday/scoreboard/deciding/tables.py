"""Awards, confirmations and counts."""

from piccolo.columns import UUID, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person
from hackday.projects.tables import Project


class Award(Table, tablename="award"):
    """Told with the reveal."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    category = Varchar(length=80, default=None, null=False)
    project = ForeignKey(Project, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    citation = Varchar(length=500, default="")
    position = Integer(default=0)


class Confirmation(Table, tablename="result_confirmation"):
    """Somebody has looked at the result of this digest and stands for it."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    digest = Varchar(length=64, default=None, null=False)
    confirmed_at = Timestamptz(default=TimestamptzNow())

    confirmation_once = Unique(["day", "person", "digest"])


class Recount(Table, tablename="recount"):
    """The independent count came to the result of this digest."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    digest = Varchar(length=64, default=None, null=False)
    counted_at = Timestamptz(default=TimestamptzNow())
    counted_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)

    recount_once = Unique(["day", "digest"])
