"""Releases below the minimum, for who answers for the day."""

import msgspec
from msgspec.structs import replace

from hackday.database import reading
from hackday.days import service as days
from hackday.people.schemas import Actor
from hackday.release.answers.schemas import Override
from hackday.release.plans.settings import planned_sites


async def overrides(actor: Actor, day: str) -> list[Override]:
    """The newest first; for planners those of people of their sites, or missed there. Raises RoleNeeded."""
    entry = await days.enter(actor, day)
    sites = await planned_sites(actor, entry)
    async with reading() as c:
        rows = await c.fetch(
            """select p.id as person, p.name, p.site, coalesce(b.name, '') as decided_by, f.name as acting_for,
                      d.decided_at, d.reason, d.override as shortages
                 from decision d join sign_up s on s.day = d.day and s.person = d.person and s.state = 'released'
                 join person p on p.id = d.person left join person b on b.id = d.decided_by
                 left join person f on f.id = d.acting_for
                where d.day = $1 and d.override is not null
                  and ($2::text[] is null or p.site = any($2)
                       or exists (select from jsonb_array_elements(d.override) o where o->>'site' = any($2)))
                order by d.decided_at desc, p.id""",
            entry.day.id, None if sites is None else list(sites),
        )  # fmt: skip
    found = [msgspec.convert(dict(row), Override) for row in rows]
    if sites is None:
        return found
    return [replace(one, shortages=[s for s in one.shortages if s.site in sites]) for one in found]
