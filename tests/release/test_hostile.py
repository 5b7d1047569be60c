"""Well-formed bodies that nobody means: NUL and huge texts, times without offset or at the end of the calendar."""

import itertools
from uuid import uuid4

import pytest

from hackday.database import reading
from tests.factories import grant, make_person
from tests.release.desk import EARLY, PAGE, planned

TEXTS = ["\0", "a\0b", "x" * 100_000, "\U0001f600" * 50, "‮", "", " ", "'; drop table person; --"]
MOMENTS = ["2027-03-10T06:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z",
           "9999-12-31T23:59:59Z", "2027-03-10", "nonsense", 0, "2027-03-10T06:00:00+23:59"]  # fmt: skip
DATES = ["0001-01-01", "9999-12-31", "2027-02-30", 5]
PEOPLE = ["no-id", str(uuid4()), "00000000-0000-0000-0000-000000000000", None, 7]


@pytest.fixture
async def world(desk, app, browser_of):
    await grant(desk.day, desk.pat, "organiser")
    desk.browser = await browser_of(desk.pat)
    desk.plan = (await planned(app, desk.browser))["id"]
    assert (await desk.browser.post(f"{PAGE}/plans/{desk.plan}/publish")).status_code == 200
    desk.other = await make_person("Dee Okoro", roles=("desk",), manager=desk.pat)
    return desk


def bodies(desk):
    """Each route that takes a body, with one that is right, and the kind of its fields."""
    ada, dee = str(desk.ada), str(desk.other)
    times = {"starts_at": EARLY[0].isoformat(), "ends_at": EARLY[1].isoformat()}
    shift = {"site": "Leeds", "role": "desk"} | times
    repair = {"base": desk.plan, "sites": ["Leeds"], "seed": 1, "fingerprint": "x"}
    return [
        ("post", "/decisions", {"people": [dee], "verdict": "declined", "reason": "No.", "cover": None}),
        ("put", f"/pins/{dee}", {"kind": "must_go"}),
        ("put", "/offer", {"extra_shifts": 1}),
        ("post", f"/inbox/{ada}/asks", {"colleague": dee}),
        ("post", "/deputies", {"deputy": ada, "starts_on": "2027-03-01", "ends_on": "2027-03-02"}),
        ("post", "/plans", {"seconds": 1, "seed": "x"}),
        ("put", "/settings", {"answers_by": times["starts_at"], "step_back_until": times["starts_at"]}),
        ("put", f"/planners/{desk.pat}/sites", {"sites": ["Leeds"]}),
        ("post", "/repairs", {"sites": ["Leeds"], "seed": 1}),
        ("post", "/repairs/apply", repair),
        ("post", "/unavailable", {"person": ada} | times),
        ("post", "/shifts", shift | {"giver": ada, "asked": dee, "return_shift": str(uuid4())}),
        ("post", f"/shifts/{uuid4()}/confirm", {"taker": dee, "reason": "x"}),
        ("post", "/shifts/leave-move", {"starts_at": times["starts_at"]}),
        ("post", "/rota/shifts", {"shifts": [{"employee_no": "E1"} | shift], "dry_run": True}),
        ("post", "/rota/cover", {"cover": [shift | {"minimum": 1}], "dry_run": True}),
        ("post", "/rota/rules", {"site": "Leeds", "role": "desk", "people": 1, "starts_on": "2027-03-01",
                                 "ends_on": "2027-03-02"}),
        ("post", "/rota/mappings", {"name": "Ours", "mapping": {
            "columns": {"site": "Ort"}, "date_format": "%d.%m.%Y", "time_format": "%H:%M", "encoding": "utf-8",
            "delimiter": ";", "sites": {"A": "Leeds"}, "roles": {"B": "desk"}}}),
    ]  # fmt: skip


def spoilt(body):
    """The body with one field after the other made hostile, at any depth."""
    items = body.items() if isinstance(body, dict) else enumerate(body)
    for key, value in list(items):
        if isinstance(value, dict | list):
            for inner in spoilt(value):
                yield _with(body, key, inner)
            continue
        for bad in (*TEXTS, *MOMENTS, *DATES, *PEOPLE, -1, 2**40, 1e300, [], {}):
            yield _with(body, key, bad)


def _with(body, key, value):
    copy = body.copy()
    copy[key] = value
    return copy


async def wrong(desk):
    found = []
    for verb, path, body in bodies(desk):
        for bad in spoilt(body):
            answer = await desk.browser.request(verb, f"{PAGE}{path}", json=bad)
            if answer.status_code >= 500 or (answer.status_code >= 400 and not answer.json().get("code")):
                found.append((path, str(bad)[:160], answer.status_code))
    return found


async def test_hostile_values_are_refused_by_name_or_do_no_harm(world):
    assert await wrong(world) == []
    for page in ("/cover", "/broken", "/unavailable", "/rota/cover", "/rota/rules", "/shifts", "/changes"):
        assert (await world.browser.get(f"{PAGE}{page}")).status_code == 200, page  # and nothing stored is in the way


async def test_times_in_a_question(world):
    bad = []
    for path, moment in itertools.product(("/cover/people", "/shifts/colleagues"), MOMENTS):
        for name in ("starts_at", "ends_at"):
            asked = {"site": "Leeds", "role": "desk", "starts_at": "2027-03-10T06:00:00Z",
                     "ends_at": "2027-03-10T14:00:00Z"} | {name: str(moment)}  # fmt: skip
            answer = await world.browser.get(f"{PAGE}{path}", params=asked)
            if answer.status_code >= 500 or (moment == MOMENTS[0] and answer.status_code < 400):
                bad.append((path, name, moment, answer.status_code))
    assert bad == []


async def test_a_failure_is_seen(world):
    """The falsifier: with a table missing the same walk finds failures of ours."""
    async with reading() as c:
        await c.execute("alter table open_shift rename to hidden_shift")
    try:
        assert {status for _, _, status in await wrong(world)} == {500}
    finally:
        async with reading() as c:
            await c.execute("alter table hidden_shift rename to open_shift")
