"""What a brief may hold, how a bad one is told, and that it survives being written out."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hackday.challenges import brief as briefs
from hackday.challenges.brief import BadBrief, Brief, BriefError, Sponsor, parse, parse_all, path_of, render

CHALLENGES = Path(__file__).parents[2] / "challenges"
PATH = "challenges/night-desk/brief.md"
GOOD = """---
title: Night desk
summary: Hand the night over in one page.
sponsor:
  name: Iwo Piegza
  email: iwo.piegza@corp.example
track: Operations
sites: [Kraków, Dublin]
skills: [python, writing]
team_places: 6
data: Ninety days of notes.
measure: Fewer questions before nine.
---

## What is asked

One page.
"""


def errors_of(source: str | bytes, path: str = PATH) -> list[tuple[int, str]]:
    with pytest.raises(BadBrief) as caught:
        parse(source, path)
    assert all(error.path == path for error in caught.value.errors)
    return [(error.line, error.message) for error in caught.value.errors]


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def test_good_brief_is_read_whole():
    assert parse(GOOD, PATH) == Brief(
        slug="night-desk",
        title="Night desk",
        summary="Hand the night over in one page.",
        sponsor=Sponsor("Iwo Piegza", "iwo.piegza@corp.example"),
        track="Operations",
        sites=("Kraków", "Dublin"),
        skills=("python", "writing"),
        team_places=6,
        data="Ninety days of notes.",
        measure="Fewer questions before nine.",
        body="## What is asked\n\nOne page.",
    )


def test_sites_skills_places_and_the_sponsors_address_may_be_left_out():
    short = GOOD
    for line in (
        "  email: iwo.piegza@corp.example\n",
        "sites: [Kraków, Dublin]\n",
        "skills: [python, writing]\n",
        "team_places: 6\n",
    ):
        short = short.replace(line, "")
    brief = parse(short, PATH)
    assert (brief.sponsor.email, brief.sites, brief.skills, brief.team_places) == ("", (), (), None)


@pytest.mark.parametrize("disguise", [str.encode, lambda s: s.encode("utf-8-sig"), lambda s: s.replace("\n", "\r\n")])
def test_byte_order_mark_and_line_ends_of_other_systems_change_nothing(disguise):
    assert parse(disguise(GOOD), PATH) == parse(GOOD, PATH)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("title: Night desk", "titel: Night desk", 2, "unknown key titel: did you mean title?"),
        ("team_places", "Team places", 10, "unknown key Team places: did you mean team_places?"),
        ("  email:", "  mail:", 6, "unknown key sponsor.mail: did you mean email?"),
        ("  name:", "  zzz:", 5, "unknown key sponsor.zzz: the keys are name, email"),
        ("track: Operations", "track: Operations\ntrack: People", 8, "track is given twice; first on line 7"),
        ("title: Night desk", "title: Night: desk", 2, "a text that holds a colon needs quotes"),
        ("title: Night desk", "title: 2027", 2, 'title must be text: put it in quotes, "2027"'),
        ("[Kraków, Dublin]", "[Kraków, NO]", 8, 'sites must be text: put it in quotes, "NO"'),
        ("[Kraków, Dublin]", "Kraków", 8, "sites must be a list, as in [one, two]"),
        ("[Kraków, Dublin]", "\n  - Kraków\n  - kraków", 10, "sites names 'kraków' twice"),
        ("[python, writing]", "[[python]]", 9, "skills must be text"),
        ("[python, writing]", f"[{', '.join(map('s{}'.format, range(13)))}]", 9, "skills has 13 entries; 12 are the"),
        ("title: Night desk", "title: [Night]", 2, "title must be text"),
        ("title: Night desk", "title:", 2, "title is empty"),
        ("title: Night desk", 'title: " "', 2, "title is empty"),
        ("title: Night desk", "title: " + "x" * 121, 2, "title has 121 characters; 120 are the most"),
        ("title: Night desk", 'title: "a\\nb"', 2, "title must be one line without tabs"),
        ("title: Night desk", 'title: "a\\0b"', 2, "title holds the control character U+0000"),
        ("title: Night desk", 'title: "a\\ud800b"', 2, "title holds the control character U+D800"),
        ("title: Night desk", 'title: "a\\UFFFFFFFFb"', 2, "not YAML"),
        ("title: Night desk", "title: !!python/name:os.system x", 2, "tags (!) are not allowed"),
        ("title: Night desk", "title: &a Night desk", 2, "anchors (&a) are not allowed"),
        ("title: Night desk", "title: *a", 2, "aliases (*a) are not allowed"),
        ("title: Night desk", "title: " + "[" * 5_000, 2, "nested too deeply"),
        ("title: Night desk", "title: {{{{x: y}: y}: y}: y}", 2, "nested too deeply"),
        ("title: Night desk", "title: " + "x" * 20_000, 2, "the front matter has 20,"),
        ("team_places: 6", "team_places: 0", 10, "team_places must be a whole number from 1 to 1,000"),
        ("team_places: 6", "team_places: 1_0", 10, "team_places must be a whole number"),
        ("team_places: 6", 'team_places: "6"', 10, "team_places must be a whole number"),
        ("iwo.piegza@corp.example", "iwo", 6, "sponsor.email 'iwo' is not an e-mail address"),
        ("Ninety days of notes.", "\0", 11, "holds the control character U+0000"),
        ("One page.", "One\0page.", 17, "holds the control character U+0000"),
        ("## What is asked\n\nOne page.", " ", 14, "the body is empty"),
        ("One page.", "x" * 20_000, 15, "the body has 20,018 characters; 20,000 are the most"),
        ("---\ntitle", "title", 1, "no front matter"),
        ("\n---\n\n", "\n\n", 1, "no closing ---"),
        ("\n---\n\n", "\n--- x\n---\n\n", 13, "not YAML"),
    ],
)
def test_each_fault_is_told_with_its_line(old, new, line, message):
    told = errors_of(changed(old, new))
    assert any(at == line and message in text for at, text in told), told


def test_missing_keys_are_told_together():
    assert errors_of("---\nsponsor:\n  email: a@corp.example\n---\nBody\n") == [
        (1, "data is missing"),
        (1, "measure is missing"),
        (1, "summary is missing"),
        (1, "title is missing"),
        (1, "track is missing"),
        (3, "sponsor.name is missing"),
    ]


def test_every_fault_of_a_brief_is_told_at_once_in_the_order_of_lines():
    told = errors_of(GOOD.replace("title:", "titel:").replace(": 6", ": six").replace("One page.", "\x07").encode())
    assert [line for line, _ in told] == [1, 2, 10, 17]


def test_file_that_is_not_utf8_names_line_and_byte():
    told = errors_of(GOOD.encode("windows-1252"))
    assert (8, "not UTF-8: byte 0xF3; save the file as UTF-8") in told


@pytest.mark.parametrize(
    "source", ["", "\n", "---", "---\n---\n", "---\n- a\n---\nx", "---\nx\n---\nx", b"\xff\xfe\x00-"]
)
def test_rubbish_is_refused_by_name(source):
    assert errors_of(source)


def test_huge_file_is_refused_before_it_is_read():
    assert errors_of("x" * 50_000_000) == [(1, "the file is larger than 200,000 bytes")]


@pytest.mark.parametrize("folder", ["Night", "night_desk", "-night", "a--b", "n" * 61, "..", ""])
def test_folder_that_is_no_slug_is_refused(folder):
    assert "cannot be a slug" in errors_of(GOOD, f"{folder}/brief.md")[0][1]


def test_error_reads_as_editors_expect_it():
    assert str(BriefError(PATH, 3, "summary is empty")) == f"{PATH}:3: summary is empty"


def test_folder_tells_all_errors_of_all_briefs_and_keeps_the_good_ones():
    good, errors = parse_all(
        [
            ("a/brief.md", GOOD),
            ("b/brief.md", changed("title: Night desk", "title:")),
            ("c/brief.md", changed("title: Night desk", "title: NIGHT  desk")),
            ("x/a/brief.md", changed("title: Night desk", "title: Another")),
            ("d/brief.md", GOOD.replace("Night desk", "Third").replace("track: Operations", "track: operations")),
            ("e/brief.md", GOOD.replace("Night desk", "Fourth")),
        ]
    )
    assert [brief.slug for brief in good] == ["a", "e"]
    assert list(map(str, errors)) == [
        "b/brief.md:2: title is empty",
        "c/brief.md:2: the title 'NIGHT  desk' is already used by a/brief.md",
        "x/a/brief.md:1: the slug a is already used by a/brief.md",
        "d/brief.md:7: the track 'operations' is spelt 'Operations' in a/brief.md",
    ]


def test_bomb_of_aliases_is_refused_and_would_be_one_without_the_guard(monkeypatch):
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\ntitle: *b\n---\nBody\n"
    assert {line for line, text in errors_of(bomb) if "allowed" in text} == {2, 3, 4}
    monkeypatch.setattr("hackday.challenges.frontmatter._refuse_features", lambda loader, notes: True)
    assert not any("allowed" in text for _, text in errors_of(bomb))  # the falsifier: the guard is what refuses


letters = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff")


def one_line(most: int) -> st.SearchStrategy[str]:
    return st.text(letters, min_size=1, max_size=most).map(str.strip).filter(bool)


def paragraphs(most: int) -> st.SearchStrategy[str]:
    return st.text(letters | st.sampled_from("\n\t :#-'\""), min_size=1, max_size=most).map(str.strip).filter(bool)


def names(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(one_line(most), max_size=4, unique_by=str.casefold).map(tuple)


valid_briefs = st.builds(
    Brief,
    slug=st.from_regex(briefs._SLUG, fullmatch=True).filter(lambda slug: len(slug) <= briefs.SLUG_MOST),
    title=one_line(briefs.TITLE_MOST),
    summary=one_line(briefs.SUMMARY_MOST) | st.sampled_from(["no", "2027", "1:30", "~", "---", "a: b", "# x", "&a"]),
    sponsor=st.builds(Sponsor, one_line(40), st.sampled_from(["", "a@corp.example", "käthe@corp.example"])),
    track=one_line(briefs.TRACK_MOST),
    data=paragraphs(300),
    measure=paragraphs(300),
    body=paragraphs(500) | st.sampled_from(["---\n---", "    code", "\ufeffx"]),
    sites=names(briefs.SITE_MOST),
    skills=names(briefs.SKILL_MOST),
    team_places=st.none() | st.integers(1, briefs.TEAM_PLACES_MOST),
    resources=st.just("") | paragraphs(200),
    tried=st.just("") | paragraphs(200),
)


@settings(max_examples=150, deadline=None)
@given(valid_briefs)
def test_brief_survives_being_written_and_read(brief):
    assert parse(render(brief), path_of(brief)) == brief
    assert parse(render(brief).encode(), path_of(brief)) == brief


def test_writing_values_bare_would_lose_them():
    """The falsifier of the property above: without YAML's quoting a brief does not come back."""
    brief = parse(changed("Ninety days of notes.", '"a: b # c"'), PATH)
    assert parse(render(brief), PATH) == brief
    assert errors_of(render(brief).replace("'a: b # c'", "a: b # c"))


