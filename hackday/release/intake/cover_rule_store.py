"""Queries of cover rules, and the minimums that follow from them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import structs

from hackday import clock
from hackday.database import reading
from hackday.release.intake.schemas import CoverRow, CoverRule, CoverRuleDraft, CoverStretch

KEPT = timedelta(days=60)
"""Minimums of stretches that ended longer ago stay as they were."""
_RULE = "r.id, r.site, r.role, r.starts_on, r.ends_on, r.people, r.percent"

# Who is scheduled on a stretch: shifts of that role there which last through the whole of it.
_SCHEDULED = """
  stretch as (
    select site, role, starts_at, ends_at, count(*) as people from shift where ends_at > $1 group by 1, 2, 3, 4),
  scheduled as (
    select s.site, s.role, s.starts_at, s.ends_at, sum(w.people)::int as people
      from stretch s join stretch w on w.site = s.site and w.role = s.role
                                   and w.starts_at <= s.starts_at and w.ends_at >= s.ends_at
     group by 1, 2, 3, 4)"""

# The order is that of cover_rules.precedence.
_REFRESH = f"""with {_SCHEDULED},
  due as (
    select distinct on (s.site, s.role, s.starts_at, s.ends_at) s.site, s.role, s.starts_at, s.ends_at, r.id as rule,
           coalesce(r.people, (r.percent::bigint * s.people + 99) / 100)::int as minimum
      from scheduled s join site p on p.name = s.site
      join cover_rule r on (r.site is null or r.site = s.site) and (r.role is null or r.role = s.role)
       and r.id is distinct from $2
       and (r.starts_on is null or r.starts_on <= (s.starts_at at time zone p.time_zone)::date)
       and (r.ends_on is null or r.ends_on >= (s.starts_at at time zone p.time_zone)::date)
     order by s.site, s.role, s.starts_at, s.ends_at,
           (r.starts_on is null and r.ends_on is null), r.ends_on - r.starts_on nulls last,
           (r.role is null), (r.site is null), r.starts_on desc nulls last, r.ends_on nulls last),
  gone as (
    delete from cover c where c.rule is not null and c.ends_at > $1 and not exists (
        select from due d
         where (d.site, d.role, d.starts_at, d.ends_at) = (c.site, c.role, c.starts_at, c.ends_at))
    returning c.site, c.role, c.starts_at, c.ends_at, c.minimum as before, null::int as after),
  put as (
    insert into cover (id, site, role, starts_at, ends_at, minimum, rule)
    select uuidv7(), site, role, starts_at, ends_at, minimum, rule from due
    on conflict (site, role, starts_at, ends_at) do update set minimum = excluded.minimum, rule = excluded.rule
       where cover.rule is not null and (cover.minimum, cover.rule) is distinct from (excluded.minimum, excluded.rule)
    returning new.site, new.role, new.starts_at, new.ends_at, old.minimum as before, new.minimum as after)
  select x.site, p.time_zone, x.role, x.starts_at, x.ends_at, x.before, x.after
    from (select * from gone union all select * from put) x join site p on p.name = x.site
   where x.before is distinct from x.after order by x.starts_at, x.site, x.role"""


async def refresh_cover(*, without: UUID | None = None) -> list[CoverRow]:
    """Make minimums follow rules and rota, in the caller's transaction and under its rota lock; gives what changed.

    What was given for a very stretch stays as it is. Twice is once. `without` leaves out a rule that is to go.
    """
    async with reading() as c:
        rows = await c.fetch(_REFRESH, clock.now() - KEPT, without)
    return [CoverRow(*row) for row in rows]


async def rules() -> list[CoverRule]:
    async with reading() as c:
        return [CoverRule(*row) for row in await c.fetch(f"select {_RULE} from cover_rule r")]


async def wins() -> dict[UUID, int]:
    """On how many stretches that are not long over each rule wins."""
    async with reading() as c:
        rows = await c.fetch(
            "select rule, count(*) from cover where rule is not null and ends_at > $1 group by 1", clock.now() - KEPT
        )
    return {row["rule"]: row["count"] for row in rows}


async def find_rule(rule_id: UUID) -> CoverRule | None:
    async with reading() as c:
        row = await c.fetchrow(f"select {_RULE} from cover_rule r where id = $1", rule_id)
    return CoverRule(*row) if row else None


async def add_rule(draft: CoverRuleDraft, *, by: UUID) -> CoverRule | None:
    """None when there is one for this site, role and these dates."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""insert into cover_rule as r (id, site, role, starts_on, ends_on, people, percent, set_by, set_at)
                values (uuidv7(), $1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning {_RULE}""",
            *structs.astuple(draft), by, clock.now(),
        )  # fmt: skip
    return CoverRule(*row) if row else None


async def change_rule(rule_id: UUID, draft: CoverRuleDraft, *, by: UUID) -> CoverRule | None:
    """None when another stands for this site, role and these dates."""
    async with reading() as c:
        row = await c.fetchrow(
            f"""update cover_rule r set site = $2, role = $3, starts_on = $4, ends_on = $5, people = $6, percent = $7,
                       set_by = $8, set_at = $9
                 where id = $1 and not exists (select from cover_rule o where o.id <> $1
                   and (o.site, o.role, o.starts_on, o.ends_on) is not distinct from ($2, $3, $4::date, $5::date))
                returning {_RULE}""",
            rule_id, *structs.astuple(draft), by, clock.now(),
        )  # fmt: skip
    return CoverRule(*row) if row else None


async def remove_rule(rule_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from cover_rule where id = $1", rule_id)


async def stretches(
    sites: Collection[str] | None, *, site: str | None, since: datetime, after: UUID | None, limit: int
) -> list[CoverStretch]:
    """Minimums and where they come from, by time; `sites` are those one may see, None for all."""
    conditions, values = ["c.ends_at > $1"], list[Any]([since])
    if sites is not None:
        values.append(list(sites))
        conditions.append(f"c.site = any(${len(values)})")
    if site is not None:
        values.append(site)
        conditions.append(f"c.site = ${len(values)}")
    if after is not None:
        values.append(after)
        conditions.append(
            f"(c.starts_at, c.site, c.role, c.id) > (select a.starts_at, a.site, a.role, a.id from cover a "
            f"where a.id = ${len(values)})"
        )
    async with reading() as c:
        rows = await c.fetch(
            f"""select c.id, c.site, p.time_zone, c.role, c.starts_at, c.ends_at,
                       (select count(*) from shift s where s.site = c.site and s.role = c.role
                           and s.starts_at between c.starts_at - interval '1 day' and c.starts_at
                           and s.ends_at >= c.ends_at)::int as scheduled,
                       c.minimum, c.rule as by_rule, {_RULE}
                  from cover c join site p on p.name = c.site left join cover_rule r on r.id = c.rule
                 where {" and ".join(conditions)} order by c.starts_at, c.site, c.role, c.id limit {int(limit)}""",
            *values,
        )
    return [CoverStretch(*[*row[:8], CoverRule(*row[9:]) if row[8] else None]) for row in map(tuple, rows)]
