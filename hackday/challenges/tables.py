"""Challenges of a day."""

from piccolo.columns import UUID, Array, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.days.tables import Day


class Challenge(Table, tablename="challenge"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    slug = Varchar(length=60, default=None, null=False)
    title = Varchar(length=120, default=None, null=False)
    summary = Varchar(length=300, default=None, null=False)
    body = Text(default=None, null=False)
    """Markdown."""
    sponsor_name = Varchar(length=120, default=None, null=False)
    sponsor_email = Varchar(length=254, default="")
    track = Varchar(length=60, default=None, null=False)
    sites = Array(Varchar(), default=list)
    skills = Array(Varchar(), default=list)
    data = Text(default="")
    measure = Text(default="")
    """How success is measured."""
    team_places = Integer(default=None, null=True)
    """How many teams it takes; null: any number."""
    team_count = Integer(default=0)
    state = Varchar(length=20, default="draft")
    source = Varchar(length=20, default="browser")
    """`file` for a brief published from the repository, `browser` for one written there."""
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
    changed_at = Timestamptz(default=TimestamptzNow())
    published_at = Timestamptz(default=None, null=True)

    challenge_slug = Unique(["day", "slug"])
    challenge_state = Check("state in ('draft', 'published', 'closed')")
    challenge_places = Check("team_count >= 0 and (team_places is null or team_count <= team_places)")
