"""A large invented company in the database, of which a plan takes seconds: long enough to be watched and stopped."""

from typing import Any
from uuid import UUID

from bench.company import company
from hackday.database import reading
from tests.factories import grant, make_challenge, make_day, make_person, make_site, make_team

PEOPLE, SITES = 4000, 12
ENTANGLED: dict[str, Any] = {"volunteers": 0.6, "slack": 0.05, "willing": 0.2, "in_teams": 0.9, "crossing": 0.8}
"""Little room, and teams across sites of which all go or nobody: after the first plan the search goes on for long."""


async def load_large() -> tuple[UUID, UUID]:
    """Staff, rota, cover, sign-ups, teams and offers; gives the day and somebody who plans it."""
    asked = company(PEOPLE, sites=SITES, seed=2, whole_teams=True, **ENTANGLED)
    for window in asked.windows:
        await make_site(window.site, "UTC")
    day = await make_day("spring")
    challenge = await make_challenge(day)
    planner = await make_person("Pat Planner", site=asked.windows[0].site)
    await grant(day, planner, "planner")
    async with reading() as c:
        await c.executemany(
            """insert into person (id, employee_no, name, email, site, department, roles, skills, is_admin)
               values (uuidv7(), $1::text, $1::text, $1::text || '@corp.example', $2, 'Operations', $3, '{}', false)""",
            [(p.id, p.site, sorted(p.roles)) for p in asked.people],
        )
        ids = {row["employee_no"]: row["id"] for row in await c.fetch("select employee_no, id from person")}
        await c.executemany(
            "insert into shift (id, person, site, role, starts_at, ends_at) values (uuidv7(), $1, $2, $3, $4, $5)",
            [(ids[s.person], s.site, s.role, s.starts_at, s.ends_at) for s in asked.shifts],
        )
        await c.executemany(
            """insert into cover (id, site, role, starts_at, ends_at, minimum)
               values (uuidv7(), $1, $2, $3, $4, $5)""",
            [(m.site, m.role, m.starts_at, m.ends_at, m.minimum) for m in asked.cover],
        )
        await c.executemany(
            "insert into sign_up (id, day, person) values (uuidv7(), $1, $2)",
            [(day, ids[p.id]) for p in asked.people if p.wants_to_go],
        )
        await c.executemany(
            "insert into cover_offer (id, day, person, extra_shifts) values (uuidv7(), $1, $2, $3)",
            [(day, ids[p.id], p.extra_shifts) for p in asked.people if p.extra_shifts],
        )
    for team in asked.teams:
        await make_team(day, challenge, tuple(ids[m] for m in team.members), name=team.id, min_size=team.smallest)
    return day, planner
