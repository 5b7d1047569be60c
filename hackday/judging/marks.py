"""What a sheet is worth. Pure, exact."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Protocol

import msgspec


class Criterion(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def weight(self) -> int: ...


class Scale(Protocol):
    """A rubric, as far as it counts."""

    @property
    def scale_min(self) -> int: ...
    @property
    def scale_max(self) -> int: ...
    @property
    def criteria(self) -> Iterable[Criterion]: ...


class Mark(msgspec.Struct, frozen=True):
    """A judge's current sheet for a project: 0 for nothing but lowest points, 1 for nothing but highest ones."""

    project: str
    judge: str
    value: Fraction


def is_whole(points: Mapping[str, int], own: Scale, newest: Scale) -> bool:
    """Whether points given by the rubric `own` answer all that `newest` asks, on the same scale."""
    same_scale = (own.scale_min, own.scale_max) == (newest.scale_min, newest.scale_max)
    return same_scale and all(criterion.key in points for criterion in newest.criteria)


def mark(points: Mapping[str, int], own: Scale, newest: Scale) -> Fraction:
    """The weighted mean of the points, from 0 to 1.

    It counts by the newest rubric; points that do not answer it count by their own, until the judge has completed
    them: a change of the rubric loses no score.
    """
    rubric = newest if is_whole(points, own, newest) else own
    asked = [criterion for criterion in rubric.criteria if criterion.key in points]
    weights = sum(criterion.weight for criterion in asked)
    total = sum(criterion.weight * (points[criterion.key] - rubric.scale_min) for criterion in asked)
    return Fraction(total, weights * (rubric.scale_max - rubric.scale_min))


def total(points: Mapping[str, int], rubric: Scale) -> str | None:
    """Weighted mean on the rubric's scale with one decimal, half up; None while a criterion is missing."""
    criteria = list(rubric.criteria)
    if any(c.key not in points for c in criteria):
        return None
    exact = Fraction(sum(c.weight * points[c.key] for c in criteria), sum(c.weight for c in criteria))
    tenths = (exact.numerator * 20 + exact.denominator) // (exact.denominator * 2)
    return f"{tenths // 10}.{tenths % 10}"
