"""What people were told."""

from piccolo.columns import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.columns.defaults.timestamptz import TimestamptzNow
from piccolo.columns.defaults.uuid import UUID7
from piccolo.table import Table

from hackday.people.tables import Person


class Notice(Table, tablename="notice"):
    id = UUID(primary_key=True, default=UUID7())
    person = ForeignKey(Person, default=None, null=False, on_delete=OnDelete.cascade, index=True)
    title = Varchar(length=200, default=None, null=False)
    body = Text(default="")
    link = Varchar(length=300, default="")
    """Path of the page to open, such as `/days/spring/release`."""
    created_at = Timestamptz(default=TimestamptzNow())
    read_at = Timestamptz(default=None, null=True)


class Mail(Table, tablename="mail"):
    """A letter that waits for the mail server; deleted once it is accepted."""

    id = UUID(primary_key=True, default=UUID7())
    recipient = Varchar(length=254, default=None, null=False)
    subject = Varchar(length=200, default=None, null=False)
    text = Text(default=None, null=False)
    created_at = Timestamptz(default=TimestamptzNow())
    tries = Integer(default=0)
    next_try_at = Timestamptz(default=TimestamptzNow())
