"""A day as text: the one canonical way to write its files. `docs/day-as-code.md` describes them."""

import csv
import io
from datetime import datetime
from typing import Any

import msgspec
import yaml

from hackday.challenges.brief import path_of, render
from hackday.dayfiles.schemas import ChallengeFiles, DayFiles, Limits, Terms
from hackday.judging.rubrics.schemas import RubricDraft
from hackday.people.schemas import Site


def write(day: DayFiles) -> dict[str, bytes]:
    """Path below the folder to content. What is as it is by default has no file."""
    files = {
        "day.yaml": _yaml(_head(day)),
        "about.md": text(day.about),
        "sites.csv": _sites(day.sites),
        "rubric.yaml": _rubric(day.rubric) if day.rubric else "",
    }
    for challenge in day.challenges:
        files |= _challenge(challenge)
    return {path: content.encode() for path, content in files.items() if content}


def text(told: str) -> str:
    """Markdown as a file holds it: line ends as on Unix, one at the end, no empty lines around."""
    body = told.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff\n").rstrip()
    return f"{body}\n" if body else ""


def _head(day: DayFiles) -> dict[str, Any]:
    return {
        "slug": day.slug,
        "name": day.name,
        "starts_on": day.starts_on.isoformat(),
        "ends_on": day.ends_on.isoformat(),
        "time_zone": day.time_zone,
        **_limits(day.limits),
        **({"phases": {phase.value: _moment(at) for phase, at in day.phases}} if day.phases else {}),
    }


def _challenge(challenge: ChallengeFiles) -> dict[str, str]:
    folder, terms = f"challenges/{challenge.brief.slug}", challenge.terms
    return {
        f"challenges/{path_of(challenge.brief)}": render(challenge.brief),
        f"{folder}/terms.yaml": _terms(terms),
    }


def _terms(terms: Terms) -> str:
    if (terms.state, terms.publish_at, terms.limits) == (Terms().state, None, Limits()):
        return ""
    schedule = {"publish_at": _moment(terms.publish_at)} if terms.publish_at else {}
    return _yaml({"state": terms.state.value, **schedule, **_limits(terms.limits)})


def _limits(limits: Limits) -> dict[str, int]:
    return {name: value for name, value in msgspec.structs.asdict(limits).items() if value is not None}


def _rubric(rubric: RubricDraft) -> str:
    criteria = {}
    for criterion in rubric.criteria:
        values = msgspec.structs.asdict(criterion)
        key = values.pop("key")
        values["levels"] = {level.points: level.text for level in criterion.levels}
        criteria[key] = {name: value for name, value in values.items() if value not in ("", {})}
    return _yaml({"scale": f"{rubric.scale_min}-{rubric.scale_max}", "criteria": criteria})


def _sites(sites: tuple[Site, ...]) -> str:
    if not sites:
        return ""
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(("name", "time_zone"))
    rows.writerows(sorted((site.name, site.time_zone) for site in sites))
    return table.getvalue()


def _moment(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _yaml(values: dict[str, Any]) -> str:
    return "---\n" + yaml.safe_dump(values, allow_unicode=True, width=100, default_flow_style=False, sort_keys=False)
