"""Time zones of an iCalendar file: known by name, or described in the file itself. Pure."""

import re
from collections.abc import Iterable
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hackday.release.intake.ics_events import Block, unfolded
from hackday.release.intake.repeats import NotUnderstood
from hackday.table_files import RowProblem

_PLAIN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "WKST"}


class Zones:
    """Descriptions count for this file alone, so that no other file's zone of that name is taken for it."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.problems: list[RowProblem] = []
        self._own: dict[str, tzinfo] = {}
        for block in blocks:
            self._read(block)

    def zone(self, name: str) -> tzinfo:
        """A TZID: of the IANA, one that Windows uses, or one that the file describes. Raises NotUnderstood."""
        for known in (name, WINDOWS_TO_OLSON.get(name, ""), "/".join(name.split("/")[-2:])):
            try:
                if known and "." not in known:
                    return ZoneInfo(known)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
        if name in self._own:
            return self._own[name]
        raise NotUnderstood(f"is in the time zone “{name[:80]}”, which is not known and not described in the file")

    def _read(self, block: Block) -> None:
        try:
            for rule in re.findall(r"^RRULE[^:\n]*:(.*)$", unfolded(block.text).upper(), re.MULTILINE):
                parts = dict(part.partition("=")[::2] for part in rule.strip().split(";"))
                if parts.get("FREQ") != "YEARLY" or set(parts) - _PLAIN:  # the library would walk every second
                    raise ValueError("its clocks must change by plain yearly rules")
            zone = Timezone.from_ical(block.text)
            assert isinstance(zone, Timezone)
            self._own[str(zone["TZID"])] = zone.to_tz(lookup_tzid=False)
        except Exception as error:  # whatever a broken description makes the library stumble over
            self.problems.append(RowProblem(block.line, "", f"a time zone cannot be read: {str(error)[:80]}"))
