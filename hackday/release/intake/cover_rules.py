"""Minimum cover from rules in layers: which rule wins on a stretch, and what it asks for. Pure.

`cover_rule_store.refresh_cover` says the same in SQL for the whole rota; tests hold the two together.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from hackday.release.intake.schemas import CoverRule


def precedence(rule: CoverRule) -> tuple[bool, int, bool, bool, int, int]:
    """The closest fit sorts first: dates before role before site; of two with dates the shorter span.

    Between spans of one length the later counts, so that of all rules that fit a stretch exactly one wins.
    """
    span = (rule.ends_on - rule.starts_on).days if rule.starts_on and rule.ends_on else date.max.toordinal()
    return (
        rule.starts_on is None and rule.ends_on is None,
        span,
        rule.role is None,
        rule.site is None,
        -rule.starts_on.toordinal() if rule.starts_on else 0,
        rule.ends_on.toordinal() if rule.ends_on else date.max.toordinal(),
    )


def ordered(rules: Iterable[CoverRule]) -> list[CoverRule]:
    """In the order in which they win; those that never meet by site and role."""
    return sorted(rules, key=lambda r: (precedence(r), r.site or "", r.role or ""))


def fits(rule: CoverRule, site: str, role: str, day: date) -> bool:
    """`day` is the date at the site on which a shift begins."""
    return (
        rule.site in (None, site)
        and rule.role in (None, role)
        and (rule.starts_on is None or rule.starts_on <= day)
        and (rule.ends_on is None or day <= rule.ends_on)
    )


def winning(rules: Sequence[CoverRule], site: str, role: str, day: date) -> CoverRule | None:
    """The rule that holds there; None where no rule fits."""
    return min((rule for rule in rules if fits(rule, site, role, day)), key=precedence, default=None)


def minimum(rule: CoverRule, scheduled: int) -> int:
    """People that the rule asks for: its number, or its share of the scheduled, rounded up."""
    if rule.people is not None:
        return rule.people
    assert rule.percent is not None
    return -(-rule.percent * scheduled // 100)
