"""Rules of minimum cover in layers: the closest fit wins, in SQL as in the pure function, and given minimums stay."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hackday import clock
from hackday.database import reading, tx
from hackday.release.intake import cover_rule_store
from hackday.release.intake.cover_rules import minimum, winning
from hackday.release.intake.imports import import_cover
from hackday.release.intake.schemas import CoverRule
from tests.factories import make_site

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
ZONES = {"Leeds": "Europe/London", "Apia": "Pacific/Apia", "St Johns": "America/St_Johns"}
ROLES = ("desk", "field")
DATES = [date(2027, 3, 9) + timedelta(days=n) for n in range(4)]


def rule(site=None, role=None, starts_on=None, ends_on=None, people=None, percent=None):
    if people is None and percent is None:
        people = 1
    return CoverRule(uuid4(), site, role, starts_on, ends_on, people, percent)


COMPANY, SITE, ROLE = rule(), rule("Leeds"), rule(role="desk")
BOTH = rule("Leeds", "desk")
WEEK = rule(starts_on=date(2027, 3, 8), ends_on=date(2027, 3, 14))
DAY = rule(starts_on=date(2027, 3, 10), ends_on=date(2027, 3, 10))
OPEN = rule("Leeds", "desk", starts_on=date(2027, 1, 1))
LATER = rule(starts_on=date(2027, 3, 9), ends_on=date(2027, 3, 15))


@pytest.mark.parametrize(
    ("rules", "wins"),
    [
        ([COMPANY, SITE], SITE),
        ([COMPANY, SITE, ROLE], ROLE),
        ([SITE, ROLE, BOTH], BOTH),
        ([BOTH, WEEK], WEEK),
        ([WEEK, DAY, BOTH], DAY),
        ([WEEK, OPEN], WEEK),
        ([BOTH, OPEN], OPEN),
        ([WEEK, LATER], LATER),
        ([rule("Apia"), rule(role="field")], None),
        ([], None),
    ],
)
def test_the_closest_fit_wins(rules, wins):
    for told in (rules, rules[::-1]):
        assert winning(told, "Leeds", "desk", date(2027, 3, 10)) is wins


def test_a_share_is_rounded_up():
    assert [minimum(rule(percent=50), n) for n in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert [minimum(rule(percent=p), 7) for p in (0, 100, 1)] == [0, 7, 1]


dated = st.one_of(st.none(), st.sampled_from(DATES))
kinds = st.tuples(st.sampled_from([None, *ZONES]), st.sampled_from([None, *ROLES]), dated, dated).filter(
    lambda k: k[2] is None or k[3] is None or k[3] >= k[2]
)
amounts = st.one_of(st.tuples(st.integers(0, 5), st.none()), st.tuples(st.none(), st.integers(0, 100)))
shifts = st.tuples(st.sampled_from(list(ZONES)), st.sampled_from(ROLES), st.integers(0, 15), st.integers(1, 4))


async def world(rule_rows, shift_rows, given_rows=()):
    async with tx() as c:
        for table in ("cover", "cover_rule", "shift"):
            await c.execute(f"delete from {table}")
        for (site, role, starts_on, ends_on), (people, percent) in rule_rows.items():
            await c.execute(
                """insert into cover_rule (id, site, role, starts_on, ends_on, people, percent, set_at)
                   values (uuidv7(), $1, $2, $3, $4, $5, $6, now())""",
                site, role, starts_on, ends_on, people, percent,
            )  # fmt: skip
        await c.execute("delete from person where employee_no like 'R%'")
        for place, (site, role, starts, ends) in enumerate(shift_rows):
            person = await c.fetchval(
                """insert into person (id, employee_no, name, email, site, department)
                   values (uuidv7(), 'R' || $1::text, 'X', $1::text || '@x', $2, 'D') returning id""",
                str(place), site,
            )  # fmt: skip
            await c.execute(
                "insert into shift (id, person, site, role, starts_at, ends_at) values (uuidv7(), $1, $2, $3, $4, $5)",
                person, site, role, starts, ends,
            )  # fmt: skip
        for site, role, starts, ends, least in given_rows:
            await c.execute(
                """insert into cover (id, site, role, starts_at, ends_at, minimum)
                   values (uuidv7(), $1, $2, $3, $4, $5) on conflict do nothing""",
                site, role, starts, ends, least,
            )  # fmt: skip


async def stored():
    async with reading() as c:
        rows = await c.fetch("select site, role, starts_at, ends_at, minimum, rule from cover")
    return {tuple(row)[:4]: tuple(row)[4:] for row in rows}


def expected(rules, shift_rows, given_rows):
    """By the pure function, counted one by one."""
    found = {(site, role, s, e): (least, None) for site, role, s, e, least in given_rows[::-1]}
    for site, role, starts, ends in set(shift_rows):
        day = starts.astimezone(ZoneInfo(ZONES[site])).date()
        wins = winning(rules, site, role, day)
        scheduled = sum(x[:2] == (site, role) and x[2] <= starts and x[3] >= ends for x in shift_rows)
        if wins:
            found.setdefault((site, role, starts, ends), (minimum(wins, scheduled), wins.id))
    return found


@pytest.fixture
async def sites(db):
    for site, zone in ZONES.items():
        await make_site(site, zone)


@pytest.fixture(params=["as it is", "role before dates"])
def order(request):
    """The second is the falsifier: a wrong order of the layers must be seen."""
    return request.param


async def test_sql_says_what_the_pure_function_says(sites, order, monkeypatch):
    if order != "as it is":
        dates = "(r.starts_on is null and r.ends_on is null), r.ends_on - r.starts_on nulls last"
        assert dates in cover_rule_store._REFRESH
        monkeypatch.setattr(cover_rule_store, "_REFRESH", cover_rule_store._REFRESH.replace(dates, "(r.role is null)"))
    seen: list[tuple] = []

    @given(rows=st.dictionaries(kinds, amounts, max_size=6), rota=st.lists(shifts, max_size=8),
           own=st.lists(st.tuples(shifts, st.integers(0, 3)), max_size=2))  # fmt: skip
    @example(rows={(None, "desk", None, None): (1, None), (None, None, DATES[0], DATES[2]): (2, None)},
             rota=[("Leeds", "desk", 3, 1)], own=[])  # fmt: skip
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def collect(rows, rota, own):
        seen.append((rows, rota, own))

    collect()
    wrong = 0
    with clock.use(lambda: NOW):
        for rows, rota, own in seen:

            def at(s):
                starts = datetime(2027, 3, 9, 3, 30, tzinfo=UTC) + timedelta(hours=6 * s[2])
                return s[0], s[1], starts, starts + timedelta(hours=6 * s[3])

            shift_rows = [at(s) for s in rota]
            given_rows = [(*at(s), least) for s, least in own]
            await world(rows, shift_rows, given_rows)
            async with tx():
                await cover_rule_store.refresh_cover()
            first = await stored()
            async with tx():
                assert await cover_rule_store.refresh_cover() == []
            assert await stored() == first
            wrong += first != expected(await cover_rule_store.rules(), shift_rows, given_rows)
    assert bool(wrong) is (order != "as it is")


async def test_a_given_minimum_beats_all_rules_and_can_go_back_to_them(sites):
    starts = datetime(2027, 3, 10, 6, tzinfo=UTC)
    at = ("Leeds", "desk", starts, starts + timedelta(hours=8))
    await world({(None, None, None, None): (None, 50)}, [at] * 4)
    file = "site,role,starts_at,ends_at,minimum\nLeeds,desk,2027-03-10T06:00:00Z,2027-03-10T14:00:00Z,"
    other = "\nLeeds,field,2027-03-10T06:00:00Z,2027-03-10T14:00:00Z,1"
    with clock.use(lambda: NOW):
        async with tx():
            assert [(row.before, row.after) for row in await cover_rule_store.refresh_cover()] == [(None, 2)]
        taken, _ = await import_cover(f"{file}3{other}".encode(), source="c")
        assert (len(taken.added), len(taken.changed)) == (1, 1)
        assert (await stored())[at] == (3, None)
        async with tx():
            assert await cover_rule_store.refresh_cover() == []
        taken, _ = await import_cover(f"{file.rpartition(chr(10))[0]}{other}".encode(), source="c", replace=True)
        assert len(taken.missing) == 1
        assert (await stored())[at][0] == 2
        assert [row.after for row in taken.followed] == [2]


async def test_minimums_of_long_ago_stay(sites):
    starts = NOW - timedelta(days=70)
    await world({(None, None, None, None): (1, None)}, [("Leeds", "desk", starts, starts + timedelta(hours=8))])
    with clock.use(lambda: NOW):
        async with tx():
            assert await cover_rule_store.refresh_cover() == []
