"""HTTP to questions, answers and answers kept ready, and back."""

from uuid import UUID

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from hackday.challenges.questions import service
from hackday.challenges.questions.schemas import (
    AnswerChange,
    AnswerDraft,
    CannedAnswer,
    CannedDeleted,
    CannedDraft,
    OnChallenge,
    Question,
    QuestionDraft,
    QuestionQueue,
    QueueShown,
)
from hackday.people.schemas import Actor
from hackday.web import Access, Limit, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ASKED = "/days/{day:str}/challenges/{slug:str}/questions"
_QUEUE = "/days/{day:str}/questions"
_ONE = "/days/{day:str}/questions/{question:uuid}"
_CANNED = "/days/{day:str}/canned-answers"
_KEPT = "/days/{day:str}/canned-answers/{canned:uuid}"


@get(_ASKED, operation_id="questions_list_on_challenge", opt=_SIGNED_IN)
async def list_on_challenge(actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str]) -> OnChallenge:
    """Answers to all about a challenge, without who asked; and my own questions."""
    return await service.on_challenge(actor, day, slug)


@post(_ASKED, operation_id="questions_ask", opt=_SIGNED_IN)
async def ask(
    actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str], data: JSONBody[QuestionDraft]
) -> Question:
    """Ask those who answer for a challenge; nobody else sees who asked."""
    return await service.ask(actor, day, slug, data)


@get(_QUEUE, operation_id="questions_list_queue", opt=_SIGNED_IN)
async def list_queue(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    shown: FromQuery[QueueShown] = QueueShown.WAITING,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 50,
) -> QuestionQueue:
    """Sponsor: questions about my challenges; organiser: all."""
    return await service.queue(actor, day, shown=shown, after=after, limit=limit)


@post(f"{_ONE}/answer", operation_id="questions_answer", opt=_SIGNED_IN)
async def answer(
    actor: NamedDependency[Actor], day: FromPath[str], question: FromPath[UUID], data: JSONBody[AnswerDraft]
) -> Question:
    """Answer the asker, or all."""
    return await service.answer(actor, day, question, data)


@put(f"{_ONE}/answer", operation_id="questions_change_answer", opt=_SIGNED_IN)
async def change_answer(
    actor: NamedDependency[Actor], day: FromPath[str], question: FromPath[UUID], data: JSONBody[AnswerChange]
) -> Question:
    """Replace the version of the answer that was read."""
    return await service.change_answer(actor, day, question, data)


@post(f"{_ONE}/withdrawal", operation_id="questions_withdraw", opt=_SIGNED_IN)
async def withdraw(actor: NamedDependency[Actor], day: FromPath[str], question: FromPath[UUID]) -> Question:
    """Asker: take back what nobody has answered."""
    return await service.withdraw(actor, day, question)


@get(_CANNED, operation_id="questions_list_canned", opt=_SIGNED_IN)
async def list_canned(actor: NamedDependency[Actor], day: FromPath[str]) -> list[CannedAnswer]:
    """Answers kept ready, for those who answer on this day."""
    return await service.canned(actor, day)


@post(_CANNED, operation_id="questions_add_canned", opt=_SIGNED_IN)
async def add_canned(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[CannedDraft]
) -> list[CannedAnswer]:
    """Keep an answer ready; all of the day's."""
    return await service.keep_canned(actor, day, None, data)


@put(_KEPT, operation_id="questions_change_canned", opt=_SIGNED_IN)
async def change_canned(
    actor: NamedDependency[Actor], day: FromPath[str], canned: FromPath[UUID], data: JSONBody[CannedDraft]
) -> list[CannedAnswer]:
    """Replace an answer kept ready; all of the day's."""
    return await service.keep_canned(actor, day, canned, data)


@delete(_KEPT, operation_id="questions_delete_canned", opt=_SIGNED_IN, status_code=200)
async def delete_canned(actor: NamedDependency[Actor], day: FromPath[str], canned: FromPath[UUID]) -> CannedDeleted:
    """Keep it no longer."""
    await service.delete_canned(actor, day, canned)
    return CannedDeleted(canned)


router = Router(
    "/",
    route_handlers=[
        list_on_challenge,
        ask,
        list_queue,
        answer,
        change_answer,
        withdraw,
        list_canned,
        add_canned,
        change_canned,
        delete_canned,
    ],
    tags=["questions"],
)
