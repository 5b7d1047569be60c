"""Rubrics, assignments and scores."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4, UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.challenges.tables import Challenge
from hackday.days.tables import Day
from hackday.people.tables import Person
from hackday.projects.tables import Project


class Rubric(Table, tablename="rubric"):
    """The criteria of a day, of one of its tracks or of one challenge.

    A change after the first score makes a new version. Each scope (day, track, challenge) has each version once:
    the index `rubric_version`.
    """

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    track = Varchar(length=60, default="")
    """"": not for a track."""
    challenge = ForeignKey(Challenge, default=None, null=True, on_delete=OnDelete.cascade, index=True)
    version = Integer(default=1)
    scale_min = Integer(default=1)
    scale_max = Integer(default=10)
    created_at = Timestamptz(default=TimestamptzNow())
    created_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)

    rubric_scope = Check("challenge is null or track = ''")
    rubric_scale = Check("scale_min >= 0 and scale_max > scale_min and scale_max <= 100")


class Criterion(Table, tablename="criterion"):
    id = UUID(primary_key=True, default=UUID7())
    rubric = ForeignKey(Rubric, default=None, null=False, on_delete=OnDelete.cascade)
    key = Varchar(length=40, default=None, null=False)
    label = Varchar(length=80, default=None, null=False)
    question = Varchar(length=300, default="")
    weight = Integer(default=1)
    low = Varchar(length=80, default="")
    """Anchor of the scale's lower end."""
    high = Varchar(length=80, default="")
    levels = JSONB(default="[]")
    """Anchors in between: [{"points": 5, "text": "works in a demo"}], by points."""
    guidance = Varchar(length=600, default="")
    position = Integer(default=0)

    criterion_key = Unique(["rubric", "key"])
    criterion_weight = Check("weight between 1 and 100")


class Assignment(Table, tablename="assignment"):
    """A judge is to score a project."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    judge = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade)
    project = ForeignKey(Project, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    position = Integer(default=0)
    """Order in which the judge is asked to visit."""
    starts_at = Timestamptz(default=None, null=True)
    """Where there is a timetable."""
    opened_at = Timestamptz(default=None, null=True)
    """When the judge last opened the sheet with a network; who judges what now."""

    assignment_once = Unique(["judge", "project"])


class Score(Table, tablename="score"):
    """One version of a judge's sheet for a project; never changed, never deleted."""

    id = UUID(primary_key=True, default=UUID4())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.restrict, index=True)
    project = ForeignKey(Project, default=None, null=False, on_delete=OnDelete.restrict)
    judge = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.restrict)
    rubric = ForeignKey(Rubric, default=None, null=False, on_delete=OnDelete.restrict)
    version = Integer(default=None, null=False)
    points = JSONB(default=None, null=False)
    """{criterion key: points}"""
    comment = Text(default="")
    """For the team, as far as the day lets it out."""
    note = Text(default="")
    """For the judge alone."""
    idempotency_key = UUID(default=None, null=False)
    written_at = Timestamptz(default=None, null=True)
    """The phone's clock when the judge pressed save."""
    accepted_at = Timestamptz(default=TimestamptzNow())

    score_version = Unique(["project", "judge", "version"])
    score_key = Unique(["judge", "idempotency_key"])
