"""When a team works together, whatever the clocks of its sites do."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hackday.teams.hours import rules
from hackday.teams.hours.schemas import Span, WorkingHoursDraft
from tests.factories import make_challenge, make_day, make_person, make_sign_up, make_site, make_team

ZONES = (
    "UTC", "Europe/London", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Auckland", "America/St_Johns", "Asia/Tokyo",
)  # fmt: skip
CHANGES = [
    date(2027, 3, 14),
    date(2027, 3, 28),
    date(2027, 4, 4),
    date(2027, 10, 3),
    date(2027, 10, 31),
    date(2027, 11, 7),
]
STEP = timedelta(minutes=5)
clock_times = st.integers(0, 287).map(lambda n: f"{n // 12:02}:{n % 12 * 5:02}")
dates = st.one_of(st.sampled_from(CHANGES), st.dates(date(2026, 1, 1), date(2028, 12, 31)))


def is_at_work(moment, begins, ends, zone):
    """The same, said as simply as it can be: what the clock on the wall shows."""
    shows = f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"
    return begins <= shows < ends if begins < ends else shows >= begins or shows < ends


def covered(spans, moment):
    return any(span.starts_at <= moment < span.ends_at for span in spans)


@settings(max_examples=150, deadline=None)
@given(dates, st.sampled_from(ZONES), st.sampled_from(ZONES), clock_times, clock_times)
def test_somebody_works_when_the_clock_on_their_wall_says_so(on, reader, zone, begins, ends):
    if begins == ends:
        return
    frame = rules.frame_of(on, reader)
    spans = rules.working(begins, ends, zone, frame)
    moment = frame.starts_at
    while moment < frame.ends_at:
        assert covered(spans, moment) == is_at_work(moment, begins, ends, zone), moment
        moment += STEP
    assert all(a.ends_at < b.starts_at for a, b in pairwise(spans))


@settings(max_examples=60, deadline=None)
@given(dates, st.lists(st.tuples(st.sampled_from(ZONES), clock_times, clock_times), max_size=5))
def test_where_no_hour_suits_all_the_hours_that_suit_most_are_found(on, workers):
    frame = rules.frame_of(on, "Europe/London")
    each = [rules.working(begins, ends, zone, frame) for zone, begins, ends in workers if begins != ends]
    most, spans = rules.busiest(each)
    moment, counts = frame.starts_at, []
    while moment < frame.ends_at:
        counts.append(sum(covered(one, moment) for one in each))
        assert covered(spans, moment) == (counts[-1] == most > 0), moment
        moment += STEP
    assert most == max(counts)
    if each and most == len(each):
        assert spans == rules.together(each)


@settings(max_examples=60, deadline=None)
@given(dates, st.lists(st.tuples(st.sampled_from(ZONES), clock_times, clock_times), min_size=1, max_size=4))
def test_a_team_is_together_when_all_of_them_work(on, workers):
    workers = [worker for worker in workers if worker[1] != worker[2]]
    frame = rules.frame_of(on, "Europe/London")
    each = [rules.working(begins, ends, zone, frame) for zone, begins, ends in workers]
    both, moment, counted = rules.together(each), frame.starts_at, 0
    while moment < frame.ends_at:
        all_work = bool(workers) and all(is_at_work(moment, begins, ends, zone) for zone, begins, ends in workers)
        assert covered(both, moment) == all_work, moment
        counted += 5 * all_work
        moment += STEP
    assert rules.minutes(both) == counted


def test_with_todays_distance_from_utc_a_clock_change_would_be_missed():
    """The falsifier: one offset for the whole day, as it is at its first midnight."""
    frame, london = rules.frame_of(date(2027, 3, 28), "Europe/London"), ZoneInfo("Europe/London")
    assert frame.ends_at - frame.starts_at == timedelta(hours=23)
    offset = frame.starts_at.astimezone(london).utcoffset()
    naive = datetime(2027, 3, 28, 9, tzinfo=UTC) - offset
    (span,) = rules.working("09:00", "17:00", "Europe/London", frame)
    assert (span.starts_at, naive) == (
        datetime(2027, 3, 28, 8, tzinfo=UTC), datetime(2027, 3, 28, 9, tzinfo=UTC)
    )  # fmt: skip
    assert not is_at_work(span.starts_at - STEP, "09:00", "17:00", "Europe/London")


def test_an_hour_that_the_clocks_repeat_counts_twice_and_one_they_skip_not_at_all():
    back, forward = (rules.frame_of(date(2027, *day), "Europe/London") for day in ((10, 31), (3, 28)))
    assert rules.minutes(rules.working("00:00", "03:00", "Europe/London", back)) == 240
    assert rules.minutes(rules.working("00:00", "03:00", "Europe/London", forward)) == 120


def test_beyond_the_date_line_todays_evening_meets_tomorrows_morning():
    frame = rules.frame_of(date(2027, 6, 10), "America/Los_Angeles")
    here, there = (rules.working("09:00", "17:00", z, frame) for z in ("America/Los_Angeles", "Pacific/Auckland"))
    both = rules.together([here, there])
    assert both == [Span(datetime(2027, 6, 10, 21, tzinfo=UTC), datetime(2027, 6, 11, 0, tzinfo=UTC))]
    assert rules.together([]) == []


@pytest.mark.parametrize(
    ("begins", "ends", "code"),
    [("09:00", None, "hours_are_half"), (None, "09:00", "hours_are_half"), ("09:00", "09:00", "hours_are_empty")],
)
def test_hours_that_say_nothing_are_refused(begins, ends, code):
    with pytest.raises(rules.Invalid) as refused:
        rules.check_hours(WorkingHoursDraft(begins, ends))
    assert refused.value.code == code


async def test_members_say_their_hours_and_others_are_marked_as_assumed(browser_of):
    day = await make_day()
    await make_site("Pune", "Asia/Kolkata")
    ada, bea = await make_person("Ada Park"), await make_person("Bea", site="Pune")
    for person in (ada, bea):
        await make_sign_up(day, person)
    team = await make_team(day, await make_challenge(day), (ada, bea))
    browser = await browser_of(bea)
    said = {"works_from": "12:30", "works_until": "20:30"}
    assert (await browser.put("/api/days/spring/working-hours", json=said)).json() == said
    assert (await browser.get("/api/days/spring/working-hours")).json() == said
    page = (await (await browser_of(ada)).get(f"/api/days/spring/teams/{team}/hours")).json()
    assert [(m["worker"]["name"], m["worker"]["works_from"], m["worker"]["is_assumed"]) for m in page["members"]] == [
        ("Ada Park", "09:00", True), ("Bea", "12:30", False),
    ]  # fmt: skip
    assert page["together"] == [{"starts_at": "2027-03-10T09:00:00Z", "ends_at": "2027-03-10T15:00:00Z"}]
    assert (page["minutes_together"], page["time_zone"]) == (360, "Europe/London")
    assert (
        await browser.put("/api/days/spring/working-hours", json={"works_from": "9", "works_until": None})
    ).status_code == 400
    stranger = await browser_of(await make_person("Nobody"))
    assert (await stranger.put("/api/days/spring/working-hours", json=said)).json()["code"] == "sign_up_first"
    assert (await stranger.get(f"/api/days/spring/teams/{day}/hours")).json()["code"] == "no_such_team"
