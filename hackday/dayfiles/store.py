"""Queries that read a day whole, and write what its own features have no use case for."""

from datetime import datetime
from uuid import UUID

import msgspec

from hackday.challenges.brief import Brief, Sponsor
from hackday.challenges.schemas import ChallengeState
from hackday.database import reading
from hackday.dayfiles.schemas import ChallengeFiles, DayFiles, Limits, Terms
from hackday.days import phase_store
from hackday.days import store as day_store
from hackday.days.schemas import Day
from hackday.judging.rubrics import store as rubrics
from hackday.judging.rubrics.schemas import RubricDraft

_LIMITS = "team_min_size, team_max_size, department_most, sites_least"


async def files_of(day: Day) -> DayFiles:
    """The day as it stands."""
    async with reading() as c:
        limits = Limits(*await c.fetchrow(f"select {_LIMITS} from day where id = $1", day.id))
    rubric = await rubrics.rubric(day.id)
    return DayFiles(
        slug=day.slug,
        name=day.name,
        starts_on=day.starts_on,
        ends_on=day.ends_on,
        time_zone=day.time_zone,
        limits=limits,
        about=day.about,
        phases=tuple((time.phase, time.starts_at) for time in await phase_store.phase_times(day.id)),
        sites=tuple(await day_store.sites_of(day.id)),
        rubric=RubricDraft(scale_min=rubric.scale_min, scale_max=rubric.scale_max, criteria=rubric.criteria)
        if rubric
        else None,
        challenges=await _challenges(day.id),
    )


async def _challenges(day_id: UUID) -> tuple[ChallengeFiles, ...]:
    async with reading() as c:
        rows = await c.fetch(
            f"""select slug, title, summary, sponsor_name, sponsor_email, track, data, measure, body, sites, skills,
                       team_places, resources, tried, state, publish_at, {_LIMITS}
                  from challenge where day = $1""",
            day_id,
        )
    return tuple(
        ChallengeFiles(
            Brief(
                **{
                    name: row[name]
                    for name in ("slug", "title", "summary", "track", "data", "measure", "body", "resources", "tried")
                },
                sponsor=Sponsor(row["sponsor_name"], row["sponsor_email"]),
                sites=tuple(row["sites"]),
                skills=tuple(row["skills"]),
                team_places=row["team_places"],
            ),
            Terms(ChallengeState(row["state"]), row["publish_at"], Limits(*row[16:20])),
        )
        for row in sorted(rows, key=lambda row: row["slug"])
    )


async def set_terms(challenge_id: UUID, terms: Terms, *, now: datetime) -> None:
    async with reading() as c:
        await c.execute(
            """update challenge
                  set state = $2::varchar, publish_at = $3, team_min_size = $4, team_max_size = $5,
                      department_most = $6, sites_least = $7, changed_at = $8,
                      published_at = case when $2::varchar in ('published', 'closed')
                                          then coalesce(published_at, $8) end,
                      approved_by = case when $2 in ('draft', 'review') then null else approved_by end,
                      approved_at = case when $2 in ('draft', 'review') then null else approved_at end
                where id = $1""",
            challenge_id, terms.state, terms.publish_at, *msgspec.structs.astuple(terms.limits), now,
        )  # fmt: skip


async def remove_rubric(day_id: UUID) -> None:
    async with reading() as c:
        await c.execute("delete from rubric where day = $1 and track = '' and challenge is null", day_id)
