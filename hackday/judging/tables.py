"""Rubrics, assignments and scores."""

from piccolo.columns import JSONB, UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID4, UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person
from hackday.projects.tables import Project


class Rubric(Table, tablename="rubric"):
    """The criteria of a day. A change after the first score makes a new version."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    version = Integer(default=1)
    scale_min = Integer(default=1)
    scale_max = Integer(default=10)
    created_at = Timestamptz(default=TimestamptzNow())
    created_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)

    rubric_version = Unique(["day", "version"])
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
    idempotency_key = UUID(default=None, null=False)
    written_at = Timestamptz(default=None, null=True)
    """The phone's clock when the judge pressed save."""
    accepted_at = Timestamptz(default=TimestamptzNow())

    score_version = Unique(["project", "judge", "version"])
    score_key = Unique(["judge", "idempotency_key"])
