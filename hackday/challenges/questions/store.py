"""Queries about questions, answers, and answers kept ready.

Only two kinds of rows leave this file: `Question` for who asked and who answers, and `Answered`, which has no asker.
"""

from datetime import datetime
from uuid import UUID

import asyncpg
import msgspec

from hackday.challenges.markdown import to_html
from hackday.challenges.questions.schemas import AnswerDraft, Answered, CannedAnswer, CannedDraft, Question
from hackday.database import reading

Eyes = tuple[UUID, bool, str]
"""Of a reader: id, whether they organise the day, address."""
_ANSWERS = "($2 or c.sponsor_email <> '' and lower(c.sponsor_email) = $3)"
"""Whether the reader answers for the challenge, as `challenges.rules.may_change` has it."""
_QUESTION = f"""
    select q.id, c.slug challenge_slug, c.title challenge_title, q.asker, p.name asker_name, p.site asker_site,
           q.text, q.asked_at, q.wording, q.answer, coalesce(b.name, '') answered_by_name, q.answered_at,
           q.changed_at, q.is_public, q.is_pinned, q.withdrawn_at, q.version, {_ANSWERS} may_answer
      from question q
      join challenge c on c.id = q.challenge
      join person p on p.id = q.asker
      left join person b on b.id = q.answered_by
     where (q.asker = $1 or {_ANSWERS})"""
_WAITS = "q.answered_at is null and q.withdrawn_at is null"
LISTED = 200
"""The most questions shown at once on a challenge's page."""


def _question(row: asyncpg.Record) -> Question:
    return msgspec.convert({**row, "answer_html": to_html(row["answer"])}, Question)


async def find(question_id: UUID, day_id: UUID, eyes: Eyes) -> Question | None:
    """None: not there, or of no concern to this reader."""
    async with reading() as c:
        row = await c.fetchrow(f"{_QUESTION} and q.id = $4 and q.day = $5", *eyes, question_id, day_id)
    return _question(row) if row else None


async def asked_by(eyes: Eyes, challenge_id: UUID) -> list[Question]:
    """What the reader asked about a challenge, the newest first."""
    async with reading() as c:
        rows = await c.fetch(
            f"{_QUESTION} and q.asker = $1 and q.challenge = $4 order by q.id desc limit {LISTED}", *eyes, challenge_id
        )
    return [_question(row) for row in rows]


async def queue(day_id: UUID, eyes: Eyes, *, is_waiting: bool, after: UUID | None, limit: int) -> list[Question]:
    """What the reader answers for: the waiting ones oldest first, the answered ones newest first."""
    fits, order, past = (_WAITS, "asc", ">") if is_waiting else ("q.answered_at is not null", "desc", "<")
    async with reading() as c:
        rows = await c.fetch(
            f"""{_QUESTION} and {_ANSWERS} and q.day = $4 and {fits} and ($5::uuid is null or q.id {past} $5)
                order by q.id {order} limit $6""",
            *eyes, day_id, after, limit,
        )  # fmt: skip
    return [_question(row) for row in rows]


async def count_waiting(day_id: UUID, eyes: Eyes, *, challenge_id: UUID | None = None) -> int:
    """Of those that the reader answers for."""
    async with reading() as c:
        return int(
            await c.fetchval(
                f"""select count(*) from question q join challenge c on c.id = q.challenge
                     where $1::uuid is not null and {_ANSWERS} and q.day = $4 and {_WAITS}
                       and ($5::uuid is null or q.challenge = $5)""",
                *eyes, day_id, challenge_id,
            )
        )  # fmt: skip


async def answers_somewhere(day_id: UUID, eyes: Eyes) -> bool:
    """Whether the reader answers for any challenge of the day."""
    async with reading() as c:
        return bool(
            await c.fetchval(
                f"""select $1::uuid is not null
                        and ($2 or exists (select from challenge c where day = $4 and {_ANSWERS}))""",
                *eyes, day_id,
            )
        )  # fmt: skip


