"""Use cases of the matching, for organisers alone."""

import asyncio
import logging
import secrets
from uuid import UUID

from msgspec.structs import replace

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days.schemas import Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.teams import rules as team_rules
from hackday.teams import service as teams
from hackday.teams.joining import store as joining_store
from hackday.teams.matching import committing, rules, store
from hackday.teams.matching.checker import check
from hackday.teams.matching.gathering import gather
from hackday.teams.matching.wire import Kept, Matching, MatchingDraft, MatchingPage, MatchingState, Placed, Run
from hackday.teams.matching.worker import WorkerFailed, solve

SEARCH_SECONDS = 4.5
"""So that the answer is there within five; most days take well under one."""

log = logging.getLogger("hackday.teams")


async def read(actor: Actor, day: str) -> MatchingPage:
    entry = await days.enter(actor, day)
    day_rules.check_role(entry, Role.ORGANISER)
    run = await store.last(entry.day.id)
    return MatchingPage(
        waiting=await store.waiting(entry.day.id),
        may_change=entry.day.phase in team_rules.FORMING,
        matching=await _told(entry.day.id, run) if run else None,
    )


async def preview(actor: Actor, day: str, draft: MatchingDraft) -> MatchingPage:
    """Match, check and keep the answer. Nobody is placed by it."""
    entry = await days.enter(actor, day)
    day_rules.check_role(entry, Role.ORGANISER)
    day_rules.check_phase(entry.day, *team_rules.FORMING)
    async with tx("repeatable_read"):
        asked = await gather(entry.day.id, draft.locks)
    seed = secrets.randbelow(2**31) if draft.seed is None else draft.seed
    try:
        matched = await solve(asked, seed=seed, seconds=SEARCH_SECONDS)
    except WorkerFailed as error:
        log.exception("no matching for %s", day)
        raise rules.MatchingFailed from error
    if breaches := await asyncio.to_thread(check, asked, matched):
        log.error("an unsound matching for %s: %s", day, breaches[:20])
        raise rules.MatchingFailed
    kept = Kept(matched, wished=sum(bool(p.wishes) for p in asked.people))
    async with tx():
        made = await store.add(entry.day.id, actor.id, seed, draft.locks, kept, now=clock.now())
        after = {"seed": seed, "placed": len(matched.placements), "unplaced": len(matched.unplaced)}
        await audit.record("teams.preview_matching", made, actor=actor.id, day=entry.day.id, after=after)
    return await read(actor, day)


async def commit(actor: Actor, day: str, matching_id: UUID) -> MatchingPage:
    """Place everybody of a preview who still fits, in one transaction; who does not is listed."""
    async with teams.forming(actor, day) as entry:
        day_rules.check_role(entry, Role.ORGANISER)
        run = rules.check_state(await store.hold(entry.day.id, matching_id), MatchingState.PREVIEW)
        placed, refused = await committing.place(entry.day.id, run)
        for place in placed:
            await joining_store.withdraw_waiting(entry.day.id, place.person)
        kept = replace(run.result, placed=placed, refused=refused)
        await store.commit(matching_id, kept, now=clock.now())
        await _tell(entry.day.id, day, placed, "You are in “{}” now", "The organisers matched you.")
        after = {"placed": len(placed), "refused": len(refused)}
        await audit.record("teams.commit_matching", matching_id, actor=actor.id, day=entry.day.id, after=after)
        await notify(f"board:{entry.day.id}")
    return await read(actor, day)


async def undo(actor: Actor, day: str, matching_id: UUID) -> MatchingPage:
    """Take everybody out again who is still where the matching placed them."""
    async with teams.forming(actor, day) as entry:
        day_rules.check_role(entry, Role.ORGANISER)
        run = rules.check_state(await store.hold(entry.day.id, matching_id), MatchingState.COMMITTED)
        left = await committing.take_back(entry.day.id, run)
        await store.undo(matching_id, now=clock.now())
        await _tell(entry.day.id, day, left, "You are no longer in “{}”", "The organisers took the matching back.")
        await audit.record(
            "teams.undo_matching", matching_id, actor=actor.id, day=entry.day.id, after={"left": len(left)}
        )
        await notify(f"board:{entry.day.id}")
    return await read(actor, day)


async def _tell(day_id: UUID, day: str, placed: list[Placed], title: str, body: str) -> None:
    words = await store.team_words(day_id)
    for team in {p.team for p in placed}:
        people = [p.person for p in placed if p.team == team]
        await notices.send(people, title.format(words[team][0]), body, f"/days/{day}/team")


async def _told(day_id: UUID, run: Run) -> Matching:
    found = run.result.matched
    persons = [*(p.person for p in found.placements), *(u.person for u in (*found.unplaced, *found.broken_locks))]
    return rules.told(
        run,
        await store.names(day_id, [UUID(person) for person in persons]),
        await store.team_words(day_id),
        await store.challenge_links(day_id),
    )
