"""Use cases around ideas: day, then idea, then challenges, always held in this order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import msgspec

from hackday import audit, clock
from hackday.challenges import rules as challenge_rules
from hackday.challenges import service as challenges
from hackday.challenges.ideas import rules, similar, store
from hackday.challenges.ideas.schemas import (
    Adoption,
    CommentDraft,
    Idea,
    IdeaChange,
    IdeaDraft,
    IdeaList,
    IdeaOrder,
    IdeaPage,
    IdeaState,
    Interest,
    Similar,
    TakeDown,
)
from hackday.challenges.markdown import to_html
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days import store as day_store
from hackday.days.schemas import Entry, Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor

ADOPTERS = (Role.SPONSOR, Role.ORGANISER)


async def overview(
    actor: Actor,
    day: str,
    *,
    text: str,
    state: IdeaState | None,
    mine: bool,
    order: IdeaOrder,
    after: str | None,
    limit: int,
) -> IdeaList:
    entry = await days.enter(actor, day)
    place = rules.place_of(after) if after else None
    ideas = await store.page(
        entry.day.id, _eyes(actor, entry),
        text=text, state=state, mine=mine, order=order, after=place, limit=limit + 1,
    )  # fmt: skip
    following = rules.cursor_of(ideas[limit - 1]) if len(ideas) > limit else None
    return IdeaList(ideas[:limit], following, entry.day.phase in rules.PROPOSING)


async def resembling(actor: Actor, day: str, text: str, *, but: UUID | None) -> Similar:
    """Ideas and published challenges like what is being typed; `but` is the idea that is being changed."""
    entry = await days.enter(actor, day)
    words = rules.telling_words(text)
    return Similar(
        await similar.ideas(entry.day.id, words, but=but) if words else [],
        await similar.challenges(entry.day.id, words) if words else [],
    )


async def read(actor: Actor, day: str, idea_id: UUID) -> IdeaPage:
    return await _page(actor, await days.enter(actor, day), idea_id)


async def propose(actor: Actor, day: str, draft: IdeaDraft) -> IdeaPage:
    async with _writing(actor, day) as entry:
        made = await store.add(entry.day.id, actor.id, draft.title.strip(), draft.body.strip(), now=clock.now())
        await _record("propose_idea", made, actor, entry, after=draft)
        return await _page(actor, entry, made)


async def change(actor: Actor, day: str, idea_id: UUID, change: IdeaChange) -> IdeaPage:
    """The author rewrites it, unless they did so elsewhere since. Raises IdeaChanged."""
    async with _writing(actor, day) as entry:
        idea = await _held(actor, entry, idea_id)
        rules.check_author(idea, actor)
        rules.check_open(idea)
        rules.check_version(idea, change.version)
        await store.rewrite(idea_id, change.title.strip(), change.body.strip(), now=clock.now())
        await _record("change_idea", idea_id, actor, entry, before=IdeaDraft(idea.title, idea.body), after=change)
        return await _page(actor, entry, idea_id)


async def withdraw(actor: Actor, day: str, idea_id: UUID, removal: TakeDown) -> IdeaPage:
    """Its author, or an organiser who says why."""
    async with _writing(actor, day) as entry:
        idea = await _held(actor, entry, idea_id)
        rules.check_may_remove(idea.author, actor, entry, removal.reason)
        rules.check_open(idea)
        await store.set_state(idea_id, IdeaState.WITHDRAWN, challenge=None, now=clock.now())
        await _tell_author(idea, actor, entry, f"“{idea.title}” was withdrawn by an organiser", removal.reason.strip())
        await _record("withdraw_idea", idea_id, actor, entry, reason=removal.reason.strip())
        return await _page(actor, entry, idea_id)


async def set_interest(actor: Actor, day: str, idea_id: UUID, interest: Interest) -> IdeaPage:
    """A vote of interest, given or taken back; saying the same twice changes nothing."""
    async with _writing(actor, day) as entry:
        idea = _seen(await store.find(idea_id, entry.day.id, _eyes(actor, entry)), actor, entry)
        rules.check_open(idea)
        if idea.author == actor.id:
            raise rules.OwnIdea
        if interest.is_interested:
            await store.show_interest(idea_id, actor.id, now=clock.now())
        else:
            await store.lose_interest(idea_id, actor.id)
        return await _page(actor, entry, idea_id)


async def comment(actor: Actor, day: str, idea_id: UUID, draft: CommentDraft) -> IdeaPage:
    async with _writing(actor, day) as entry:
        idea = await _held(actor, entry, idea_id)
        rules.check_there(idea)
        made = await store.add_comment(idea_id, actor.id, draft.body.strip(), now=clock.now())
        await _tell_author(idea, actor, entry, f"{actor.name} on “{idea.title}”", draft.body.strip())
        await _record("comment_idea", idea_id, actor, entry, after={"comment": made})
        return await _page(actor, entry, idea_id)


async def remove_comment(actor: Actor, day: str, idea_id: UUID, comment_id: UUID, removal: TakeDown) -> IdeaPage:
    """Whoever wrote it, or an organiser who says why; a note stays in its place."""
    async with tx():
        entry = await days.enter(actor, day)
        idea = _seen(await store.find(idea_id, entry.day.id, _eyes(actor, entry)), actor, entry)
        found = rules.check_comment_stands(await store.hold_comment(idea_id, comment_id))
        reason = removal.reason.strip()
        rules.check_may_remove(found.author, actor, entry, reason)
        own = found.author == actor.id
        await store.remove_comment(comment_id, actor.id, "" if own else reason, now=clock.now())
        if not own:
            title = f"Your comment on “{idea.title}” was removed by an organiser"
            await notices.send([found.author], title, reason, _link(entry, idea_id))
        await _record("remove_comment", idea_id, actor, entry, reason=reason, before={"body": found.body})
        return await _page(actor, entry, idea_id)


async def adopt(actor: Actor, day: str, idea_id: UUID, adoption: Adoption) -> IdeaPage:
    """A sponsor makes a challenge of it, as a draft that names the author. One of two sponsors does."""
    async with _writing(actor, day) as entry:
        day_rules.check_phase(entry.day, *challenge_rules.WRITING)
        day_rules.check_role(entry, *ADOPTERS)
        idea = await _held(actor, entry, idea_id)
        rules.check_open(idea)
        rules.check_version(idea, adoption.version)
        draft = msgspec.structs.replace(adoption, body=rules.credited(adoption.body, idea))
        made = (await challenges.write(actor, day, draft)).challenge
        await store.set_state(idea_id, IdeaState.ADOPTED, challenge=made.id, now=clock.now())
        await _record("adopt_idea", idea_id, actor, entry, after={"challenge": made.slug, "author": idea.author})
        await _tell_author(
            idea, actor, entry, f"Your idea “{idea.title}” becomes a challenge",
            f"{actor.name} adopts it; you are named in its text.",
        )  # fmt: skip
        others = [person for person in await store.interested(idea_id) if person != actor.id]
        title = f"“{idea.title}”, which interests you, becomes a challenge"
        await notices.send(others, title, f"{actor.name} adopts it.", _link(entry, idea_id))
        return await _page(actor, entry, idea_id)


@asynccontextmanager
async def _writing(actor: Actor, day: str) -> AsyncIterator[Entry]:
    """One transaction in which ideas may change."""
    async with tx():
        entry = await days.enter(actor, day)
        held = await day_store.hold_day(entry.day.id)
        day_rules.check_phase(held, *rules.PROPOSING)
        yield Entry(held, entry.roles)


def _eyes(actor: Actor, entry: Entry) -> store.Eyes:
    return actor.id, Role.ORGANISER in entry.roles, actor.email


def _seen(idea: Idea | None, actor: Actor, entry: Entry) -> Idea:
    if idea is None or not rules.may_see(idea, actor, entry):
        raise rules.NoSuchIdea
    return idea


async def _held(actor: Actor, entry: Entry, idea_id: UUID) -> Idea:
    await store.hold(idea_id)
    return _seen(await store.find(idea_id, entry.day.id, _eyes(actor, entry)), actor, entry)


def _link(entry: Entry, idea_id: UUID) -> str:
    return f"/days/{entry.day.slug}/ideas/{idea_id}"


async def _tell_author(idea: Idea, actor: Actor, entry: Entry, title: str, body: str) -> None:
    if idea.author != actor.id:
        await notices.send([idea.author], title, body, _link(entry, idea.id))


async def _record(
    action: str,
    idea_id: UUID,
    actor: Actor,
    entry: Entry,
    *,
    reason: str = "",
    before: object = None,
    after: object = None,
) -> None:
    await audit.record(
        f"ideas.{action}", idea_id, actor=actor.id, day=entry.day.id, reason=reason, before=before, after=after
    )


async def _page(actor: Actor, entry: Entry, idea_id: UUID) -> IdeaPage:
    idea = _seen(await store.find(idea_id, entry.day.id, _eyes(actor, entry)), actor, entry)
    goes_on = entry.day.phase in rules.PROPOSING
    is_open = goes_on and idea.state is IdeaState.OPEN
    return IdeaPage(
        idea=idea,
        body_html=to_html(idea.body),
        comments=await store.comments(idea_id),
        may_change=is_open and idea.author == actor.id,
        may_withdraw=is_open and rules.may_withdraw(idea, actor, entry),
        may_show_interest=is_open and idea.author != actor.id,
        may_comment=goes_on and idea.state is not IdeaState.WITHDRAWN,
        may_remove_comments=Role.ORGANISER in entry.roles,
        may_adopt=is_open and entry.day.phase in challenge_rules.WRITING and not entry.roles.isdisjoint(ADOPTERS),
    )
