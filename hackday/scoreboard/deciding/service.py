"""Talk it over, award, count again, confirm. What the reveal waits for."""

import asyncio
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import msgspec

from hackday import audit, clock
from hackday.database import tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Day, Entry, Phase, Role
from hackday.errors import Invalid
from hackday.judging import sheets
from hackday.judging.calibration import report
from hackday.judging.calibration import service as calibration
from hackday.judging.calibration.model import fit
from hackday.judging.calibration.sample import off
from hackday.judging.calibration.schemas import ProjectFigures
from hackday.judging.closing import store as closing
from hackday.judging.counting import store as counting
from hackday.judging.counting.schemas import Rule
from hackday.judging.marks import Mark
from hackday.judging.rubrics import store as rubrics
from hackday.people.schemas import Actor
from hackday.scoreboard import service as board_service
from hackday.scoreboard.deciding import rules, store
from hackday.scoreboard.deciding.schemas import Award, AwardsDraft, ConfirmDraft, Contender, Duel, Export, Room
from hackday.scoreboard.schemas import Board

DECIDING = (Phase.FROZEN, Phase.REVEALED)
SCRIPT = Path(__file__).parent / "recount.py"
PATIENCE_S = 120.0
"""A count of 20,000 sheets in plain Python takes some 20 s."""


async def room(entry: Entry) -> Room:
    """Contenders, awards, and what is still to do; for organisers, and for judges once scoring is closed."""
    day_rules.check_role(entry, Role.JUDGE, Role.ORGANISER)
    async with tx("repeatable_read"):
        day_id = entry.day.id
        is_closed = await _is_closed(entry.day)
        if not is_closed and Role.ORGANISER not in entry.roles:
            raise rules.RoomIsClosed
        final = await board_service.final(day_id)
        marks, rule = await sheets.current(day_id), await counting.rule(day_id)
        heaviest = await sheets.heaviest(day_id)
        named = await calibration.named_projects(day_id)
        digest = rules.digest(final)
        confirmed, recounted_at = await store.confirmed(day_id, digest), await store.recounted_at(day_id, digest)
        awards = await store.awards(day_id)
    rows = await asyncio.to_thread(calibration.figures_of, marks, named, rule.seed)
    figures = {str(row.project_id): row for row in rows}
    lacks = rules.lacks(
        is_closed=is_closed, recounted=recounted_at is not None, people=len(confirmed),
        organisers=sum(one.is_organiser for one in confirmed),
    )  # fmt: skip
    contenders = _contenders(final, marks, heaviest, figures, seed=rule.seed)
    return Room(is_closed, rule, digest, contenders, awards, confirmed, recounted_at, lacks)


def _contenders(
    final: Board, marks: Sequence[Mark], heaviest: dict[str, Fraction], figures: dict[str, ProjectFigures], *, seed: int
) -> tuple[Contender, ...]:
    ordered = rules.tie_breaks(final, marks, heaviest, seed=seed)
    rows = {row.team: (row, rank) for row, rank in zip(final.rows, final.ranks, strict=True)}
    chosen = []
    for place, (project, by) in enumerate(ordered, start=1):
        figure = figures.get(project)
        likely = figure is not None and figure.calibrated is not None and figure.calibrated.top >= rules.LIKELY
        if place <= rules.FIRST or likely:
            chosen.append((place, project, by))
    given, names = rules.by_project(marks), [project for _, project, _ in chosen]
    out = []
    for place, project, by in chosen:
        row, rank = rows[project]
        figure = figures.get(project)
        duels = tuple(Duel(UUID(other), *rules.duel(given, project, other)) for other in names if other != project)
        out.append(
            Contender(
                UUID(project), row.name, figure.title if figure else "", place, rank or 0, row.score or 0, by,
                figure.raw if figure else None, figure.calibrated if figure else None, duels,
            )
        )  # fmt: skip
    return tuple(out)


async def _is_closed(day: Day) -> bool:
    return day.phase.place >= Phase.REVEALED.place or await closing.closed_at(day.id) is not None


async def set_awards(actor: Actor, entry: Entry, draft: AwardsDraft) -> tuple[Award, ...]:
    """Replace the day's awards; told with the reveal."""
    day_rules.check_role(entry, Role.ORGANISER)
    rules.check_awards(len(draft.awards))
    async with tx():
        day_rules.check_phase(await days.lock_day(entry.day.id), *DECIDING)
        before = await store.awards(entry.day.id)
        if (wrong := await store.set_awards(entry.day.id, draft.awards)) is not None:
            raise Invalid("No such project was handed in.", pointer=f"/awards/{wrong}/project")
        after = await store.awards(entry.day.id)
        await audit.record(
            "scoreboard.set_awards", entry.day.slug, actor=actor.id, day=entry.day.id, before=before, after=after
        )
        return after


