"""What invented judges think: a team has merit, a judge is lenient or not, and the rest is chance. Pure."""

from collections.abc import Sequence
from random import Random

from hackday.demo import prose
from hackday.judging.rubrics.schemas import Rubric

MERIT = (0.35, 0.85, 0.7)
"""Least, greatest and usual merit of a team, as shares of the scale: many good ones, so that the top is close."""
BY_CRITERION, LENIENCY, NOISE = 0.07, 0.07, 0.06
"""Standard deviations as shares of the scale: among criteria of one team, among judges, and by chance."""


def points(seed: int, team: str, judge: str, rubric: Rubric, *, version: int) -> dict[str, int]:
    """One sheet. The same arguments give the same points; later versions of a sheet differ a little."""
    width = rubric.scale_max - rubric.scale_min
    merit = _chance(seed, team).triangular(*MERIT)
    leniency = _chance(seed, judge).gauss(0, LENIENCY)
    sheet = {}
    for criterion in rubric.criteria:
        talent = _chance(seed, team, criterion.key).gauss(0, BY_CRITERION)
        noise = _chance(seed, team, criterion.key, judge, str(version)).gauss(0, NOISE)
        told = round(rubric.scale_min + width * (merit + leniency + talent + noise))
        sheet[criterion.key] = max(rubric.scale_min, min(rubric.scale_max, told))
    return sheet


def comment(seed: int, team: str, judge: str) -> str:
    """Two in three judges leave one."""
    return _chance(seed, team, judge).choice((*prose.COMMENTS, *[""] * (len(prose.COMMENTS) // 2)))


def _chance(seed: int, *words: str) -> Random:
    return Random("\n".join((str(seed), *words)))  # noqa: S311


def share_out(chance: Random, lists: Sequence[int], share: float) -> list[int]:
    """How many of each list of visits are done when `share` of all is: no judge is exactly as fast as another."""
    return [min(length, round(length * chance.uniform(share - 0.3, share + 0.3))) for length in lists]
