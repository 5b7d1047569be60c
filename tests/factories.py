"""Small worlds without surprises. Each function writes one thing and gives its id (or its slug)."""

import secrets
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hackday import clock
from hackday.database import reading
from hackday.people.service import digest


async def make_site(name: str = "Leeds", time_zone: str = "Europe/London") -> str:
    async with reading() as c:
        await c.execute("insert into site (name, time_zone) values ($1, $2) on conflict do nothing", name, time_zone)
    return name


async def make_person(
    name: str = "Ada Park",
    *,
    email: str | None = None,
    site: str = "Leeds",
    department: str = "Operations",
    manager: UUID | None = None,
    roles: tuple[str, ...] = (),
    skills: tuple[str, ...] = (),
    admin: bool = False,
) -> UUID:
    await make_site(site)
    number = f"{secrets.randbelow(10**10):010}"  # no letters: a search for a name must not find them
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into person (id, employee_no, name, email, site, department, manager, roles, skills, is_admin)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8, $9) returning id""",
            f"E{number}", name, email or f"p{number}@corp.example", site, department, manager, list(roles),
            list(skills), admin,
        )  # fmt: skip
    return made


async def make_session(person: UUID) -> str:
    """A live session's token."""
    token, now = secrets.token_urlsafe(32), clock.now()
    async with reading() as c:
        await c.execute(
            "insert into session (token_hash, person, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)",
            digest(token), person, now, now + timedelta(hours=14),
        )  # fmt: skip
    return token


async def make_day(slug: str = "spring", *, phase: str = "forming", name: str = "Spring hack day") -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into day (id, slug, name, starts_on, ends_on, time_zone, phase)
               values (uuidv7(), $1, $2, $3, $4, 'Europe/London', $5) returning id""",
            slug, name, date(2027, 3, 10), date(2027, 3, 11), phase,
        )  # fmt: skip
    return made


async def grant(day: UUID, person: UUID, role: str) -> None:
    async with reading() as c:
        await c.execute("insert into day_role (id, day, person, role) values (uuidv7(), $1, $2, $3)", day, person, role)


async def make_sign_up(day: UUID, person: UUID, **columns: Any) -> UUID:
    names = ["day", "person", *columns]
    places = ", ".join(f"${i}" for i in range(1, len(names) + 1))
    async with reading() as c:
        made: UUID = await c.fetchval(
            f"insert into sign_up (id, {', '.join(names)}) values (uuidv7(), {places}) returning id",
            day, person, *columns.values(),
        )  # fmt: skip
    return made


async def make_challenge(
    day: UUID,
    slug: str = "night-shift",
    *,
    state: str = "published",
    track: str = "Operations",
    team_places: int | None = None,
) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into challenge (id, day, slug, title, summary, body, sponsor_name, track, state, team_places)
               values (uuidv7(), $1, $2, $3, 'In short.', 'At length.', 'Sam Sponsor', $4, $5, $6) returning id""",
            day, slug, slug.replace("-", " ").title(), track, state, team_places,
        )  # fmt: skip
    return made


async def make_team(
    day: UUID,
    challenge: UUID,
    members: tuple[UUID, ...] = (),
    *,
    name: str = "Copper Falcons",
    min_size: int = 3,
    max_size: int = 6,
) -> UUID:
    """The first member is the captain."""
    async with reading() as c:
        team: UUID = await c.fetchval(
            """insert into team (id, day, challenge, name, captain, join_code, min_size, max_size, member_count)
               values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8) returning id""",
            day, challenge, name, members[0] if members else None, secrets.token_hex(4), min_size, max_size,
            len(members),
        )  # fmt: skip
        await c.executemany(
            "insert into membership (id, team, day, person) values (uuidv7(), $1, $2, $3)",
            [(team, day, person) for person in members],
        )
        await c.execute("update challenge set team_count = team_count + 1 where id = $1", challenge)
    return team


async def make_revealed(day: UUID) -> None:
    """The day's last rank is uncovered."""
    async with reading() as c:
        await c.execute("update day set phase = 'revealed' where id = $1", day)
        await c.execute(
            """insert into feedback (id, day, is_open) values (uuidv7(), $1, true)
               on conflict (day) do update set is_open = true""",
            day,
        )
