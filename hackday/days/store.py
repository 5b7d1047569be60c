"""Queries about days, their sites and roles."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from hackday.database import reading
from hackday.days.schemas import Day, DayCard, DayRole, PersonCard, Role, SignUpState
from hackday.people.schemas import Site

_DAY = (
    "id, slug, name, about, starts_on, ends_on, time_zone, phase, phase_since,"
    " team_min_size, team_max_size, department_most, sites_least"
)
PERSON = "p.id, p.name, p.email, p.site, p.department"


def _day(row: asyncpg.Record) -> Day:
    return msgspec.convert(dict(row), Day)


async def find_day(slug: str) -> Day | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {_DAY} from day where slug = $1", slug)
    return _day(row) if row else None


async def find_entry(slug: str, person_id: UUID | None) -> tuple[Day, frozenset[Role]] | None:
    """The day, and the roles that the person was granted there."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""select {_DAY}, array(select role::text from day_role where day = d.id and person = $2) as roles
                  from day d where slug = $1""",
            slug, person_id,
        )  # fmt: skip
    if row is None:
        return None
    values = dict(row)
    roles = frozenset(Role(role) for role in values.pop("roles"))
    return msgspec.convert(values, Day), roles


async def hold_day(day_id: UUID) -> Day:
    """The day as it is now, its phase held until the transaction ends, so that closing is a line in time.

    Many hold a day at once. An advisory lock and not a row lock: it queues fairly, so that a phase move does not wait
    for as long as newcomers keep coming, and it writes nothing. Read after the lock, in a statement of its own.
    """
    async with reading() as c:
        await c.execute("select pg_advisory_xact_lock_shared(hashtextextended('day:' || $1::text, 0))", str(day_id))
        return _day(await c.fetchrow(f"select {_DAY} from day where id = $1", day_id))


async def lock_day(day_id: UUID) -> Day:
    """The day as it is now, for somebody who is about to change it; waits for all that `hold_day`, once."""
    async with reading() as c:
        await c.execute("select pg_advisory_xact_lock(hashtextextended('day:' || $1::text, 0))", str(day_id))
        return _day(await c.fetchrow(f"select {_DAY} from day where id = $1 for no key update", day_id))


async def visible_days(person_id: UUID, *, is_admin: bool) -> list[DayCard]:
    """Every day but the drafts that the person does not prepare, the latest first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {_DAY}, array(select role from day_role where day = d.id and person = $1) as roles,
                       (select state from sign_up where day = d.id and person = $1) as sign_up,
                       (select count(*) from sign_up where day = d.id and state in ('wanted', 'released')) as signed_up
                  from day d
                 where phase <> 'draft' or $2 or exists (select from day_role where day = d.id and person = $1)
                 order by starts_on desc, id desc""",
            person_id, is_admin,
        )  # fmt: skip
    return [
        DayCard(
            msgspec.convert(dict(row), Day),
            frozenset(map(Role, row["roles"])),
            SignUpState(row["sign_up"]) if row["sign_up"] else None,
            row["signed_up"],
        )
        for row in rows
    ]


async def add_day(values: dict[str, Any]) -> UUID | None:
    """The new day's id, or None when its slug is taken."""
    names = ", ".join(values)
    places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    async with reading() as c:
        made: UUID | None = await c.fetchval(
            f"""insert into day (id, {names}) values (uuidv7(), {places})
                on conflict (slug) do nothing returning id""",
            *values.values(),
        )
    return made


async def change_day(day_id: UUID, values: dict[str, Any]) -> None:
    columns = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 2))
    async with reading() as c:
        await c.execute(f"update day set {columns} where id = $1", day_id, *values.values())


async def sites_of(day_id: UUID) -> list[Site]:
    """Empty when every site takes part."""
    async with reading() as c:
        rows = await c.fetch(
            """select s.name, s.time_zone from day_site d join site s on s.name = d.site
                where d.day = $1 order by s.name""",
            day_id,
        )
    return [Site(*row) for row in rows]


async def set_sites(day_id: UUID, names: Sequence[str]) -> None:
    async with reading() as c:
        await c.execute("delete from day_site where day = $1 and site <> all($2)", day_id, list(names))
        await c.execute(
            """insert into day_site (id, day, site) select uuidv7(), $1, n from unnest($2::text[]) n
               on conflict do nothing""",
            day_id, list(names),
        )  # fmt: skip


async def granted_roles(day_id: UUID) -> list[DayRole]:
    async with reading() as c:
        rows = await c.fetch(
            f"""select {PERSON}, r.role from day_role r join person p on p.id = r.person
                 where r.day = $1 order by r.role, p.name, p.id""",
            day_id,
        )
    return [DayRole(PersonCard(*row[:5]), Role(row["role"])) for row in rows]


async def add_role(day_id: UUID, person_id: UUID, role: Role) -> bool:
    """False when the person has it already."""
    async with reading() as c:
        done: str = await c.execute(
            "insert into day_role (id, day, person, role) values (uuidv7(), $1, $2, $3) on conflict do nothing",
            day_id, person_id, role,
        )  # fmt: skip
    return done.endswith(" 1")


async def remove_role(day_id: UUID, person_id: UUID, role: Role) -> bool:
    """False when the person does not have it."""
    async with reading() as c:
        done: str = await c.execute(
            "delete from day_role where day = $1 and person = $2 and role = $3", day_id, person_id, role
        )
    return done.endswith(" 1")


async def count_organisers(day_id: UUID) -> int:
    async with reading() as c:
        return int(
            await c.fetchval(
                """select count(*) from day_role r join person p on p.id = r.person
                    where r.day = $1 and r.role = 'organiser' and p.is_active""",
                day_id,
            )
        )


async def find_person(person_id: UUID) -> PersonCard | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {PERSON} from person p where id = $1 and is_active", person_id)
    return PersonCard(*row) if row else None


async def search_people(text: str, *, limit: int) -> list[PersonCard]:
    """Active people whose name, address or number holds `text`, those who begin with it first."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select {PERSON} from person p
                 where is_active and (position($1 in lower(name)) > 0 or position($1 in email) > 0
                                      or lower(employee_no) = $1)
                 order by position($1 in lower(name)) <> 1, name, id limit $2""",
            text.strip().lower(), limit,
        )  # fmt: skip
    return [PersonCard(*row) for row in rows]
