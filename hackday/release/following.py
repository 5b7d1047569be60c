"""News of the release for later parts, in the transaction that makes it; `app.py` names who follows."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

from hackday.days.schemas import Entry, Phase
from hackday.people.schemas import Actor
from hackday.release.rules import PHASES

followers: list[Callable[[UUID, Collection[UUID] | None], Awaitable[None]]] = []


async def rota_changed(day_id: UUID, people: Collection[UUID] | None = None) -> None:
    """Tell that these people's work during the day may be another now; None: anybody's."""
    for follow in followers:
        await follow(day_id, people)


async def follow_phase(day_id: UUID, phase: Phase) -> None:
    """Shifts that changed while nobody could be released for the day are told when somebody can be again."""
    if phase in PHASES:
        await rota_changed(day_id)


async def follow_withdrawal(actor: Actor, entry: Entry) -> None:
    """Who withdraws is back at work."""
    await rota_changed(entry.day.id, [actor.id])
