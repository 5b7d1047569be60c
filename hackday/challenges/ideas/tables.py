"""Ideas, who likes them, and what is said about them."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hackday.challenges.tables import Challenge
from hackday.days.tables import Day
from hackday.people.tables import Person


class Idea(Table, tablename="idea"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    author = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    title = Varchar(length=120, default=None, null=False)
    body = Text(default="")
    """Markdown."""
    state = Varchar(length=20, default="open")
    challenge = ForeignKey(Challenge, default=None, null=True, on_delete=OnDelete.set_null, index=True)
    """The challenge that it became."""
    interest_count = Integer(default=0)
    version = Integer(default=1)
    proposed_at = Timestamptz(default=TimestamptzNow())
    changed_at = Timestamptz(default=TimestamptzNow())

    idea_state = Check("state in ('open', 'adopted', 'withdrawn')")
    idea_interest_counted = Check("interest_count >= 0")


class IdeaInterest(Table, tablename="idea_interest"):
    """A vote of interest."""

    id = UUID(primary_key=True, default=UUID7())
    idea = ForeignKey(Idea, default=None, null=False, on_delete=OnDelete.cascade)
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    shown_at = Timestamptz(default=TimestamptzNow())

    idea_interest_once = Unique(["idea", "person"])


class IdeaComment(Table, tablename="idea_comment"):
    id = UUID(primary_key=True, default=UUID7())
    idea = ForeignKey(Idea, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    author = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    body = Varchar(length=2000, default=None, null=False)
    written_at = Timestamptz(default=TimestamptzNow())
    removed_at = Timestamptz(default=None, null=True)
    removed_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    removal_reason = Varchar(length=300, default="")