async def answered(challenge_id: UUID) -> list[Answered]:
    """What everybody reads, those that are pinned first, then the newest answer."""
    async with reading() as c:
        rows = await c.fetch(
            f"""select q.id, coalesce(nullif(q.wording, ''), q.text) text, q.answer, coalesce(b.name, '') by_name,
                       q.answered_at, q.changed_at, q.is_pinned
                  from question q left join person b on b.id = q.answered_by
                 where q.challenge = $1 and q.is_public
                 order by q.is_pinned desc, q.answered_at desc limit {LISTED}""",
            challenge_id,
        )
    return [
        Answered(
            r["id"], r["text"], to_html(r["answer"]), r["by_name"], r["answered_at"], r["changed_at"], r["is_pinned"]
        )
        for r in rows
    ]


async def add(day_id: UUID, challenge_id: UUID, asker: UUID, text: str, *, now: datetime) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into question (id, day, challenge, asker, text, asked_at)
               values (uuidv7(), $1, $2, $3, $4, $5) returning id""",
            day_id, challenge_id, asker, text, now,
        )  # fmt: skip
    return made


async def answer(question_id: UUID, by: UUID, draft: AnswerDraft, *, now: datetime) -> bool:
    """False: it waits no more. Of two who answer at once the second waits here for the first."""
    return await _done(
        f"""update question q set answer = $2, wording = $3, is_public = $4, is_pinned = $5, answered_by = $6,
                                  answered_at = $7, version = version + 1
             where id = $1 and {_WAITS}""",
        question_id, *_said(draft), by, now,
    )  # fmt: skip


async def change_answer(question_id: UUID, version: int, draft: AnswerDraft, *, now: datetime) -> bool:
    """False: it is another version by now."""
    return await _done(
        """update question set answer = $2::varchar, wording = $3::varchar, is_public = $4, is_pinned = $5,
                               changed_at = case when (answer, wording) = ($2, $3) then changed_at else $6 end,
                               version = version + 1
            where id = $1 and version = $7 and answered_at is not null""",
        question_id, *_said(draft), now, version,
    )  # fmt: skip


async def withdraw(question_id: UUID, *, now: datetime) -> bool:
    """False: it waits no more."""
    return await _done(f"update question q set withdrawn_at = $2 where id = $1 and {_WAITS}", question_id, now)


def _said(draft: AnswerDraft) -> tuple[object, ...]:
    return draft.answer.strip(), draft.wording.strip(), draft.is_public, draft.is_pinned


async def _done(statement: str, *values: object) -> bool:
    async with reading() as c:
        done: str = await c.execute(statement, *values)
    return done.endswith(" 1")


async def answerers(challenge_id: UUID) -> list[UUID]:
    """Whom a new question is told: the sponsor by the address in the brief, otherwise the organisers."""
    async with reading() as c:
        rows = await c.fetch(
            """with sponsor as (select p.id from challenge c join person p on p.email = lower(c.sponsor_email)
                                 where c.id = $1 and p.is_active)
               select id from sponsor union
               select r.person from day_role r join challenge c on c.day = r.day
                where c.id = $1 and r.role = 'organiser' and not exists (select from sponsor)""",
            challenge_id,
        )
    return [row["id"] for row in rows]


async def canned(day_id: UUID) -> list[CannedAnswer]:
    async with reading() as c:
        rows = await c.fetch(
            "select id, title, text from canned_answer where day = $1 order by lower(title), id", day_id
        )
    return [CannedAnswer(*row) for row in rows]


async def add_canned(day_id: UUID, by: UUID, draft: CannedDraft, *, now: datetime) -> UUID:
    async with reading() as c:
        made: UUID = await c.fetchval(
            """insert into canned_answer (id, day, title, text, written_by, changed_at)
               values (uuidv7(), $1, $2, $3, $4, $5) returning id""",
            day_id, draft.title.strip(), draft.text.strip(), by, now,
        )  # fmt: skip
    return made


async def change_canned(canned_id: UUID, day_id: UUID, by: UUID, draft: CannedDraft, *, now: datetime) -> bool:
    """False: not there."""
    return await _done(
        "update canned_answer set title = $3, text = $4, written_by = $5, changed_at = $6 where id = $1 and day = $2",
        canned_id, day_id, draft.title.strip(), draft.text.strip(), by, now,
    )  # fmt: skip


async def delete_canned(canned_id: UUID, day_id: UUID) -> bool:
    """False: not there."""
    return await _done("delete from canned_answer where id = $1 and day = $2", canned_id, day_id)
