"""A day's example project and what judges gave it."""

from piccolo.columns import JSONB, UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Unique
from piccolo.table import Table

from hackday.days.tables import Day
from hackday.people.tables import Person


class Example(Table, tablename="rubric_example"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, unique=True)
    title = Varchar(length=120, default=None, null=False)
    summary = Text(default="")
    link = Varchar(length=500, default="")
    points = JSONB(default=None, null=False)
    """{criterion key: what the organisers would give}"""
    reason = Text(default="")
    """Why they would; shown once a judge has scored it."""


class ExampleSheet(Table, tablename="rubric_example_sheet"):
    """What a judge gave the example, once: afterwards the judge has seen what others gave."""

    id = UUID(primary_key=True, default=UUID7())
    example = ForeignKey(Example, default=None, null=False, on_delete=OnDelete.cascade)
    judge = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    points = JSONB(default=None, null=False)
    scored_at = Timestamptz(default=TimestamptzNow())

    example_sheet_once = Unique(["example", "judge"])
