"""A brief: one challenge as a file, YAML front matter above a Markdown body.

Text in, text out; nothing here touches a disk. `docs/writing-challenges.md` describes the format.
"""

import re
from collections.abc import Iterable
from pathlib import PurePath

import yaml
from msgspec import Struct, to_builtins

from hackday.challenges.frontmatter import Fields, Notes, compose, refuse_control_characters

# Lengths are in characters; where the database has a column of fixed length, they are the same.
TITLE_MOST = 120
SUMMARY_MOST = 300
TRACK_MOST = 60
NAME_MOST = 120
EMAIL_MOST = 254  # RFC 5321, less the angle brackets
SITES_MOST = 50
SITE_MOST = 80
SKILLS_MOST = 12
SKILL_MOST = 40
TEAM_PLACES_MOST = 1_000
DATA_MOST = 1_000
MEASURE_MOST = 1_000
RESOURCES_MOST = 2_000
TRIED_MOST = 2_000
BODY_MOST = 20_000
SLUG_MOST = 60
FILE_MOST = 200_000  # bytes: the longest body in the widest script, and the front matter twice over

KEYS = (
    "title",
    "summary",
    "sponsor",
    "track",
    "sites",
    "skills",
    "team_places",
    "data",
    "measure",
    "resources",
    "tried",
)
SPONSOR_KEYS = ("name", "email")

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+\.[^\s@<>()\[\]\\,;:\".]+")


class Sponsor(Struct, frozen=True):
    """Who asks, and answers questions during the day."""

    name: str
    email: str = ""


class Brief(Struct, frozen=True):
    """One challenge as its file says it; `measure` says how success is measured.

    `resources` (where to look, whom to ask) and `tried` (what was tried before, and why it did not do) are Markdown.

    No sites means every site. `team_places` counts teams, not people; None means any number.
    """

    slug: str
    title: str
    summary: str
    sponsor: Sponsor
    track: str
    data: str
    measure: str
    body: str
    sites: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    team_places: int | None = None
    resources: str = ""
    tried: str = ""


