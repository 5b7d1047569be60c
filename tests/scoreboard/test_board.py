"""What the board says, and that no change of it is lost on the way."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hackday.judging.marks import Mark
from hackday.scoreboard.board import apply, diff, ranked, standing, union
from hackday.scoreboard.schemas import Board, Change, Row


def row(team: str, score: int | None = None, name: str = "") -> Row:
    return Row(
        team=team, name=name or f"Team {team}", challenge="Night bus", track="Customers", site="Lisbon", score=score
    )


def marks(*values: Fraction | int, team: str = "a") -> list[Mark]:
    return [Mark(team, f"j{n}", Fraction(value)) for n, value in enumerate(values)]


def shown(board: Board) -> list[tuple[int | None, str, int | None]]:
    return [(rank, r.team, r.score) for rank, r in zip(board.ranks, board.rows, strict=True)]


def test_the_scale_runs_from_0_to_100():
    board = standing([row("a"), row("b")], [*marks(1), *marks(0, team="b")])
    assert shown(board) == [(1, "a", 10_000), (2, "b", 0)]


def test_each_judge_of_a_team_counts_the_same_and_halves_round_up():
    assert standing([row("a")], marks(Fraction(1, 10), 0, 0)).rows[0].score == 333
    assert standing([row("a")], marks(1, *[0] * 15)).rows[0].score == 625
    assert standing([row("a")], marks(1, *[0] * 31)).rows[0].score == 313  # 312.5 hundredths


def test_ties_share_a_rank_and_the_unscored_come_last_without_one():
    teams = [row("d", name="Alpha"), row("a"), row("c", name="Zulu"), row("b", name="beta"), row("e")]
    given = [Mark(t, "j", Fraction(p, 4)) for t, p in (("a", 4), ("b", 2), ("c", 2), ("e", 1))]
    assert shown(standing(teams, given)) == [
        (1, "a", 10_000),
        (2, "b", 5_000),
        (2, "c", 5_000),
        (4, "e", 2_500),
        (None, "d", None),
    ]


def test_the_score_a_row_came_with_is_not_kept():
    assert standing([row("a", score=9_999)], []) == ranked([row("a")])


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=9))
def test_the_score_is_the_exact_mean_rounded(values: list[Fraction]):
    score = standing([row("a")], marks(*values)).rows[0].score
    assert score is not None
    assert -Fraction(1, 2) < score - sum(values) / len(values) * 10_000 <= Fraction(1, 2)


teams = st.sampled_from("abcdefgh")
boards = st.dictionaries(teams, st.tuples(st.none() | st.integers(0, 4), st.sampled_from(["x", "y"]))).map(
    lambda d: standing_of({team: (score, name) for team, (score, name) in d.items()})
)


def standing_of(rows: dict[str, tuple[int | None, str]]) -> Board:
    made = [row(team, score, name) for team, (score, name) in rows.items()]
    return ranked(sorted(made, key=lambda r: (r.score is None, -(r.score or 0), r.name, r.team)))


@given(boards, boards)
def test_a_difference_leads_to_the_new_board_and_may_come_twice(old: Board, new: Board):
    change = diff(old, new)
    assert (change is None) == (old == new)
    if change is not None:
        assert apply(old, change) == new
        assert apply(apply(old, change), change) == new


@given(st.lists(boards, min_size=2, max_size=7))
def test_one_change_for_a_run_is_right_for_every_board_of_the_run(run: list[Board]):
    changes = [change for old, new in pairwise(run) if (change := diff(old, new))]
    whole = union(changes, run[-1])
    for board in run:
        assert apply(board, whole) == run[-1]


def test_a_plain_difference_of_the_ends_would_not_be():
    first, middle = standing_of({"a": (1, "x"), "b": (2, "x")}), standing_of({"a": (3, "x"), "b": (2, "x")})
    assert diff(first, first) is None  # there and back again: nothing to say to one who saw both ends …
    there, back = diff(first, middle), diff(middle, first)
    assert there is not None
    assert back is not None
    assert apply(middle, union([there, back], first)) == first  # … but much to one who saw the middle


def test_a_change_carries_only_what_moved():
    old = ranked([row(str(n), 5_000 - n) for n in range(100)])
    new = ranked([*old.rows[:10], row("12", 4_990), *old.rows[10:12], *old.rows[13:]])
    change = diff(old, new)
    assert change is not None
    assert [r.team for r in change.rows] == ["12"]
    assert change.places is not None
    assert (change.places.first, change.places.teams) == (10, ("12", "10", "11"))


def test_changes_know_only_what_they_need():
    assert Change.__struct_fields__ == ("rows", "places")
    assert set(Row.__struct_fields__) == {"team", "name", "challenge", "track", "site", "score"}  # no counts
