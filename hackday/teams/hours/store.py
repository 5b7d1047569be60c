"""Queries about working hours."""

from datetime import time
from uuid import UUID

from hackday.database import reading
from hackday.teams.hours.rules import USUAL
from hackday.teams.hours.schemas import Worker, WorkingHours


def _clock(value: time | None) -> str | None:
    return f"{value:%H:%M}" if value is not None else None


async def of_team(team_id: UUID) -> list[Worker]:
    """The captain first, then by how long they are in the team."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, p.name, p.site, s.time_zone, u.works_from, u.works_until
                 from membership m
                 join team t on t.id = m.team
                 join person p on p.id = m.person
                 join site s on s.name = p.site
                 left join sign_up u on u.day = m.day and u.person = m.person
                where m.team = $1 and m.left_at is null
                order by t.captain is distinct from p.id, m.joined_at, m.id""",
            team_id,
        )  # fmt: skip
    workers = []
    for row in rows:
        begins, ends = _clock(row["works_from"]), _clock(row["works_until"])
        workers.append(
            Worker(
                person=row["id"],
                name=row["name"],
                site=row["site"],
                time_zone=row["time_zone"],
                works_from=begins or USUAL[0],
                works_until=ends or USUAL[1],
                is_assumed=not (begins and ends),
            )
        )
    return workers


async def put(day_id: UUID, person: UUID, *, works_from: str | None, works_until: str | None) -> WorkingHours | None:
    """None: is not signed up."""
    times = [time.fromisoformat(text) if text else None for text in (works_from, works_until)]
    async with reading() as c:
        row = await c.fetchrow(
            """update sign_up set works_from = $3, works_until = $4, changed_at = now()
                where day = $1 and person = $2 and state <> 'withdrawn' returning works_from, works_until""",
            day_id, person, *times,
        )  # fmt: skip
    return WorkingHours(_clock(row[0]), _clock(row[1])) if row else None


async def of_person(day_id: UUID, person: UUID) -> WorkingHours | None:
    async with reading() as c:
        row = await c.fetchrow(
            "select works_from, works_until from sign_up where day = $1 and person = $2 and state <> 'withdrawn'",
            day_id, person,
        )  # fmt: skip
    return WorkingHours(_clock(row[0]), _clock(row[1])) if row else None
