"""Use cases around challenges."""

from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

import asyncpg
import msgspec

from hackday import audit, clock
from hackday.challenges import rules, store
from hackday.challenges.brief import Brief
from hackday.challenges.editions import store as editions
from hackday.challenges.markdown import to_html
from hackday.challenges.schemas import (
    Challenge,
    ChallengeChange,
    ChallengeDraft,
    ChallengeList,
    ChallengePage,
    ChallengeState,
    Publishing,
    StateChange,
)
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days import store as day_store
from hackday.days.schemas import Day, Entry, Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor

change_followers: list[Callable[[Day, Challenge, str], Awaitable[None]]] = []
"""What later features do in the transaction in which a published text changes, with the note of its writer."""


async def overview(actor: Actor, day: str, **asked: str | ChallengeState | None) -> ChallengeList:
    """The challenges that the actor may see and that fit; `asked` as `store.search` takes it."""
    entry = await days.enter(actor, day)
    eyes = {"sees_drafts": Role.ORGANISER in entry.roles, "email": actor.email}
    return ChallengeList(
        challenges=await store.search(entry.day.id, **eyes, **asked),  # type: ignore[arg-type]
        filters=await store.filters(entry.day.id, **eyes),  # type: ignore[arg-type]
        may_write=not entry.roles.isdisjoint({Role.ORGANISER, Role.SPONSOR}),
    )


async def read(actor: Actor, day: str, slug: str) -> ChallengePage:
    entry = await days.enter(actor, day)
    return _page(_seen(await store.find(entry.day.id, slug), actor, entry), actor, entry)


async def write(actor: Actor, day: str, draft: ChallengeDraft) -> ChallengePage:
    """A new challenge, as a draft. A sponsor writes under the own address, so that they can go on writing."""
    async with tx():
        entry = await _enter_to_write(actor, day)
        day_rules.check_role(entry, Role.ORGANISER, Role.SPONSOR)
        if Role.ORGANISER not in entry.roles:
            draft = msgspec.structs.replace(draft, sponsor_email=actor.email)
        rules.check_limits(draft, entry.day)
        made = None
        while made is None:  # two who write under one title: the second waits for the first and takes the next slug
            taken = {"new", *await store.slugs(entry.day.id)}  # new: a page's address
            brief = rules.brief_of(draft, rules.slug_of(draft.title, taken))
            made = await store.add(entry.day.id, brief, state=ChallengeState.DRAFT, source="browser", now=clock.now())
        await store.set_limits(made, draft)
        await audit.record("challenges.write_challenge", made, actor=actor.id, day=entry.day.id, after=brief)
        return await _page_of(actor, entry, brief.slug)


async def change(actor: Actor, day: str, slug: str, change: ChallengeChange) -> ChallengePage:
    """Replace the text, unless somebody else did so since the writer read it. Raises ChangedMeanwhile.

    A scheduled one waits for its approval again when another than its owner changes it.
    """
    async with tx():
        entry = await _enter_to_write(actor, day)
        before = _held(await store.hold(entry.day.id, slug), actor, entry)
        if change.version != before.version:
            raise rules.ChangedMeanwhile
        rules.check_places(before, change.team_places)
        rules.check_limits(change, entry.day)
        if Role.ORGANISER not in entry.roles:
            change = msgspec.structs.replace(change, sponsor_email=before.sponsor_email)
        brief = rules.brief_of(change, slug)
        if brief == rules.published_brief(before) and rules.same_limits(before, change):
            return _page(before, actor, entry)
        await store.rewrite(before.id, brief, source="browser", now=clock.now())
        await store.set_limits(before.id, change)
        await keep_edition(entry.day, before, brief, note=change.note.strip(), written_by=actor.id)
        await audit.record(
            "challenges.change_challenge", before.id, actor=actor.id, day=entry.day.id,
            before=rules.published_brief(before), after=brief,
        )  # fmt: skip
        after = _seen(await store.find(entry.day.id, slug), actor, entry)
        if after.state is ChallengeState.SCHEDULED and not rules.may_approve(after, actor, entry):
            await _set_state(actor, entry, after, StateChange("review", note=change.note.strip()))
        return await _page_of(actor, entry, slug)


async def set_state(actor: Actor, day: str, slug: str, change: StateChange) -> ChallengePage:
    """Send for review, approve, publish, close, reopen. Raises WrongState, ApprovalNeeded, ChangedMeanwhile."""
    async with tx():
        entry = await _enter_to_write(actor, day)
        before = _held(await store.hold(entry.day.id, slug), actor, entry)
        if change.version not in (None, before.version):
            raise rules.ChangedMeanwhile
        wanted = ChallengeState(change.state)
        rules.check_state(before, wanted)
        if rules.is_approval(before, wanted) and not rules.may_approve(before, actor, entry):
            raise rules.ApprovalNeeded(before)
        await _set_state(actor, entry, before, change)
        return await _page_of(actor, entry, slug)


async def _set_state(actor: Actor, entry: Entry, before: Challenge, change: StateChange) -> None:
    now, wanted = clock.now(), ChallengeState(change.state)
    at = rules.publish_at(change, entry.day, now=now)
    approves = rules.is_approval(before, wanted)
    await store.set_state(before.id, wanted, now=now, publish_at=at, approved_by=actor.id if approves else None)
    await audit.record(
        "challenges.set_state", before.id, actor=actor.id, day=entry.day.id, reason=change.note.strip(),
        before={"state": before.state}, after={"state": wanted, "publish_at": at},
    )  # fmt: skip
    if wanted is ChallengeState.REVIEW:
        told, what = await store.approvers(before.id), "waits for your approval"
    elif before.state is ChallengeState.REVIEW:
        told = await store.writers(before.id)
        what = "was sent back" if wanted is ChallengeState.DRAFT else "was approved"
    else:
        return
    link = f"/days/{entry.day.slug}/challenges/{before.slug}"
    await notices.send(set(told) - {actor.id}, f"“{before.title}” {what}", change.note.strip(), link)


