"""Judges' visits: balanced, free of conflicts, with experts and bridges, linked, repeatable; and a timetable."""

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hackday.judging.assignment.flow import EXPERT, OUTSIDE, Question, assign
from hackday.judging.assignment.linked import assign_linked, connectivity, parts
from hackday.judging.assignment.timetable import timetable


def hall(projects, judges, *, tracks=3, each=3, seed=1, barred=0.05, experts=1, outside=1, **more):
    """A day at random; every judge is an expert of one track."""
    rng = np.random.default_rng(seed)
    own, home = rng.integers(0, tracks, projects), rng.integers(0, tracks, judges)
    nothing = np.zeros((projects, judges), dtype=bool)
    given = {
        "kind": np.where(own[:, None] == home[None, :], EXPERT, OUTSIDE).astype(np.int8),
        "barred": rng.random((projects, judges)) < barred,
        "fixed": nothing,
        "planned": nothing,
        "liking": rng.integers(0, 40, (projects, judges)),
        "each": np.full(projects, each),
        "experts": experts,
        "outside": outside,
    }
    return Question(**(given | more))


@st.composite
def halls(draw):
    """Small enough to try every assignment."""
    asked = hall(
        draw(st.integers(1, 4)),
        draw(st.integers(1, 4)),
        tracks=2,
        each=draw(st.integers(1, 3)),
        seed=draw(st.integers(0, 10_000)),
        barred=draw(st.sampled_from([0, 0.2, 0.5])),
    )
    fixed = np.random.default_rng(draw(st.integers(0, 99))).random(asked.barred.shape) < draw(st.sampled_from([0, 0.2]))
    return asked._replace(fixed=fixed & ~asked.barred)


def wanted(asked):
    free = ~asked.barred | asked.fixed
    return np.minimum(np.maximum(asked.each, asked.fixed.sum(1)), free.sum(1))


def is_sound(asked, visits):
    """An independent reading of what was asked."""
    free = ~asked.barred | asked.fixed
    for row in range(len(visits)):
        mine = set(np.flatnonzero(visits[row]))
        assert mine <= set(np.flatnonzero(free[row]))
        assert set(np.flatnonzero(asked.fixed[row])) <= mine
        assert len(mine) == wanted(asked)[row]
        for which, least in ((EXPERT, asked.experts), (OUTSIDE, asked.outside)):
            able = {judge for judge in np.flatnonzero(free[row]) if asked.kind[row, judge] == which}
            assert len(mine & able) >= min(least, len(able)) or len(mine) < asked.experts + asked.outside


@given(halls())
@settings(max_examples=120, deadline=None)
def test_no_assignment_at_all_is_better(asked):
    """Every choice of judges for every project, by brute force: loads first, then how well they fit."""
    asked = asked._replace(outside=0) if asked.each[0] < 2 else asked
    free = ~asked.barred | asked.fixed
    choices = []
    for row in range(len(free)):
        able = np.flatnonzero(free[row])
        kinds = {which: {j for j in able if asked.kind[row, j] == which} for which in (EXPERT, OUTSIDE)}
        fits = [
            pick
            for pick in map(set, combinations(able, wanted(asked)[row]))
            if set(np.flatnonzero(asked.fixed[row])) <= pick
            and all(
                len(pick & kinds[which]) >= min(least, len(kinds[which]))
                for which, least in ((EXPERT, asked.experts), (OUTSIDE, asked.outside))
            )
        ]
        if not fits:  # what is fixed leaves no room for an expert
            return
        choices.append(fits)

    def worth(picks):
        loads = np.zeros(free.shape[1], dtype=int)
        likes = 0
        for row, pick in enumerate(picks):
            for judge in pick:
                loads[judge] += 1
                likes += int(asked.liking[row, judge])
        return (int((loads**2).sum()), -likes)

    best = min(worth(picks) for picks in product(*choices))
    found = assign(asked)
    assert worth([set(np.flatnonzero(row)) for row in found]) == best
    is_sound(asked, found)


