"""What differs between two editions, by words."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from hackday.challenges.editions.schemas import FieldChange, Part, PartKind
from hackday.errors import NotFound

PAIRS_MOST = 1_000_000
"""So many pairs of words are compared, some tenths of a second; a longer text is compared by lines, or as a whole."""


class NoSuchEdition(NotFound):
    code = "no_such_edition"

    def __init__(self) -> None:
        super().__init__("edition")


def changes(before: Mapping[str, object], after: Mapping[str, object]) -> list[FieldChange]:
    """The fields of two briefs that differ, in the order of the brief."""
    return [
        FieldChange(field, list(difference(_text(before.get(field)), _text(value))))
        for field, value in after.items()
        if _text(before.get(field)) != _text(value)
    ]


def difference(before: str, after: str) -> Iterator[Part]:
    """Stretches that are the same, removed and added; a longest common run of words at a time (difflib)."""
    for words in (r"\S+\s*|\s+", r"[^\n]*\n|[^\n]+", r"(?s).+"):
        old, new = re.findall(words, before), re.findall(words, after)
        if len(old) * len(new) <= PAIRS_MOST:
            break
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield Part(PartKind.SAME, "".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Part(PartKind.REMOVED, "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Part(PartKind.ADDED, "".join(new[new_from:new_to]))


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return " · ".join(str(part) for part in value.values() if part)
    return "" if value is None else str(value)
