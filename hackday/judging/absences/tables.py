"""Visits in vain."""

from piccolo.columns import UUID, ForeignKey, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Unique
from piccolo.table import Table

from hackday.people.tables import Person
from hackday.projects.tables import Project


class Absence(Table, tablename="absence"):
    """A judge found nobody; once for each judge and project until somebody clears it."""

    id = UUID(primary_key=True, default=UUID7())
    project = ForeignKey(Project, default=None, null=False, on_delete=OnDelete.cascade)
    judge = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    flagged_at = Timestamptz(default=TimestamptzNow())

    absence_once = Unique(["project", "judge"])
