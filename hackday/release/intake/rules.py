"""Refusals of imports, and what a mapping may say. Pure."""

import codecs
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from hackday.errors import Conflict, Forbidden, Invalid, NotFound
from hackday.release.intake.schemas import CoverRuleDraft, FileMapping
from hackday.release.plans.schemas import BrokenRelease

NAMED = 10
"""Broken releases that a refusal names."""
ISO = ("employee_no", "site", "role", "starts_at", "ends_at")
LOCAL = ("employee_no", "site", "role", "date", "start", "end")
COVER = ("site", "role", "starts_at", "ends_at", "minimum")
COLUMNS = tuple(dict.fromkeys((*ISO, *LOCAL, *COVER)))
_NO_TEXT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
"""Known as encodings, but no file is written in them; some take quadratic time."""
_DATE_PARTS, _TIME_PARTS = set("dmyYbBaA%"), set("HIMSp%")
_SAMPLE = datetime(2027, 11, 23, 22, 5)  # noqa: DTZ001  a clock time in no zone


class MappingRefused(Invalid):
    code = "mapping_refused"


class MappingNameIsTaken(Conflict):
    code = "mapping_name_is_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a mapping “{name}” already. Choose another name, or change that one.")


class NoSuchMapping(NotFound):
    code = "no_such_mapping"

    def __init__(self) -> None:
        super().__init__("mapping")


class FormatUnknown(Invalid):
    code = "format_unknown"

    def __init__(self) -> None:
        super().__init__("This kind of file is not known here. Send CSV, or for a rota also iCalendar.")


class NotYourRule(Forbidden):
    code = "not_your_rule"

    def __init__(self, sites: Iterable[str]) -> None:
        super().__init__(f"This rule concerns sites that you do not plan; you plan {', '.join(sorted(sites))} alone.")


class CoverRuleExists(Conflict):
    code = "cover_rule_exists"

    def __init__(self) -> None:
        super().__init__("There is a rule for this site, role and these dates already. Change that one.")


class ImportBreaksReleases(Conflict):
    code = "import_breaks_releases"

    def __init__(self, broken: Mapping[str, list[BrokenRelease]]) -> None:
        """`broken` by the day's name."""
        told = [sentence(one) for releases in broken.values() for one in releases]
        more = f"\nand {len(told) - NAMED} more" if len(told) > NAMED else ""
        super().__init__(
            f"This breaks {len(told)} releases; nothing was written. Say that it is taken all the same, or change it:\n"
            + "\n".join(told[:NAMED])
            + more
        )


def sentence(broken: BrokenRelease) -> str:
    """Whose release falls, at which shift and site."""
    short = broken.shortage
    zone = ZoneInfo(short.time_zone)
    start, end = short.starts_at.astimezone(zone), short.ends_at.astimezone(zone)
    return (
        f"{broken.name} is missed at {short.site}, {start:%a %d %b %H:%M}–{end:%H:%M}: {' or '.join(short.roles)} "
        f"needs at least {short.minimum} and would have {short.staying}."
    )


def check_mapping(mapping: FileMapping) -> FileMapping:
    """The same; raises MappingRefused that names what cannot be."""
    if strange := set(mapping.columns) - set(COLUMNS):
        raise MappingRefused(
            f"The mapping names columns that a rota does not have: {', '.join(sorted(strange))}. "
            f"Known: {', '.join(COLUMNS)}.", pointer="/columns",
        )  # fmt: skip
    delimiter = mapping.delimiter
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"\x00'):
        raise MappingRefused("The delimiter must be one character.", pointer="/delimiter")
    if mapping.encoding is not None and not _is_text(mapping.encoding):
        raise MappingRefused(f"“{mapping.encoding}” is not a text encoding that is known here.", pointer="/encoding")
    if not _reads_back(mapping.date_format, _DATE_PARTS, "date") and not has_clock(mapping):
        raise MappingRefused(
            "The date format must name day, month and year once, such as %d-%m-%Y.", pointer="/date_format"
        )
    if not _reads_back(mapping.time_format, _TIME_PARTS, "time"):
        raise MappingRefused("The time format must name hour and minute once, such as %H:%M.", pointer="/time_format")
    return mapping


def has_clock(mapping: FileMapping) -> bool:
    """Whether `date_format` reads a whole clock time, such as %d-%m-%Y %H:%M."""
    return _reads_back(mapping.date_format, _DATE_PARTS | _TIME_PARTS, "replace")


def check_rule(draft: CoverRuleDraft, sites: Iterable[str]) -> None:
    """A rule names a known site, dates in order, and either people or a share."""
    if (draft.people is None) == (draft.percent is None):
        raise Invalid("Give either a number of people or a percentage of the scheduled.", pointer="/people")
    if draft.site is not None and draft.site not in sites:
        raise Invalid(f"“{draft.site}” is not a site of the company.", pointer="/site")
    if draft.role is not None and not draft.role.strip():
        raise Invalid("Name the role, or leave it out for every role.", pointer="/role")
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        raise Invalid("The last date lies before the first.", pointer="/ends_on")


def _is_text(encoding: str) -> bool:
    try:
        found = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return False
    return found._is_text_encoding and found.name.replace("-", "_") not in _NO_TEXT


def _reads_back(form: str, parts: set[str], what: str) -> bool:
    """Whether a sample, written so, reads back as the same date, time or both."""
    named = re.findall("%(.)", form.replace("%%", ""))
    if set(named) - parts or len(named) != len(set(named)):
        return False
    try:
        read = datetime.strptime(_SAMPLE.strftime(form), form)  # noqa: DTZ007
        return bool(getattr(read, what)() == getattr(_SAMPLE, what)())
    except (ValueError, re.error):
        return False
