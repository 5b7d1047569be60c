"""A day goes out as files and comes back with no difference; what cannot be read is told line by line."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hackday import clock, database
from hackday.challenges.brief import Brief, Sponsor
from hackday.challenges.rules import ChallengeHasTeams, TooFewPlaces, WrongState
from hackday.challenges.schemas import ChallengeState
from hackday.dayfiles import rules, service, store
from hackday.dayfiles.reading import BadFiles, read
from hackday.dayfiles.schemas import ChallengeFiles, DayFiles, Limits, Terms
from hackday.dayfiles.writing import write
from hackday.days.rules import TimeHasPassed, WrongPhase
from hackday.days.schemas import Phase
from hackday.judging.rubrics.schemas import CriterionDraft, RubricDraft
from hackday.people.schemas import Site
from tests.challenges.test_brief import one_line, paragraphs, valid_briefs
from tests.factories import make_person, make_team

NOW = datetime(2027, 1, 1, tzinfo=UTC)
BRIEF = Brief(
    "night-desk", "Night desk", "In short.", Sponsor("Iwo", "iwo@corp.example"), "Operations", "Notes.", "Fewer calls.",
    "One page.", ("Kraków",), ("python",), 6, "[D](https://a.example)", "A.",
)  # fmt: skip
DAY = DayFiles(
    "spring", "Spring: hack day", date(2027, 3, 10), date(2027, 3, 11), "Europe/London", Limits(2, 5, 3, 2),
    about="Come.\n\n- all of you",
    phases=((Phase.PUBLISHED, NOW + timedelta(days=9)), (Phase.HACKING, NOW + timedelta(days=68, microseconds=5))),
    sites=(Site("Hursley, West", "Europe/London"), Site("Kraków", "Europe/Warsaw")),
    rubric=RubricDraft(
        scale_min=0,
        scale_max=10,
        criteria=(
            CriterionDraft(key="reach", label="Reach", question="Who: all?", weight=3, low="none", high="all"),
            CriterionDraft(key="craft", label="no"),
        ),
    ),
    challenges=(
        ChallengeFiles(BRIEF, Terms(ChallengeState.CLOSED, None, Limits(3, 4, 2, 1))),
        ChallengeFiles(msgspec.structs.replace(BRIEF, slug="swap", title="Swap", sites=(), team_places=None, tried="")),
    ),
)  # fmt: skip

texts = st.just("") | paragraphs(120).map(lambda told: told.lstrip("\ufeff\n").rstrip()).filter(bool)
sizes = st.tuples(st.integers(1, 5), st.integers(5, 50))
moments = st.datetimes(datetime(2027, 2, 1), datetime(2027, 9, 1), timezones=st.just(UTC))  # noqa: DTZ001
all_limits = st.builds(
    lambda size, most, least: Limits(*size, most, least),
    sizes, st.none() | st.integers(1, 999_999), st.none() | st.integers(1, 5),
)  # fmt: skip


@st.composite
def terms(draw) -> Terms:
    state = draw(st.sampled_from(ChallengeState))
    return Terms(
        state,
        draw(moments) if state == "scheduled" else None,
        draw(st.just(Limits()) | all_limits),
    )


rubrics = st.builds(
    RubricDraft,
    scale_min=st.integers(0, 5),
    scale_max=st.integers(6, 20),
    criteria=st.lists(
        st.builds(
            CriterionDraft, key=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True), label=one_line(80),
            question=st.just("") | one_line(300), weight=st.integers(1, 100), low=one_line(80), high=one_line(80),
        ),
        min_size=1, max_size=4, unique_by=lambda criterion: criterion.key,
    ).map(tuple),
)  # fmt: skip
days = st.builds(
    DayFiles,
    slug=st.just("spring"),
    name=one_line(120),
    starts_on=st.just(DAY.starts_on),
    ends_on=st.dates(DAY.starts_on, DAY.starts_on + timedelta(days=20)),
    time_zone=st.sampled_from(["Europe/London", "Asia/Kathmandu"]),
    limits=all_limits,
    about=texts,
    phases=st.lists(st.tuples(st.sampled_from(list(Phase)[1:]), moments), unique_by=(
        lambda t: t[0], lambda t: t[1])).map(
        lambda told: tuple(
            zip(sorted((p for p, _ in told), key=lambda p: p.place), sorted(at for _, at in told), strict=True)
        )
    ),
    sites=st.sampled_from([(), DAY.sites, DAY.sites[:1]]),
    rubric=st.none() | rubrics,
    challenges=st.lists(st.builds(ChallengeFiles, valid_briefs, terms()), max_size=3,
        unique_by=lambda c: c.brief.slug).map(
        lambda all_of_them: tuple(sorted(all_of_them, key=lambda c: c.brief.slug))
    ),
)  # fmt: skip


async def forget() -> None:
    async with database.tx() as c:
        await c.execute("delete from day; delete from site")


async def round_trip(day: DayFiles) -> None:
    await forget()
    with clock.use(lambda: NOW):
        given_files = write(day)
        await service.bring(given_files, dry_run=False)
        first = await service.files_of(day.slug)
        assert read(first) == day
        assert not await service.bring(first, dry_run=False)
        await forget()
        await service.bring(first, dry_run=False)
        assert await service.files_of(day.slug) == first == given_files


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(day=days)
async def test_any_day_comes_back_byte_for_byte(db, day):
    await round_trip(day)


async def test_a_dropped_field_would_show(db, monkeypatch):
    await round_trip(DAY)
    whole = store.set_terms

    async def without_limits(challenge_id, told, *, now):
        await whole(challenge_id, msgspec.structs.replace(told, limits=Limits()), now=now)

    monkeypatch.setattr(store, "set_terms", without_limits)
    with pytest.raises(AssertionError):
        await round_trip(DAY)


async def test_one_day_in_the_database_as_its_columns_say(db):
    """The files hold what stands there: read by SQL that the import and the export do not share."""
    with clock.use(lambda: NOW):
        await service.bring(write(DAY), dry_run=False)
    async with database.reading() as c:
        row = await c.fetchrow("select * from challenge where slug = 'night-desk'")
        day = await c.fetchrow("select * from day")
        times = await c.fetch("select phase, starts_at, done_at from phase_time order by starts_at")
        criteria = await c.fetch("select key, weight, low from criterion order by position")
    assert (row["state"], row["tried"], row["source"]) == ("closed", "A.", "file")
    assert [row[n] for n in ("team_min_size", "team_max_size", "department_most", "sites_least")] == [3, 4, 2, 1]
    assert (day["phase"], day["sites_least"], day["about"]) == ("draft", 2, DAY.about)
    assert [tuple(time) for time in times] == [(phase, at, None) for phase, at in DAY.phases]
    assert [tuple(criterion) for criterion in criteria] == [("reach", 3, "none"), ("craft", 1, "")]


async def test_a_dry_run_says_all_and_writes_nothing(db):
    with clock.use(lambda: NOW):
        made = await service.bring(write(DAY), dry_run=True)
        assert set(made.created) == set(write(DAY))
        async with database.reading() as c:
            assert await c.fetchval("select count(*) from day") == await c.fetchval("select count(*) from site") == 0
        await service.bring(write(DAY), dry_run=False)
        other = msgspec.structs.replace(DAY, about="New.", rubric=None, challenges=DAY.challenges[:1])
        made = await service.bring(write(other), dry_run=True)
    assert (made.created, made.changed) == ((), ("about.md",))
    assert made.removed == ("challenges/swap/brief.md", "rubric.yaml")


def challenge(at: int, **changes) -> DayFiles:
    challenges = list(DAY.challenges)
    parts = {"brief": challenges[at].brief, "terms": challenges[at].terms}
    for name, value in changes.items():
        part = "brief" if hasattr(challenges[at].brief, name) else "terms"
        parts[part] = msgspec.structs.replace(parts[part], **{name: value})
    challenges[at] = ChallengeFiles(**parts)
    return msgspec.structs.replace(DAY, challenges=tuple(challenges))


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (msgspec.structs.replace(DAY, challenges=DAY.challenges[:1]), ChallengeHasTeams),
        (challenge(1, state=ChallengeState.DRAFT), WrongState),
        (msgspec.structs.replace(DAY, phases=((Phase.PUBLISHED, NOW - timedelta(days=1)),)), TimeHasPassed),
        (msgspec.structs.replace(DAY, sites=(Site("Kraków", "Europe/London"),)), rules.SiteInAnotherZone),
    ],
)  # fmt: skip
async def test_a_refusal_takes_the_whole_import_back(db, wanted, refusal):
    with clock.use(lambda: NOW):
        await service.bring(write(DAY), dry_run=False)
        async with database.reading() as c:
            found = await c.fetchrow("select day, id from challenge where slug = 'swap'")
        await make_team(found["day"], found["id"], (await make_person(),))
        wanted = msgspec.structs.replace(wanted, about="Changed, if it went through.")
        with pytest.raises(refusal):
            await service.bring(write(wanted), dry_run=False)
        assert await service.files_of("spring") == write(DAY)


async def test_places_below_the_teams_are_refused(db):
    with clock.use(lambda: NOW):
        await service.bring(write(DAY), dry_run=False)
        async with database.tx() as c:
            await c.execute("update challenge set team_count = 2 where slug = 'swap'")
        with pytest.raises(TooFewPlaces):
            await service.bring(write(challenge(1, team_places=1)), dry_run=False)


async def test_readers_of_a_published_text_see_what_an_import_changed(db):
    with clock.use(lambda: NOW):
        await service.bring(write(DAY), dry_run=False)
        await service.bring(write(challenge(1, summary="New.")), dry_run=False)
    async with database.reading() as c:
        rows = await c.fetch("select version, content ->> 'summary' from challenge_edition order by version")
    assert [tuple(row) for row in rows] == [(1, "In short."), (2, "New.")]


@pytest.mark.parametrize("part", [{"rubric": None}, {"challenges": ()}])
async def test_once_judging_has_begun_the_goal_posts_stand(db, part):
    with clock.use(lambda: NOW):
        await service.bring(write(DAY), dry_run=False)
        async with database.tx() as c:
            await c.execute("update day set phase = 'judging'")
        await service.bring(write(msgspec.structs.replace(DAY, about="A word of thanks.")), dry_run=False)
        with pytest.raises(WrongPhase):
            await service.bring(write(msgspec.structs.replace(DAY, **part)), dry_run=False)


async def test_a_past_day_as_a_pattern_does_not_run_by_itself(db):
    with clock.use(lambda: NOW + timedelta(days=400)):
        await service.bring(write(DAY), dry_run=False)
    async with database.reading() as c:
        assert await c.fetchval("select count(*) from phase_time where done_at is null") == 0


def test_every_fault_is_told_with_file_line_and_field():
    files = write(DAY)
    files["day.yaml"] = files["day.yaml"].replace(b"team_min_size: 2", b"team_min_size: 7").replace(
        b"hacking: '2027-03-10", b"hacking: '2026-03-10"
    )  # fmt: skip
    files["rubric.yaml"] = files["rubric.yaml"].replace(b"weight: 3", b"weight: 300")
    files["sites.csv"] = files["sites.csv"].replace(b"Europe/Warsaw", b"Europe/Warschau")
    files["challenges/night-desk/terms.yaml"] = b"---\nstate: open\nteam_max_sise: 3\n"
    files["challenges/swap/brief.md"] = files["challenges/swap/brief.md"].replace(b"track:", b"trck:")
    files["challenges/lone/terms.yaml"] = b"---\nstate: closed\n"
    files["notes.txt"] = b""
    with pytest.raises(BadFiles) as caught:
        read(files)
    told = [str(error) for error in caught.value.errors]
    assert [line.split(" ")[:2] for line in told] == [
        ["challenges/lone/brief.md:1:", "is"],
        ["challenges/night-desk/terms.yaml:2:", "state"],
        ["challenges/night-desk/terms.yaml:3:", "unknown"],
        ["challenges/swap/brief.md:1:", "track"],
        ["challenges/swap/brief.md:7:", "unknown"],
        ["day.yaml:7:", "team_min_size"],
        ["day.yaml:13:", "phases.hacking"],
        ["notes.txt:1:", "is"],
        ["rubric.yaml:7:", "reach.weight"],
        ["sites.csv:3:", "time_zone"],
    ]
    assert "did you mean team_max_size?" in told[2]


def test_no_bytes_but_a_named_fault():
    for broken in (
        b"",
        b"\xff",
        b"---\n",
        b"---\n- a\n",
        b"---\na: &a [*a]\n",
        b"---\nphases: 1\n",
        b"---\nslug:\n  a: b\n",
    ):
        for path in ("day.yaml", "rubric.yaml", "sites.csv", "challenges/swap/terms.yaml"):
            with pytest.raises(BadFiles):
                read(write(DAY) | {path: broken})


junk = st.binary(max_size=80) | st.text("---\n:[]{}&*!#|>,; ab1\"'0-").map(lambda told: f"---\n{told}".encode())
lines = st.lists(
    st.sampled_from(["criteria:", "  a:", "    label: x", "    weight: 0", "scale: 9-3", "state: closed", "phases:",
                     "  hacking: '2027-03-28T01:30'", "  judging: '99'", "  ? [a]", "sites_least: 9", "time_zone: ../x",
                     "starts_on: '2300-01-01'", "? {a: b}", "team_max_size: 51", "publish_at: '0001-01-01T00:00+23:00'",
                     "name,time_zone", "\"a\nb\",Europe/London"])
).map(lambda told: "\n".join(("---", *told)).encode())  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(sorted(write(DAY))), content=junk | lines)
def test_whatever_a_file_holds_it_is_read_or_refused_by_name(path, content):
    faults = ()
    try:
        read(write(DAY) | {path: content})
    except BadFiles as bad:
        faults = bad.errors
    assert all(fault.line >= 1 and fault.message for fault in faults)