@settings(max_examples=200, deadline=None)
@given(st.text() | st.binary() | st.text("---\n:[]{}&*!#|> ab\"'").map(lambda text: f"---\n{text}\n---\nbody"))
def test_any_input_is_a_brief_or_a_list_of_errors(source):
    try:
        parse(source, PATH)
    except BadBrief as bad:
        told = bad.errors
    else:
        return
    assert told


def shipped() -> list[tuple[str, bytes]]:
    return [(str(path.relative_to(CHALLENGES)), path.read_bytes()) for path in sorted(CHALLENGES.glob("*/brief.md"))]


def test_every_brief_of_the_folder_parses():
    good, errors = parse_all(shipped())
    assert errors == ()
    assert len(good) >= 12
    assert len({brief.track for brief in good}) >= 5


def test_every_folder_has_a_brief_and_none_has_code():
    folders = [entry for entry in CHALLENGES.iterdir() if entry.is_dir()]
    assert [folder.name for folder in folders if not (folder / "brief.md").is_file()] == []
    assert [file.name for file in CHALLENGES.rglob("*") if file.suffix in {".py", ".js", ".ts", ".sh", ".sql"}] == []


@pytest.mark.parametrize("source", shipped(), ids=lambda source: source[0])
def test_shipped_brief_is_half_a_page_and_in_canonical_form(source):
    path, content = source
    brief = parse(content, path)
    assert 120 <= len(f"{brief.body} {brief.resources} {brief.tried}".split()) <= 240
    assert render(brief) == content.decode()  # exporting a published day leaves the folder as it is


def test_example_of_the_guide_parses():
    guide = (CHALLENGES.parent / "docs" / "writing-challenges.md").read_text(encoding="utf-8")
    example = guide.split("```markdown\n")[1].split("\n```")[0]
    assert parse(example, "lost-property/brief.md").title in guide
    assert all(f"`{key}`" in guide for key in (*briefs.KEYS, *briefs.SPONSOR_KEYS))


def test_yaml_is_never_constructed(monkeypatch):
    monkeypatch.setattr(yaml.SafeLoader, "construct_document", lambda *_: pytest.fail("constructed"))
    parse(GOOD, PATH)
