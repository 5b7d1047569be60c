"""Mends a published plan with the least change, where people dropped out, fell ill, or cover was added.

The planner's rows with another objective around the plan that people know: to revoke a release costs five, or a
hundred once the manager has said yes, and new step-ins weigh too. Only the sites named are free. Members of their
teams elsewhere keep what they have, or stay with the rest of a team that can no longer go: to stay harms nobody there.
So there always is an answer, and no other site need be read. Pure: the same question and seed give the same answer,
unless the time ran out.
"""

from collections import defaultdict
from collections.abc import Collection
from time import monotonic

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from hackday.release.engine.cover import places
from hackday.release.engine.model import Floats, Model
from hackday.release.engine.moves import moves
from hackday.release.engine.parts import whole
from hackday.release.engine.rota import Rota, Span, moment, span
from hackday.release.engine.solver import Program, SolverFailed, solved
from hackday.release.schemas import Block, Move, Planning, Reason, Stay

REVOKED = 500.0
"""Points for keeping somebody who goes by the plan: to revoke one costs five releases."""
BROKEN_WORD = 10_000.0
"""Points on top for whom their manager has released: a hundred releases."""
NEW_MOVE = 3.0
"""Points that a new step-in costs more than one kept: of equal repairs, the one with fewer of them."""
UNATTACHED = 50.0
"""Points for offering a free place to somebody without a team, whom no team loses if they decline."""
GAP = 1e-6


class Current(Struct, frozen=True):
    """What people know: who goes, by the plan or released already, and who steps in."""

    goes: frozenset[str]
    released: frozenset[str]
    moves: tuple[Move, ...]


class Repair(Struct, frozen=True):
    """What changes. Who wants to go no more, and their own moves, are no change: they are the cause."""

    revoked: tuple[Stay, ...]
    """Released already, and must come back."""
    dropped: tuple[Stay, ...]
    """Planned to go but not answered yet, and stay."""
    added: tuple[str, ...]
    steps_in: tuple[Move, ...]
    steps_back: tuple[Move, ...]
    goes: tuple[str, ...]
    """Everybody who goes now, of the people of these sites and their teams."""
    moves: tuple[Move, ...]
    """Every move at these sites."""
    seconds: float

    def changed(self) -> set[str]:
        """Everybody who is to be told something new."""
        told = {stay.person for stay in (*self.revoked, *self.dropped)} | set(self.added)
        return told | {move.person for move in (*self.steps_in, *self.steps_back)}


def repair(planning: Planning, current: Current, *, sites: Collection[str], seed: int, seconds: float) -> Repair:
    """The least change that makes the plan hold again at these sites; a place that is free there is offered on.

    Raises PlanningInvalid, TooManyRoles or SolverFailed.
    """
    started = monotonic()
    local = around(planning, sites)
    model = Model(Rota(local), seed)
    former = {(m.person, span(m.site, m.starts_at, m.ends_at)): m for m in current.moves if m.site in sites}
    program = mending(model, current, former.keys(), sites)
    values = np.zeros(0)
    if model.columns:
        start = _before(model, program, current, former.keys())
        found = solved(program, integral=True, seconds=seconds, seed=seed, gap=GAP, first=start).values
        if found is None:
            raise SolverFailed(f"No repair was found in {seconds:g} s")
        values = found
    gone = {p for p, column in model.x.items() if values[column] > 0.5}
    stays = _stays(model, values, current.goes - gone)
    steps = _steady(model, values, former)
    known = set(former.values())
    return Repair(
        revoked=tuple(stay for stay in stays if stay.person in current.released),
        dropped=tuple(stay for stay in stays if stay.person not in current.released),
        added=tuple(sorted(gone - current.goes)),
        steps_in=tuple(move for move in steps if move not in known),
        steps_back=tuple(sorted(known - set(steps), key=lambda m: (m.starts_at, m.person))),
        goes=tuple(sorted(gone)),
        moves=steps,
        seconds=monotonic() - started,
    )


def around(planning: Planning, sites: Collection[str]) -> Planning:
    """What concerns these sites: their cover, who lives or works there with all their shifts, and whole teams.

    Members from elsewhere are among the people, without shifts.
    """
    here = {p.id for p in planning.people if p.site in sites} | {s.person for s in planning.shifts if s.site in sites}
    teams = tuple(team for team in planning.teams if not here.isdisjoint(team.members))
    people = here.union(*(team.members for team in teams))
    return replace(
        planning,
        people=tuple(p for p in planning.people if p.id in people),
        shifts=tuple(s for s in planning.shifts if s.person in here),
        cover=tuple(c for c in planning.cover if c.site in sites),
        teams=teams,
        site_floor=0,
    )