async def publish_next_due() -> bool:
    """Let the clock publish one challenge whose time has come, if there is one. Any number of processes may ask.

    One whose time came when its day could not publish any more stays as it is.
    """
    now = clock.now()
    async with tx():
        due = await store.next_due(now)
        if due is None:
            return False
        day = await day_store.hold_day(due[0])
        before = await store.hold(day.id, due[1])
        if before is None or before.state is not ChallengeState.SCHEDULED or day.phase not in rules.WRITING:
            return True  # another process was first, or the day moved on; the next look knows
        await store.set_state(before.id, ChallengeState.PUBLISHED, now=now)
        await audit.record(
            "challenges.set_state", before.id, actor=None, day=day.id,
            before={"state": before.state}, after={"state": ChallengeState.PUBLISHED},
        )  # fmt: skip
        link = f"/days/{day.slug}/challenges/{before.slug}"
        await notices.send(await store.writers(before.id), f"“{before.title}” is published", link=link)
        return True


async def delete(actor: Actor, day: str, slug: str) -> None:
    """Only what no team was ever founded on. Raises ChallengeHasTeams."""
    async with tx():
        entry = await _enter_to_write(actor, day)
        before = _held(await store.hold(entry.day.id, slug), actor, entry)
        if before.state.is_public:
            day_rules.check_role(entry, Role.ORGANISER)
        try:
            async with tx():
                await store.delete(before.id)
        except asyncpg.IntegrityConstraintViolationError:  # its class differs between releases of PostgreSQL
            raise rules.ChallengeHasTeams(before) from None
        await audit.record(
            "challenges.delete_challenge", before.id, actor=actor.id, day=entry.day.id,
            before=rules.published_brief(before),
        )  # fmt: skip


async def publish_briefs(day: str, briefs: Iterable[Brief], *, dry_run: bool) -> Publishing:
    """Bring the day's challenges to the text of these briefs, all or nothing; a second run changes nothing."""
    async with tx():
        found = (await days.enter_by_command(day)).day
        wanted = {brief.slug: brief for brief in briefs}
        standing = {challenge.slug: challenge for challenge in await store.hold_all(found.id)}
        plan = rules.publishing(wanted.values(), standing.values())
        if dry_run or not (plan.added or plan.changed):
            return plan
        held = await day_store.hold_day(found.id)
        day_rules.check_phase(held, *rules.WRITING)
        now = clock.now()
        for slug in plan.added:
            if not await store.add(held.id, wanted[slug], state=ChallengeState.PUBLISHED, source="file", now=now):
                raise rules.SlugIsTaken(slug)
        for slug in plan.changed:
            await store.rewrite(standing[slug].id, wanted[slug], source="file", now=now)
            await keep_edition(held, standing[slug], wanted[slug], note="", written_by=None)
            if not standing[slug].state.is_public:
                await store.set_state(standing[slug].id, ChallengeState.PUBLISHED, now=now)
        await audit.record("challenges.publish_briefs", day, actor=None, day=held.id, after=plan)
        return plan


async def briefs_of(day: str) -> list[Brief]:
    """What the day asks for now, for all to see, as briefs for files."""
    async with tx():
        found = (await days.enter_by_command(day)).day
        challenges = await store.hold_all(found.id)
    return [rules.published_brief(challenge) for challenge in challenges if challenge.state.is_public]


async def keep_edition(day: Day, before: Challenge, brief: Brief, *, note: str, written_by: UUID | None) -> None:
    """Of what readers have seen: the text as it was, if it is not kept yet, the one that took its place, and the news.

    The caller has written it as the next version. What is not public has no readers.
    """
    if not before.state.is_public or brief == rules.published_brief(before):
        return
    now = clock.now()
    was = rules.published_brief(before)
    await editions.keep(before.id, before.version, was, note="", written_by=None, now=before.published_at or now)
    await editions.keep(before.id, before.version + 1, brief, note=note, written_by=written_by, now=now)
    for follow in change_followers:
        await follow(day, before, note)


async def _enter_to_write(actor: Actor, day: str) -> Entry:
    entry = await days.enter(actor, day)
    held = await day_store.hold_day(entry.day.id)
    day_rules.check_phase(held, *rules.WRITING)
    return Entry(held, entry.roles)


def _seen(challenge: Challenge | None, actor: Actor, entry: Entry) -> Challenge:
    if challenge is None or not rules.may_see(challenge, actor, entry):
        raise rules.NoSuchChallenge
    return challenge


def _held(challenge: Challenge | None, actor: Actor, entry: Entry) -> Challenge:
    """The challenge, if the actor may change it."""
    seen = _seen(challenge, actor, entry)
    if not rules.may_change(seen, actor, entry):
        raise day_rules.RoleNeeded((Role.ORGANISER,))
    return seen


async def _page_of(actor: Actor, entry: Entry, slug: str) -> ChallengePage:
    return _page(_seen(await store.find(entry.day.id, slug), actor, entry), actor, entry)


def _page(challenge: Challenge, actor: Actor, entry: Entry) -> ChallengePage:
    return ChallengePage(
        challenge=challenge,
        body_html=to_html(challenge.body),
        resources_html=to_html(challenge.resources),
        tried_html=to_html(challenge.tried),
        may_change=(writes := entry.day.phase in rules.WRITING) and rules.may_change(challenge, actor, entry),
        may_approve=writes and rules.may_approve(challenge, actor, entry),
    )