def test_a_large_day_is_balanced_expert_bridged_and_linked():
    asked = hall(200, 60, tracks=6, each=4, barred=0.03)
    visits = assign_linked(asked)
    is_sound(asked, visits)
    assert visits.sum(0).max() - visits.sum(0).min() <= 1
    assert ((visits & (asked.kind == EXPERT)).sum(1) >= 1).all()
    assert ((visits & (asked.kind == OUTSIDE)).sum(1) >= 1).all()
    assert set(parts(visits)[0]) == {0}
    assert connectivity(visits) > 0.5


def test_greed_alone_would_be_unfair():
    """The falsifier of the balance: without it the judge who fits best would carry everything here."""
    barred = np.array([[False, True], [False, True], [False, False], [False, False]])
    asked = hall(4, 2, each=1, barred=0, experts=0, outside=0, kind=np.zeros((4, 2), dtype=np.int8))
    asked = asked._replace(barred=barred, liking=np.array([[9, 0]] * 4))
    assert list(assign(asked).sum(0)) == [2, 2]


def test_tracks_that_nobody_bridges_fall_apart_and_a_link_mends_it():
    """Six projects and judges in two tracks: without bridges two parts, as experts fit best; linked, one."""
    kind = np.where(np.arange(6)[:, None] // 3 == np.arange(6)[None, :] // 3, EXPERT, OUTSIDE).astype(np.int8)
    asked = hall(6, 6, each=2, barred=0, outside=0, kind=kind, liking=np.where(kind == EXPERT, 40, 0))
    assert len(set(parts(assign(asked))[0])) == 2
    assert connectivity(assign(asked)) == 0
    visits = assign_linked(asked)
    assert len(set(parts(visits)[0])) == 1
    assert connectivity(visits) > 0
    is_sound(asked, visits)


def test_parts_agree_with_walking_from_project_to_project():
    rng = np.random.default_rng(4)
    for _ in range(60):
        visits = rng.random((7, 5)) < 0.25
        linked = {row: {row} for row in range(7)}
        for one, other in product(range(7), repeat=2):
            if (visits[one] & visits[other]).any():
                union = linked[one] | linked[other]
                for row in union:
                    linked[row] = union
        found = parts(visits)[0]
        for one, other in product(range(7), repeat=2):
            if visits[one].any() and visits[other].any():
                assert (found[one] == found[other]) == (other in linked[one])


def test_who_leaves_moves_only_their_open_visits():
    asked = hall(200, 60, tracks=6, each=4, barred=0.03)
    before = assign(asked)
    fixed = before & (np.random.default_rng(2).random(before.shape) < 0.4)
    gone = [3, 9, 21, 40, 58]
    barred = asked.barred.copy()
    barred[:, gone] = True
    after = assign(asked._replace(barred=barred, fixed=fixed, planned=before & ~fixed))
    unavoidable = int((before & ~fixed)[:, gone].sum())
    assert int((before & ~after).sum()) == unavoidable > 0
    staying = np.delete(after.sum(0), gone)
    assert staying.max() - staying.min() <= 3


def test_the_same_question_has_the_same_answer():
    asked = hall(30, 9)
    assert (assign(asked) == assign(asked)).all()
    assert (assign(asked) != assign(asked._replace(liking=hall(30, 9, seed=2).liking))).any()


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 9)), max_size=60), st.randoms())
def test_a_timetable_has_nobody_in_two_places_and_no_slot_too_many(visits, chance):
    order = list(visits)
    chance.shuffle(order)
    slots = timetable(order)
    assert slots.keys() == visits
    for side in (0, 1):
        taken = [(pair[side], slot) for pair, slot in slots.items()]
        assert len(set(taken)) == len(taken)
    loads = [sum(pair[side] == who for pair in visits) for side in (0, 1) for who in {pair[side] for pair in visits}]
    assert max(slots.values(), default=-1) + 1 == max(loads, default=0)
