"""Conflicts that people name, and what a day derives beside its fixed sources."""

from piccolo.columns import UUID, Boolean, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person
from hackday.projects.tables import Project


class ConflictOfInterest(Table, tablename="conflict_of_interest"):
    """Named by the judge or an organiser; never deleted, only lifted.

    One that stands for each judge, project and source: the index `conflict_standing`.
    """

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    judge = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    project = ForeignKey(Project, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    source = Varchar(length=10, default=None, null=False)
    reason = Varchar(length=300, default="")
    named_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    named_at = Timestamptz(default=TimestamptzNow())
    lifted_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    lifted_at = Timestamptz(default=None, null=True)

    conflict_source = Check("source in ('declared', 'set')")


class ConflictRule(Table, tablename="conflict_rule"):
    """A day without a row derives no conflict from a shared department."""

    day = ForeignKey(Day, primary_key=True, default=None, null=False, on_delete=OnDelete.cascade)
    same_department = Boolean(default=False)
