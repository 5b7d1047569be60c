"""Queries about the links of projects and what they answered."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.days.schemas import Phase
from hackday.projects.link_checks import rules
from hackday.projects.schemas import LinkCheck

AT_ONCE = 20


async def due(now: datetime) -> list[tuple[UUID, str]]:
    """(project, address) to be asked now, the longest unasked first."""
    async with reading() as c:
        rows = await c.fetch(
            """select p.id, link ->> 'url' as url
                 from project p join day d on d.id = p.day cross join jsonb_array_elements(p.links) as link
                 cross join lateral (select p.link_checks -> (link ->> 'url') as last) as x
                where d.phase = any($1) and p.changed_at < $2
                  and (x.last is null
                       or (x.last ->> 'checked_at')::timestamptz
                          < case when (x.last ->> 'is_ok')::boolean then $4::timestamptz else $3::timestamptz end)
                order by x.last ->> 'checked_at' nulls first limit $5""",
            [Phase.HACKING, Phase.JUDGING],
            now - rules.SETTLED, now - rules.AGAIN_IF_BROKEN, now - rules.AGAIN_IF_WELL, AT_ONCE,
        )  # fmt: skip
    return [(row["id"], row["url"]) for row in rows]


async def note(project_id: UUID, checks: Mapping[str, LinkCheck | None]) -> None:
    """Keep what was answered; what was said of links that are gone is forgotten."""
    async with reading() as c:
        await c.execute(
            """update project p set link_checks = coalesce((
                   select jsonb_object_agg(key, value) from jsonb_each(p.link_checks || $2)
                    where key in (select link ->> 'url' from jsonb_array_elements(p.links) as link)), '{}')
                where id = $1""",
            project_id, msgspec.to_builtins(checks),
        )  # fmt: skip
