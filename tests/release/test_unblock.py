"""What would unblock a refusal, against trying everything on tiny companies."""

from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from hackday.release.engine import unblock
from hackday.release.engine.planner import plan
from hackday.release.engine.question import Question
from hackday.release.engine.standing import Standing
from hackday.release.engine.unblock import unblocked
from hackday.release.engine.ways import Kind
from hackday.release.schemas import Pin, Planning, Team
from tests.release import oracle
from tests.release.oracle import EARLY, LATE, at, company, cover, fewest_moves, person, shift
from tests.release.test_planner import companies

Cell = tuple[str, object, object]
FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def cells(planning: Planning) -> list[Cell]:
    return sorted({(c.site, c.starts_at, c.ends_at) for c in planning.cover})


def covers(planning: Planning, gone: set[str], extra: list[tuple[str, Cell]], kind: Kind = Kind.COVER) -> bool:
    """Whether some step-ins beside these ones are enough, by trying all of them."""
    if len({p for p, _ in extra}) < len(extra):
        return False
    people = {p.id: p for p in planning.people}
    more = planning
    for who, cell in extra:
        mine = people[who]
        given_up = 0 if kind is Kind.COVER else 1
        one = replace(mine, extra_shifts=mine.extra_shifts - given_up)
        more = replace(
            more,
            people=tuple(one if p.id == who else p for p in more.people),
            shifts=(*more.shifts, oracle.Shift(who, "elsewhere", min(mine.roles), cell[1], cell[2])),
        )
    options = [
        (p.id, c)
        for p in more.people
        for c in cells(planning)
        if p.extra_shifts > 0 and p.id not in gone and oracle._may(more, p, c)
    ]
    return any(
        oracle._staff_holds(more, list(moves))
        and oracle._cover_holds(planning, cells(planning), gone, [*moves, *extra])
        for size in range(len(options) + 1)
        for moves in combinations(options, size)
    )


def could(planning: Planning, gone: set[str], who: str, cell: Cell) -> Kind | None:
    """Which single limit, or none, keeps a colleague from stepping in there."""
    mine = next(p for p in planning.people if p.id == who)
    if who in gone or mine.site != cell[0]:
        return None
    shifts = [s for s in planning.shifts if s.person == who]
    rest = min((max(s.starts_at - cell[2], cell[1] - s.ends_at).total_seconds() / 3600 for s in shifts), default=99)
    week = [s for s in shifts if s.starts_at.isocalendar()[:2] == cell[1].isocalendar()[:2]]
    hours = sum((s.ends_at - s.starts_at).total_seconds() for s in week) + (cell[2] - cell[1]).total_seconds()
    over = hours / 3600 > planning.week_hours
    if rest >= planning.rest_hours and not over:
        return Kind.COVER
    if not mine.extra_shifts or (over and rest < planning.rest_hours):
        return None
    if over:
        return Kind.HOURS if hours / 3600 <= unblock.LONGEST_WEEK else None
    return Kind.REST if rest >= unblock.LEAST_REST / 3600 else None


def check_refusals(planning: Planning) -> int:
    """Every refusal of a plan, against the slow truth; how many there were to check."""
    goes = set(plan(planning, seconds=20, seed=1, gap=0.0).goes)
    people = {p.id: p for p in planning.people}
    checked = 0
    for who in planning.people:
        if who.id in goes or not who.wants_to_go or who.pin == Pin.MUST_STAY:
            continue
        found = unblocked(planning, goes, who.id)
        gone = goes | {who.id, *found.companions}
        for team in planning.teams:
            if who.id in team.members and team.smallest > 1 and not found.members_missing:
                assert len(gone & set(team.members)) >= team.smallest
        possible = fewest_moves(planning, gone) is not None
        assert possible == (not found.blocks)
        assert not found.at_least
        if possible or found.members_missing:
            continue
        checked += 1
        for block in found.blocks:
            assert block.staying < block.minimum
        named: dict[Kind, set[tuple[str, Cell]]] = {kind: set() for kind in Kind}
        for way in found.ways:
            if way.kind in (Kind.COVER, Kind.REST, Kind.HOURS) and len(way.steps) == 1:
                cell = (way.steps[0].site, way.steps[0].starts_at, way.steps[0].ends_at)
                named[way.kind] |= {(helper.person, cell) for helper in way.helpers}
        truth: dict[Kind, set[tuple[str, Cell]]] = {kind: set() for kind in Kind}
        for other in people:
            for cell in cells(planning):
                kind = could(planning, gone, other, cell)
                if kind and covers(planning, gone, [(other, cell)], kind):
                    truth[kind].add((other, cell))
        short = {(b.site, b.starts_at, b.ends_at) for b in found.blocks}
        for kind in (Kind.COVER, Kind.REST, Kind.HOURS):
            assert named[kind] <= truth[kind], (kind, who.id)
            near = {step for step in truth[kind] if step[1] in short}
            assert near <= named[kind], (kind, who.id)
        if truth[Kind.COVER] and not named[Kind.COVER]:
            assert any(way.kind in (Kind.REST, Kind.HOURS) for way in found.ways)
        stays = {h.person for way in found.ways if way.kind is Kind.STAY for h in way.helpers}
        assert stays == {
            one
            for one in goes
            if fewest_moves(planning, gone - {one}) is not None
            and all(
                one not in t.members or not 0 < len((gone - {one}) & set(t.members)) < t.smallest
                for t in planning.teams
            )
        }
        lower = {
            (w.steps[0].site, w.steps[0].starts_at, w.steps[0].roles[0]) for w in found.ways if w.kind is Kind.MINIMUM
        }
        for one in planning.cover:
            less = replace(one, minimum=one.minimum - 1)
            changed = replace(planning, cover=tuple(less if c is one else c for c in planning.cover))
            key = (one.site, one.starts_at, one.role)
            if (one.site, one.starts_at, one.ends_at) in short and one.minimum:
                assert (key in lower) == (fewest_moves(changed, gone) is not None)
        unoffered = [
            (o, c)
            for o in people
            for c in cells(planning)
            if not people[o].extra_shifts and could(planning, gone, o, c) is Kind.COVER
        ]
        several = next((way for way in found.ways if way.kind is Kind.COVER and len(way.steps) > 1), None)
        if not truth[Kind.COVER]:
            fewest = next(
                (n for n in (2, 3) for steps in combinations(unoffered, n) if covers(planning, gone, list(steps))), None
            )
            assert (len(several.steps) if several else None) == fewest
    return checked


