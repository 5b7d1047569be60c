"""Queries about plans: their runs, entries and cover moves."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.release import schemas
from hackday.release.wire import BlockedShift, CoverMove, Entry, PlanState, PlanSummary, ShortTeam, SiteResult, Why

_SUMMARY = """
  select l.id, l.state, l.seed, p.name as started_by, l.started_at, l.finished_at, l.published_at, l.objective,
         l.bound, l.gap, l.seconds, l.solver, l.status, l.progress, l.failure, l.goes, l.stays,
         (select count(*) from cover_move m where m.plan = l.id) as moves
    from plan l left join person p on p.id = l.started_by"""
_MOVE = """
  select m.person, p.name, m.site, s.time_zone, m.role, m.starts_at, m.ends_at
    from cover_move m join person p on p.id = m.person join site s on s.name = m.site"""


def why(value: object) -> Why | None:
    """What `plan_entry.why` holds."""
    return msgspec.convert(value, Why) if value else None


async def add_plan(day_id: UUID, *, seed: int, started_by: UUID, now: datetime) -> UUID | None:
    """A run that begins now; None when one is running already (unique index plan_one_running)."""
    async with reading() as c:
        made: UUID | None = await c.fetchval(
            """insert into plan (id, day, seed, started_by, started_at, beat_at) values (uuidv7(), $1, $2, $3, $4, $4)
               on conflict (day) where state = 'running' do nothing returning id""",
            day_id, seed, started_by, now,
        )  # fmt: skip
    return made


async def fail_abandoned(day_id: UUID, *, before: datetime, now: datetime) -> None:
    """Runs whose process was last heard of before this moment have failed."""
    async with reading() as c:
        await c.execute(
            """update plan set state = 'failed', finished_at = $3, failure = 'The server stopped while it planned.'
                where day = $1 and state = 'running' and beat_at < $2""",
            day_id, before, now,
        )  # fmt: skip


async def beat(plan_id: UUID, progress: schemas.Progress | None, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            """update plan set beat_at = $3, progress = coalesce($2, progress)
                where id = $1 and state = 'running'""",
            plan_id, progress, now,
        )  # fmt: skip


async def fail(plan_id: UUID, failure: str, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            "update plan set state = 'failed', failure = $2, finished_at = $3 where id = $1 and state = 'running'",
            plan_id, failure, now,
        )  # fmt: skip


async def finish(plan_id: UUID, plan: schemas.Plan, whys: dict[str, Why], *, now: datetime) -> bool:
    """Store the outcome of a run, with the reason of each who stays; False when it was given up meanwhile."""
    async with reading() as c:
        done = await c.fetchval(
            """update plan set state = 'ready', finished_at = $2, objective = $3, bound = $4, gap = $5, seconds = $6,
                      solver = $7, status = $8, goes = $9, stays = $10, beat_at = $2
                where id = $1 and state = 'running' returning true""",
            plan_id, now, plan.objective, plan.bound, plan.gap, plan.seconds, plan.solver, plan.status,
            len(plan.goes), len(plan.stays),
        )  # fmt: skip
        if not done:
            return False
        # In the order of names, so that the ids, which grow, are the cursor of a page.
        await c.execute(
            """insert into plan_entry (id, plan, person, goes, why)
               select uuidv7(), $1, p.id, r.goes, r.why::jsonb
                 from unnest($2::uuid[], $3::bool[], $4::text[]) as r (person, goes, why)
                 join person p on p.id = r.person order by p.name, p.id""",
            plan_id, [*plan.goes, *whys], [*(True for _ in plan.goes), *(False for _ in whys)],
            [*(None for _ in plan.goes), *(msgspec.json.encode(why).decode() for why in whys.values())],
        )  # fmt: skip
        await c.executemany(
            """insert into cover_move (id, plan, person, site, role, starts_at, ends_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6)""",
            [(plan_id, m.person, m.site, m.role, m.starts_at, m.ends_at) for m in plan.moves],
        )
    return True


async def team_names(day_id: UUID) -> dict[str, str]:
    async with reading() as c:
        return {
            row["id"]: row["name"] for row in await c.fetch("select id::text, name from team where day = $1", day_id)
        }


async def plans(day_id: UUID) -> list[PlanSummary]:
    """The last runs, newest first."""
    async with reading() as c:
        rows = await c.fetch(f"{_SUMMARY} where l.day = $1 order by l.id desc limit 20", day_id)
    return [msgspec.convert(dict(row), PlanSummary) for row in rows]


async def find_plan(day_id: UUID, plan_id: UUID) -> PlanSummary | None:
    async with reading() as c:
        row = await c.fetchrow(f"{_SUMMARY} where l.day = $1 and l.id = $2", day_id, plan_id)
    return msgspec.convert(dict(row), PlanSummary) if row else None


async def site_results(plan_id: UUID) -> list[SiteResult]:
    async with reading() as c:
        rows = await c.fetch(
            """select p.site, count(*) filter (where e.goes), count(*) filter (where not e.goes),
                      (select count(*) from cover_move m where m.plan = $1 and m.site = p.site)
                 from plan_entry e join person p on p.id = e.person
                where e.plan = $1 group by p.site order by p.site""",
            plan_id,
        )
    return [SiteResult(*row) for row in rows]


async def blocked_shifts(plan_id: UUID) -> list[BlockedShift]:
    """Which stretches keep people back, the worst first."""
    async with reading() as c:
        rows = await c.fetch(
            """select b->>'site', s.time_zone, (b->>'starts_at')::timestamptz, (b->>'ends_at')::timestamptz,
                      b->'roles', count(*)
                 from plan_entry e, jsonb_array_elements(e.why->'blocks') b join site s on s.name = b->>'site'
                where e.plan = $1 group by 1, 2, 3, 4, 5 order by 6 desc, 1, 3 limit 100""",
            plan_id,
        )
    return [BlockedShift(*row) for row in rows]


async def short_teams(plan_id: UUID) -> list[ShortTeam]:
    """Teams that declines and withdrawals left below the size that the published plan had to give them.

    That is their smallest size, or their members of then where they were fewer (`rules.smallest_team`). Who signed
    up since may still go.
    """
    async with reading() as c:
        rows = await c.fetch(
            """select * from (
                 select t.id, t.name,
                        count(distinct m.person) filter (where m.left_at is null and (
                          s.state = 'released' or (s.state = 'wanted' and coalesce(e.goes, true)))) as remaining,
                        least(t.min_size, count(distinct e.person)) as minimum,
                        bool_or(m.left_at is null
                          and (s.state = 'released' or (s.state = 'wanted' and e.goes))) as going
                   from plan l join team t on t.day = l.day
                   join membership m on m.team = t.id and (m.left_at is null or m.left_at > l.started_at)
                   join sign_up s on s.day = l.day and s.person = m.person
                   left join plan_entry e on e.plan = l.id and e.person = m.person
                  where l.id = $1 and l.state = 'published' group by t.id) as counted
                where going and remaining < minimum order by name""",
            plan_id,
        )
    return [ShortTeam(*list(row)[:4]) for row in rows]


async def entries(
    plan_id: UUID, *, search: str, goes: bool | None, site: str | None, after: UUID | None, limit: int
) -> list[Entry]:
    async with reading() as c:
        rows = await c.fetch(
            """select e.id, e.person, p.name, p.site, t.name as team, s.state, e.goes, e.why
                 from plan_entry e join plan l on l.id = e.plan join person p on p.id = e.person
                 left join sign_up s on s.person = e.person and s.day = l.day
                 left join membership m on m.person = e.person and m.day = l.day and m.left_at is null
                 left join team t on t.id = m.team
                where e.plan = $1 and ($2 = '' or strpos(lower(p.name), lower($2)) > 0
                        or strpos(lower(coalesce(t.name, '')), lower($2)) > 0)
                  and ($3::bool is null or e.goes = $3) and ($4::text is null or p.site = $4)
                  and ($5::uuid is null or e.id > $5)
                order by e.id limit $6""",
            plan_id, search, goes, site, after, limit,
        )  # fmt: skip
    return [msgspec.convert(dict(row), Entry) for row in rows]


async def moves(plan_id: UUID, *, person: UUID | None = None) -> list[CoverMove]:
    async with reading() as c:
        rows = await c.fetch(
            f"{_MOVE} where m.plan = $1 and ($2::uuid is null or m.person = $2) order by m.starts_at, p.name",
            plan_id, person,
        )  # fmt: skip
    return [CoverMove(*row) for row in rows]


async def published(day_id: UUID) -> UUID | None:
    async with reading() as c:
        found: UUID | None = await c.fetchval("select id from plan where day = $1 and state = 'published'", day_id)
    return found


async def hold_plan(day_id: UUID, plan_id: UUID) -> PlanState | None:
    async with reading() as c:
        state = await c.fetchval("select state from plan where day = $1 and id = $2 for update", day_id, plan_id)
    return PlanState(state) if state else None


async def publish(day_id: UUID, plan_id: UUID, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute("update plan set state = 'superseded' where day = $1 and state = 'published'", day_id)
        await c.execute("update plan set state = 'published', published_at = $2 where id = $1", plan_id, now)


async def outcome(plan_id: UUID) -> tuple[list[tuple[str, bool, Why | None]], list[schemas.Move]]:
    """Each entry as (person, goes, why), and the cover moves as the planner made them."""
    async with reading() as c:
        rows = await c.fetch("select person::text, goes, why from plan_entry where plan = $1", plan_id)
        found = await c.fetch(
            "select person::text, site, role, starts_at, ends_at from cover_move where plan = $1", plan_id
        )
    return [(row["person"], row["goes"], why(row["why"])) for row in rows], [schemas.Move(*row) for row in found]
