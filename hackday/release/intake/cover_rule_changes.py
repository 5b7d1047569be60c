"""Use cases around cover rules: see them in their order, and change one with its consequences in sight."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID

from hackday import audit
from hackday.database import tx
from hackday.days import service as days
from hackday.errors import NotFound
from hackday.people.schemas import Actor
from hackday.release.intake import cover_rule_store as rule_store
from hackday.release.intake import rules, store
from hackday.release.intake.breaking import By, DryRun, broken_by, counted, settle
from hackday.release.intake.cover_rules import ordered
from hackday.release.intake.previews import rule_preview
from hackday.release.intake.schemas import CoverRow, CoverRule, CoverRuleDraft, RuleCard, RulePreview
from hackday.release.plans.settings import planned_sites
from hackday.release.rules import PlansSomeSites


async def list_rules(actor: Actor, day: str) -> list[RuleCard]:
    """Those that concern the planner's sites, in the order in which they win."""
    sites = await planned_sites(actor, await days.enter(actor, day))
    wins = await rule_store.wins()
    return [
        RuleCard(rule, wins.get(rule.id, 0), sites is None or rule.site in sites)
        for rule in ordered(await rule_store.rules())
        if sites is None or rule.site is None or rule.site in sites
    ]


async def put_rule(
    actor: Actor, day: str, rule_id: UUID | None, draft: CoverRuleDraft | None, *, dry_run: bool, accept_broken: bool
) -> RulePreview:
    """Add a rule (no id), change one, or take one away (no draft); all minimums follow in the same moment."""
    entry = await days.enter(actor, day)
    by = By(actor.id, entry.day.id, await planned_sites(actor, entry))
    if draft:
        rules.check_rule(draft, await store.zones())
        _check_sites(by, draft.site)
    kept: list[CoverRule] = []
    rows: list[CoverRow] = []
    broken = []
    written = False
    with suppress(DryRun):
        async with tx():
            await store.hold_rota()
            before = await _found(rule_id, by) if rule_id else None
            write = _writing(actor, before, draft, kept, rows)
            broken = await broken_by(write)
            if dry_run:
                raise DryRun
            await settle(broken, what="A rule of minimum cover", by=by, accept=accept_broken, people=[])
            await audit.record(
                "release.change_cover_rule", rule_id or kept[0].id, actor=by.actor, day=by.day, before=before,
                after={"rule": draft, "stretches": len(rows), "broken": counted(broken)},
            )  # fmt: skip
            written = True
    return RulePreview(kept[0] if kept else None, rule_preview(rows, broken, written=written))


def _writing(
    actor: Actor, before: CoverRule | None, draft: CoverRuleDraft | None, kept: list[CoverRule], rows: list[CoverRow]
) -> Callable[[], Awaitable[None]]:
    async def write() -> None:
        if draft is None:
            assert before
            rows.extend(await rule_store.refresh_cover(without=before.id))
            await rule_store.remove_rule(before.id)
            return
        if before:
            put = await rule_store.change_rule(before.id, draft, by=actor.id)
        else:
            put = await rule_store.add_rule(draft, by=actor.id)
        if put is None:
            raise rules.CoverRuleExists
        kept.append(put)
        rows.extend(await rule_store.refresh_cover())

    return write


async def _found(rule_id: UUID, by: By) -> CoverRule:
    """A rule that one may change; those of sites that one does not plan are hidden, as in the list."""
    rule = await rule_store.find_rule(rule_id)
    if rule is None or (by.sites is not None and rule.site is not None and rule.site not in by.sites):
        raise NotFound("rule")
    _check_sites(by, rule.site)
    return rule


def _check_sites(by: By, site: str | None) -> None:
    """Rules of the company are for who plans every site."""
    if by.sites is None:
        return
    if site is None:
        raise PlansSomeSites(by.sites)
    if site not in by.sites:
        raise rules.NotYourRule(by.sites)
