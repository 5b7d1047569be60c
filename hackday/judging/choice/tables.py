"""Categories, ballots, kiosks and codes of the people's choice."""

from piccolo.columns import UUID, Boolean, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4, UUID7
from piccolo.constraints import Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person
from hackday.projects.tables import Project


class ChoiceCategory(Table, tablename="choice_category"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    name = Varchar(length=80, default=None, null=False)
    description = Varchar(length=300, default="")

    choice_category_once = Unique(["day", "name"])


class Ballot(Table, tablename="ballot"):
    """A person's choice in a category. The trigger `ballot_is_fair` bars their own team."""

    id = UUID(primary_key=True, default=UUID4())
    category = ForeignKey(ChoiceCategory, default=None, null=False, on_delete=OnDelete.cascade)
    voter = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    project = ForeignKey(Project, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    cast_at = Timestamptz(default=TimestamptzNow())

    ballot_once = Unique(["category", "voter"])


class Kiosk(Table, tablename="kiosk"):
    """A device on which people vote with their code; only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    name = Varchar(length=80, default=None, null=False)
    token_hash = Bytea(default=None, null=False, unique=True)
    made_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    made_at = Timestamptz(default=TimestamptzNow())
    revoked_at = Timestamptz(default=None, null=True)
    misses = Integer(default=0)
    """Wrong codes since `misses_since`."""
    misses_since = Timestamptz(default=None, null=True)


class BallotCode(Table, tablename="ballot_code"):
    """Opens a person's ballot at a kiosk; only its SHA-256 is kept. One made by the person, one printed."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    is_printed = Boolean(default=False)
    code_hash = Bytea(default=None, null=False, unique=True)
    made_at = Timestamptz(default=TimestamptzNow())

    ballot_code_once = Unique(["day", "person", "is_printed"])
