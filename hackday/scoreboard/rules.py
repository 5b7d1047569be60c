"""What the public sees of a frozen board, step by step. Pure."""

from hackday.errors import Conflict, Invalid, NotFound, Refusal
from hackday.scoreboard.board import ordered
from hackday.scoreboard.schemas import Board

BOARDS = ("overall",)


class NoSuchBoard(NotFound):
    code = "no_such_board"

    def __init__(self) -> None:
        super().__init__("board")


class NoBoardYet(Refusal):
    status = 503
    code = "no_board_yet"

    def __init__(self) -> None:
        super().__init__("The board cannot be read right now. Try again in a moment.")


class StepHasMoved(Conflict):
    code = "step_has_moved"

    def __init__(self, step: int) -> None:
        super().__init__(f"The reveal is at step {step} by now. Look again before you go on.")


class NoSuchStep(Invalid):
    code = "no_such_step"

    def __init__(self, last: int) -> None:
        super().__init__(f"The reveal has {last} steps.", pointer="/to_step")


def check_board(board: str) -> None:
    if board not in BOARDS:
        raise NoSuchBoard


def check_step(*, at: int, from_step: int, to_step: int, last: int) -> None:
    """Whether the reveal may go `to_step`, for somebody who thinks that it is `at` from_step."""
    if at != from_step:
        raise StepHasMoved(at)
    if to_step > last:
        raise NoSuchStep(last)


def steps(final: Board) -> tuple[tuple[str, ...], ...]:
    """Whom each step uncovers: the teams of one rank together, from the last rank up.

    Teams without a score need no step: a score is never taken back, so they had none at the freeze either.
    """
    by_rank: dict[int, list[str]] = {}
    for row, rank in zip(final.rows, final.ranks, strict=True):
        if rank is not None:
            by_rank.setdefault(rank, []).append(row.team)
    return tuple(tuple(teams) for _, teams in sorted(by_rank.items(), reverse=True))


def uncovered(frozen: Board, final: Board, step: int) -> tuple[Board, tuple[str, ...]]:
    """The public board after so many steps, and the teams that the newest of them uncovered.

    An uncovered team has its final score, every other one the score of the freeze, and ranks and order follow from
    these alone. So nothing of a result that is still hidden shows, save that it is above those uncovered.
    """
    groups = steps(final)[:step]
    known = {team for group in groups for team in group}
    final_rows = {row.team: row for row in final.rows}
    board = ordered(final_rows[row.team] if row.team in known else row for row in frozen.rows)
    return board, groups[-1] if groups else ()
