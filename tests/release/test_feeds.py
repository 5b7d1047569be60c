"""A person's calendar: their own shifts alone, in UTC, behind a secret address that can be taken back."""

import logging
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from hackday.database import reading, tx
from hackday.release import following
from tests.factories import make_day, make_person, make_sign_up, make_site
from tests.release.desk import EARLY, PAGE, decide, make_shift
from tests.release.floor import Floor

LINK = f"{PAGE}/calendar"


def path_of(answer):
    assert answer.status_code == 201, answer.text
    return answer.json()["url"].removeprefix("http://test")


def events(answer):
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    return [
        {
            "what": str(event["summary"]), "start": event.decoded("dtstart"), "end": event.decoded("dtend"),
            "where": str(event["location"]), "uid": str(event["uid"]), "sequence": int(event["sequence"]),
            "busy": str(event["transp"]) == "OPAQUE",
        }
        for event in Calendar.from_ical(answer.content).walk("VEVENT")
    ]  # fmt: skip


async def test_my_calendar_has_my_day_and_my_shifts(desk, browser_of):
    bo, visitor = await browser_of(desk.bo), await browser_of()
    path = path_of(await bo.post(LINK))
    assert events(await visitor.get(path)) == []
    await decide(await browser_of(desk.tom), desk.bo)
    day, shift = events(await visitor.get(path))
    assert (day["what"], day["where"], day["busy"]) == ("Spring hack day", "Leeds", False)
    assert (day["start"], day["end"]) == (datetime(2027, 3, 10, tzinfo=UTC), datetime(2027, 3, 12, tzinfo=UTC))
    assert (shift["what"], shift["start"], shift["end"], shift["busy"]) == (
        "Off: desk (Spring hack day)", *EARLY, False,
    )  # fmt: skip
    await bo.delete("/api/days/spring/sign-up")
    assert events(await visitor.get(path)) == []


async def test_shifts_taken_are_busy_and_nobody_else_is_named(db, browser_of):
    floor = await Floor().make(4)
    for _ in range(25):
        await floor.step()
    due = await floor.due()
    visitor = await browser_of()
    for person in floor.people:
        answer = await visitor.get(path_of(await (await browser_of(person)).post(LINK)))
        shown = {(e["busy"], e["where"], e["start"], e["end"]) for e in events(answer) if "desk" in e["what"]}
        assert shown == {(kind == "on", site, s, e) for kind, p, site, _, s, e in due if p == str(person)}
        assert {str(event["start"].tzinfo) for event in events(answer)} <= {"UTC"}
    async with reading() as c:
        await c.execute("update person set name = 'Zzyzx Unmistakable'")
    assert "Zzyzx" not in (await visitor.get(path_of(await (await browser_of(floor.people[0])).post(LINK)))).text


async def test_an_event_stays_the_same_one_and_counts_up(desk, browser_of):
    visitor, path = await browser_of(), path_of(await (await browser_of(desk.bo)).post(LINK))
    tom, bo = await browser_of(desk.tom), await browser_of(desk.bo)
    await decide(tom, desk.bo)
    first = events(await visitor.get(path))
    assert first == events(await visitor.get(path))
    assert len({event["uid"] for event in first}) == 2
    await bo.delete("/api/days/spring/sign-up")
    assert (await bo.put("/api/days/spring/sign-up", json={})).status_code == 200
    await decide(tom, desk.bo)
    again = events(await visitor.get(path))
    assert [e["uid"] for e in again] == [e["uid"] for e in first]
    assert again[1]["sequence"] > first[1]["sequence"]


async def test_the_night_of_a_clock_change(db, browser_of):
    """22:00 to 06:00 in New York, as the clocks go forward: seven hours. The day has 23 hours."""
    await make_site("New York", "America/New_York")
    person, day = await make_person("Nia", site="New York"), await make_day("spring")
    async with reading() as c:
        await c.execute("update day set starts_on = '2027-03-14', ends_on = '2027-03-14'")
    night = (datetime(2027, 3, 14, 3, tzinfo=UTC), datetime(2027, 3, 14, 10, tzinfo=UTC))
    await make_shift(person, night, site="New York")
    await make_sign_up(day, person, state="released")
    async with tx():
        await following.rota_changed(day)
    browser = await browser_of(person)
    answer = await browser.get(path_of(await browser.post(LINK)))
    whole, shift = events(answer)
    assert (whole["start"], whole["end"]) == (
        datetime(2027, 3, 14, 5, tzinfo=UTC), datetime(2027, 3, 15, 4, tzinfo=UTC),
    )  # fmt: skip
    assert (shift["start"], shift["end"]) == night
    assert b"DTSTART:20270314T030000Z" in answer.content
    assert b"TZID" not in answer.content


async def test_an_address_is_renewed_revoked_and_ends_with_its_owner(desk, browser_of):
    ada, visitor = await browser_of(desk.ada), await browser_of()
    assert (await ada.get(LINK)).json() == {"created_at": None}
    first, second = path_of(await ada.post(LINK)), path_of(await ada.post(LINK))
    assert (await ada.get(LINK)).json()["created_at"]
    assert [(await visitor.get(path)).status_code for path in (first, second)] == [404, 200]
    assert (await ada.delete(LINK)).status_code == 204
    assert (await ada.delete(LINK)).status_code == 204
    assert (await visitor.get(second)).status_code == 404
    third = path_of(await ada.post(LINK))
    async with reading() as c:
        await c.execute("update person set is_active = false where id = $1", desk.ada)
    assert (await visitor.get(third)).status_code == 404
    async with reading() as c:
        kept = str([dict(row) for row in await c.fetch("select * from calendar_link")])
        audited = str([dict(row) for row in await c.fetch("select * from audit_entry")])
    assert audited.count("release.renew_calendar") == 3
    for path in (first, second, third):
        token = path.removeprefix("/api/calendars/").removesuffix(".ics")
        assert len(token) == 43
        assert token not in kept + audited


@pytest.mark.parametrize("name", ["SECRET.ics", "SECRET", "SECRET.txt", ".ics", "SECRET%00.ics", "S" * 3000 + ".ics"])
async def test_an_unknown_address_is_not_found_and_not_repeated(desk, browser_of, caplog, name):
    caplog.set_level(logging.DEBUG, logger="hackday")
    answer = await (await browser_of()).get(f"/api/calendars/{name}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "SEC" not in answer.text + str(answer.headers)
    assert "SEC" not in "".join(r.getMessage() for r in caplog.records if r.name.startswith("hackday"))


async def test_a_failure_does_not_tell_the_address(app, desk, browser_of, caplog):
    """Also what nobody foresaw is told and written down without the secret."""
    path = path_of(await (await browser_of(desk.ada)).post(LINK))
    token = path.removeprefix("/api/calendars/").removesuffix(".ics")
    async with reading() as c:
        await c.execute("alter table rota_change rename to rota_change_away")
    try:
        answer = await (await browser_of()).get(path)
    finally:
        async with reading() as c:
            await c.execute("alter table rota_change_away rename to rota_change")
    told = answer.text + "".join(
        r.getMessage() + str(r.exc_text) for r in caplog.records if r.name.startswith("hackday")
    )
    assert answer.status_code == 500
    assert "unhandled on GET /api/calendars" in told
    assert token not in told
