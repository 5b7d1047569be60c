"""Places everybody who has no team: first in challenges and standing teams, then in each challenge's new teams.

The first step is one integer program (`program`), which also gives the bound; the second deals people out
(`dealing`). What places and lacks weigh is in `worth`.
"""

from collections.abc import Collection
from random import Random
from time import monotonic

import numpy as np

from hackday.teams.matching import worth
from hackday.teams.matching.dealing import dealt, filled, served
from hackday.teams.matching.parties import Parties, parties_of
from hackday.teams.matching.program import Floats, Ints, Program, version
from hackday.teams.matching.schemas import Asked, Candidate, Lack, Matched, Placement, Unmet, WhyNot
from hackday.teams.matching.slots import Slot, slots_of

ALL_PAIRS = 20_000
"""Up to so many pairs of person and slot all are columns; above, each person starts with the best."""
FIRST_PAIRS, MORE_PAIRS, ROUNDS = 10, 3, 8
RELAXED_SHARE = 0.5
"""Of the time, at most so much for the relaxation, which gives the bound."""


def match(asked: Asked, *, seed: int, seconds: float = 5.0) -> Matched:
    """The same question and seed give the same answer, unless the time ends first. Raises SolverFailed."""
    started = monotonic()
    broken: dict[str, WhyNot] = {}
    while True:
        slots, held = slots_of(asked, broken)
        free = sorted((p for p in asked.people if p.id not in held), key=lambda p: p.id)
        Random(seed).shuffle(free)  # noqa: S311 - a published lot
        teams, rest, bound = _searched(slots, free, seed=seed, seconds=seconds - (monotonic() - started))
        unkept = [p for t in teams if t.must_fill and len(t.members) < t.limits.smallest for p in t.members]
        unkept = [p for p in unkept if p.id in held]
        if not unkept:
            break
        broken |= {p.id: WhyNot.TOO_FEW_FOR_A_TEAM for p in unkept}
    return _told(asked, teams, rest, broken, parties_of(slots, free), bound, monotonic() - started)


def _searched(
    slots: list[Slot], free: list[Candidate], *, seed: int, seconds: float
) -> tuple[list[Slot], list[Candidate], float]:
    """Teams with all their members, who is left, and a bound of what the free are worth less all lacks."""
    deadline = monotonic() + seconds
    kept = [s for s in slots if s.team is not None]
    parties = parties_of(slots, free)
    greedy = served(slots, free, Random(seed))  # noqa: S311
    if not free or not slots:
        return *greedy, -sum(s.cost() for s in kept)
    index = {person.id: at for at, person in enumerate(free)}
    bundles = [[index[person.id] for person in bundle] for bundle in parties.bundles]
    program = Program(free, slots, bundles)
    gain = np.array(
        [[worth.gain(person, slot.challenge) + parties.bonus(person, slot.team) for slot in slots] for person in free]
    )
    gain = np.vstack([gain, *(gain[bundle].sum(axis=0) for bundle in bundles)])
    gain[[person for bundle in bundles for person in bundle]] -= worth.APART
    pairs, bound = _columns(program, gain, seed=seed, seconds=seconds * RELAXED_SHARE)
    found = program.solve(gain, pairs, whole=True, seconds=deadline - monotonic(), seed=seed)
    if found.values is None:
        return *greedy, bound
    best = _taken(slots, free, pairs, program, found.values, seed)
    return *max((best, greedy), key=lambda way: _points(way[0], index.keys(), parties)), bound


def _columns(program: Program, gain: Floats, *, seed: int, seconds: float) -> tuple[Ints, float]:
    """The pairs worth looking at, by prices of the relaxation, and the best bound over all pairs."""
    deadline = monotonic() + seconds
    chosen = np.ones(gain.shape, dtype=bool)
    if gain.size > ALL_PAIRS:
        chosen[:] = False
        best = np.argsort(-gain, axis=1, kind="stable")[:, :FIRST_PAIRS]
        np.put_along_axis(chosen, best, True, axis=1)
    bound = program.bound(gain, np.zeros(len(program.limit)))
    for _ in range(ROUNDS):
        relaxed = program.solve(gain, np.argwhere(chosen), whole=False, seconds=deadline - monotonic(), seed=seed)
        bound = min(bound, program.bound(gain, relaxed.prices))
        left = gain - program.charges(relaxed.prices)
        paid = np.where(chosen, left, -np.inf).max(axis=1).clip(0)
        better = ~chosen & (left > paid[:, None] + 1e-6)
        if not better.any() or monotonic() > deadline:
            break
        most = np.argsort(-np.where(better, left, -np.inf), axis=1, kind="stable")[:, :MORE_PAIRS]
        added = np.zeros_like(chosen)
        np.put_along_axis(added, most, True, axis=1)
        chosen |= added & better
    return np.argwhere(chosen), bound


