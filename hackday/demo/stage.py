"""Where the demo is played: the day, the people by address, chance, and a calendar in the place of the clock."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from time import monotonic

from hackday import clock
from hackday.database import reading
from hackday.days import service as days
from hackday.days.schemas import Entry
from hackday.people.schemas import Actor

SLUG = "hack-days"
SEED = 1
Tell = Callable[[str, float], None]
"""Told after each step: what was done, and the seconds that it took."""


async def sent(content: bytes) -> AsyncIterator[bytes]:
    """A file on its way, in one piece."""
    yield content


@dataclass
class Stage:
    """`at` is the moment that is played; services read it as the present."""

    at: datetime
    tell: Tell
    chance: Random
    actors: dict[str, Actor] = field(default_factory=dict)
    """By e-mail."""

    async def step(self, act: Awaitable[str]) -> None:
        """Do one step in the played present; tell what it says it did, and how long it took."""
        begun = monotonic()
        with clock.use(lambda: self.at):
            done = await act
        self.tell(done, monotonic() - begun)

    def later(self, **by: float) -> None:
        self.at += timedelta(**by)

    async def enter(self, actor: Actor) -> Entry:
        return await days.enter(actor, SLUG)

    async def meet_everybody(self) -> None:
        """Know every person of the company as an actor."""
        async with reading() as c:
            rows = await c.fetch(
                """select p.id, p.name, p.email, p.site, s.time_zone, p.locale, p.is_admin
                     from person p join site s on s.name = p.site where p.is_active order by p.employee_no"""
            )
        self.actors = {row["email"]: Actor(*row) for row in rows}
