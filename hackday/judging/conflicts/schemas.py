"""Conflicts of interest, as they cross the wire."""

import enum
from typing import Annotated
from uuid import UUID

import msgspec

Reason = Annotated[str, msgspec.Meta(max_length=300)]


class Source(enum.StrEnum):
    """Why somebody must not judge a project."""

    OWN_TEAM = "own_team"
    """They are in the team, or were."""
    MANAGEMENT = "management"
    """One leads the other, or the other's manager: the judge and somebody in the team, either way."""
    SPONSOR = "sponsor"
    """The challenge is theirs."""
    DEPARTMENT = "department"
    """They share a department with somebody in the team, where the day says so."""
    DECLARED = "declared"
    SET = "set"


class Declaration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A judge says so of themselves; nobody has to say why."""

    reason: Reason = ""


class ConflictDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An organiser says so of a judge."""

    judge: UUID
    project: UUID
    reason: Reason = ""


class RuleDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    same_department: bool


class Conflict(msgspec.Struct, frozen=True):
    """One that stands; `id` is null for a derived one, which nobody can lift."""

    id: UUID | None
    source: Source
    judge_id: UUID
    judge: str
    project_id: UUID
    team: str
    reason: str
    is_assigned: bool
    """The project is on the judge's list all the same; their sheet would be refused."""
    is_scored: bool
    """The judge sent a sheet before. Once a conflict is declared or set it does not count."""


class Short(msgspec.Struct, frozen=True):
    """A project that has fewer judges than most others."""

    project_id: UUID
    team: str
    judges: int
    wanted: int


class Conflicts(msgspec.Struct, frozen=True):
    """The organisers' view."""

    same_department: bool
    standing: tuple[Conflict, ...]
    short: tuple[Short, ...]


class Requeued(msgspec.Struct, frozen=True):
    """What a conflict did to the lists."""

    freed: int
    """Visits taken off a judge's list."""
    taken_over: int
    """Of these, by another judge; the rest has nobody who may."""