def _taken(
    slots: list[Slot], free: list[Candidate], pairs: Ints, program: Program, values: Floats, seed: int
) -> tuple[list[Slot], list[Candidate]]:
    """Teams from the program's answer, which knows of sites only what they cost; the others go where a place is."""
    come: list[list[Candidate]] = [[] for _ in slots]
    for (unit, slot), value in zip(pairs, values, strict=False):
        if value > 0.5:
            members = [unit] if unit < len(free) else program.bundles[unit - len(free)]
            come[slot] += [free[person] for person in members]
    teams, pools = list[Slot](), list[Slot]()
    for slot, people, opened in zip(slots, come, program.opened, strict=True):
        count = round(values[len(pairs) + opened])
        if slot.team is not None:
            teams.append(slot._replace(members=(*slot.members, *people)).kept(len(slot.members))[0])
        else:
            whole = [team.kept()[0] for team in (dealt(slot, people, count) if people else [])]
            whole = [team for team in whole if len(team.members) >= slot.limits.smallest]
            teams += whole
            pools.append(slot._replace(most=slot.most - len(whole)))
    placed = {p.id for team in teams for p in team.members}
    return filled(teams, pools, [p for p in free if p.id not in placed], Random(seed))  # noqa: S311


def _points(teams: list[Slot], free: Collection[str], parties: Parties) -> float:
    gains = sum(worth.gain(p, t.challenge) + parties.bonus(p, t.team) for t in teams for p in t.members if p.id in free)
    return gains - sum(t.cost() for t in teams) - worth.APART * len(parties.apart(teams))


def _told(
    asked: Asked,
    teams: list[Slot],
    rest: list[Candidate],
    broken: dict[str, WhyNot],
    parties: Parties,
    bound: float,
    seconds: float,
) -> Matched:
    people = {p.id for p in asked.people}
    used = {t.team for t in teams}
    named: list[tuple[str, Slot]] = []
    for team in teams:
        number = 1
        while team.team is None and f"{team.challenge}#{number}" in used:
            number += 1
        name = team.team or f"{team.challenge}#{number}"
        used.add(name)
        named.append((name, team))
    kept = people & {lock.person for lock in asked.locks if lock.person not in broken}
    locked = sum(worth.gain(p, t.challenge) for t in teams for p in t.members if p.id in kept)
    points = _points(teams, people - kept, parties) + locked
    bound += locked
    bound = float(max(bound, points))  # rounding may put it a hair below
    return Matched(
        placements=tuple(sorted(
            (Placement(p.id, name, t.challenge, worth.rank(p, t.challenge))
             for name, t in named for p in t.members if p.id in people), key=lambda p: p.person)),
        unplaced=tuple(Unmet(p.id, _why(asked, teams, p)) for p in sorted(rest, key=lambda p: p.id)),
        lacks=tuple(lack for name, t in sorted(named) if (lack := _lack(name, t))),
        broken_locks=tuple(Unmet(person, reason) for person, reason in sorted(broken.items())),
        apart=tuple(parties.unmet(teams, people - kept)),
        objective=points, bound=bound, gap=(bound - points) / max(abs(bound), 1.0),
        seconds=seconds, solver=version(),
    )  # fmt: skip


def _lack(name: str, team: Slot) -> Lack | None:
    skills = {skill for person in team.members for skill in person.skills}
    missing = tuple(sorted(set(team.skills) - skills))
    sites = max(0, (team.limits.sites_least or 1) - len({p.site for p in team.members}))
    people = max(0, team.limits.smallest - len(team.members))
    return Lack(name, missing, sites, people) if missing or sites or people else None


def _why(asked: Asked, teams: list[Slot], person: Candidate) -> WhyNot:
    refusals = {team.refuses(person) for team in teams}
    for why in (WhyNot.DEPARTMENT_MIX, WhyNot.SITE_MIX):
        if why in refusals:
            return why
    founded = [t.challenge for t in teams if t.team is None or t.must_fill]
    has_place = any(c.places is None or founded.count(c.id) < c.places for c in asked.challenges)
    return WhyNot.TOO_FEW_FOR_A_TEAM if has_place else WhyNot.NO_PLACE_LEFT
