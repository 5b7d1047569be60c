"""Queries about runs of the planner, what is stored of them, and which plan counts."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.release import schemas
from hackday.release.plans.lottery import places
from hackday.release.plans.results import MOVE
from hackday.release.wire import CoverMove, PlanState, Why


def why(value: object) -> Why | None:
    """What `plan_entry.why` holds."""
    return msgspec.convert(value, Why) if value else None


async def add_plan(day_id: UUID, *, seed: int, started_by: UUID, now: datetime) -> UUID | None:
    """A run that begins now; None when one is running already (unique index plan_one_running)."""
    async with reading() as c:
        made: UUID | None = await c.fetchval(
            """insert into plan (id, day, seed, started_by, started_at, beat_at, site_floor)
               select uuidv7(), d.id, $2, $3, $4, $4, coalesce(r.site_floor, 0)
                 from day d left join release_settings r on r.day = d.id where d.id = $1
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


async def beat(plan_id: UUID, progress: schemas.Progress | None, *, now: datetime) -> bool:
    """Show that the run lives and how far it is; True when it shall stop, or was given up meanwhile."""
    async with reading() as c:
        stop_asked: bool | None = await c.fetchval(
            """update plan set beat_at = $3, progress = coalesce($2, progress)
                where id = $1 and state = 'running' returning stop_asked""",
            plan_id, progress, now,
        )  # fmt: skip
    return stop_asked is not False


async def ask_to_stop(day_id: UUID, plan_id: UUID) -> bool:
    """False when it does not run."""
    async with reading() as c:
        asked: bool | None = await c.fetchval(
            "update plan set stop_asked = true where day = $1 and id = $2 and state = 'running' returning true",
            day_id, plan_id,
        )  # fmt: skip
    return bool(asked)


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
                      solver = $7, status = $8, goes = $9, stays = $10, beat_at = $2, floors_missed = $11
                where id = $1 and state = 'running' returning true""",
            plan_id, now, plan.objective, plan.bound, plan.gap, plan.seconds, plan.solver, plan.status,
            len(plan.goes), len(plan.stays), plan.floors_missed,
        )  # fmt: skip
        if not done:
            return False
        people, placed = [*plan.goes, *whys], places(plan.draws)
        # In the order of names, so that the ids, which grow, are the cursor of a page.
        await c.execute(
            """insert into plan_entry (id, plan, person, goes, why, draw)
               select uuidv7(), $1, p.id, r.goes, r.why::jsonb, r.draw::jsonb
                 from unnest($2::uuid[], $3::bool[], $4::text[], $5::text[]) as r (person, goes, why, draw)
                 join person p on p.id = r.person order by p.name, p.id""",
            plan_id, people, [person not in whys for person in people], [_json(whys.get(p)) for p in people],
            [_json(placed.get(p)) for p in people],
        )  # fmt: skip
        await c.executemany(
            """insert into cover_move (id, plan, person, site, role, starts_at, ends_at)
               values (uuidv7(), $1, $2, $3, $4, $5, $6)""",
            [(plan_id, m.person, m.site, m.role, m.starts_at, m.ends_at) for m in plan.moves],
        )
    return True


def _json(value: msgspec.Struct | None) -> str | None:
    return msgspec.json.encode(value).decode() if value else None


async def team_names(day_id: UUID) -> dict[str, str]:
    async with reading() as c:
        return {
            row["id"]: row["name"] for row in await c.fetch("select id::text, name from team where day = $1", day_id)
        }


async def moves(plan_id: UUID, *, person: UUID) -> list[CoverMove]:
    """What the plan asks of one person."""
    async with reading() as c:
        rows = await c.fetch(f"{MOVE} where m.plan = $1 and m.person = $2 order by m.starts_at", plan_id, person)
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
