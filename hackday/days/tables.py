"""Days, their phases and roles, and who signed up."""

from piccolo.columns import UUID, Array, Boolean, Date, ForeignKey, Integer, Text, Time, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.people.tables import Person, Site


class Day(Table, tablename="day"):
    id = UUID(primary_key=True, default=UUID7())
    slug = Varchar(length=60, default=None, null=False, unique=True)
    name = Varchar(length=120, default=None, null=False)
    about = Text(default="")
    starts_on = Date(default=None, null=False)
    ends_on = Date(default=None, null=False)
    """Both in each site's own zone: a released person is off every shift that touches them."""
    time_zone = Varchar(length=64, default=None, null=False)
    """Zone in which the day's own times are shown."""
    team_min_size = Integer(default=3)
    team_max_size = Integer(default=6)
    department_most = Integer(default=None, null=True)
    """So many of one department in a team at most; null: any number."""
    sites_least = Integer(default=None, null=True)
    """From so many sites a full team comes at least; null: any number."""
    phase = Varchar(length=20, default="draft")
    phase_since = Timestamptz(default=TimestamptzNow())
    created_at = Timestamptz(default=TimestamptzNow())

    day_dates = Check("ends_on >= starts_on")
    day_limits = Check(
        "team_min_size between 1 and team_max_size and team_max_size <= 50"
        " and coalesce(department_most, 1) >= 1 and coalesce(sites_least, 1) between 1 and team_max_size"
    )
    day_phase = Check(
        "phase in ('draft', 'published', 'forming', 'hacking', 'judging', 'frozen', 'revealed', 'closed')"
    )


class DaySite(Table, tablename="day_site"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    site = ForeignKey(Site, default=None, null=False, on_delete=OnDelete.restrict)

    day_site_once = Unique(["day", "site"])


class PhaseTime(Table, tablename="phase_time"):
    """When a phase begins by itself."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    phase = Varchar(length=20, default=None, null=False)
    starts_at = Timestamptz(default=None, null=False)
    done_at = Timestamptz(default=None, null=True)
    """Set once the clock or a person has moved the day to this phase or past it."""

    phase_time_once = Unique(["day", "phase"])


class PhaseMove(Table, tablename="phase_move"):
    """Each change of phase that happened."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    from_phase = Varchar(length=20, default=None, null=False)
    to_phase = Varchar(length=20, default=None, null=False)
    at = Timestamptz(default=TimestamptzNow())
    moved_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    """Null: the clock."""
    reason = Varchar(length=500, default="")


class DayRole(Table, tablename="day_role"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    role = Varchar(length=20, default=None, null=False)

    day_role_once = Unique(["day", "person", "role"])
    day_role_known = Check("role in ('organiser', 'judge', 'planner', 'sponsor')")


class SignUp(Table, tablename="sign_up"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    state = Varchar(length=20, default="wanted")
    skills = Array(Varchar(), default=list)
    wishes = Array(Varchar(), default=list)
    """Slugs of challenges, the dearest first."""
    party = Varchar(length=60, default="")
    """People with the same word want to go together."""
    note = Varchar(length=500, default="")
    works_from = Time(default=None, null=True)
    """Usual working hours on the clock of the person's site; null: not said."""
    works_until = Time(default=None, null=True)
    was_refused = Boolean(default=False)
    """Refused last time, so weighs more now."""
    signed_up_at = Timestamptz(default=TimestamptzNow())
    changed_at = Timestamptz(default=TimestamptzNow())

    sign_up_once = Unique(["day", "person"])
    sign_up_state = Check("state in ('wanted', 'released', 'refused', 'withdrawn')")


class Announcement(Table, tablename="announcement"):
    """What organisers tell everybody of a day, and they or a sponsor the teams of a challenge."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    challenge = UUID(default=None, null=True)
    """To the teams of this one; null: to all. A foreign key to a later stage's table, made by the migration."""
    title = Varchar(length=120, default=None, null=False)
    body = Text(default="")
    """Markdown."""
    version = Integer(default=1)
    made_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    made_at = Timestamptz(default=TimestamptzNow())
    changed_at = Timestamptz(default=None, null=True)
    withdrawn_at = Timestamptz(default=None, null=True)


class AnnouncementSeen(Table, tablename="announcement_seen"):
    """A person has seen this version of an announcement, or a later one."""

    id = UUID(primary_key=True, default=UUID7())
    announcement = ForeignKey(Announcement, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    version = Integer(default=None, null=False)

    announcement_seen_once = Unique(["announcement", "person"])
