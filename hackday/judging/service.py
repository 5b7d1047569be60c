"""A judge's list, and taking scores."""

from uuid import UUID

from hackday import audit, clock
from hackday.database import notify, tx
from hackday.days import rules as day_rules
from hackday.days import store as days
from hackday.days.schemas import Day, Entry, Phase, Role
from hackday.judging import marks, rules, sheets, store
from hackday.judging.closing import store as closing
from hackday.judging.closing.rules import ScoringIsClosed
from hackday.judging.conflicts import store as conflicts
from hackday.judging.examples import service as examples
from hackday.judging.rubrics import store as rubrics
from hackday.judging.schemas import (
    JudgeDay,
    Progress,
    Receipt,
    SheetDraft,
    SheetPage,
    Visit,
)
from hackday.notices import service as notices
from hackday.people.schemas import Actor
from hackday.projects.schemas import Project

SCORING = (Phase.JUDGING, Phase.FROZEN)
"""A freeze holds the public board still; judges go on."""


async def follow_late_hand_in(day: Day, project: Project) -> None:
    """Whoever hands in while others are judged gets judges too, and they and the organisers are told."""
    added = [await conflicts.add_judge(day.id, project.id) for _ in range(await store.usual_visits(day.id))]
    judges = [judge for judge in added if judge is not None]
    title = f"{project.team} handed in after judging began"
    link = f"/days/{day.slug}/judging"
    await notices.send(judges, title, "It stands at the end of your list.", link)
    told = f"{len(judges)} judges visit them." if judges else "No judge visits them yet: assign judges."
    await notices.send(set(await store.organisers(day.id)) - set(judges), title, told, f"{link}/setup")


async def progress(entry: Entry) -> Progress:
    """How far judging has come; for organisers."""
    day_rules.check_role(entry, Role.ORGANISER)
    return Progress(await store.judge_loads(entry.day.id, now=clock.now()), await store.project_progress(entry.day.id))


async def judge_day(actor: Actor, entry: Entry) -> JudgeDay:
    """All sheets of a judge, so that the phone can work without a network."""
    day_rules.check_role(entry, Role.JUDGE)
    async with tx("repeatable_read"):  # a rubric may change between two questions
        pages = await sheets.pages(entry.day.id, actor.id)
        example = await examples.look(actor, entry)
        has_rubric = bool(pages) or bool(await rubrics.newest(entry.day.id))
        is_closed = await closing.closed_at(entry.day.id) is not None
    return JudgeDay(has_rubric, is_closed, example, tuple(_visit(page) for page in pages), pages)


def _visit(page: SheetPage) -> Visit:
    sheet = page.sheet
    return Visit(
        page.project_id,
        page.title,
        page.team,
        page.challenge,
        page.site,
        page.place,
        sheet.version if sheet else 0,
        marks.total(sheet.points, page.rubric) if sheet else None,
    )


async def sheet_page(actor: Actor, entry: Entry, project_id: UUID) -> SheetPage:
    """One sheet. Raises NotYourVisit."""
    day_rules.check_role(entry, Role.JUDGE)
    async with tx("repeatable_read"):
        page = await sheets.page(entry.day.id, actor.id, project_id)
    if page is None:
        raise rules.NotYourVisit
    return page


async def send_sheet(actor: Actor, entry: Entry, project_id: UUID, key: UUID, draft: SheetDraft) -> Receipt:
    """Keep a score, exactly once for each key. Raises NewerSheet when another device was faster."""
    async with tx():
        day = await days.hold_day(entry.day.id)
        visit = await sheets.visit(day.id, actor.id, project_id, key)
        if visit.sent is not None:
            return _again(visit.sent, project_id, draft)
        day_rules.check_phase(day, *SCORING)
        if visit.is_closed:
            raise ScoringIsClosed
        rules.check_visit(is_assigned=visit.is_assigned, conflicts=visit.conflicts)
        if not visit.is_judge:  # who lost the role keeps the list until judges are assigned anew
            raise day_rules.RoleNeeded((Role.JUDGE,))
        rules.check_sheet(draft, visit.rubric, owes_example=visit.owes_example)
        kept = await sheets.add(entry.day.id, actor.id, project_id, key, draft, now=clock.now())
        if kept is None:  # the same key at the same moment, or another device
            return await _settled(actor, project_id, key, draft)
        await audit.record(
            "judging.send_sheet", project_id, actor=actor.id, day=entry.day.id,
            after={"version": kept.version, "points": draft.points},
        )  # fmt: skip
        await notify(f"board:{entry.day.id}")
        return kept


async def _settled(actor: Actor, project_id: UUID, key: UUID, draft: SheetDraft) -> Receipt:
    sent = await sheets.by_key(actor.id, key)
    if sent is None:
        raise rules.NewerSheet(await sheets.newest_version(actor.id, project_id))
    return _again(sent, project_id, draft)


def _again(sent: sheets.Sent, project_id: UUID, draft: SheetDraft) -> Receipt:
    """The receipt of what was kept under the same key. Raises KeyWasUsed when that was another sheet."""
    if sent.receipt.project_id != project_id or not sent.holds(draft):
        raise rules.KeyWasUsed
    return sent.receipt
