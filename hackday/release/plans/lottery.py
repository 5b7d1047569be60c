"""The lottery among interchangeable people, as it is published: anybody can check it."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from hackday.release.schemas import Draw
from hackday.release.wire import DrawPlace


class DrawnPerson(Struct, frozen=True):
    """`ticket` is the SHA-256 of "seed:person" in hex; the lowest goes first. `goes` is what the plan says."""

    person: UUID
    name: str
    site: str
    place: int
    ticket: str
    goes: bool


class PlanDraw(Struct, frozen=True):
    """`size` people were interchangeable for `places` places; `people` in the order of their tickets."""

    draw: int
    size: int
    places: int
    people: list[DrawnPerson]


class DrawPage(Struct, frozen=True):
    """`after` asks for the next page; None when this is the last."""

    draws: list[PlanDraw]
    after: int | None


def ticket(seed: int, person: UUID) -> str:
    return sha256(f"{seed}:{person}".encode()).hexdigest()


def places(draws: Iterable[Draw]) -> dict[str, DrawPlace]:
    """Everybody's place in their draw."""
    return {
        person: DrawPlace(number, len(draw.people), draw.places, place)
        for number, draw in enumerate(draws)
        for place, person in enumerate(draw.people, 1)
    }
