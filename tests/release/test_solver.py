"""HiGHS's presolve is not believed where it contradicts itself."""

import json
from pathlib import Path

import numpy as np
import pytest

from hackday.release.solver import Program, SolverFailed, answer, loaded, solved

FILE = Path(__file__).parent / "data" / "wrongly-infeasible.json"


def program():
    told = json.loads(FILE.read_text())
    whole = {"start", "column"}
    return Program(**{name: np.array(v, dtype=np.int64 if name in whole else np.float64) for name, v in told.items()})


def test_a_program_that_presolve_calls_infeasible_is_solved_without_it():
    site = program()
    assert site.limit.min() >= 0  # nobody goes: that always is a plan
    assert solved(site, integral=True, seconds=10, seed=1).objective == pytest.approx(1690)


def test_presolve_still_calls_it_infeasible():
    """The falsifier: once this fails, HiGHS is mended and the second try may go."""
    with pytest.raises(SolverFailed, match="Infeasible"):
        answer(loaded(program(), integral=True, seed=1, options={"mip_rel_gap": 1e-4}), integral=True)
