"""Questions about a challenge, and answers kept ready."""

from piccolo.columns import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.constraints import Check
from piccolo.table import Table

from hackday.challenges.tables import Challenge
from hackday.days.tables import Day
from hackday.people.tables import Person


class Question(Table, tablename="question"):
    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    challenge = ForeignKey(Challenge, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    asker = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    text = Varchar(length=2000, default=None, null=False)
    asked_at = Timestamptz(default=TimestamptzNow())
    wording = Varchar(length=2000, default="")
    """The question as all read it, where it says too much about who asked; empty: as it was asked."""
    answer = Varchar(length=4000, default="")
    answered_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    answered_at = Timestamptz(default=None, null=True)
    changed_at = Timestamptz(default=None, null=True)
    """When the answer was last changed after it was given."""
    is_public = Boolean(default=False)
    """Whether all read question and answer; nobody but the asker's and the answerers' eyes see who asked."""
    is_pinned = Boolean(default=False)
    version = Integer(default=1)
    withdrawn_at = Timestamptz(default=None, null=True)

    question_public = Check("answered_at is not null or not (is_public or is_pinned)")
    question_pinned = Check("is_public or not is_pinned")
    question_answered = Check("(answered_at is null) = (answer = '')")


class CannedAnswer(Table, tablename="canned_answer"):
    """An answer kept ready, for all who answer on this day."""

    id = UUID(primary_key=True, default=UUID7())
    day = ForeignKey(Day, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    title = Varchar(length=80, default=None, null=False)
    text = Varchar(length=4000, default=None, null=False)
    written_by = ForeignKey(Person, default=None, null=True, on_delete=OnDelete.set_null)
    changed_at = Timestamptz(default=TimestamptzNow())
