"""Queries of the staff import: everybody at once, in sets."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.people.hr_file import HrRow
from hackday.people.staff import Known

_COLUMNS = ("employee_no", "name", "email", "site", "department", "manager_email", "roles", "skills", "locale")


async def hold_staff() -> None:
    """One import at a time; the second waits and then sees what the first has done."""
    async with reading() as c:
        await c.execute("select pg_advisory_xact_lock(hashtext('hackday:staff'))")


async def known_people() -> list[Known]:
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.employee_no, p.name, p.email, p.site, p.department,
                      coalesce(m.employee_no, '') as manager_no, p.roles, p.skills, p.locale, p.is_active, p.is_admin
                 from person p left join person m on m.id = p.manager order by p.employee_no"""
        )
    return [msgspec.convert(dict(row), Known) for row in rows]


async def zones() -> dict[str, str]:
    async with reading() as c:
        return {row["name"]: row["time_zone"] for row in await c.fetch("select name, time_zone from site")}


async def put_sites(zones: dict[str, str]) -> None:
    async with reading() as c:
        await c.execute(
            """insert into site (name, time_zone) select * from unnest($1::text[], $2::text[])
               on conflict (name) do update set time_zone = excluded.time_zone
                  where site.time_zone <> excluded.time_zone""",
            list(zones), list(zones.values()),
        )  # fmt: skip


async def put_people(rows: Sequence[HrRow]) -> None:
    """Add or change these people; managers are found by address once everybody is there."""
    async with reading() as c:
        await c.execute(
            """create temp table hr_row (employee_no text, name text, email text, site text, department text,
                 manager_email text, roles text[], skills text[], locale text) on commit drop"""
        )
        await c.copy_records_to_table(
            "hr_row",
            columns=_COLUMNS,
            records=([getattr(row, name) for name in _COLUMNS] for row in rows),
        )
        # Two people may have exchanged addresses: the unique index looks at each row, not at the end of the statement.
        await c.execute(
            """update person p set email = p.id::text from hr_row r
                where r.employee_no = p.employee_no and r.email <> p.email"""
        )
        await c.execute(
            """insert into person (id, employee_no, name, email, site, department, roles, skills, locale)
               select uuidv7(), employee_no, name, email, site, department, roles, skills, locale from hr_row
               on conflict (employee_no) do update set
                 name = excluded.name, email = excluded.email, site = excluded.site, department = excluded.department,
                 roles = excluded.roles, skills = excluded.skills, locale = excluded.locale, is_active = true"""
        )
        await c.execute(
            """update person p set manager = m.id
                 from hr_row r left join person m on m.email = r.manager_email
                where r.employee_no = p.employee_no and p.manager is distinct from m.id"""
        )


async def deactivate(people: Sequence[UUID], *, now: datetime) -> None:
    """They cannot sign in any more, and are signed out everywhere."""
    async with reading() as c:
        await c.execute("update person set is_active = false where id = any($1)", people)
        await c.execute("update session set revoked_at = $2 where person = any($1) and revoked_at is null", people, now)
