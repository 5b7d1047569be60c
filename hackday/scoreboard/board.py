"""From marks to a board, and from one board to the next. Pure."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import structs

from hackday.judging.marks import Mark
from hackday.scoreboard.schemas import Board, Change, Places, Row

TOP = 10_000  # hundredths: a team with full marks from every judge


def standing(teams: Iterable[Row], marks: Iterable[Mark], official: Mapping[str, int] | None = None) -> Board:
    """The board of these teams; the `score` that their rows come with is ignored.

    A team's score is the plain mean of its judges' marks, rounded half up to hundredths. Teams with equal rounded
    scores share a rank (1, 1, 3) and stand by name. `official` scores, by team, go before the means of its marks.
    """
    values: dict[str, list[Fraction]] = {}
    for mark in marks:
        values.setdefault(mark.project, []).append(mark.value)
    scores = {team: _score(given) for team, given in values.items()} | dict(official or {})
    return ordered(structs.replace(row, score=scores.get(row.team)) for row in teams)


def ordered(rows: Iterable[Row]) -> Board:
    """The board of rows with their scores, in whatever order they come."""
    return ranked(sorted(rows, key=lambda row: (row.score is None, -(row.score or 0), row.name.casefold(), row.team)))


def _score(values: list[Fraction]) -> int:
    exact = sum(values, Fraction()) * TOP / len(values)
    return (exact.numerator * 2 + exact.denominator) // (exact.denominator * 2)


def ranked(rows: Iterable[Row]) -> Board:
    """The board of rows that stand in their order already, the best first and those without a score last."""
    rows = tuple(rows)
    ranks: list[int | None] = []
    for place, row in enumerate(rows):
        if row.score is None:
            ranks.append(None)
        elif place and row.score == rows[place - 1].score:
            ranks.append(ranks[-1])
        else:
            ranks.append(place + 1)
    return Board(rows=rows, ranks=tuple(ranks))


def diff(old: Board, new: Board) -> Change | None:
    """What leads from `old` to `new`; None when they are equal."""
    before = {row.team: row for row in old.rows}
    changed = tuple(row for row in new.rows if before.get(row.team) != row)
    was, now = _holders(old), _holders(new)
    if was == now:
        return Change(rows=changed, places=None) if changed else None
    first = next((n for n, (a, b) in enumerate(zip(was, now, strict=False)) if a != b), min(len(was), len(now)))
    end = len(now)
    if len(was) == end:
        while was[end - 1] == now[end - 1]:
            end -= 1
    return Change(rows=changed, places=_places(new, first, end))


def apply(board: Board, change: Change) -> Board:
    """The board after `change`."""
    rows = {row.team: row for row in (*board.rows, *change.rows)}
    places = change.places
    if places is None:
        return Board(rows=tuple(rows[row.team] for row in board.rows), ranks=board.ranks)
    end = places.first + len(places.teams)
    teams = [row.team for row in board.rows]
    teams = [*teams[: places.first], *places.teams, *teams[end:]][: places.total]
    ranks = (*board.ranks[: places.first], *places.ranks, *board.ranks[end:])[: places.total]
    return Board(rows=tuple(rows[team] for team in teams), ranks=ranks)


def union(changes: Iterable[Change], newest: Board) -> Change:
    """One change for a run of them that ended at `newest`: right for every board of the run, not for its first alone.

    A plain `diff` would leave out what changed and changed back, which a client in the middle still shows.
    """
    changes = tuple(changes)
    teams = {row.team for change in changes for row in change.rows}
    moved = [change.places for change in changes if change.places is not None]
    places = None
    if moved:
        end = min(max(p.first + len(p.teams) for p in moved), len(newest.rows))
        places = _places(newest, min(p.first for p in moved), end)
    return Change(rows=tuple(row for row in newest.rows if row.team in teams), places=places)


def _holders(board: Board) -> list[tuple[str, int | None]]:
    return [(row.team, rank) for row, rank in zip(board.rows, board.ranks, strict=True)]


def _places(board: Board, first: int, end: int) -> Places:
    return Places(
        first=first,
        total=len(board.rows),
        teams=tuple(row.team for row in board.rows[first:end]),
        ranks=board.ranks[first:end],
    )
