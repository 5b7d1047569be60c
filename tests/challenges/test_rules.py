"""Who may do what with a challenge, and what publishing a folder would do."""

import itertools

import msgspec
import pytest

from hackday.challenges import rules
from hackday.challenges.schemas import Challenge, ChallengeDraft, ChallengeState, Publishing
from hackday.challenges.store import prefixes
from hackday.errors import Invalid

DRAFT = ChallengeDraft(
    title="Café at night",
    summary="In short.",
    sponsor_name="Sam",
    track="Care",
    data="None needed.",
    measure="Fewer calls.",
    body="# Why\r\n\r\nBecause.\n",
    sites=["Leeds"],
    skills=["sql"],
)
BRIEF = rules.brief_of(DRAFT, "cafe")


def standing(**columns: object) -> Challenge:
    values = {
        "id": "0198c0de-0000-7000-8000-000000000000", "slug": "cafe", "title": DRAFT.title, "summary": DRAFT.summary,
        "sponsor_name": "Sam", "sponsor_email": "", "track": "Care", "sites": ["Leeds"], "skills": ["sql"],
        "team_places": None, "team_count": 0, "state": "published", "body": BRIEF.body, "data": DRAFT.data,
        "measure": DRAFT.measure, "resources": "", "tried": "", "team_min_size": None, "team_max_size": None,
        "department_most": None, "sites_least": None, "source": "file", "version": 1, "published_at": None,
        "publish_at": None, "owner_name": "", "approved_by_name": "", "approved_at": None,
    }  # fmt: skip
    return msgspec.convert(values | columns, Challenge)


@pytest.mark.parametrize(
    ("title", "taken", "slug"),
    [
        ("Café at night", (), "cafe-at-night"),
        ("Café at night", ("cafe-at-night", "cafe-at-night-2"), "cafe-at-night-3"),
        ("夜勤", (), "challenge"),
        ("X", (), "challenge-x"),
        ("a" * 120, (), "a" * 50),
    ],
)
def test_a_slug_resembles_its_title_and_is_free(title, taken, slug):
    assert rules.slug_of(title, taken) == slug


def test_what_is_written_in_the_browser_could_stand_in_a_file():
    assert BRIEF.body == "# Why\n\nBecause."
    assert rules.published_brief(standing()) == BRIEF


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": "two\nlines"}, "/title"),
        ({"title": "   "}, "/title"),
        ({"sponsor_email": "not an address"}, "/sponsor_email"),
        ({"skills": ["sql", "SQL"]}, "/skills"),
        ({"body": "   "}, "/body"),
        ({"body": "a\x00b"}, "/body"),
    ],
)
def test_a_field_that_no_file_could_hold_is_named(change, pointer):
    with pytest.raises(Invalid) as refused:
        rules.brief_of(msgspec.structs.replace(DRAFT, **change), "cafe")
    assert refused.value.pointer == pointer


def test_what_was_published_never_becomes_a_draft_again():
    to_come = ("draft", "review", "scheduled")
    allowed = {*itertools.permutations(to_come, 2), *((state, "published") for state in to_come)}
    allowed |= {("scheduled", "scheduled"), ("published", "closed"), ("closed", "published")}
    allowed -= {("scheduled", "review")}
    for now, wanted in itertools.product(ChallengeState, repeat=2):
        if (now, wanted) in allowed:
            rules.check_state(standing(state=now), wanted)
        else:
            with pytest.raises(rules.WrongState):
                rules.check_state(standing(state=now), wanted)


def test_publishing_adds_changes_leaves_and_names_what_it_overwrites():
    other = msgspec.structs.replace(BRIEF, slug="other")
    assert rules.publishing([BRIEF, other], [standing(), standing(slug="gone"), standing(slug="mine", state="draft")]) \
        == Publishing(added=["other"], changed=[], overwritten=[], unchanged=["cafe"], left=["gone"])  # fmt: skip
    edited = standing(summary="By hand.", source="browser")
    plan = rules.publishing([BRIEF], [edited])
    assert (plan.changed, plan.overwritten) == (["cafe"], ["cafe"])
    assert rules.publishing([BRIEF], [standing(state="draft")]).changed == ["cafe"]


def test_places_cannot_fall_below_the_teams_at_work():
    with pytest.raises(rules.TooFewPlaces):
        rules.publishing([msgspec.structs.replace(BRIEF, team_places=1)], [standing(team_count=2)])


def test_any_text_makes_a_query_of_word_beginnings():
    assert prefixes("node.js  NIGHT'); drop") == "'node':* & 'js':* & 'NIGHT':* & 'drop':*"
    assert prefixes(" !&|:* ") == ""
