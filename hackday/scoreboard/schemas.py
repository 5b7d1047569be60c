"""The board, and the messages of its stream.

The twin of this file is `frontend/src/scoreboard/board.ts`; `tests/wire/` holds golden messages for both.
Scores are whole hundredths of a point on a scale of 0 to 100 (8350 is 83.50): never floats.
"""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

Score = Annotated[int, Meta(ge=0, le=10_000)]
Rank = Annotated[int, Meta(ge=1)]


class Row(Struct, frozen=True):
    """What the public sees of one team. No counts: they would tell who was judged while the board is frozen."""

    team: str
    """Opaque; stable for the life of the board. Short ones keep messages short."""
    name: str
    challenge: str
    track: str
    site: str
    score: Score | None
    """None: no judge has handed in a complete sheet."""


class Board(Struct, frozen=True):
    """Teams in the order in which they are shown, and beside each its rank: shared on a tie, None without a score."""

    rows: tuple[Row, ...] = ()
    ranks: tuple[Rank | None, ...] = ()


class BoardState(Struct, frozen=True):
    """All that the stream tells beside the rows."""

    phase: str
    frozen: bool = False
    reveal_step: int = 0
    lit: tuple[str, ...] = ()
    """Teams that the newest step of the reveal uncovered."""
    announcement: str = ""
    ends_at: datetime | None = None
    """What the countdown runs to; UTC."""


class View(Struct, frozen=True):
    """The public projection of a board: nothing in it may depend on hidden scores."""

    board: Board
    state: BoardState


class DayBoards(Struct, frozen=True):
    """Which boards a day has, and what a screen writes above them."""

    name: str
    """Of the day."""
    time_zone: str
    boards: tuple[str, ...]


class Stage(Struct, frozen=True):
    """What only organisers see: the result with all that is still hidden from the public."""

    phase: str
    reveal_step: int
    steps: tuple[tuple[str, ...], ...]
    """Whom each step uncovers, the first step first: the teams of one rank, from the last rank up."""
    final: Board
    """The result as it stands now; counted for good once the day is revealed."""


class RevealDraft(Struct, frozen=True, forbid_unknown_fields=True):
    """Go to a step, forwards or back. `from_step` is where I think it is, so that two presses are not two steps."""

    from_step: Annotated[int, Meta(ge=0, le=10_000)]
    to_step: Annotated[int, Meta(ge=0, le=10_000)]


class Places(Struct, frozen=True):
    """Who now holds the places `first`, `first + 1`, …, with their ranks. The board has `total` places."""

    first: int
    total: int
    teams: tuple[str, ...]
    ranks: tuple[Rank | None, ...]


class Change(Struct, frozen=True):
    """From one board to another: the rows that differ, each in full, and the places that differ.

    It carries state, never operations: applied twice, or on a board in between, it gives the same board.
    A team that no longer holds a place is gone.
    """

    rows: tuple[Row, ...]
    places: Places | None


class Snapshot(Struct, frozen=True, tag="snapshot"):
    """The whole board and its state."""

    epoch: str
    """Names one run of one process's stream: sequences of two epochs cannot be compared."""
    seq: int
    state: BoardState
    board: Board


class Delta(Struct, frozen=True, tag="delta"):
    """For every client whose sequence lies in `since`..`seq`."""

    epoch: str
    seq: int
    since: int = msgspec.field(name="from")
    change: Change


class State(Struct, frozen=True, tag="state"):
    """The whole state anew, for every client whose sequence lies in `since`..`seq`."""

    epoch: str
    seq: int
    since: int = msgspec.field(name="from")
    state: BoardState


class Beat(Struct, frozen=True, tag="beat"):
    """Still here. Comes at a fixed cadence whatever happens, and tells a client that it missed something."""

    epoch: str
    seq: int
    now: datetime


Message = Snapshot | Delta | State | Beat
