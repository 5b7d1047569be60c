"""Who is an expert of what, and plans of visits."""

from piccolo.columns import JSONB, UUID, ForeignKey, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person


class JudgeTrack(Table, tablename="judge_track"):
    """A judge is an expert of a track. Who has none is neither expert nor from outside anywhere."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade)
    judge = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    track = Varchar(length=60, default=None, null=False)

    judge_track_once = Unique(["day", "judge", "track"])


class VisitPlan(Table, tablename="visit_plan"):
    """A plan that an organiser looks at before it is published; never changed but for that."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    draft = JSONB(default=None, null=False)
    visits = JSONB(default=None, null=False)
    """[[judge, project, slot or null], …]"""
    projects = JSONB(default=None, null=False)
    """All projects that it was made for."""
    made_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    made_at = Timestamptz(default=TimestamptzNow())
    published_at = Timestamptz(default=None, null=True)
