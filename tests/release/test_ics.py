"""Shifts from calendars: zones, repeats, moved and cancelled events; every complaint names its event."""

from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vRecur

from hackday.release.intake.ics_file import read_ics
from hackday.release.intake.repeats import NotUnderstood, occurrences
from hackday.release.intake.schemas import FileMapping
from hackday.table_files import FileRefused

ZONES = {"Berlin": "Europe/Berlin", "Leeds": "Europe/London"}
NUMBERS = {"ada@corp.example": "E1"}
OWN = """BEGIN:VTIMEZONE
TZID:Our own
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events, head="", more="SUMMARY:desk\nLOCATION:Berlin\nATTENDEE;CN=Ada:mailto:Ada@corp.example\n"):
    told = "".join(f"BEGIN:VEVENT\nUID:{n}\n{more}{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{told}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*events, mapping=None, **options):
    return read_ics(calendar(*events, **options), ZONES, NUMBERS, mapping)


def times(*events, **options):
    rows, problems = read(*events, **options)
    assert problems == []
    return [(f"{row.starts_at:%m-%d %H}", f"{row.ends_at:%m-%d %H}") for row in rows]


def test_one_moment_told_in_five_ways():
    tz = "Europe/Berlin"
    windows = "W. Europe Standard Time"
    for event in (
        "DTSTART:20270310T210000Z\nDTEND:20270311T050000Z",
        f"DTSTART;TZID={tz}:20270310T220000\nDTEND;TZID={tz}:20270311T060000",
        f"DTSTART;TZID={windows}:20270310T220000\nDTEND;TZID={windows}:20270311T060000",
        "DTSTART;TZID=Our own:20270310T220000\nDTEND;TZID=Our own:20270311T060000",
        "DTSTART:20270310T220000\nDURATION:PT8H",
    ):
        assert times(event, head=OWN) == [("03-10 21", "03-11 05")]


def test_a_repeated_night_ends_by_the_clock_when_the_clocks_change():
    tz = "TZID=Europe/Berlin"
    rule = "\nRRULE:FREQ=DAILY;COUNT=3"
    told = [("03-26 21", "03-27 05"), ("03-27 21", "03-28 04"), ("03-28 20", "03-29 04")]
    assert times(f"DTSTART;{tz}:20270326T220000\nDTEND;{tz}:20270327T060000{rule}") == told
    assert times(f"DTSTART:20270326T220000\nDTEND:20270327T060000{rule}") == told
    exact = times(f"DTSTART;{tz}:20270326T220000\nDURATION:PT8H{rule}")
    assert exact[1] == ("03-27 21", "03-28 05")


def test_exceptions_further_dates_moved_and_cancelled():
    day = "DTSTART:20270301T080000Z\nDURATION:PT4H"
    series = f"{day}\nRRULE:FREQ=DAILY;UNTIL=20270304T080000Z\nEXDATE:20270302T080000Z\nRDATE:20270310T080000Z"
    assert [s for s, _ in times(series)] == ["03-01 08", "03-03 08", "03-04 08", "03-10 08"]
    moved = "BEGIN:VEVENT\nUID:0\nSUMMARY:desk\nLOCATION:Berlin\nATTENDEE:mailto:ada@corp.example\n"
    moved += "RECURRENCE-ID:20270303T080000Z\nDTSTART:20270303T120000Z\nDURATION:PT4H\n"
    other = (moved + "END:VEVENT\n").replace("\n", "\r\n").encode()
    gone = (moved + "STATUS:CANCELLED\nEND:VEVENT\n").replace("\n", "\r\n").encode()
    whole = calendar(series)
    for piece, expected in ((other, {"03-01 08", "03-03 12", "03-04 08", "03-10 08"}),
                            (gone, {"03-01 08", "03-04 08", "03-10 08"})):  # fmt: skip
        rows, problems = read_ics(whole.replace(b"END:VCALENDAR", piece + b"END:VCALENDAR"), ZONES, NUMBERS)
        assert (problems, {f"{row.starts_at:%m-%d %H}" for row in rows}) == ([], expected)
    assert times(f"STATUS:CANCELLED\n{day}") == []


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("DTSTART;VALUE=DATE:20270310", "lasts whole days"),
        ("DTSTART:20270328T023000\nDURATION:PT4H", "does not exist in Europe/Berlin"),
        ("DTSTART:20271031T023000\nDURATION:PT4H", "happens twice"),
        ("DTSTART;TZID=Mars/Olympus:20270310T080000\nDURATION:PT4H", "Mars/Olympus"),
        ("DTSTART:20270310T080000Z", "no end and no duration"),
        ("DTSTART:20270310T080000Z\nDURATION:PT30H", "lasts 30 hours"),
        ("DTSTART:20270310T080000Z\nDTEND:20270310T070000Z", "is not after"),
        ("DTSTART:20270310T080000Z\nDURATION:PT4H\nRRULE:FREQ=SECONDLY", "at most once a day"),
        ("DTSTART:20270310T080000Z\nDURATION:PT4H\nRRULE:FREQ=DAILY;INTERVAL=0", "every 0"),
        ("DTSTART:20270310T080000Z\nDURATION:PT4H\nRRULE:FREQ=DAILY;BYHOUR=1", "BYHOUR"),
        ("DTSTART:20270310T080000Z\nDURATION:PT4H\nRRULE:FREQ=DAILY", "more than 400"),
        ("DTSTART:2027\nDURATION:PT4H", "cannot be read"),
        ("DTSTART:20270310T080000Z\nDURATION:PT4H\nATTENDEE:mailto:bo@corp.example", "several ATTENDEE"),
    ],
)
def test_complaints_name_their_event_and_line(event, said):
    rows, problems = read("DTSTART:20270301T080000Z\nDURATION:PT4H", event)
    assert len(rows) == 1
    assert len(problems) == 1
    assert problems[0].line == 11
    assert "event “1” (desk)" in problems[0].reason
    assert said in problems[0].reason


def test_people_sites_and_roles_by_a_mapping():
    more = "SUMMARY:x\nLOCATION:BER\nX-EMPLOYEE:E7\nCATEGORIES:Service Desk\n"
    mapping = FileMapping(columns={"employee_no": "X-EMPLOYEE", "role": "CATEGORIES"}, sites={"BER": "Berlin"},
                          roles={"Service Desk": "desk"})  # fmt: skip
    rows, problems = read("DTSTART:20270301T080000Z\nDURATION:PT4H", more=more, mapping=mapping)
    assert (problems, [(r.employee_no, r.site, r.role) for r in rows]) == ([], [("E7", "Berlin", "desk")])
    named = FileMapping(columns={"employee_no": "X-WR-CALNAME"})
    rows, _ = read("DTSTART:20270301T080000Z\nDURATION:PT4H", head="X-WR-CALNAME:E9\n", mapping=named)
    assert rows[0].employee_no == "E9"
    _, problems = read_ics(calendar("DTSTART:20270301T080000Z\nDURATION:PT4H"), ZONES, {})
    assert "nobody who works here has the address “ada@corp.example”" in problems[0].reason


@pytest.mark.parametrize("data", [b"", b"x", b"\xff\xfe", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR"])
def test_what_is_no_calendar_is_refused(data):
    with pytest.raises(FileRefused):
        read_ics(data, ZONES, NUMBERS)


def test_a_zone_that_would_walk_every_second_is_refused():
    rows, problems = read("DTSTART:20270301T080000Z\nDURATION:PT4H", head=OWN.replace("YEARLY", "SECONDLY"))
    assert (len(rows), "plain yearly rules" in problems[0].reason) == (1, True)


rules = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]), "COUNT": st.integers(1, 30)},
    optional={
        "INTERVAL": st.integers(1, 4),
        "BYDAY": st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), min_size=1, max_size=3),
        "BYMONTH": st.lists(st.integers(1, 12), min_size=1, max_size=3),
        "BYMONTHDAY": st.lists(st.sampled_from([1, 5, 13, 28, -1, -2]), min_size=1, max_size=2),
        "WKST": st.sampled_from(["MO", "SU"]),
        "nth": st.sampled_from(["1", "2", "-1"]),
    },
)


@given(rule=rules, day=st.dates(date(2026, 1, 1), date(2028, 12, 31)))
@settings(max_examples=60, deadline=None)
def test_repeats_are_those_of_dateutil(rule, day):
    nth = rule.pop("nth", None)
    if nth and rule["FREQ"] in ("MONTHLY", "YEARLY") and "BYDAY" in rule:
        rule["BYDAY"] = [nth + name for name in rule["BYDAY"]]
        rule.pop("BYMONTHDAY", None)  # with both, dateutil may look for a match until the year 9999
    if rule["FREQ"] == "WEEKLY":
        rule.pop("BYMONTHDAY", None)
    text = ";".join(f"{k}={','.join(map(str, v)) if isinstance(v, list) else v}" for k, v in rule.items())
    start = datetime.combine(day, datetime.min.time()).replace(hour=22)
    until = start + timedelta(days=731)
    wanted = []
    bounded = text.replace(f"COUNT={rule['COUNT']}", f"UNTIL={until:%Y%m%dT%H%M%S}")
    for moment in rrulestr(f"RRULE:{bounded}", dtstart=start):
        if len(wanted) == rule["COUNT"]:
            break
        wanted.append(moment)
    assert occurrences(start, vRecur.from_ical(text), None) == wanted


def test_a_rule_that_never_fits_ends():
    rule = vRecur.from_ical("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert occurrences(datetime(2027, 1, 1, tzinfo=UTC).replace(tzinfo=None), rule, None) == []
    with pytest.raises(NotUnderstood):
        occurrences(datetime(9999, 1, 1), rule, None)  # noqa: DTZ001