def mending(model: Model, current: Current, former: Collection[tuple[str, Span]], sites: Collection[str]) -> Program:
    """The program of the repair: other costs, people elsewhere bound, and no more added than want to go no more."""
    program, rota = whole(model), model.rota
    cost, upper = program.cost.copy(), program.upper.copy()
    in_team = {member for members in model.teams.values() for member in members}
    added = []
    for person, column in model.x.items():
        if person in current.goes:
            cost[column] += REVOKED + BROKEN_WORD * (person in current.released)
            continue
        added.append(column)
        cost[column] += UNATTACHED * (person not in in_team)
        if rota.people[person].site not in sites or any(at.site not in sites for at in rota.shifts[person]):
            upper[column] = 0.0
    for move, column in model.y.items():
        if move not in former:
            cost[column] -= NEW_MOVE
    left = sum(not p.wants_to_go for p in rota.planning.people if p.id in current.goes and p.site in sites)
    return program._replace(
        cost=cost,
        upper=upper,
        start=np.append(program.start, len(program.column) + len(added)),
        column=np.append(program.column, np.array(added, dtype=np.int64)),
        value=np.append(program.value, np.ones(len(added))),
        limit=np.append(program.limit, float(left)),
    )


def _before(model: Model, program: Program, current: Current, former: Collection[tuple[str, Span]]) -> Floats | None:
    """The plan as it was, as far as it is still allowed; None where it does not hold."""
    values = np.zeros(model.columns)
    values[[column for person, column in model.x.items() if person in current.goes]] = 1.0
    values[[column for move, column in model.y.items() if move in former]] = 1.0
    for team, members in model.teams.items():
        values[model.t[team]] = max(values[model.x[member]] for member in members)
    row = np.repeat(np.arange(len(program.limit)), np.diff(program.start))
    taken = np.bincount(row, weights=program.value * values[program.column], minlength=len(program.limit))
    return values if (taken <= program.limit).all() else None


def _stays(model: Model, values: Floats, people: Collection[str]) -> list[Stay]:
    """Why these stay who went before and want to still: the cells that are at their minimum with them."""
    tight: dict[int, list[int]] = defaultdict(list)
    for row in np.flatnonzero(model.excess(values)[: len(model.cover)] > -1 + 1e-6).tolist():
        for column in model.rows.of(row)[0]:
            tight[column].append(row)
    team_of = {member: team.id for team in model.rota.planning.teams for member in team.members}
    stays = []
    for person in sorted(people):
        staff = model.rota.people.get(person)
        if staff is None or not staff.wants_to_go:
            continue
        if person not in model.x:
            reason = Reason.TEAM if staff.pin != "must_stay" else Reason.PIN
            stays.append(Stay(person, reason, team_of.get(person) if reason is Reason.TEAM else None))
            continue
        smallest: dict[Span, tuple[int, tuple[str, ...]]] = {}
        for row in tight[model.x[person]]:
            cell, cover = model.cover[row]
            roles = (len(cover.roles), tuple(sorted(cover.roles)))
            smallest[cell] = min(roles, smallest.get(cell, roles))
        blocks = tuple(
            Block(c.site, moment(c.start), moment(c.end), roles) for c, (_, roles) in sorted(smallest.items())
        )
        stays.append(
            Stay(person, Reason.COVER if blocks else Reason.TEAM, None if blocks else team_of.get(person), blocks)
        )
    return stays


def _steady(model: Model, values: Floats, former: dict[tuple[str, Span], Move]) -> tuple[Move, ...]:
    """The moves, each that the plan had in its former role, unless a place would be left empty by that."""
    if not model.columns:
        return ()
    rota = model.rota
    steps: dict[Span, list[Move]] = defaultdict(list)
    for move in moves(model, values):
        steps[span(move.site, move.starts_at, move.ends_at)].append(move)
    gone = {p for p, column in model.x.items() if values[column] > 0.5}
    steady: list[Move] = []
    for cell, fresh in steps.items():
        kept = [former.get((m.person, cell), m) for m in fresh]
        staying = [(p, s) for p, s in rota.rostered[cell].items() if p not in gone or (cell, p) in rota.kept]

        def filled(chosen: list[Move], cell: Span = cell, staying: list[tuple[str, set[str]]] = staying) -> int:
            return len(places(rota.demand[cell], [(m.person, {m.role}) for m in chosen] + staying))

        steady += kept if filled(kept) >= filled(fresh) else fresh
    return tuple(steady)
