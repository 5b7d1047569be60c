"""Projects."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person
from hackday.teams.tables import Team


class Project(Table, tablename="project"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    team = ForeignKey(Team, default=None, null=False, on_delete=OnDelete.restrict, unique=True)
    title = Varchar(length=120, default="")
    summary = Text(default="")
    links = JSONB(default="[]")
    """[{label, url}]"""
    link_checks = JSONB(default="{}")
    """{url: {is_ok, status, checked_at}}"""
    place = Varchar(length=40, default="")
    """Where judges find the team, such as `table C-14`."""
    state = Varchar(length=20, default="draft")
    handed_in_at = Timestamptz(default=None, null=True)
    is_late = Boolean(default=False)
    version = Integer(default=1)
    changed_at = Timestamptz(default=TimestamptzNow())

    project_state = Check("state in ('draft', 'handed_in')")


class ProjectFile(Table, tablename="project_file"):
    """A file of a project; its bytes lie in the storage under `key`."""

    id = UUID(primary_key=True, default=UUID7())
    project = ForeignKey(Project, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    kind = Varchar(length=20, default=None, null=False)
    name = Varchar(length=200, default=None, null=False)
    content_type = Varchar(length=100, default=None, null=False)
    size = BigInt(default=None, null=False)
    sha256 = Bytea(default=None, null=False)
    key = Varchar(length=200, default=None, null=False, unique=True)
    caption = Varchar(length=300, default="")
    """Of a picture: what those hear who do not see it."""
    place = Integer(default=0)
    """The first picture stands for the project in the gallery."""
    added_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    added_at = Timestamptz(default=TimestamptzNow())

    project_file_kind = Check("kind in ('picture', 'video', 'file')")


class Extension(Table, tablename="extension"):
    """More time for one team; judges see the reason."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    team = ForeignKey(Team, default=None, null=False, on_delete=OnDelete.cascade, unique=True)
    until = Timestamptz(default=None, null=False)
    reason = Varchar(length=500, default=None, null=False)
    granted_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    granted_at = Timestamptz(default=TimestamptzNow())
