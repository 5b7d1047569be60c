"""Raw and calibrated figures side by side, as they cross the wire. Marks run from 0 to 100."""

from uuid import UUID

import msgspec

from hackday.judging.calibration.sample import Off
from hackday.judging.counting.schemas import OfficialRule


class Calibrated(msgspec.Struct, frozen=True):
    """What the marks say of a project once leniency is taken off, and how sure that is."""

    mark: float
    low: float
    """Ends of the interval that holds the true mark with 90 %."""
    high: float
    rank: int
    first: int
    """Best and worst rank that the project has with 90 %."""
    last: int
    top: float
    """Chance to be among the first places."""
    beats_next: float | None
    """Chance to be truly better than the next one; None for the last."""
    ties_with_next: bool
    """That chance is so near a half that the order of the two means nothing."""


class GivenMark(msgspec.Struct, frozen=True):
    """One judge's mark for a project."""

    judge_id: UUID
    judge: str
    mark: float
    leniency: float | None
    """Marks that this judge gives above the others, over all projects; None while not calibrated."""
    shared: int
    """Projects that this judge has marked."""


class ProjectFigures(msgspec.Struct, frozen=True):
    project_id: UUID
    team: str
    title: str
    raw: float | None
    raw_rank: int | None
    calibrated: Calibrated | None
    given: tuple[GivenMark, ...]


class PlaceChange(msgspec.Struct, frozen=True):
    """Who holds a place now, and who would without one judge."""

    place: int
    now: str
    then: str


class JudgeFigures(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    marks: int
    leniency: float | None
    agreement: float | None
    """Correlation with what the others say of the same projects; None: too few marks."""
    is_odd: bool
    """The agreement is so low that somebody should look."""
    changes: tuple[PlaceChange, ...]
    """Among the first places, were this judge left out."""


class Fairness(msgspec.Struct, frozen=True):
    """For organisers. Projects with the best figure by the official rule first; those without marks last."""

    rule: OfficialRule
    off: Off | None
    """Why nothing is calibrated; plain means count then."""
    places: int
    """How many first places the alarms and chances are about."""
    projects: tuple[ProjectFigures, ...]
    judges: tuple[JudgeFigures, ...]
    robust_changes: tuple[PlaceChange, ...]
    """Among the first places, were judges whose marks stray trusted less. A second opinion, never the result."""


class Leniency(msgspec.Struct, frozen=True):
    """How one of a project's judges compares with the others; without a name."""

    offset: float
    shared: int


class FigureReasons(msgspec.Struct, frozen=True):
    """Why a project has its figure, for its team: what judges gave, how lenient they are, and how sure it is."""

    raw: float
    given: int
    """Judges whose sheets count."""
    mark: float | None
    """Calibrated; None while plain means count."""
    first: int | None
    last: int | None
    projects: int
    """Of so many."""
    judges: tuple[Leniency, ...]
