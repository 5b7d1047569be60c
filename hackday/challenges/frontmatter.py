"""Front matter: YAML read by its nodes, so that each error knows its line and nothing is constructed."""

import difflib
import re
from collections.abc import Sequence
from typing import Any

import yaml

FRONT_MATTER_MOST = 20_000  # characters; keeps the scanner's time bounded
_DEPTH_MOST = 3  # a mapping holds `sponsor` or a list, which hold text; the composer recurses, so look before it

_TEXT = "tag:yaml.org,2002:str"
_EMPTY = "tag:yaml.org,2002:null"
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
# Control characters but tab and newline, the line breaks that only YAML would count, half surrogate pairs, and
# U+FFFE and U+FFFF: databases, browsers and editors disagree about each of them.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


class Notes:
    """What is wrong with one file, and on which line each key stands."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[tuple[int, str]] = []
        self.lines: dict[str, int] = {}

    def add(self, line: int, message: str) -> None:
        self.found.append((line, message))


def refuse_control_characters(text: str, notes: Notes) -> str:
    """Notes the first control character; the text comes back without any, so that the rest is checked too."""
    if first := _CONTROL.search(text):
        line = text.count("\n", 0, first.start()) + 1
        notes.add(line, f"holds the control character U+{ord(first[0]):04X}")
    return _CONTROL.sub("\ufffd", text)


def compose(text: str, notes: Notes) -> yaml.MappingNode | None:
    """The nodes of a front matter whose first line is line 2 of its file; None if it is not YAML of our kind.

    Anchors, aliases and tags are refused: a brief needs none, and they are what YAML bombs are made of.
    """
    if len(text) > FRONT_MATTER_MOST:
        notes.add(2, f"the front matter has {len(text):,} characters; {FRONT_MATTER_MOST:,} are the most")
        return None
    loader: Any = yaml.SafeLoader(text)
    try:
        safe = _refuse_features(loader, notes)
        node = yaml.compose(text, yaml.SafeLoader) if safe else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        notes.add(mark.line + 2 if mark else 2, _advice(error.problem or "cannot be read"))
        return None
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # PyYAML lets chr() fail on "\UFFFFFFFF"
        notes.add(loader.line + 2, f"not YAML: {str(error).splitlines()[0]}")
        return None
    if safe and not isinstance(node, yaml.MappingNode):
        notes.add(2, "the front matter must be lines of `key: value`")
    return node if isinstance(node, yaml.MappingNode) else None


def _refuse_features(loader: Any, notes: Notes) -> bool:
    before, depth = len(notes.found), 0
    while loader.check_event():
        event = loader.get_event()
        line = event.start_mark.line + 2
        if isinstance(event, yaml.AliasEvent):
            notes.add(line, f"aliases (*{event.anchor}) are not allowed: write the value out")
        elif isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            notes.add(line, f"anchors (&{event.anchor}) are not allowed: a value that begins with & needs quotes")
        if getattr(event, "tag", None) is not None:
            notes.add(line, "tags (!) are not allowed: a value that begins with ! needs quotes")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH_MOST:
            notes.add(line, "nested too deeply")
            break
    return len(notes.found) == before


def _advice(problem: str) -> str:
    if "mapping values" in problem:
        return f"not YAML: {problem}; a text that holds a colon needs quotes"
    return f"not YAML: {problem}"


class Fields:
    """Reads one mapping key by key. What is wrong is noted, and an empty value stands in for it."""

    def __init__(self, node: yaml.MappingNode | None, known: Sequence[str], notes: Notes, within: str = "") -> None:
        self._notes = notes
        self._within = within
        self._nodes: dict[str, yaml.Node] = {}
        self._unread = node is None  # the reason is noted already; silence beats nine keys "missing"
        self._line = node.start_mark.line + 2 if node and within else 1
        for key, value in node.value if node else ():
            name, line = str(key.value), key.start_mark.line + 2
            if not isinstance(key, yaml.ScalarNode) or name not in known:
                notes.add(line, _unknown(name if isinstance(key, yaml.ScalarNode) else "?", known, within))
            elif name in self._nodes:
                notes.add(line, f"{within}{name} is given twice; first on line {notes.lines[within + name]}")
            else:
                self._nodes[name] = value
                notes.lines[within + name] = line

    def refuse(self, key: str, message: str, node: yaml.Node | None = None) -> None:
        """Notes a fault at the value's line if one is given, else at the key's."""
        line = node.start_mark.line + 2 if node else self._notes.lines.get(self._within + key, self._line)
        self._notes.add(line, f"{self._within}{key} {message}")

    def text(self, key: str, *, most: int, required: bool = True, paragraphs: bool = False) -> str:
        node = self._node(key, required)
        return "" if node is None else self._text(key, node, most, paragraphs)

    def texts(self, key: str, *, items: int, most: int) -> tuple[str, ...]:
        node = self._node(key, required=False)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.refuse(key, "must be a list, as in [one, two]")
            return ()
        if len(node.value) > items:
            self.refuse(key, f"has {len(node.value)} entries; {items} are the most")
        values = [self._text(key, item, most, paragraphs=False) for item in node.value]
        seen: set[str] = set()
        for item, value in zip(node.value, values, strict=True):
            if value and value.casefold() in seen:
                self.refuse(key, f"names {value!r} twice", item)
            seen.add(value.casefold())
        return tuple(values)

    def number(self, key: str, *, most: int) -> int | None:
        node = self._node(key, required=False)
        if node is None:
            return None
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        if not plain or not _NUMBER.fullmatch(node.value) or int(node.value) > most:
            self.refuse(key, f"must be a whole number from 1 to {most:,}")
            return None
        return int(node.value)

    def mapping(self, key: str, known: Sequence[str], *, required: bool = True) -> "Fields":
        node = self._node(key, required)
        if node is not None and not isinstance(node, yaml.MappingNode):
            self.refuse(key, f"must have its own lines below it: {', '.join(known)}")
            node = None
        return Fields(node, known, self._notes, f"{key}.")

    def _node(self, key: str, required: bool) -> yaml.Node | None:
        if required and key not in self._nodes and not self._unread:
            self.refuse(key, "is missing")
        return self._nodes.get(key)

    def _text(self, key: str, node: yaml.Node, most: int, paragraphs: bool) -> str:
        value = node.value.strip() if isinstance(node, yaml.ScalarNode) else ""
        if not isinstance(node, yaml.ScalarNode):
            self.refuse(key, "must be text", node)
        elif node.tag == _EMPTY or not value:
            self.refuse(key, "is empty", node)
        elif node.tag != _TEXT:
            self.refuse(key, f'must be text: put it in quotes, "{value}"', node)
        elif bad := _CONTROL.search(value):  # written as an escape, so the file's own text did not show it
            self.refuse(key, f"holds the control character U+{ord(bad[0]):04X}", node)
            return ""
        elif not paragraphs and ("\n" in value or "\t" in value):
            self.refuse(key, "must be one line without tabs", node)
        if len(value) > most:
            self.refuse(key, f"has {len(value)} characters; {most} are the most", node)
        return value


def _unknown(name: str, known: Sequence[str], within: str) -> str:
    close = difflib.get_close_matches(re.sub(r"[\s-]+", "_", name.lower()), known, 1)
    advice = f"did you mean {close[0]}?" if close else f"the keys are {', '.join(known)}"
    return f"unknown key {within}{name[:60]}: {advice}"
