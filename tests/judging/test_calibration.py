"""The estimator against closed forms, brute force and simulated judges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hackday.judging.calibration.alarms import best, robust, without_each
from hackday.judging.calibration.model import Marks, Ratios, fit, updated, variance_ratios
from hackday.judging.calibration.ranking import beats, is_tie, ranking
from hackday.judging.calibration.sample import Off, is_connected, off
from tests.judging.events import simulated, tau

HALF = Ratios(0.5, 2.0)
small = st.builds(
    lambda cells: [(f"p{p}", f"j{j}", y) for (p, j), y in cells.items()],
    st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 3)), st.floats(0, 100), min_size=3, max_size=24),
)


def test_one_judge_draws_each_mark_towards_the_mean_by_the_ratio():
    """With one judge whose leniency is held at nothing, a project keeps 1 / (1 + ratio) of its distance."""
    marks = Marks.of([("a", "j", 40.0), ("b", "j", 60.0)])
    assert fit(marks, Ratios(0.25, 1e12)).projects(marks) == pytest.approx([42, 58])


def test_a_balanced_design_is_the_two_way_table():
    """Everybody marks everything: effects are shrunk means of rows and columns."""
    table = {("a", "j"): 50.0, ("a", "k"): 70.0, ("b", "j"): 40.0, ("b", "k"): 60.0, ("c", "j"): 30.0, ("c", "k"): 20.0}
    marks = Marks.of([(project, judge, y) for (project, judge), y in table.items()])
    mean = sum(table.values()) / 6
    found = fit(marks, HALF)
    rows = {p: sum(y for (q, _), y in table.items() if q == p) / 2 - mean for p in "abc"}
    columns = {j: sum(y for (_, k), y in table.items() if k == j) / 3 - mean for j in "jk"}
    assert found.effects[:3] == pytest.approx([rows[p] * 2 / (2 + HALF.project) for p in "abc"])
    assert found.judges(marks) == pytest.approx([columns[j] * 3 / (3 + HALF.judge) for j in "jk"])


@given(small)
def test_the_fit_minimises_what_it_should(rows):
    """Brute force: the sum of squares with both penalties grows in every direction."""
    marks = Marks.of(rows)
    found = fit(marks, HALF)
    n = len(marks.projects)
    penalty = np.r_[np.full(n, HALF.project), np.full(len(marks.judges), HALF.judge)]

    def cost(effects):
        error = marks.y - found.mean - effects[marks.project] - effects[n + marks.judge]
        return float(error @ error + penalty @ effects**2)

    least = cost(found.effects)
    for at in range(len(found.effects)):
        for step in (-0.5, 0.5):
            other = found.effects.copy()
            other[at] += step
            assert cost(other) > least


@given(small, st.randoms())
def test_order_and_names_of_the_input_change_no_bit(rows, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = Marks.of(rows), Marks.of(shuffled)
    assert fit(one, HALF).effects.tobytes() == fit(other, HALF).effects.tobytes()
    swapped = Marks.of([(p, {"j0": "j3", "j3": "j0"}.get(j, j), y) for p, j, y in rows])
    assert fit(swapped, HALF).projects(swapped) == pytest.approx(fit(one, HALF).projects(one), abs=1e-9)


@given(small)
def test_estimates_stay_within_what_was_given(rows):
    """Shrinkage: no project is calibrated farther from the mean than the widest residual could carry it."""
    marks = Marks.of(rows)
    found = fit(marks, HALF)
    widest = np.abs(marks.y - found.mean).max() * 2 + 1e-9
    assert (np.abs(found.projects(marks) - found.mean) <= widest).all()


def test_marks_one_by_one_are_the_same_as_all_at_once():
    marks = simulated(3, projects=40, judges=10).marks
    whole = fit(marks, HALF)
    n = len(marks.projects) + len(marks.judges)
    penalty = np.r_[np.full(len(marks.projects), HALF.project), np.full(len(marks.judges), HALF.judge)]
    now = whole._replace(effects=np.zeros(n), covariance=np.diag(1 / penalty))
    for row in zip(marks.project, marks.judge, marks.y, strict=True):
        now = updated(now, marks, *row)
    assert now.effects == pytest.approx(whole.effects, abs=1e-6)
    assert now.covariance == pytest.approx(whole.covariance, abs=1e-6)
    row = (marks.project[0], marks.judge[0])
    corrected = updated(updated(now, marks, *row, marks.y[0], sign=-1), marks, *row, marks.y[0] + 9)
    assert corrected.projects(marks)[row[0]] > whole.projects(marks)[row[0]]
    back = updated(updated(corrected, marks, *row, marks.y[0] + 9, sign=-1), marks, *row, marks.y[0])
    assert back.effects == pytest.approx(whole.effects, abs=1e-6)


def test_leaving_one_judge_out_is_the_fit_without_their_marks():
    marks = simulated(5, projects=30, judges=8).marks
    kept = marks.judge != 2
    rows = [
        (marks.projects[p], marks.judges[j], y)
        for p, j, y in zip(marks.project[kept], marks.judge[kept], marks.y[kept], strict=True)
    ]
    rest = Marks.of(rows)
    known = fit(marks)
    alone = fit(rest, known.ratios)
    names = [rest.projects[at] for at in best(alone.projects(rest), 3)]
    assert [marks.projects[at] for at in without_each(known, marks, places=3)[2].top] == names


def test_a_judge_who_gives_more_to_all_hardly_moves_anybody():
    """+2 on a scale of 1 to 10 is 22 marks; the order before and after agrees to 0.985, where plain means lose more."""
    taus, plain = [], []
    for seed in range(6):
        event = simulated(seed)
        shift = np.where(event.marks.judge == 0, 100 / 9 * 2, 0)
        moved = event.marks._replace(y=event.marks.y + shift)
        before, after = fit(event.marks), fit(moved)
        taus.append(tau(before.projects(event.marks), after.projects(moved)))
        mean = [np.bincount(m.project, m.y) / np.bincount(m.project) for m in (event.marks, moved)]
        plain.append(tau(*mean))
    assert min(taus) >= 0.985
    assert np.mean(plain) < np.mean(taus)


def test_leniency_is_found_and_beats_plain_means():
    better = []
    for seed in range(6):
        event = simulated(seed, leniency=1.2)
        found = fit(event.marks)
        assert np.corrcoef(found.judges(event.marks), event.leniency)[0, 1] > 0.9
        plain = np.bincount(event.marks.project, event.marks.y) / np.bincount(event.marks.project)
        better.append(tau(found.projects(event.marks), event.merit) - tau(plain, event.merit))
    assert np.mean(better) > 0.05


def test_nine_of_ten_intervals_hold_the_truth():
    """Scores and ranks, as promised; ranks by draws."""
    scores, ranks = [], []
    for seed in range(12):
        event = simulated(seed, projects=100, judges=25, scale=0)
        found = fit(event.marks)
        drawn = ranking(found, event.marks, places=3, seed=1)
        truth = event.merit * 12 + found.mean - 12 * event.merit.mean()
        scores += list((drawn.low <= truth) & (truth <= drawn.high))
        rank = np.argsort(np.argsort(-event.merit)) + 1
        ranks += list((drawn.first <= rank) & (rank <= drawn.last))
    assert 0.87 <= np.mean(scores) <= 0.93
    assert 0.87 <= np.mean(ranks) <= 0.94


def test_chances_are_the_shares_of_the_draws():
    event = simulated(8, projects=30, judges=10)
    found = fit(event.marks)
    one, other = best(found.projects(event.marks), 2)
    chance = beats(found, one, other)
    root = np.linalg.cholesky(found.covariance[:30, :30])
    drawn = found.effects[:30] + found.sigma * np.random.default_rng(3).standard_normal((40_000, 30)) @ root.T
    assert chance == pytest.approx((drawn[:, one] > drawn[:, other]).mean(), abs=0.01)
    top = ranking(found, event.marks, places=3, seed=1).top
    assert top.sum() == pytest.approx(3)
    assert ranking(found, event.marks, places=3, seed=1).top.tobytes() == top.tobytes()


@pytest.mark.parametrize(("chance", "tie"), [(0.5, True), (0.549, True), (0.551, False), (0.449, False)])
def test_a_difference_that_means_nothing_is_a_tie(chance, tie):
    assert is_tie(chance) is tie


def test_rogues_are_seen_and_trusted_less():
    found = seen = false = 0
    gains = []
    for seed in range(5):
        event = simulated(seed, rogues=2, rogue="reversed")
        known = fit(event.marks)
        for one in without_each(known, event.marks, places=3):
            if one.agreement is not None and one.agreement < 0.2:
                found += one.judge < 2
                false += one.judge >= 2
        seen += 2
        gains.append(
            tau(robust(known, event.marks).projects(event.marks), event.merit)
            - tau(known.projects(event.marks), event.merit)
        )
    assert found / seen >= 0.7
    assert false <= 0.06 * 5 * 38
    assert np.mean(gains) > 0


def test_without_marks_enough_nothing_is_calibrated():
    few = [("a", "j", 1.0), ("b", "j", 1.0), ("c", "k", 1.0)]
    assert off(Marks.of(few)) is Off.FEW_PROJECTS
    assert off(Marks.of([*few, ("d", "k", 1.0)])) is Off.FEW_JUDGES
    more = [(p, j, 5.0) for p in "abcd" for j in ("k", "l")]
    assert off(Marks.of([*few, ("d", "k", 1.0), ("d", "l", 3.0)])) is Off.FEW_MARKS
    assert off(Marks.of([*more, ("a", "m", 1.0)])) is None
    apart = [(p, j, 5.0) for p, js in (("a", "jk"), ("b", "jk"), ("c", "lm"), ("d", "lm")) for j in js]
    assert off(Marks.of(apart)) is Off.APART
    assert is_connected(Marks.of([*apart, ("a", "l", 5.0)]))


@settings(deadline=None)
@given(small)
def test_ratios_stay_within_their_bounds(rows):
    ratios = variance_ratios(Marks.of(rows))
    assert np.exp(-4.0) - 1e-9 <= ratios.project <= np.exp(5.0) + 1e-9
    assert np.exp(-3.0) - 1e-9 <= ratios.judge <= np.exp(9.0) + 1e-9
