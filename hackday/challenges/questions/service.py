"""Use cases around questions and answers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from hackday import audit, clock
from hackday.challenges import rules as challenge_rules
from hackday.challenges import service as challenges
from hackday.challenges.questions import rules, store
from hackday.challenges.questions.schemas import (
    AnswerChange,
    AnswerDraft,
    CannedAnswer,
    CannedDraft,
    OnChallenge,
    Question,
    QuestionDraft,
    QuestionQueue,
    QueueShown,
)
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import service as days
from hackday.days import store as day_store
from hackday.days.schemas import Entry, Phase, Role
from hackday.notices import service as notices
from hackday.people.schemas import Actor

publication_followers: list[Callable[[Entry, Question], Awaitable[None]]] = []
"""What later features do in the transaction in which an answer is first shown to all; `app.py` names them."""


async def on_challenge(actor: Actor, day: str, slug: str) -> OnChallenge:
    """The published answers about a challenge, and what the actor asked."""
    entry = await days.enter(actor, day)
    challenge = (await challenges.read(actor, day, slug)).challenge
    eyes = _eyes(actor, entry)
    return OnChallenge(
        answered=await store.answered(challenge.id),
        mine=await store.asked_by(eyes, challenge.id),
        waiting=await store.count_waiting(entry.day.id, eyes, challenge_id=challenge.id),
        may_ask=entry.day.phase in rules.ASKING and rules.is_open_to_questions(challenge),
        may_answer=challenge_rules.may_change(challenge, actor, entry),
    )


async def ask(actor: Actor, day: str, slug: str, draft: QuestionDraft) -> Question:
    """Ask in private; who answers is told."""
    async with _writing(actor, day, rules.ASKING) as entry:
        challenge = (await challenges.read(actor, day, slug)).challenge
        rules.check_open_to_questions(challenge)
        made = await store.add(entry.day.id, challenge.id, actor.id, draft.text.strip(), now=clock.now())
        told = [person for person in await store.answerers(challenge.id) if person != actor.id]
        title = f"{actor.name} asks about “{challenge.title}”"
        await notices.send(told, title, draft.text.strip(), f"/days/{day}/questions")
        # Not the words: they are between who asked and who answers.
        await _record("ask", made, actor, entry, {"challenge": slug})
        return await _concerned(actor, entry, made)


async def queue(actor: Actor, day: str, *, shown: QueueShown, after: UUID | None, limit: int) -> QuestionQueue:
    """What waits for the actor's answer, or was answered: sponsors for their challenges, organisers for all."""
    entry = await days.enter(actor, day)
    eyes = _eyes(actor, entry)
    is_waiting = shown is QueueShown.WAITING
    found = await store.queue(entry.day.id, eyes, is_waiting=is_waiting, after=after, limit=limit + 1)
    following = found[limit - 1].id if len(found) > limit else None
    return QuestionQueue(found[:limit], await store.count_waiting(entry.day.id, eyes), following)


async def answer(actor: Actor, day: str, question_id: UUID, draft: AnswerDraft) -> Question:
    """Answer the asker, or all. One of two who answer at once does; the other is refused by name."""
    async with _writing(actor, day, rules.ANSWERING) as entry:
        rules.check_answer(draft)
        question = await _concerned(actor, entry, question_id)
        rules.check_may_answer(question)
        if not await store.answer(question_id, actor.id, draft, now=clock.now()):
            rules.check_unanswered(await _concerned(actor, entry, question_id))
        after = await _concerned(actor, entry, question_id)
        await _record("answer", question_id, actor, entry, _shown(after))
        await _tell_asker(actor, entry, after, f"Your question about “{after.challenge_title}” is answered")
        await _follow(entry, question, after)
        return after


