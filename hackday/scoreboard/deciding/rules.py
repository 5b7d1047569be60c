"""What the reveal waits for, and how ties are broken. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random

import msgspec

from hackday.errors import Conflict, Forbidden, Invalid
from hackday.judging.marks import Mark
from hackday.scoreboard.schemas import Board

CONFIRMATIONS = 2
"""Different people, at least one of them an organiser."""
AWARDS_MOST = 30
LIKELY = 0.05
"""Who has this chance of the first places is talked over too."""
FIRST = 8
"""So many are talked over in any case."""


class NotDecided(Conflict):
    code = "result_not_confirmed"

    def __init__(self, lacks: Sequence[str]) -> None:
        wants = {"close": "scoring is closed", "recount": "the independent count agrees",
                 "confirmations": "two people have confirmed the result"}  # fmt: skip
        super().__init__(f"The reveal begins once {' and '.join(wants[one] for one in lacks)}.")


class ResultChanged(Conflict):
    code = "result_changed"

    def __init__(self) -> None:
        super().__init__("The result is another one by now. Look again before you confirm.")


class RoomIsClosed(Forbidden):
    code = "room_is_closed"

    def __init__(self) -> None:
        super().__init__("The judges' room opens once scoring is closed.")


class RecountDiffers(Conflict):
    code = "recount_differs"

    def __init__(self, told: str) -> None:
        super().__init__(f"The independent count came to another result: {told}. Do not reveal; keep the export.")


def check_awards(count: int) -> None:
    if count > AWARDS_MOST:
        raise Invalid(f"A day has at most {AWARDS_MOST} awards.", pointer="/awards")


def digest(board: Board) -> str:
    """SHA-256 over (project, score, rank) of every row by project, as JSON."""
    rows = sorted((row.team, row.score, rank) for row, rank in zip(board.rows, board.ranks, strict=True))
    return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def lacks(*, is_closed: bool, recounted: bool, people: int, organisers: int) -> tuple[str, ...]:
    """What the reveal waits for."""
    return tuple(
        name
        for name, done in (
            ("close", is_closed),
            ("recount", recounted),
            ("confirmations", people >= CONFIRMATIONS and organisers >= 1),
        )
        if not done
    )


def duel(marks: Mapping[str, Mapping[str, Fraction]], one: str, other: str) -> tuple[int, int, int]:
    """Judges who put `one` above `other`, below, and level; of those who have marked both. By project, judge: mark."""
    pairs = [(mark, marks[other][judge]) for judge, mark in marks[one].items() if judge in marks[other]]
    wins, losses = sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
    return wins, losses, len(pairs) - wins - losses


def by_project(marks: Sequence[Mark]) -> dict[str, dict[str, Fraction]]:
    found: dict[str, dict[str, Fraction]] = {}
    for mark in marks:
        found.setdefault(mark.project, {})[mark.judge] = mark.value
    return found


def tie_breaks(
    board: Board, marks: Sequence[Mark], heaviest: Mapping[str, Fraction], *, seed: int
) -> list[tuple[str, str]]:
    """Projects with a score in their final order, each with what put it below the one before of the same score.

    First who wins more head to head; among three or more that may go in a circle, so wins against all of the same
    score are counted. Then the mean of the heaviest criterion; then the lot, drawn by the seed.
    """
    given = by_project(marks)
    lots = sorted(given)
    Random(seed).shuffle(lots)  # noqa: S311 (a published seed, not a secret)
    lot = {project: place for place, project in enumerate(lots)}
    out: list[tuple[str, str]] = []
    groups: dict[int, list[str]] = {}
    for row, rank in zip(board.rows, board.ranks, strict=True):
        if rank is not None:
            groups.setdefault(rank, []).append(row.team)
    for rank in sorted(groups):
        group = groups[rank]
        won = {one: sum(_ahead(given, one, other) for other in group if other != one) for one in group}

        def key(one: str, won: Mapping[str, int] = won) -> tuple[int, Fraction, int]:
            return (-won[one], -heaviest.get(one, Fraction()), lot.get(one, len(lot)))

        before: str | None = None
        for one in sorted(group, key=key):
            out.append((one, "" if before is None else _by(key(before), key(one))))
            before = one
    return out


def _ahead(given: Mapping[str, Mapping[str, Fraction]], one: str, other: str) -> int:
    wins, losses, _ = duel(given, one, other)
    return (wins > losses) - (wins < losses)


def _by(better: tuple[int, Fraction, int], worse: tuple[int, Fraction, int]) -> str:
    names = ("head_to_head", "heaviest_criterion", "lot")
    return next(name for name, one, other in zip(names, better, worse, strict=True) if one != other)
