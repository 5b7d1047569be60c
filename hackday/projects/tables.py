"""Projects."""

from piccolo.columns import JSONB, UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.teams.tables import Team


class Project(Table, tablename="project"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    team = ForeignKey(Team, default=None, null=False, on_delete=OnDelete.restrict, unique=True)
    title = Varchar(length=120, default="")
    summary = Text(default="")
    links = JSONB(default="[]")
    """[{label, url}]"""
    place = Varchar(length=40, default="")
    """Where judges find the team, such as `table C-14`."""
    state = Varchar(length=20, default="draft")
    handed_in_at = Timestamptz(default=None, null=True)
    is_late = Boolean(default=False)
    version = Integer(default=1)
    changed_at = Timestamptz(default=TimestamptzNow())

    project_state = Check("state in ('draft', 'handed_in')")