class BriefError(Struct, frozen=True):
    """One thing to put right, at a line counted from 1."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class BadBrief(ValueError):
    """A brief that cannot be taken; `errors` has all that is wrong with it, in the order of its lines."""

    def __init__(self, errors: tuple[BriefError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


def parse(source: str | bytes, path: str) -> Brief:
    """The brief in the text of `<slug>/brief.md`. The slug is the name of its folder. Raises BadBrief."""
    brief, notes = _read(source, path)
    if brief is None:
        raise BadBrief(_errors(notes))
    return brief


def parse_all(sources: Iterable[tuple[str, str | bytes]]) -> tuple[tuple[Brief, ...], tuple[BriefError, ...]]:
    """The good briefs of many (path, text) pairs, and every error of the others.

    Slugs and titles must differ, and a track must be spelt alike everywhere: it is a filter on the page.
    """
    briefs: list[Brief] = []
    errors: list[BriefError] = []
    slugs: dict[str, str] = {}
    titles: dict[str, str] = {}
    tracks: dict[str, tuple[str, str]] = {}
    for path, source in sources:
        brief, notes = _read(source, path)
        if brief is not None:
            title = " ".join(brief.title.casefold().split())
            if (first := slugs.setdefault(brief.slug, path)) != path:
                notes.add(1, f"the slug {brief.slug} is already used by {first}")
            if (first := titles.setdefault(title, path)) != path:
                notes.add(notes.lines["title"], f"the title {brief.title!r} is already used by {first}")
            track, first = tracks.setdefault(brief.track.casefold(), (brief.track, path))
            if track != brief.track:
                notes.add(notes.lines["track"], f"the track {brief.track!r} is spelt {track!r} in {first}")
            if not notes.found:
                briefs.append(brief)
        errors += _errors(notes)
    return tuple(briefs), tuple(errors)


def render(brief: Brief) -> str:
    """The canonical file of a brief: `parse(render(brief), path_of(brief)) == brief`."""
    values = to_builtins(brief)
    if not brief.sponsor.email:
        del values["sponsor"]["email"]
    head = "".join(_entry(key, values[key]) for key in KEYS if values[key] not in ((), None, ""))
    return f"---\n{head}---\n\n{brief.body}\n"


def path_of(brief: Brief) -> str:
    """Where a brief stands below the folder of all briefs."""
    return f"{brief.slug}/brief.md"


def _entry(key: str, value: object) -> str:
    if isinstance(value, tuple):
        value = list(value)
    # None asks PyYAML for one-line lists; a sponsor reads better as a block.
    flow = None if isinstance(value, list) else False
    return yaml.safe_dump({key: value}, allow_unicode=True, width=100, default_flow_style=flow, sort_keys=False)


def _errors(notes: Notes) -> tuple[BriefError, ...]:
    return tuple(BriefError(notes.path, line, message) for line, message in sorted(notes.found))


def _read(source: str | bytes, path: str) -> tuple[Brief | None, Notes]:
    notes = Notes(path)
    slug = PurePath(path).parent.name
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_MOST:
        notes.add(
            1,
            f"the folder {slug!r} cannot be a slug: use lower-case a to z, digits and single hyphens, "
            f"at most {SLUG_MOST}",
        )
    if len(source) > FILE_MOST:
        notes.add(1, f"the file is larger than {FILE_MOST:,} bytes")
        return None, notes
    text = refuse_control_characters(decoded(source, notes), notes)
    head, body, body_line = _parts(text, notes)
    if head is None:
        return None, notes
    _check_body(body, body_line, notes)
    brief = _brief(slug, Fields(compose(head, notes), KEYS, notes), body)
    return (None if notes.found else brief), notes


def decoded(source: str | bytes, notes: Notes) -> str:
    """The text without byte order mark, its lines ended as on Unix; what is not UTF-8 is noted."""
    text = source if isinstance(source, str) else source.decode("utf-8", "replace")
    if isinstance(source, bytes):
        try:
            source.decode()
        except UnicodeDecodeError as error:
            line = source.count(b"\n", 0, error.start) + 1
            notes.add(line, f"not UTF-8: byte 0x{source[error.start]:02X}; save the file as UTF-8")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _parts(text: str, notes: Notes) -> tuple[str | None, str, int]:
    """Front matter, body, and the line on which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        notes.add(1, "no front matter: the first line must be ---")
        return None, text, 1
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        notes.add(1, "the front matter that begins here has no closing ---")
        return None, "", 1
    first = next((at for at, line in enumerate(lines[end + 1 :], end + 1) if line.strip(" \t")), end + 1)
    return "\n".join(lines[1:end]), "\n".join(lines[first:]).rstrip(), first + 1


def _check_body(body: str, line: int, notes: Notes) -> None:
    if not body.strip():
        notes.add(line, "the body is empty: say what is asked, in half a page of Markdown")
    if len(body) > BODY_MOST:
        notes.add(line, f"the body has {len(body):,} characters; {BODY_MOST:,} are the most")


def _brief(slug: str, fields: Fields, body: str) -> Brief:
    sponsor = fields.mapping("sponsor", SPONSOR_KEYS)
    email = sponsor.text("email", most=EMAIL_MOST, required=False)
    if email and not _EMAIL.fullmatch(email):
        sponsor.refuse("email", f"{email!r} is not an e-mail address")
    return Brief(
        slug=slug,
        title=fields.text("title", most=TITLE_MOST),
        summary=fields.text("summary", most=SUMMARY_MOST),
        sponsor=Sponsor(name=sponsor.text("name", most=NAME_MOST), email=email),
        track=fields.text("track", most=TRACK_MOST),
        sites=fields.texts("sites", items=SITES_MOST, most=SITE_MOST),
        skills=fields.texts("skills", items=SKILLS_MOST, most=SKILL_MOST),
        team_places=fields.number("team_places", most=TEAM_PLACES_MOST),
        data=fields.text("data", most=DATA_MOST, paragraphs=True),
        measure=fields.text("measure", most=MEASURE_MOST, paragraphs=True),
        resources=fields.text("resources", most=RESOURCES_MOST, required=False, paragraphs=True),
        tried=fields.text("tried", most=TRIED_MOST, required=False, paragraphs=True),
        body=body,
    )
