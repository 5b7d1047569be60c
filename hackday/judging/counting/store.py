"""Queries about the official rule."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.database import reading
from hackday.judging.counting.schemas import USUAL, OfficialRule, RuleChoice


async def rule(day_id: UUID) -> OfficialRule:
    async with reading() as c:
        row = await c.fetchrow("select rule, seed, sealed_at, digest from counting_rule where day = $1", day_id)
    return msgspec.convert(dict(row), OfficialRule) if row else USUAL


async def is_scored(day_id: UUID) -> bool:
    async with reading() as c:
        return bool(await c.fetchval("select exists (select from score where day = $1)", day_id))


async def choose(day_id: UUID, choice: RuleChoice, *, by: UUID, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            """insert into counting_rule (day, rule, seed, chosen_by, chosen_at) values ($1, $2, $3, $4, $5)
               on conflict (day) do update set rule = excluded.rule, seed = excluded.seed,
                   chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at, sealed_at = null, digest = ''""",
            day_id, choice.rule, choice.seed, by, now,
        )  # fmt: skip


async def seal(day_id: UUID, digest: str, *, now: datetime) -> None:
    """Keep the first moment, and the newest digest."""
    async with reading() as c:
        await c.execute(
            """insert into counting_rule (day, sealed_at, digest) values ($1, $2, $3)
               on conflict (day) do update set sealed_at = coalesce(counting_rule.sealed_at, excluded.sealed_at),
                   digest = excluded.digest""",
            day_id, now, digest,
        )  # fmt: skip
