"""Why a volunteer stays: the shifts that would fall short if they left, however colleagues stepped in.

Keep every release, force the refused one, let the cover rows be broken at a price and choose the moves anew. What
is still broken blocks. Solved as an LP, hot-started from one refusal to the next: if already the LP must break a
row, no plan of moves can avoid it. Where it need not, the person can go after all, and goes.
"""

from collections import defaultdict

import highspy
import numpy as np

from hackday.release.engine.model import Floats, Model
from hackday.release.engine.moves import drop_needless
from hackday.release.engine.parts import Part, cut, parts
from hackday.release.engine.rota import moment
from hackday.release.engine.solver import Program, SolverFailed, answer, loaded
from hackday.release.schemas import Block, Pin, Reason, Stay

MOVE_PRICE = 0.01
"""Price of a move against 1 for a missing person: moves are chosen freely, but no more than needed."""
ROLE_PRICE = 0.001
"""So that of two equal explanations the one with fewer roles is given."""


def explained(model: Model, program: Program, best: Floats, seed: int) -> tuple[Floats, tuple[Stay, ...]]:
    """The plan, with everybody added who is not blocked by anything, and one Stay for each who is."""
    best = best.copy()
    blocks: dict[str, tuple[Block, ...]] = {}
    closed = {m: t for t, members in model.teams.items() if best[model.t[t]] < 0.5 for m in members}
    for part in parts(program, range(model.staff_end)):
        refused = [int(c) for c in part.columns if c < len(model.goers) and best[c] < 0.5]
        refused.sort(key=lambda column: -program.cost[column])
        if refused:
            site = _Site(model, program, part, best, seed)
            for column in refused:
                person = model.goers[column]
                blocks[person] = site.blocks(column, may_go=person not in closed)
    for person, column in model.x.items():
        if person not in blocks and person not in closed:
            best[column] = 1.0  # in no row but perhaps an open team's: nothing holds them
    drop_needless(model, best)
    return best, tuple(_stays(model, best, blocks, closed))


def _stays(model: Model, best: Floats, blocks: dict[str, tuple[Block, ...]], closed: dict[str, str]) -> list[Stay]:
    stays = []
    team_of = {m: team.id for team in model.rota.planning.teams for m in team.members}
    for person in model.rota.planning.people:
        column = model.x.get(person.id)
        if column is not None and best[column] > 0.5:
            continue
        if not person.wants_to_go:
            if person.pin == Pin.MUST_GO:
                stays.append(Stay(person.id, Reason.NOT_WANTED))
        elif person.pin == Pin.MUST_STAY:
            stays.append(Stay(person.id, Reason.PIN))
        elif column is None:
            stays.append(Stay(person.id, Reason.TEAM, team_of[person.id]))
        else:
            found = blocks.get(person.id, ())
            reason = Reason.COVER if found else Reason.TEAM
            stays.append(Stay(person.id, reason, closed.get(person.id), found))
    return stays


class _Site:
    """One part of the company with its releases fixed: moves are free, cover rows may break at a price."""

    def __init__(self, model: Model, program: Program, part: Part, best: Floats, seed: int) -> None:
        self.model, self.best = model, best
        local = cut(program, part)
        self.y = part.columns[part.columns >= len(model.goers)]
        self.rows_of: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self.cover = part.rows[part.rows < len(model.cover)]
        start, index, value = [0], [], []
        place = {int(column): i for i, column in enumerate(self.y)}
        limit = local.limit.copy()
        for i, row in enumerate(part.rows.tolist()):
            for column, weight in zip(*model.rows.of(row), strict=True):
                if column in place:
                    index.append(place[column])
                    value.append(weight)
                else:
                    self.rows_of[column].append((i, weight))
                    limit[i] -= weight * best[column]
            if row < len(model.cover):
                index.append(len(place) + int(np.searchsorted(self.cover, row)))
                value.append(-1.0)
            start.append(len(index))
        self.limit = limit
        columns = len(place) + len(self.cover)
        upper = np.ones(columns)
        upper[len(place) :] = highspy.kHighsInf
        cost = np.full(columns, -MOVE_PRICE)
        cost[len(place) :] = [-1.0 - ROLE_PRICE * len(model.cover[row][1].roles) for row in self.cover]
        self.highs = loaded(
            Program(cost, np.zeros(columns), upper, np.array(start), np.array(index), np.array(value), limit),
            integral=False,
            seed=seed,
        )
        self.known: dict[tuple[tuple[int, float], ...], tuple[Block, ...]] = {}

    def blocks(self, column: int, *, may_go: bool) -> tuple[Block, ...]:
        """What blocks one volunteer; empty if only their team does, or if they now go."""
        rows = tuple(self.rows_of[column])
        if rows not in self.known:
            self.shift(rows, 1.0)
            found = self.solved()
            broken = self.broken(found)
            if not broken and may_go:
                if np.abs(found - np.rint(found)).max() > 1e-6:
                    found = self.solved_whole()
                    broken = self.broken(found)
                if not broken:
                    for row, weight in rows:
                        self.limit[row] -= weight
                    self.best[column] = 1.0
                    self.best[self.y] = np.rint(found[: len(self.y)])
                    self.known.clear()
                    return ()
            self.shift(rows, 0.0)
            if not may_go and not broken:
                return ()
            self.known[rows] = broken
        return self.known[rows]

    def shift(self, rows: tuple[tuple[int, float], ...], gone: float) -> None:
        for row, weight in rows:
            self.highs.changeRowBounds(row, -highspy.kHighsInf, self.limit[row] - weight * gone)

    def solved(self) -> Floats:
        found = answer(self.highs, integral=False).values
        if found is None:
            raise SolverFailed("HiGHS gave no explanation of a refusal")
        return found

    def solved_whole(self) -> Floats:
        """The same with whole moves, for the rare LP that splits one."""
        columns = np.arange(len(self.y), dtype=np.int32)
        kinds = np.ones(len(columns), dtype=np.uint8)  # 1 is HiGHS's kInteger, 0 its kContinuous
        self.highs.changeColsIntegrality(len(columns), columns, kinds)
        found = self.solved()
        self.highs.changeColsIntegrality(len(columns), columns, kinds * 0)
        return found

    def broken(self, found: Floats) -> tuple[Block, ...]:
        """The smallest broken set of roles of each cell that falls short."""
        smallest: dict[tuple[str, int, int], tuple[int, tuple[str, ...]]] = {}
        for row in self.cover[found[len(self.y) :] > 1e-6]:
            cell, cover = self.model.cover[row]
            roles = (len(cover.roles), tuple(sorted(cover.roles)))
            smallest[cell] = min(roles, smallest.get(cell, roles))
        return tuple(
            Block(site, moment(start), moment(end), roles)
            for (site, start, end), (_, roles) in sorted(smallest.items())
        )
