"""Teams read what is answered to all about their challenge."""

from hackday.challenges.questions.schemas import Question
from hackday.database import reading
from hackday.days.schemas import Entry
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
