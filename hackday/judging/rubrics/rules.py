"""What makes a rubric sound, and what changing it does to sheets that were given before."""

from collections.abc import Iterable, Mapping

from hackday.errors import Conflict, Invalid, NotFound
from hackday.judging import marks
from hackday.judging.rubrics.schemas import Rubric, RubricChange, RubricDraft, RubricEffect


class NoRubric(Conflict):
    code = "no_rubric"

    def __init__(self) -> None:
        super().__init__("This day has no rubric yet. An organiser defines one before judging.")


class NoSuchRubric(NotFound):
    code = "no_such_rubric"

    def __init__(self) -> None:
        super().__init__("rubric")


class RubricIsInUse(Conflict):
    code = "rubric_is_in_use"

    def __init__(self) -> None:
        super().__init__("Scores were given already. Look at what the change does to them, and confirm it.")


class RubricMustStay(Conflict):
    code = "rubric_must_stay"

    def __init__(self) -> None:
        super().__init__("Scores were given by this rubric, so it cannot be removed. Change it instead.")


class RubricChanged(Conflict):
    code = "rubric_changed"

    def __init__(self) -> None:
        super().__init__("The rubric changed since this sheet was opened. Open the sheet again; your draft is kept.")


def check_rubric(draft: RubricDraft) -> None:
    """A scale with two ends, no criterion twice, and anchors in between that lie on the scale."""
    if draft.scale_max <= draft.scale_min:
        raise Invalid("The upper end of the scale must lie above the lower one.", pointer="/scale_max")
    seen: set[str] = set()
    for place, criterion in enumerate(draft.criteria):
        if criterion.key in seen:
            raise Invalid("Each criterion needs a key of its own.", pointer=f"/criteria/{place}/key")
        seen.add(criterion.key)
        anchored: set[int] = set()
        for at, level in enumerate(criterion.levels):
            pointer = f"/criteria/{place}/levels/{at}/points"
            if not draft.scale_min < level.points < draft.scale_max:
                raise Invalid(
                    f"Levels in between lie between {draft.scale_min} and {draft.scale_max}; the ends have their own.",
                    pointer=pointer,
                )
            if level.points in anchored:
                raise Invalid("Each level is described once.", pointer=pointer)
            anchored.add(level.points)


def check_scope(change: RubricChange) -> None:
    if change.track and change.challenge_id:
        raise Invalid("A rubric is for a track or for a challenge, not for both.", pointer="/challenge_id")


Given = tuple[Mapping[str, int], Rubric]
"""The points of a sheet, and the rubric that they were given by."""


def effect(change: RubricDraft, standing: Rubric | None, given: Iterable[Given]) -> RubricEffect:
    """What `change` does to the sheets `given` in its scope, whose newest version is `standing`."""
    whole = [marks.is_whole(points, own, change) for points, own in given]
    is_new = standing is None or standing.is_in_use
    version = (standing.version if standing else 0) + is_new
    return RubricEffect(version=version, sheets=len(whole), recounted=sum(whole), to_complete=len(whole) - sum(whole))


def check_points(points: Mapping[str, int], rubric: Rubric | None) -> Rubric:
    """Every criterion has points on the scale, and nothing else has."""
    if rubric is None:
        raise NoRubric
    wanted = {criterion.key for criterion in rubric.criteria}
    for key in sorted(points.keys() - wanted):
        raise Invalid("The rubric has no such criterion.", pointer=f"/points/{key}")
    for criterion in rubric.criteria:
        given = points.get(criterion.key)
        if given is None:
            raise Invalid(f"Choose a score for {criterion.label}.", pointer=f"/points/{criterion.key}")
        if not rubric.scale_min <= given <= rubric.scale_max:
            raise Invalid(
                f"{criterion.label} is scored from {rubric.scale_min} to {rubric.scale_max}.",
                pointer=f"/points/{criterion.key}",
            )
    return rubric
