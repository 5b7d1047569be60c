"""Who may score what, and what makes a sheet whole."""

from collections.abc import Mapping
from fractions import Fraction

from hackday.errors import Conflict, Forbidden, Invalid, NotFound
from hackday.judging.schemas import Rubric, RubricDraft, SheetDraft


class NoRubric(Conflict):
    code = "no_rubric"

    def __init__(self) -> None:
        super().__init__("This day has no rubric yet. An organiser defines one before judging.")


class RubricIsInUse(Conflict):
    code = "rubric_is_in_use"

    def __init__(self) -> None:
        super().__init__("Scores were given by this rubric already, so it stands as it is.")


class RubricChanged(Conflict):
    code = "rubric_changed"

    def __init__(self) -> None:
        super().__init__("The rubric changed since this sheet was opened. Open the sheet again; your draft is kept.")


class NotYourVisit(NotFound):
    """A project that the judge is not assigned to looks like one that does not exist."""

    code = "not_your_visit"

    def __init__(self) -> None:
        super().__init__("project on your list")


class OwnTeam(Forbidden):
    code = "own_team"

    def __init__(self) -> None:
        super().__init__("You are a member of this team, so somebody else scores it.")


class NewerSheet(Conflict):
    """Two devices of one judge: the second is asked, never silently overwritten."""

    code = "newer_sheet"

    def __init__(self, version: int) -> None:
        super().__init__(
            f"A newer sheet of yours (version {version}) was sent from another device. "
            "Open it, compare, and save again."
        )


class KeyWasUsed(Invalid):
    code = "idempotency_key_was_used"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was sent with another sheet before.")


class NoJudges(Conflict):
    code = "no_judges"

    def __init__(self) -> None:
        super().__init__("Nobody has the role of judge yet. Give it to some people first.")


class NothingToJudge(Conflict):
    code = "nothing_to_judge"

    def __init__(self) -> None:
        super().__init__("No project was handed in yet.")


def check_rubric(draft: RubricDraft) -> None:
    """A scale with two ends, and no criterion twice."""
    if draft.scale_max <= draft.scale_min:
        raise Invalid("The upper end of the scale must lie above the lower one.", pointer="/scale_max")
    seen: set[str] = set()
    for place, criterion in enumerate(draft.criteria):
        if criterion.key in seen:
            raise Invalid("Each criterion needs a key of its own.", pointer=f"/criteria/{place}/key")
        seen.add(criterion.key)


def check_visit(*, is_assigned: bool, is_own_team: bool) -> None:
    """Judges score what they were assigned to, and never their own team."""
    if not is_assigned:
        raise NotYourVisit
    if is_own_team:
        raise OwnTeam


def check_sheet(draft: SheetDraft, rubric: Rubric | None) -> None:
    """Every criterion has points on the scale, and nothing else has."""
    if rubric is None:
        raise NoRubric
    if draft.rubric_id != rubric.id:
        raise RubricChanged
    wanted = {criterion.key for criterion in rubric.criteria}
    for key in sorted(draft.points.keys() - wanted):
        raise Invalid("The rubric has no such criterion.", pointer=f"/points/{key}")
    for criterion in rubric.criteria:
        points = draft.points.get(criterion.key)
        if points is None:
            raise Invalid(f"Choose a score for {criterion.label}.", pointer=f"/points/{criterion.key}")
        if not rubric.scale_min <= points <= rubric.scale_max:
            raise Invalid(
                f"{criterion.label} is scored from {rubric.scale_min} to {rubric.scale_max}.",
                pointer=f"/points/{criterion.key}",
            )


def total(points: Mapping[str, int], rubric: Rubric) -> str | None:
    """Weighted mean on the rubric's scale with one decimal, half up; None while a criterion is missing."""
    if any(c.key not in points for c in rubric.criteria):
        return None
    exact = Fraction(sum(c.weight * points[c.key] for c in rubric.criteria), sum(c.weight for c in rubric.criteria))
    tenths = (exact.numerator * 20 + exact.denominator) // (exact.denominator * 2)
    return f"{tenths // 10}.{tenths % 10}"