async def change_answer(actor: Actor, day: str, question_id: UUID, change: AnswerChange) -> Question:
    """Say it better, or to others; readers see that it was changed. Raises AnswerChanged."""
    async with _writing(actor, day, rules.ANSWERING) as entry:
        rules.check_answer(change)
        question = await _concerned(actor, entry, question_id)
        rules.check_may_answer(question)
        if not await store.change_answer(question_id, change.version, change, now=clock.now()):
            raise rules.AnswerChanged
        after = await _concerned(actor, entry, question_id)
        await _record("change_answer", question_id, actor, entry, _shown(after))
        if after.answer != question.answer:
            title = f"The answer to your question about “{after.challenge_title}” was changed"
            await _tell_asker(actor, entry, after, title)
        await _follow(entry, question, after)
        return after


async def withdraw(actor: Actor, day: str, question_id: UUID) -> Question:
    """The asker takes back what nobody has answered."""
    async with _writing(actor, day, tuple(Phase)) as entry:
        question = await _concerned(actor, entry, question_id)
        if question.asker != actor.id:
            raise rules.NoSuchQuestion
        if not await store.withdraw(question_id, now=clock.now()):
            rules.check_unanswered(await _concerned(actor, entry, question_id))
        await _record("withdraw", question_id, actor, entry)
        return await _concerned(actor, entry, question_id)


async def canned(actor: Actor, day: str) -> list[CannedAnswer]:
    entry = await days.enter(actor, day)
    await _check_answers(actor, entry)
    return await store.canned(entry.day.id)


async def keep_canned(actor: Actor, day: str, canned_id: UUID | None, draft: CannedDraft) -> list[CannedAnswer]:
    """Keep an answer ready, or replace one that is; all of the day's."""
    async with tx():
        entry = await days.enter(actor, day)
        await _check_answers(actor, entry)
        if canned_id is None:
            canned_id = await store.add_canned(entry.day.id, actor.id, draft, now=clock.now())
        elif not await store.change_canned(canned_id, entry.day.id, actor.id, draft, now=clock.now()):
            raise rules.NoSuchCannedAnswer
        await _record("keep_canned", canned_id, actor, entry, draft)
        return await store.canned(entry.day.id)


async def delete_canned(actor: Actor, day: str, canned_id: UUID) -> None:
    async with tx():
        entry = await days.enter(actor, day)
        await _check_answers(actor, entry)
        if not await store.delete_canned(canned_id, entry.day.id):
            raise rules.NoSuchCannedAnswer
        await _record("delete_canned", canned_id, actor, entry)


@asynccontextmanager
async def _writing(actor: Actor, day: str, phases: tuple[Phase, ...]) -> AsyncIterator[Entry]:
    async with tx():
        entry = await days.enter(actor, day)
        held = await day_store.hold_day(entry.day.id)
        day_rules.check_phase(held, *phases)
        yield Entry(held, entry.roles)


def _eyes(actor: Actor, entry: Entry) -> store.Eyes:
    return actor.id, Role.ORGANISER in entry.roles, actor.email


async def _concerned(actor: Actor, entry: Entry, question_id: UUID) -> Question:
    question = await store.find(question_id, entry.day.id, _eyes(actor, entry))
    if question is None:
        raise rules.NoSuchQuestion
    return question


async def _check_answers(actor: Actor, entry: Entry) -> None:
    if not await store.answers_somewhere(entry.day.id, _eyes(actor, entry)):
        raise rules.NotAnAnswerer


async def _tell_asker(actor: Actor, entry: Entry, question: Question, title: str) -> None:
    if question.asker != actor.id:
        link = f"/days/{entry.day.slug}/challenges/{question.challenge_slug}"
        await notices.send([question.asker], title, question.answer, link)


async def _follow(entry: Entry, before: Question, after: Question) -> None:
    if after.is_public and not before.is_public:
        for follow in publication_followers:
            await follow(entry, after)


def _shown(question: Question) -> dict[str, object]:
    """What the record keeps: the words of an answer to all alone."""
    public = {"answer": question.answer, "wording": question.wording} if question.is_public else {}
    return {"is_public": question.is_public, "is_pinned": question.is_pinned, **public}


async def _record(action: str, subject: UUID, actor: Actor, entry: Entry, after: object = None) -> None:
    await audit.record(f"questions.{action}", subject, actor=actor.id, day=entry.day.id, after=after)
