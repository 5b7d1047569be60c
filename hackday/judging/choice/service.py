"""Prepare the people's choice, vote, and count after the reveal. Kiosks and codes: `kiosks.py`."""

from itertools import groupby
from uuid import UUID

import asyncpg
import msgspec

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Entry, Role
from hackday.judging import store as judging
from hackday.judging.choice import kiosk_store, rules, store
from hackday.judging.choice.schemas import Category, CategoryDraft, Choice, ChoiceDesk, Result, Tally
from hackday.judging.rules import NotRevealed
from hackday.people.schemas import Actor

_NAMED = {"ballot_own_team": rules.OwnTeam, "ballot_candidate": rules.NotACandidate}
"""What the trigger `ballot_is_fair` refuses, by the name that it gives."""


async def desk(entry: Entry) -> ChoiceDesk:
    """Categories, turnout and kiosks; for organisers. Nobody sees a count before the reveal."""
    day_rules.check_role(entry, Role.ORGANISER)
    day = entry.day.id
    return ChoiceDesk(await store.categories(day), await store.voters(day), await kiosk_store.kiosks(day))


async def add_category(actor: Actor, entry: Entry, draft: CategoryDraft) -> Category:
    """Raises CategoryExists, TooManyCategories."""
    day_rules.check_role(entry, Role.ORGANISER)
    draft = _tidy(draft)
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *rules.PREPARING)
        if len(await store.categories(entry.day.id)) >= rules.CATEGORIES_MOST:
            raise rules.TooManyCategories
        category = await store.add_category(entry.day.id, draft)
        if category is None:
            raise rules.CategoryExists(draft.name)
        await audit.record("choice.add_category", category.id, actor=actor.id, day=entry.day.id, after=draft)
        return category


async def change_category(actor: Actor, entry: Entry, category_id: UUID, draft: CategoryDraft) -> Category:
    """Raises NoSuchCategory, CategoryHasBallots, CategoryExists."""
    day_rules.check_role(entry, Role.ORGANISER)
    draft = _tidy(draft)
    async with tx():
        before = await _unused(entry, category_id)
        if not await store.change_category(category_id, draft):
            raise rules.CategoryExists(draft.name)
        await audit.record(
            "choice.change_category", category_id, actor=actor.id, day=entry.day.id, before=before, after=draft
        )
        return Category(category_id, draft.name, draft.description)


async def remove_category(actor: Actor, entry: Entry, category_id: UUID) -> Category:
    """Raises NoSuchCategory, CategoryHasBallots."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx():
        before = await _unused(entry, category_id)
        await store.remove_category(category_id)
        await audit.record("choice.remove_category", category_id, actor=actor.id, day=entry.day.id, before=before)
        return before


async def _unused(entry: Entry, category_id: UUID) -> Category:
    """A category without ballots; who votes holds the day, so that none comes in between."""
    day_rules.check_phase(await days.lock_day(entry.day.id), *rules.PREPARING)
    category = await store.find_category(entry.day.id, category_id)
    if category is None:
        raise rules.NoSuchCategory
    if await store.has_ballots(category_id):
        raise rules.CategoryHasBallots
    return category


def _tidy(draft: CategoryDraft) -> CategoryDraft:
    return msgspec.structs.replace(draft, name=draft.name.strip(), description=draft.description.strip())


async def choice(actor: Actor, entry: Entry) -> Choice:
    """What may be chosen, and what I chose."""
    day = entry.day
    return Choice(
        phase=day.phase,
        is_open=day.phase in rules.VOTING,
        closes_at=await store.closes_at(day.id),
        now=clock.now(),
        code_made_at=await kiosk_store.code_made_at(day.id, actor.id),
        categories=await store.ballot(day.id, actor.id),
        candidates=await store.candidates(day.id, actor.id),
    )


async def cast(actor: Actor, entry: Entry, category_id: UUID, project_id: UUID | None) -> Choice:
    """Put my ballot in or change it; None withdraws it. Raises OwnTeam, NotACandidate, NoSuchCategory."""
    async with tx():
        day_rules.check_phase(await days.hold_day(entry.day.id), *rules.VOTING)
        await put(entry, actor.id, category_id, project_id)
        return await choice(actor, entry)


async def put(entry: Entry, person: UUID, category_id: UUID, project_id: UUID | None, *, kiosk: str = "") -> None:
    """One ballot in the caller's transaction, the day held. The record says who voted, never for whom."""
    if project_id is None:
        await store.withdraw(entry.day.id, category_id, person)
    else:
        try:
            found = await store.cast(entry.day.id, category_id, person, project_id, now=clock.now())
        except asyncpg.CheckViolationError as error:
            if (named := _NAMED.get(error.constraint_name or "")) is None:
                raise
            raise named from None
        if not found:
            raise rules.NoSuchCategory
    verb = "withdraw" if project_id is None else "cast"
    await audit.record(
        f"choice.{verb}", category_id, actor=person, day=entry.day.id, after={"kiosk": kiosk} if kiosk else None
    )


async def results(entry: Entry) -> list[Result]:
    """What people chose; for everybody, once the whole result is revealed."""
    async with tx():
        day_rules.check_phase(await days.hold_day(entry.day.id), *rules.OPEN)
        if not await judging.is_revealed(entry.day.id):
            raise NotRevealed
        votes = sorted(await store.votes(entry.day.id), key=lambda vote: vote.category_id)
        categories = await store.categories(entry.day.id)
    counted = {category: _tallies(list(found)) for category, found in groupby(votes, lambda vote: vote.category_id)}
    return [
        Result(category, sum(tally.votes for tally in tallies), tallies)
        for category in categories
        for tallies in (counted.get(category.id, ()),)
    ]


def _tallies(votes: list[store.Votes]) -> tuple[Tally, ...]:
    ranks = rules.ranks(vote.votes for vote in votes)
    return tuple(
        Tally(rank, vote.project_id, vote.title, vote.team, vote.votes) for rank, vote in zip(ranks, votes, strict=True)
    )
