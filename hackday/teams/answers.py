"""Teams read what is answered to all about their challenge, and that its text has changed."""

from hackday.challenges.questions.schemas import Question
from hackday.challenges.schemas import Challenge
from hackday.database import reading
from hackday.days.schemas import Day, Entry
from hackday.notices import service as notices


async def follow_publication(entry: Entry, question: Question) -> None:
    """Tell the members of all teams on the challenge, but not the asker, who is told anyway."""
    async with reading() as c:
        rows = await c.fetch(
            """select m.person from challenge c join team t on t.challenge = c.id join membership m on m.team = t.id
                where c.day = $1 and c.slug = $2 and m.left_at is null and m.person <> $3""",
            entry.day.id, question.challenge_slug, question.asker,
        )  # fmt: skip
    title = f"New answer about “{question.challenge_title}”"
    link = f"/days/{entry.day.slug}/challenges/{question.challenge_slug}"
    await notices.send([row["person"] for row in rows], title, question.wording or question.text, link)


async def follow_change(day: Day, challenge: Challenge, note: str) -> None:
    """Tell the members of all teams on the challenge that it says something else now."""
    async with reading() as c:
        rows = await c.fetch(
            """select m.person from team t join membership m on m.team = t.id
                where t.challenge = $1 and m.left_at is null""",
            challenge.id,
        )
    link = f"/days/{day.slug}/challenges/{challenge.slug}"
    await notices.send([row["person"] for row in rows], f"“{challenge.title}” was changed", note, link)
