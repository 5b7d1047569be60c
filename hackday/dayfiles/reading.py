"""A day's files back from text; every fault of every file is found, each with its line and field."""

import functools
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import available_timezones

import yaml

from hackday.challenges.brief import BadBrief, BriefError, decoded, parse
from hackday.challenges.frontmatter import Fields, Notes, compose, refuse_control_characters
from hackday.challenges.schemas import ChallengeState
from hackday.dayfiles.rules import is_own
from hackday.dayfiles.schemas import ChallengeFiles, DayFiles, Limits, Terms
from hackday.dayfiles.writing import text
from hackday.days.local_time import instant
from hackday.days.rules import check_dates
from hackday.days.schemas import Phase
from hackday.errors import Invalid
from hackday.judging.rubrics.rules import check_rubric
from hackday.judging.rubrics.schemas import CriterionDraft, Level, RubricDraft
from hackday.people.schemas import Site
from hackday.table_files import FileRefused, read_table

LIMIT_KEYS = ("team_min_size", "team_max_size", "department_most", "sites_least")
DAY_KEYS = ("slug", "name", "starts_on", "ends_on", "time_zone", *LIMIT_KEYS, "phases")
TERM_KEYS = ("state", "publish_at", *LIMIT_KEYS)
CRITERION_KEYS = ("label", "question", "weight", "low", "high", "levels", "guidance")
PHASES = tuple(phase.value for phase in Phase if phase is not Phase.DRAFT)
ABOUT_MOST = 5000  # characters, as for one who writes it in the browser
TEAM_MOST = 50  # people; as the database has it
NUMBER_MOST = 999_999
CRITERIA_MOST = 12
SCALE_MOST = 20  # points, as for one who writes the rubric in the browser

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_SCALE = re.compile(r"(\d{1,3}) *- *(\d{1,3})")


