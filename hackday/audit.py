"""Append-only record of who did what, when and why. The database refuses to change or delete a row."""

from typing import Any
from uuid import UUID

import msgspec
from piccolo.columns import JSONB, Text, Timestamptz, Varchar
from piccolo.columns import UUID as UUIDColumn
from piccolo.columns.defaults.uuid import UUID7
from piccolo.table import Table

from hackday import clock, database

SUBJECT_MOST = 200  # characters; a file's name or an address may be longer, and is told apart by its beginning


class AuditEntry(Table, tablename="audit_entry"):
    id = UUIDColumn(primary_key=True, default=UUID7())
    at = Timestamptz(default=None, null=False)
    actor = UUIDColumn(default=None, null=True, index=True)
    """Person who acted; null for the clock and the command line."""
    action = Varchar(length=80, default=None, null=False)
    """`feature.verb_noun`, such as `teams.found_team`."""
    day = UUIDColumn(default=None, null=True, index=True)
    subject = Varchar(length=SUBJECT_MOST, default=None, null=False)
    reason = Text(default="")
    before = JSONB(default=None, null=True)
    after = JSONB(default=None, null=True)


def _json(value: Any) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


async def record(
    action: str,
    subject: object,
    *,
    actor: UUID | None,
    day: UUID | None = None,
    reason: str = "",
    before: Any = None,
    after: Any = None,
) -> None:
    """Write one entry in the caller's transaction."""
    async with database.reading() as connection:
        await connection.execute(
            """insert into audit_entry (id, at, actor, action, day, subject, reason, before, after)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8)""",
            clock.now(), actor, action, day, str(subject)[:SUBJECT_MOST], reason, _json(before), _json(after),
        )  # fmt: skip
