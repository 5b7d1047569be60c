"""Teams and their members."""

from piccolo.columns import UUID, Array, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.challenges.tables import Challenge
from hackday.days.tables import Day
from hackday.people.tables import Person


class Team(Table, tablename="team"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    challenge = ForeignKey(Challenge, default=None, null=False, on_delete=OnDelete.restrict, index=True)
    name = Varchar(length=80, default=None, null=False)
    pitch = Varchar(length=500, default="")
    captain = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.restrict)
    join_code = Varchar(length=12, default=None, null=False)
    min_size = Integer(default=3)
    max_size = Integer(default=6)
    member_count = Integer(default=0)
    department_most = Integer(default=None, null=True)
    """So many of one department at most; null: any number."""
    sites_least = Integer(default=None, null=True)
    """From so many sites the full team comes at least; null: any number."""
    wanted_skills = Array(Varchar(), default=list)
    wanted = Varchar(length=300, default="")
    """Whom the open places are for, in the captain's words."""
    chat_url = Varchar(length=500, default="")
    repository_url = Varchar(length=500, default="")
    state = Varchar(length=20, default="open")
    created_at = Timestamptz(default=TimestamptzNow())

    team_join_code = Unique(["day", "join_code"])
    team_size = Check("member_count between 0 and max_size and min_size between 1 and max_size")
    team_state = Check("state in ('open', 'locked', 'disbanded')")


class Membership(Table, tablename="membership"):
    id = UUID(primary_key=True, default=UUID7())
    team = ForeignKey(Team, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    joined_at = Timestamptz(default=TimestamptzNow())
    left_at = Timestamptz(default=None, null=True)