async def told_awards(entry: Entry) -> tuple[Award, ...]:
    """For everybody, once all is revealed; nothing before."""
    async with tx("repeatable_read"):
        return await store.awards(entry.day.id) if await board_service.is_open(entry.day.id) else ()


async def confirm(actor: Actor, entry: Entry, draft: ConfirmDraft) -> None:
    """Stand for the result that one has looked at; judges and organisers. Raises ResultChanged, RoomIsClosed."""
    day_rules.check_role(entry, Role.JUDGE, Role.ORGANISER)
    async with tx():
        day = await days.lock_day(entry.day.id)
        day_rules.check_phase(day, *DECIDING)
        if not await _is_closed(day):
            raise rules.RoomIsClosed
        if rules.digest(await board_service.final(day.id)) != draft.digest:
            raise rules.ResultChanged
        if await store.confirm(day.id, actor.id, draft.digest, now=clock.now()):
            await audit.record("scoreboard.confirm_result", day.slug, actor=actor.id, day=day.id, after=draft)


async def export(actor: Actor, entry: Entry) -> Export:
    """Everything for a count elsewhere; for organisers. Judges are numbers."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx("repeatable_read"):
        return await _export(entry.day)


async def _export(day: Day) -> Export:
    final, rule = await board_service.final(day.id), await counting.rule(day.id)
    found = await store.sheets(day.id)
    number = {judge: n for n, judge in enumerate(dict.fromkeys(sheet["judge"] for sheet in found), start=1)}
    shown = {row.team for row in final.rows}
    given = report.arrays([mark for mark in await sheets.current(day.id) if mark.project in shown])
    is_calibrated = rule.rule is Rule.CALIBRATED and off(given) is None
    ratios = (await asyncio.to_thread(fit, given)).ratios if is_calibrated else None
    return Export(
        day=day.slug,
        rule=rule,
        ratios=(ratios.project, ratios.judge) if ratios else None,
        rubrics=[
            {
                "id": one.id,
                "version": one.version,
                "scale_min": one.scale_min,
                "scale_max": one.scale_max,
                "weights": {criterion.key: criterion.weight for criterion in one.criteria},
            }
            for one in (await rubrics.rubrics(day.id)).values()
        ],
        projects=await store.projects(day.id, sorted(shown)),
        sheets=[{**sheet, "judge": number[sheet["judge"]]} for sheet in found],
        excluded=[(project, number[judge]) for project, judge in await store.excluded(day.id) if judge in number],
        result=[(row.team, row.score, rank) for row, rank in zip(final.rows, final.ranks, strict=True)],
        digest=rules.digest(final),
    )


async def recount(actor: Actor, entry: Entry) -> None:
    """Let the stand-alone script count the export, in a process of its own. Raises RecountDiffers."""
    day_rules.check_role(entry, Role.ORGANISER)
    async with tx("repeatable_read"):
        day_rules.check_phase(entry.day, *DECIDING)
        if not await _is_closed(entry.day):
            raise rules.RoomIsClosed
        exported = await _export(entry.day)
    told = await _ran(msgspec.json.encode(exported))
    if told is not None:
        raise rules.RecountDiffers(told)
    async with tx():
        await store.add_recount(entry.day.id, exported.digest, by=actor.id, now=clock.now())
        await audit.record(
            "scoreboard.recount", entry.day.slug, actor=actor.id, day=entry.day.id, after={"digest": exported.digest}
        )


async def _ran(export: bytes) -> str | None:
    """What the script says against the export; None when it agrees."""
    pipe = asyncio.subprocess.PIPE
    script = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-S", str(SCRIPT), stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    try:
        async with asyncio.timeout(PATIENCE_S):
            told, _ = await script.communicate(export)
    except TimeoutError:
        script.kill()
        return "it did not end"
    if script.returncode == 0:
        return None
    return told.decode(errors="replace").strip().splitlines()[-1][:300] if told.strip() else "it broke off"


async def check_decided(day: Day, final: Board) -> None:
    """Raises NotDecided while the first step of the reveal would show what nobody stands for."""
    digest = rules.digest(final)
    confirmed = await store.confirmed(day.id, digest)
    lacks = rules.lacks(
        is_closed=await _is_closed(day), recounted=await store.recounted_at(day.id, digest) is not None,
        people=len(confirmed), organisers=sum(one.is_organiser for one in confirmed),
    )  # fmt: skip
    if lacks:
        raise rules.NotDecided(lacks)
