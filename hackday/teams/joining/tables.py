"""Requests to join a team, invitations into one, and people who look for one."""

from piccolo.columns import UUID, Array, Bytea, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person
from hackday.teams.tables import Team


class JoinRequest(Table, tablename="join_request"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    team = ForeignKey(Team, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    message = Varchar(length=500, default="")
    state = Varchar(length=20, default="waiting")
    reply = Varchar(length=500, default="")
    """The captain's word."""
    asked_at = Timestamptz(default=TimestamptzNow())
    decided_at = Timestamptz(default=None, null=True)
    decided_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)

    join_request_state = Check("state in ('waiting', 'accepted', 'declined', 'withdrawn')")


class Invitation(Table, tablename="invitation"):
    """A link into a team, for one person or for whoever has it; only the SHA-256 of its token is kept."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    team = ForeignKey(Team, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    token_hash = Bytea(default=None, null=False, unique=True)
    person = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.cascade, index=True)
    """Whom it is for; null: the first who uses it."""
    message = Varchar(length=500, default="")
    made_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    made_at = Timestamptz(default=TimestamptzNow())
    expires_at = Timestamptz(default=None, null=False)
    revoked_at = Timestamptz(default=None, null=True)
    declined_at = Timestamptz(default=None, null=True)
    used_at = Timestamptz(default=None, null=True)
    used_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)


class Seeker(Table, tablename="seeker"):
    """Somebody who looks for a team, with what they chose to show."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    about = Varchar(length=500, default="")
    languages = Array(Varchar(), default=list)
    shows = Array(Varchar(), default=list)
    """Of skills, site, time_zone, department, languages."""
    changed_at = Timestamptz(default=TimestamptzNow())

    seeker_once = Unique(["day", "person"])
