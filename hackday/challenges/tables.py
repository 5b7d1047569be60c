"""Challenges of a day."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Bytea, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person


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
    resources = Text(default="")
    """Markdown: where to look, whom to ask, what may be used."""
    tried = Text(default="")
    """Markdown: what was tried before, and why it did not do."""
    team_places = Integer(default=None, null=True)
    """How many teams it takes; null: any number."""
    team_count = Integer(default=0)
    team_min_size = Integer(default=None, null=True)
    """This and the next three hold for its teams; null: as the day has it."""
    team_max_size = Integer(default=None, null=True)
    department_most = Integer(default=None, null=True)
    """So many of one department in a team at most."""
    sites_least = Integer(default=None, null=True)
    """From so many sites a full team comes at least."""
    state = Varchar(length=20, default="draft")
    source = Varchar(length=20, default="browser")
    """`file` for a brief published from the repository, `browser` for one written there, `assistant` for its draft."""
    version = Integer(default=1)
    created_at = Timestamptz(default=TimestamptzNow())
    changed_at = Timestamptz(default=TimestamptzNow())
    published_at = Timestamptz(default=None, null=True)
    publish_at = Timestamptz(default=None, null=True)
    """When a scheduled one is published."""
    approved_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    approved_at = Timestamptz(default=None, null=True)

    challenge_slug = Unique(["day", "slug"])
    challenge_state = Check("state in ('draft', 'review', 'scheduled', 'published', 'closed')")
    challenge_schedule = Check("(state = 'scheduled') = (publish_at is not null)")
    challenge_limits = Check(
        "coalesce(team_min_size, 1) between 1 and coalesce(team_max_size, 50) and coalesce(team_max_size, 1) <= 50"
        " and coalesce(department_most, 1) >= 1 and coalesce(sites_least, 1) >= 1"
    )
    challenge_places = Check("team_count >= 0 and (team_places is null or team_count <= team_places)")


class ChallengeEdition(Table, tablename="challenge_edition"):
    """What readers saw of a challenge from a moment on: one row for each text that was published."""

    id = UUID(primary_key=True, default=UUID7())
    challenge = ForeignKey(Challenge, default=None, null=False, on_delete=OnDelete.cascade)
    version = Integer(default=None, null=False)
    content = JSONB(default=None, null=False)
    """The fields of the brief."""
    note = Varchar(length=300, default="")
    """What changed, in the writer's words."""
    written_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    """Null: a file or the clock."""
    written_at = Timestamptz(default=TimestamptzNow())

    challenge_edition_once = Unique(["challenge", "version"])


class Attachment(Table, tablename="attachment"):
    """A file of a challenge; its bytes lie in the storage under `key`."""

    id = UUID(primary_key=True, default=UUID7())
    challenge = ForeignKey(Challenge, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    name = Varchar(length=200, default=None, null=False)
    content_type = Varchar(length=100, default=None, null=False)
    size = BigInt(default=None, null=False)
    sha256 = Bytea(default=None, null=False)
    key = Varchar(length=200, default=None, null=False, unique=True)
    added_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    added_at = Timestamptz(default=TimestamptzNow())
