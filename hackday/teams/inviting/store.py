"""Queries about invitations."""

from datetime import datetime
from uuid import UUID

import asyncpg

from hackday.database import reading
from hackday.teams.inviting.rules import state_of
from hackday.teams.inviting.schemas import Invitation

_INVITATION = """select i.id, i.team, t.name team_name, i.person, p.name, i.message, coalesce(m.name, '') made_by,
                        i.made_at, i.expires_at, b.name used_by, i.used_at, i.declined_at, i.revoked_at
                   from invitation i
                   join team t on t.id = i.team
                   left join person p on p.id = i.person
                   left join person m on m.id = i.made_by
                   left join person b on b.id = i.used_by"""
_WAITS = "used_at is null and declined_at is null and revoked_at is null and expires_at > $2"


def _invitation(row: asyncpg.Record, now: datetime) -> Invitation:
    return Invitation(
        id=row["id"],
        team=row["team"],
        team_name=row["team_name"],
        person=row["person"],
        name=row["name"],
        message=row["message"],
        made_by=row["made_by"],
        made_at=row["made_at"],
        expires_at=row["expires_at"],
        state=state_of(
            used=row["used_at"] is not None,
            declined=row["declined_at"] is not None,
            revoked=row["revoked_at"] is not None,
            expires_at=row["expires_at"],
            now=now,
        ),
        used_by=row["used_by"],
    )


async def add(
    day_id: UUID, team_id: UUID, digest: bytes, *, person: UUID | None, message: str, by: UUID, now: datetime,
    expires_at: datetime,
) -> UUID:  # fmt: skip
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into invitation (id, day, team, token_hash, person, message, made_by, made_at, expires_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8) returning id""",
            day_id, team_id, digest, person, message, by, now, expires_at,
        )  # fmt: skip
    return made


async def find(day_id: UUID, invitation_id: UUID, *, now: datetime) -> Invitation | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_INVITATION} where i.day = $1 and i.id = $2", day_id, invitation_id)
    return _invitation(row, now) if row else None


async def find_by_token(day_id: UUID, digest: bytes, *, now: datetime) -> Invitation | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_INVITATION} where i.day = $1 and i.token_hash = $2", day_id, digest)
    return _invitation(row, now) if row else None


async def of_team(team_id: UUID, *, now: datetime) -> list[Invitation]:
    """The newest first."""
    async with reading() as c:
        rows = await c.fetch(f"{_INVITATION} where i.team = $1 order by i.id desc limit 200", team_id)
    return [_invitation(row, now) for row in rows]


async def waiting_of(day_id: UUID, person: UUID, *, now: datetime) -> list[Invitation]:
    """Those for this person that wait, of teams that still stand; what ends first comes first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""{_INVITATION} where i.day = $1 and {_WAITS} and i.person = $3 and t.state <> 'disbanded'
                order by i.expires_at, i.id""",
            day_id, now, person,
        )  # fmt: skip
    return [_invitation(row, now) for row in rows]


async def waiting_in(team_id: UUID, *, now: datetime) -> list[UUID | None]:
    """For whom the waiting invitations of a team are."""
    async with reading() as c:
        rows = await c.fetch(f"select person from invitation where team = $1 and {_WAITS}", team_id, now)
    return [row["person"] for row in rows]


async def use(invitation_id: UUID, person: UUID, *, now: datetime) -> bool:
    """Spend it, so that of many with one link exactly one does. False: it waits no more."""
    async with reading() as c:
        used = await c.fetchval(
            f"update invitation set used_at = $2, used_by = $3 where id = $1 and {_WAITS} returning id",
            invitation_id, now, person,
        )  # fmt: skip
    return used is not None


async def decline(invitation_id: UUID, *, now: datetime) -> bool:
    """False: it waits no more."""
    async with reading() as c:
        row = await c.fetchval(
            f"update invitation set declined_at = $2 where id = $1 and {_WAITS} returning id", invitation_id, now
        )
    return row is not None


async def revoke(invitation_id: UUID, *, now: datetime) -> bool:
    """False: it waits no more."""
    async with reading() as c:
        row = await c.fetchval(
            f"update invitation set revoked_at = $2 where id = $1 and {_WAITS} returning id", invitation_id, now
        )
    return row is not None


async def colleague(*, person: UUID | None, email: str | None) -> tuple[UUID, str] | None:
    """Id and name of an active person with this id, or else with this address."""
    async with reading() as c:
        row = await c.fetchrow(
            "select id, name from person where is_active and (id = $1 or $1::uuid is null and email = lower($2))",
            person, email,
        )  # fmt: skip
    return (row["id"], row["name"]) if row else None
