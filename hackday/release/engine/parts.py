"""The program of a model, and the parts into which it falls when cross-site teams are taken out."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from hackday.release.engine.model import Floats, Ints, Model
from hackday.release.engine.solver import Program


class Part(NamedTuple):
    """Columns and rows that share nothing with any other part."""

    columns: Ints
    rows: Ints


def whole(model: Model) -> Program:
    return Program(
        cost=model.cost,
        lower=np.zeros(model.columns),
        upper=model.upper,
        start=np.array(model.rows.start, dtype=np.int64),
        column=np.array(model.rows.index, dtype=np.int64),
        value=np.array(model.rows.value),
        limit=np.array(model.rows.upper),
    )


def cut(program: Program, part: Part) -> Program:
    """The program of one part alone; its columns keep their order."""
    local = np.empty(len(program.cost), dtype=np.int64)
    local[part.columns] = np.arange(len(part.columns))
    sizes = program.start[part.rows + 1] - program.start[part.rows]
    spread = np.repeat(program.start[part.rows] - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    return Program(
        cost=program.cost[part.columns],
        lower=program.lower[part.columns],
        upper=program.upper[part.columns],
        start=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        column=local[program.column[spread]],
        value=program.value[spread],
        limit=program.limit[part.rows],
    )


def tied(model: Model) -> Ints:
    """The column that stands for each column: a team of which all or nobody go is one decision, not one a member."""
    stands = np.arange(model.columns)
    for team, members in model.teams.items():
        columns = [model.x[member] for member in members]
        if model.smallest[team] == len(members) and (stands[columns] == columns).all():
            stands[columns] = model.t[team]
    return stands


def merged(program: Program, stands: Ints) -> tuple[Program, Ints]:
    """The program without the columns for which others stand, and the place in it of each column.

    An answer v of it is v[places] in the whole, with the same objective; its bounds hold for the whole. Columns that
    stand for others need the bounds of those. Takes the simplex a fifth of the time where most teams go whole.
    """
    kept, places = np.unique(stands, return_inverse=True)
    rows = len(program.limit)
    entries = np.repeat(np.arange(rows), np.diff(program.start)) * len(kept) + places[program.column]
    used, of_used = np.unique(entries, return_inverse=True)
    value = np.bincount(of_used, weights=program.value, minlength=len(used))
    used, value = used[value != 0], value[value != 0]
    row, column = np.divmod(used, len(kept))
    sizes = np.bincount(row, minlength=rows)
    left = np.flatnonzero(sizes)
    return Program(
        cost=np.bincount(places, weights=program.cost).astype(np.float64),
        lower=program.lower[kept],
        upper=program.upper[kept],
        start=np.concatenate([[0], np.cumsum(sizes[left])]).astype(np.int64),
        column=column,
        value=value,
        limit=program.limit[left],
    ), places


def settled(program: Program, known: Floats) -> tuple[Program, Ints]:
    """What is left to decide when `known` settles every column that is not NaN, and the columns that are left.

    Rows that can no longer be broken are left out. A row that the known columns alone break has no columns left and
    is not looked at either: check the answer.
    """
    free = np.isnan(known)
    left = np.flatnonzero(free)
    row_of = np.repeat(np.arange(len(program.limit)), np.diff(program.start))
    open_ = free[program.column]
    taken = np.where(open_, 0.0, program.value * np.nan_to_num(known)[program.column])
    most = np.where(
        open_,
        np.maximum(program.value * program.lower[program.column], program.value * program.upper[program.column]),
        0.0,
    )
    limit = program.limit - np.bincount(row_of, weights=taken, minlength=len(program.limit))
    binding = np.bincount(row_of, weights=most, minlength=len(limit)) > limit + 1e-9
    entries = open_ & binding[row_of]
    sizes = np.bincount(row_of[entries], minlength=len(limit))
    rows = np.flatnonzero(sizes)
    return Program(
        cost=program.cost[left],
        lower=program.lower[left],
        upper=program.upper[left],
        start=np.concatenate([[0], np.cumsum(sizes[rows])]).astype(np.int64),
        column=(np.cumsum(free) - 1)[program.column[entries]],
        value=program.value[entries],
        limit=limit[rows],
    ), left


def parts(program: Program, rows: Iterable[int]) -> Iterator[Part]:
    """Connected components of the columns under these rows; a column without rows belongs to none."""
    parent = list(range(len(program.cost)))

    def root(column: int) -> int:
        while parent[column] != column:
            parent[column] = parent[parent[column]]
            column = parent[column]
        return column

    start, index = program.start.tolist(), program.column.tolist()
    used = list(rows)
    for row in used:
        first = root(index[start[row]])
        for column in index[start[row] + 1 : start[row + 1]]:
            parent[root(column)] = first
    of_rows: dict[int, list[int]] = {}
    for row in used:
        of_rows.setdefault(root(index[start[row]]), []).append(row)
    of_columns: dict[int, list[int]] = {}
    for column in range(len(parent)):
        of_columns.setdefault(root(column), []).append(column)
    for top, members in of_rows.items():
        yield Part(np.array(of_columns[top], dtype=np.int64), np.array(members, dtype=np.int64))