class BadFiles(ValueError):
    """Files that make no day; `errors` has all that is wrong, by path and line."""

    def __init__(self, errors: tuple[BriefError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def read(files: Mapping[str, bytes]) -> DayFiles:
    """The day in these files, by their paths below its folder. Raises BadFiles."""
    reader = _Reader(files)
    day = reader.day()
    if reader.errors or day is None:
        raise BadFiles(tuple(sorted(reader.errors, key=lambda error: (error.path, error.line, error.message))))
    return day


def slug_in(files: Mapping[str, bytes]) -> str:
    """The slug that the folder's day.yaml says; empty when it says none that can be read."""
    head = _Reader(files).mapping("day.yaml")
    return next((value.value for key, value in head[0].value if key.value == "slug"), "") if head[0] else ""


@functools.cache
def _zones() -> frozenset[str]:
    """Asked of the disk once: a company has hundreds of sites."""
    return frozenset(available_timezones())


class _Reader:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.errors: list[BriefError] = []

    def day(self) -> DayFiles | None:
        for path in self.files:
            if not is_own(path):
                self.errors.append(BriefError(path, 1, "is no file of a day: docs/day-as-code.md lists them"))
        head, notes = self.mapping("day.yaml")
        if "day.yaml" not in self.files:
            notes.add(1, "is missing")
        fields = Fields(head, DAY_KEYS, notes)
        slug, zone = fields.text("slug", most=60), fields.text("time_zone", most=64)
        if slug and (len(slug) < 2 or not _SLUG.fullmatch(slug)):
            fields.refuse("slug", "must be lower-case a to z, digits and single hyphens, at least two")
        self.zone = zone if zone in _zones() else "UTC"
        if zone and self.zone != zone:
            fields.refuse("time_zone", f"{zone!r} is not a time zone; such as Europe/London is one")
        starts_on, ends_on = _date(fields, "starts_on"), _date(fields, "ends_on")
        if starts_on and ends_on:
            _try(fields, "", lambda: check_dates(starts_on, ends_on))
        limits = _limits(fields, of_day=head is not None)
        name = fields.text("name", most=120)
        phases = self._phases(fields) if _has(head, "phases") else ()
        self._note(notes)
        day = DayFiles(
            slug=slug,
            name=name,
            starts_on=starts_on or date.min,
            ends_on=ends_on or date.min,
            time_zone=zone,
            limits=limits,
            about=self._text("about.md", ABOUT_MOST),
            phases=phases,
            sites=self._sites(),
            rubric=self._rubric() if "rubric.yaml" in self.files else None,
            challenges=self._challenges(),
        )
        return None if self.errors else day

    def mapping(self, path: str) -> tuple[yaml.MappingNode | None, Notes]:
        """The nodes of a YAML file whose first line is ---, and where to note what is wrong with it."""
        notes = Notes(path)
        if path not in self.files:
            return None, notes
        first, _, rest = refuse_control_characters(decoded(self.files[path], notes), notes).partition("\n")
        if first.rstrip() != "---":
            notes.add(1, "the first line must be ---")
            return None, notes
        return compose(rest, notes), notes

    def _note(self, notes: Notes) -> None:
        self.errors += [BriefError(notes.path, line, message) for line, message in notes.found]

    def _text(self, path: str, most: int) -> str:
        notes = Notes(path)
        body = text(refuse_control_characters(decoded(self.files.get(path, b""), notes), notes)).removesuffix("\n")
        if len(body) > most:
            notes.add(1, f"has {len(body):,} characters; {most:,} are the most")
        self._note(notes)
        return body

    def _phases(self, fields: Fields) -> tuple[tuple[Phase, datetime], ...]:
        times = fields.mapping("phases", PHASES)
        told = [(Phase(key), at) for key in PHASES if (at := _moment(times, key, self.zone)) is not None]
        for (earlier, first), (later, second) in pairwise(told):
            if second <= first:
                times.refuse(later, f"must begin after {earlier}")
        return tuple(told)

    def _sites(self) -> tuple[Site, ...]:
        if "sites.csv" not in self.files:
            return ()
        notes, sites = Notes("sites.csv"), dict[str, str]()
        try:
            table = read_table(self.files["sites.csv"], required=("name", "time_zone"))
        except FileRefused as refused:
            self.errors += [BriefError("sites.csv", max(p.line, 1), p.reason) for p in refused.problems]
            return ()
        for problem in table.problems:
            notes.add(problem.line, f"{problem.column} {problem.reason}".strip())
        for row in table.rows:
            name, zone = row.values["name"], row.values["time_zone"]
            if not name or len(name) > 120 or "\n" in name:
                notes.add(row.line, "name must be one line of 1 to 120 characters")
            if name in sites:
                notes.add(row.line, f"name {name!r} is there twice")
            if zone not in _zones():
                notes.add(row.line, f"time_zone {zone!r} is not a time zone; such as Europe/London is one")
            sites[name] = zone
        self._note(notes)
        return tuple(Site(name, zone) for name, zone in sorted(sites.items()))

    def _rubric(self) -> RubricDraft:
        head, notes = self.mapping("rubric.yaml")
        fields = Fields(head, ("scale", "criteria"), notes)
        scale = _SCALE.fullmatch(told := fields.text("scale", most=10))
        if told and (scale is None or int(scale[2]) > SCALE_MOST):
            fields.refuse("scale", f"must be two numbers such as 1-10, at most {SCALE_MOST}")
        low, high = (int(scale[1]), int(scale[2])) if scale else (0, 1)
        node = next((value for key, value in head.value if key.value == "criteria"), None) if head else None
        keys = [str(key.value) for key, _ in node.value] if isinstance(node, yaml.MappingNode) else []
        criteria = fields.mapping("criteria", keys)
        if len(keys) > CRITERIA_MOST:
            fields.refuse("criteria", f"has {len(keys)} entries; {CRITERIA_MOST} are the most")
        draft = RubricDraft(
            scale_min=low, scale_max=high, criteria=tuple(_criterion(criteria, key) for key in dict.fromkeys(keys))
        )
        _try(fields, "scale", lambda: check_rubric(draft))
        self._note(notes)
        return draft

    def _challenges(self) -> tuple[ChallengeFiles, ...]:
        slugs = sorted({path.split("/")[1] for path in self.files if path.startswith("challenges/") and is_own(path)})
        return tuple(filter(None, map(self._challenge, slugs)))

    def _challenge(self, slug: str) -> ChallengeFiles | None:
        folder = f"challenges/{slug}"
        terms = self._terms(f"{folder}/terms.yaml")
        path = f"{folder}/brief.md"
        if path not in self.files:
            self.errors.append(BriefError(path, 1, "is missing"))
            return None
        try:
            brief = parse(self.files[path], path)
        except BadBrief as bad:
            self.errors += bad.errors
            return None
        return ChallengeFiles(brief, Terms(*terms))

    def _terms(self, path: str) -> tuple[ChallengeState, datetime | None, Limits]:
        if path not in self.files:
            return Terms().state, None, Limits()
        head, notes = self.mapping(path)
        fields = Fields(head, TERM_KEYS, notes)
        state = fields.text("state", most=20)
        if state and state not in set(ChallengeState):
            fields.refuse("state", f"must be one of {', '.join(ChallengeState)}")
        publish_at = _moment(fields, "publish_at", self.zone) if _has(head, "publish_at") else None
        if state in set(ChallengeState) and (state == "scheduled") != (publish_at is not None):
            fields.refuse("publish_at", "belongs to the state scheduled, and to no other")
        limits = _limits(fields, of_day=False)
        self._note(notes)
        return ChallengeState(state) if state in set(ChallengeState) else Terms().state, publish_at, limits


def _has(head: yaml.MappingNode | None, name: str) -> bool:
    return head is not None and any(key.value == name for key, _ in head.value)


def _try(fields: Fields, key: str, check: Callable[[], object]) -> None:
    """Notes a refusal that stands elsewhere in the product, at the field that it names."""
    try:
        check()
    except Invalid as refused:
        fields.refuse(key or (refused.pointer or "").removeprefix("/"), f"cannot be: {refused}")


def _date(fields: Fields, key: str) -> date | None:
    told = fields.text(key, most=20)
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        fields.refuse(key, f"{told!r} is not a date such as '2027-03-10'")
        return None


def _moment(fields: Fields, key: str, zone: str) -> datetime | None:
    told = fields.text(key, most=40, required=False)
    try:
        return instant(told, zone).astimezone(UTC) if told else None
    except Invalid as refused:
        fields.refuse(key, f"cannot be: {refused}")
        return None


def _limits(fields: Fields, *, of_day: bool) -> Limits:
    most = (TEAM_MOST, TEAM_MOST, NUMBER_MOST, TEAM_MOST if of_day else NUMBER_MOST)
    limits = Limits(*(fields.number(key, most=at_most) for key, at_most in zip(LIMIT_KEYS, most, strict=True)))
    low, high = limits.team_min_size, limits.team_max_size
    if of_day:
        for key, value in (("team_min_size", low), ("team_max_size", high)):
            if value is None:
                fields.refuse(key, f"is needed: a number from 1 to {TEAM_MOST}")
    if low and high and low > high:
        fields.refuse("team_min_size", f"is above team_max_size, {high}")
    if of_day and high and (limits.sites_least or 1) > high:
        fields.refuse("sites_least", f"is above team_max_size, {high}")
    return limits


def _criterion(criteria: Fields, key: str) -> CriterionDraft:
    if not _KEY.fullmatch(key) or len(key) > 40:
        criteria.refuse(key, "must be lower-case a to z, digits and _, a letter first, at most 40")
    fields = criteria.mapping(key, CRITERION_KEYS)
    levels = fields.mapping("levels", [str(points) for points in range(SCALE_MOST)], required=False)
    return CriterionDraft(
        key=key,
        label=fields.text("label", most=80),
        question=fields.text("question", most=300, required=False),
        weight=fields.number("weight", most=100) or 1,
        low=fields.text("low", most=80, required=False),
        high=fields.text("high", most=80, required=False),
        levels=tuple(
            Level(points, anchored)
            for points in range(SCALE_MOST)
            if (anchored := levels.text(str(points), most=160, required=False))
        ),
        guidance=fields.text("guidance", most=600, required=False),
    )
