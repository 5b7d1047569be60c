"""Queries about drafts of assistants."""

from uuid import UUID

from hackday.database import reading


async def count_waiting(day_id: UUID, email: str) -> int:
    async with reading() as c:
        return int(
            await c.fetchval(
                """select count(*) from challenge
                    where day = $1 and source = 'assistant' and state = 'draft' and lower(sponsor_email) = lower($2)""",
                day_id, email,
            )
        )  # fmt: skip


async def mark(challenge_id: UUID) -> None:
    """It is an assistant's until a person rewrites it."""
    async with reading() as c:
        await c.execute("update challenge set source = 'assistant' where id = $1", challenge_id)