@FEW
@given(companies())
def test_every_way_unblocks_and_none_is_left_out(planning: Planning) -> None:
    check_refusals(planning)


def crowded() -> Planning:
    """A desk of two with minimum two: each who goes needs a colleague, of whom one sleeps too little."""
    ann, bob = person("ann"), person("bob", wants=False)
    cy = person("cy", wants=False, extra_shifts=1)
    dee = person("dee", wants=False)
    shifts = [shift(ann, EARLY), shift(bob, EARLY), shift(cy, LATE, -1, 8), shift(dee, LATE, 1)]
    return company([ann, bob, cy, dee], shifts, [cover("desk", EARLY, 2)])


def test_a_refusal_names_the_shift_its_numbers_and_each_single_way() -> None:
    found = unblocked(crowded(), (), "ann")
    (block,) = found.blocks
    assert (block.site, block.roles, block.minimum, block.staying, block.missed) == ("leeds", ("desk",), 2, 1, ("ann",))
    assert (block.starts_at, block.ends_at) == at(EARLY)
    assert [(w.kind, [(h.person, h.minutes) for h in w.helpers]) for w in found.ways] == [
        (Kind.COVER, [("dee", 0)]),
        (Kind.REST, [("cy", 480)]),
        (Kind.MINIMUM, []),
    ]


def test_two_shifts_need_two_colleagues_and_a_team_one_more_member() -> None:
    ann, eve = person("ann"), person("eve")
    idle = [person(f"idle{i}", wants=False) for i in range(3)]
    shifts = [shift(ann, EARLY), shift(ann, EARLY, 1)]
    covers_ = [cover("desk", EARLY, 1), cover("desk", EARLY, 1, 1)]
    found = unblocked(company([ann, *idle], shifts, covers_), (), "ann")
    assert [(w.kind, [s.colleagues for s in w.steps]) for w in found.ways] == [(Kind.COVER, [3, 3])]
    team = [Team("t", ("ann", "eve"), 2)]
    found = unblocked(company([ann, eve, *idle], shifts, covers_, team), (), "ann")
    assert (found.team, found.companions, found.members_missing) == ("t", ("eve",), 0)
    found = unblocked(company([ann, *idle], shifts, covers_, team), (), "ann")
    assert (found.companions, found.members_missing, found.ways) == ((), 1, ())


def test_colleagues_who_are_alike_share_a_place_in_the_program_and_still_count_each() -> None:
    """Two go and two who offered the same step in; one of them alone is not enough, and one who goes could stay."""
    ann, bob = person("ann"), person("bob")
    cy, dee = (person(name, extra_shifts=1) for name in ("cy", "dee"))
    shifts, needs = [shift(ann, EARLY), shift(bob, EARLY)], [cover("desk", EARLY, 2)]
    both = company([ann, bob, cy, dee], shifts, needs)
    assert len(Question(Standing(both, ["bob"]), ["ann"]).columns) == 1
    assert unblocked(both, ["bob"], "ann").blocks == ()
    for planning, goes in ((company([ann, bob, cy], shifts, needs), ["bob"]), (both, ["bob", "cy"])):
        found = unblocked(planning, goes, "ann")
        assert [block.staying for block in found.blocks] == [1]
        (stays,) = [way for way in found.ways if way.kind is Kind.STAY]
        assert [helper.person for helper in stays.helpers] == goes


def test_without_solving_each_way_it_would_be_a_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    """The falsifier: a candidate that is merely qualified and rested is not enough where two shifts fall short."""
    ann = person("ann")
    idle = [person(f"idle{i}", wants=False) for i in range(2)]
    planning = company(
        [ann, *idle],
        [shift(ann, EARLY), shift(ann, EARLY, 1)],
        [cover("desk", EARLY, 1), cover("desk", EARLY, 1, 1)],
    )
    assert check_refusals(planning) == 1
    monkeypatch.setattr(Question, "holds", lambda self, change, *, of_many=False: True)
    with pytest.raises(AssertionError):
        check_refusals(planning)
