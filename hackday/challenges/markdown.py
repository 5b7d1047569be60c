"""Markdown of people we do not have to trust, as HTML that can run nothing and load nothing.

CommonMark with tables and strikethrough. HTML in the text is shown as text. A link may lead to http, https,
mailto or a path of our own; everything else stays the text that it was. Images become links, since a picture
from elsewhere would tell its host who reads the brief, and the page's security policy would refuse it.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_SCHEME = re.compile(r"[^/?#]*:")
_SCHEMES = ("http:", "https:", "mailto:")
_ALIGN = re.compile(r"text-align:(left|center|right)")
_REL = "noopener noreferrer nofollow"


def to_html(markdown: str) -> str:
    """Safe HTML to stand below a page's h1: headings begin at h2; aligned cells have a class (`align-right`)."""
    return str(_ENGINE.render(markdown))


def engine() -> MarkdownIt:
    """The configured parser and renderer; it keeps no state between texts."""
    made = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    made.validateLink = is_allowed_link  # type: ignore[method-assign]
    made.core.ruler.push("tame", _tame)
    return made


def is_allowed_link(url: str) -> bool:
    """Whether an address, normalised by markdown-it, may become a link."""
    if url.startswith("//"):  # another host in the clothes of a path
        return False
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[0].lower() in _SCHEMES


def _tame(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close") and token.tag == "h1":
            token.tag = "h2"
        elif token.type == "fence":
            token.info = ""  # would become a class of the writer's choosing
        elif align := _ALIGN.fullmatch(str(token.attrs.pop("style", ""))):  # inline styles break the page's policy
            token.attrs["class"] = f"align-{align[1]}"
        if token.children:
            token.children = _tamed(token.children)


def _tamed(children: list[Token]) -> list[Token]:
    tamed: list[Token] = []
    inside = 0
    for token in children:
        if token.type == "image":
            tamed += _image_as_text(token, linked=not inside)
            continue
        if token.type == "link_open":
            token.attrs["rel"] = _REL
        inside += token.nesting if token.type.startswith("link_") else 0
        tamed.append(token)
    return tamed


def _image_as_text(image: Token, *, linked: bool) -> list[Token]:
    source = str(image.attrs.get("src", ""))
    text = Token("text", "", 0, content=_words(image.children or []) or source)
    if not linked:  # a link in a link is not HTML
        return [text]
    return [
        Token("link_open", "a", 1, attrs={"href": source, "rel": _REL}),
        text,
        Token("link_close", "a", -1),
    ]


def _words(tokens: list[Token]) -> str:
    return "".join(_words(token.children) if token.children else token.content for token in tokens)


_ENGINE = engine()
