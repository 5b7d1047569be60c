"""Imports over HTTP: preview, all or nothing, twice is once, one's own sites, broken releases, and hostile files."""

import json
from random import Random

import pytest

from hackday.database import reading
from tests.factories import grant, make_day, make_person, make_site
from tests.release.desk import PAGE, Desk, decide

HEAD = "employee_no,site,role,starts_at,ends_at\n"
CSV = {"content-type": "text/csv"}
KINDS = (
    ("imports", {}), ("imports", {"format": "ics"}), ("guess", {}), ("guess", {"format": "ics"}), ("cover/imports", {}),
)  # fmt: skip
MAPPING = {
    "columns": {"employee_no": "Nr", "site": "Ort", "role": "Rolle", "date": "Tag", "start": "von", "end": "bis"},
    "delimiter": ";",
    "date_format": "%d.%m.%Y",
}
THURSDAY = "2027-03-11T06:00:00Z", "2027-03-11T14:00:00Z"


async def number_of(person):
    async with reading() as c:
        return await c.fetchval("select employee_no from person where id = $1", person)


async def count(table):
    async with reading() as c:
        return await c.fetchval(f"select count(*) from {table}")


@pytest.fixture
async def desk(browser_of):
    desk = await Desk().make()
    desk.browser = await browser_of(desk.pat)
    desk.numbers = [await number_of(p) for p in (desk.ada, desk.bo, desk.cy)]
    return desk


async def send(browser, body, *, path="imports", **query):
    told = {key: str(value).lower() if isinstance(value, bool) else value for key, value in query.items()}
    content = body if isinstance(body, bytes) else body.encode()
    return await browser.post(f"{PAGE}/rota/{path}", content=content, headers=CSV, params=told)


def rota(*numbers, times=THURSDAY, site="Leeds", role="desk"):
    return HEAD + "".join(f"{n},{site},{role},{times[0]},{times[1]}\n" for n in numbers)


async def test_a_preview_writes_nothing_and_the_same_file_again_changes_nothing(desk):
    body = rota(*desk.numbers)
    seen = (await send(desk.browser, body, dry_run=True)).json()
    assert (seen["written"], seen["added"]["count"], seen["unchanged"], seen["broken"]) == (False, 3, 0, [])
    assert seen["added"]["first"][0]["name"] == "Ada Park"
    assert await count("shift") == 3
    first = (await send(desk.browser, body, source="week.csv")).json()
    assert (first["written"], first["added"]["count"]) == (True, 3)
    again = (await send(desk.browser, body)).json()
    assert (again["added"]["count"], again["changed"]["count"], again["unchanged"]) == (0, 0, 3)
    assert await count("shift") == 6
    past = (await desk.browser.get(f"{PAGE}/rota/imports")).json()
    assert [(p["source"], p["by"], p["added"]) for p in past] == [("upload", "Pat Planner", 0),
                                                                ("week.csv", "Pat Planner", 3)]  # fmt: skip


async def test_changed_and_missing_shifts_are_shown_and_replaced(desk):
    late = "2027-03-10T06:00:00Z", "2027-03-10T15:00:00Z"
    body = rota(desk.numbers[0], times=late)
    seen = (await send(desk.browser, body, dry_run=True, replace=True)).json()
    assert [row["ends_at"] for row in seen["changed"]["first"][0].values()] == [
        "2027-03-10T14:00:00Z", "2027-03-10T15:00:00Z",
    ]  # fmt: skip
    assert seen["missing"]["count"] == 2
    assert await count("shift") == 3
    assert (await send(desk.browser, body, replace=True)).status_code == 200
    assert await count("shift") == 1


async def test_one_bad_row_refuses_the_file(desk):
    body = rota(*desk.numbers, "nobody")
    seen = (await send(desk.browser, body, dry_run=True)).json()
    assert [(p["line"], p["column"]) for p in seen["problems"]["first"]] == [(5, "employee_no")]
    answer = await send(desk.browser, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "file_refused")
    assert "line 5" in answer.json()["detail"]
    assert await count("shift") == 3


async def test_shifts_and_cover_by_machine(desk):
    shift = {"employee_no": desk.numbers[0], "site": "Leeds", "role": "desk", "starts_at": THURSDAY[0],
             "ends_at": THURSDAY[1]}  # fmt: skip
    for added in (1, 0):
        answer = await desk.browser.post(f"{PAGE}/rota/shifts", json={"shifts": [shift]})
        assert (answer.json()["added"]["count"], answer.json()["unchanged"]) == (added, 1 - added)
    row = {"site": "Leeds", "role": "desk", "starts_at": THURSDAY[0], "ends_at": THURSDAY[1], "minimum": 1}
    for added in (1, 0):
        answer = await desk.browser.post(f"{PAGE}/rota/cover", json={"cover": [row]})
        assert answer.json()["added"]["count"] == added
    bad = await desk.browser.post(
        f"{PAGE}/rota/shifts", json={"shifts": [shift | {"starts_at": "2027-03-12T06:00:00"}]}
    )
    assert (bad.status_code, "no offset" in bad.json()["detail"]) == (422, True)


async def test_a_planner_of_some_sites_changes_those_alone(desk, browser_of):
    await make_site("York")
    async with reading() as c:
        await c.execute(
            """insert into planner_site (id, day_role, site)
               select uuidv7(), id, 'York' from day_role where day = $1 and person = $2""",
            desk.day, desk.pat,
        )  # fmt: skip
    answer = await send(desk.browser, rota(desk.numbers[0]))
    assert (answer.status_code, "you do not plan Leeds" in answer.json()["detail"]) == (422, True)
    moved = await send(desk.browser, rota(desk.numbers[0], site="York", times=("2027-03-10T06:00:00Z",
                                                                               "2027-03-10T14:00:00Z")))  # fmt: skip
    assert "is at Leeds now, which you do not plan" in moved.json()["detail"]
    refused = await desk.browser.post(f"{PAGE}/rota/mappings", json={"name": "x", "mapping": MAPPING})
    assert refused.json()["code"] == "plans_some_sites"
    company = await desk.browser.post(f"{PAGE}/rota/rules", json={"people": 1})
    assert company.json()["code"] == "plans_some_sites"
    assert (await desk.browser.post(f"{PAGE}/rota/rules", json={"people": 1, "site": "York"})).status_code == 200
    assert (await desk.browser.get(f"{PAGE}/rota/cover", params={"site": "Leeds"})).status_code == 403
    for who in (desk.ada, desk.mia):
        stranger = await browser_of(who)
        assert (await send(stranger, rota(desk.numbers[0]))).status_code == 403
        assert (await stranger.get(f"{PAGE}/rota/mappings")).status_code == 403
        assert (await stranger.get(f"{PAGE}/rota/imports")).status_code == 403


async def release_ada(desk, browser_of):
    answer = await decide(await browser_of(desk.mia), desk.ada)
    assert answer.status_code in (200, 201), answer.text


async def test_an_import_that_breaks_a_release_says_whose(desk, browser_of):
    await release_ada(desk, browser_of)
    body = rota(desk.numbers[0], desk.numbers[1], times=("2027-03-10T06:00:00Z", "2027-03-10T14:00:00Z"))
    seen = (await send(desk.browser, body, dry_run=True, replace=True)).json()
    assert [(day["name"], day["first"][0]["name"], day["first"][0]["shortage"]["site"]) for day in seen["broken"]] == [
        ("Spring hack day", "Ada Park", "Leeds")
    ]
    answer = await send(desk.browser, body, replace=True)
    assert (answer.status_code, answer.json()["code"]) == (409, "import_breaks_releases")
    assert "Ada Park is missed at Leeds" in answer.json()["detail"]
    assert (await count("shift"), await count("notice")) == (3, await count("notice"))
    told = await count("notice")
    assert (await send(desk.browser, body, replace=True, accept_broken=True)).status_code == 200
    assert (await count("shift"), await count("notice") > told) == (2, True)
    async with reading() as c:
        rows = await c.fetch("select person, title from notice where title like '%Ada Park%'")
        assert {row["person"] for row in rows} == {desk.ada, desk.mia}
        assert await c.fetchval("select count(*) from audit_entry where action = 'release.break_releases'") == 1
    again = (await send(desk.browser, body, replace=True)).json()
    assert (again["written"], again["broken"]) == (True, [])


async def test_cover_and_rules_that_break_a_release_are_refused_too(desk, browser_of):
    await release_ada(desk, browser_of)
    cover = "site,role,starts_at,ends_at,minimum\nLeeds,desk,2027-03-10T06:00:00Z,2027-03-10T14:00:00Z,3\n"
    answer = await send(desk.browser, cover, path="cover/imports")
    assert answer.json()["code"] == "import_breaks_releases"
    async with reading() as c:
        await c.execute("delete from cover")
    draft = {"site": None, "role": "desk", "percent": 100}
    seen = (await desk.browser.post(f"{PAGE}/rota/rules", params={"dry_run": "true"}, json=draft)).json()
    assert (seen["preview"]["added"]["count"], seen["preview"]["broken"][0]["count"]) == (1, 1)
    refused = await desk.browser.post(f"{PAGE}/rota/rules", json=draft)
    assert (refused.status_code, refused.json()["code"]) == (409, "import_breaks_releases")
    assert await count("cover_rule") == 0
    made = await desk.browser.post(f"{PAGE}/rota/rules", params={"accept_broken": "true"}, json=draft)
    assert made.status_code == 200


async def test_rules_are_listed_changed_and_removed_with_what_follows(desk):
    page = f"{PAGE}/rota/rules"
    one = (await desk.browser.post(page, json={"people": 1})).json()["rule"]["id"]
    two = (await desk.browser.post(page, json={"role": "desk", "percent": 50})).json()
    assert two["preview"]["written"]
    assert (await desk.browser.post(page, json={"people": 5})).json()["code"] == "cover_rule_exists"
    listed = (await desk.browser.get(page)).json()
    assert [card["rule"]["role"] for card in listed] == ["desk", None]
    given = (await desk.browser.get(f"{PAGE}/rota/cover", params={"site": "Leeds"})).json()["stretches"]
    assert [(s["scheduled"], s["minimum"], s["rule"]) for s in given] == [(3, 2, None)]
    async with reading() as c:
        await c.execute("delete from cover")
    changed = await desk.browser.put(f"{page}/{one}", json={"people": 2})
    assert changed.json()["rule"]["people"] == 2
    shown = (await desk.browser.get(f"{PAGE}/rota/cover")).json()["stretches"]
    assert [(s["minimum"], s["rule"]["percent"]) for s in shown] == [(2, 50)]
    gone = (await desk.browser.delete(f"{page}/{two['rule']['id']}")).json()
    assert gone["preview"]["written"]
    assert [s["rule"]["people"] for s in (await desk.browser.get(f"{PAGE}/rota/cover")).json()["stretches"]] == [2]
    for draft in ({}, {"people": 1, "percent": 1}, {"people": 1, "site": "Atlantis"},
                  {"people": 1, "starts_on": "2027-03-02", "ends_on": "2027-03-01"}):  # fmt: skip
        assert (await desk.browser.post(page, json=draft)).status_code == 422


async def test_a_mapping_is_guessed_saved_renamed_and_used(desk):
    file = "Nr;Ort;Rolle;Tag;von;bis\n" + f"{desk.numbers[0]};LEEDS;Desk;11.03.2027;22:00;06:00\n"
    guessed = await send(desk.browser, file, path="guess")
    assert guessed.status_code == 200
    mapping = guessed.json()["mapping"]
    assert (mapping["delimiter"], mapping["date_format"], mapping["sites"], mapping["roles"]) == (
        ";", "%d.%m.%Y", {"LEEDS": "Leeds"}, {"Desk": "desk"},
    )  # fmt: skip
    assert {"code": "delimiter", "words": {"delimiter": ";"}, "names": []} in guessed.json()["said"]
    chosen = {"files": {"file": ("r.csv", file.encode())}, "data": {"mapping": json.dumps({"delimiter": ","})}}
    again = await desk.browser.post(f"{PAGE}/rota/guess", **chosen)
    assert again.json()["headings"] == ["Nr;Ort;Rolle;Tag;von;bis"]
    mapping["columns"]["employee_no"] = "Nr"
    saved = await desk.browser.post(f"{PAGE}/rota/mappings", json={"name": "WFM", "mapping": mapping})
    assert saved.status_code == 201
    taken = await desk.browser.post(f"{PAGE}/rota/mappings", json={"name": "WFM", "mapping": mapping})
    assert taken.json()["code"] == "mapping_name_is_taken"
    page = f"{PAGE}/rota/mappings/{saved.json()['id']}"
    assert (await desk.browser.put(page, json={"name": "Tool", "mapping": mapping})).json()["name"] == "Tool"
    assert [m["may_change"] for m in (await desk.browser.get(f"{PAGE}/rota/mappings")).json()] == [True]
    assert (await send(desk.browser, file, mapping="WFM")).json()["code"] == "no_such_mapping"
    assert (await send(desk.browser, file, mapping="Tool")).json()["added"]["count"] == 1
    form = {"files": {"file": ("r.csv", file.encode())}, "data": {"mapping": json.dumps(mapping)}}
    answer = await desk.browser.post(f"{PAGE}/rota/imports", **form)
    assert answer.json()["unchanged"] == 1
    assert (await desk.browser.delete(page)).status_code == 204
    assert (await desk.browser.get(f"{PAGE}/rota/mappings")).json() == []
    for wrong in ({"encoding": "idna"}, {"date_format": "%d"}, {"time_format": "%H:%M%z"}, {"delimiter": "ab"},
                  {"columns": {"shoe": "x"}}):  # fmt: skip
        answer = await desk.browser.post(f"{PAGE}/rota/mappings", json={"name": "bad", "mapping": wrong})
        assert (answer.status_code, answer.json()["code"]) == (422, "mapping_refused")


async def test_a_calendar_over_http(desk):
    async with reading() as c:
        email = await c.fetchval("select email from person where id = $1", desk.ada)
    event = ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:desk\r\nLOCATION:Leeds\r\n"
             f"ATTENDEE:mailto:{email.upper()}\r\nDTSTART:20270312T220000\r\nDTEND:20270313T060000\r\n"
             "END:VEVENT\r\nEND:VCALENDAR\r\n")  # fmt: skip
    for added in (1, 0):
        answer = await desk.browser.post(
            f"{PAGE}/rota/imports", params={"format": "ics"}, content=event, headers={"content-type": "text/calendar"}
        )
        assert answer.json()["added"]["count"] == added, answer.text
    guess = await send(desk.browser, event, path="guess", format="ics")
    assert guess.json()["mapping"]["columns"]["employee_no"] == "ATTENDEE"


async def test_hostile_files_are_refused_by_name_never_by_accident(desk):
    chance = Random(7)
    good = rota(*desk.numbers).encode()
    bodies = [b"", b"\x00", HEAD.encode(), b"\xff\xfe\x00", good.replace(b"Leeds", b"Le\x00ds"), b"a" * 200_000,
              (",".join([HEAD.strip(), *(f"c{n}" for n in range(90))])).encode(),
              good.replace(b"desk", b"d" * 20_000), b'"' + good, good.replace(b"2027", b"99999"),
              b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
              b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:\x00\nDTSTART:99999999T999999\nRRULE:FREQ=DAILY;INTERVAL=0\n"
              b"END:VEVENT\nEND:VCALENDAR"]  # fmt: skip
    for _ in range(40):
        noisy = bytearray(good)
        for _ in range(chance.randrange(1, 20)):
            noisy[chance.randrange(len(noisy))] = chance.randrange(256)
        bodies.append(bytes(noisy))
    bodies += [chance.randbytes(400) for _ in range(20)]
    for body in bodies:
        for path, query in KINDS:
            answer = await send(desk.browser, body, path=path, dry_run=True, **query)
            assert answer.status_code in (200, 400, 422), (path, query, body[:200], answer.text)
    assert await count("shift") == 3


async def test_no_day_no_import(browser_of):
    admin = await make_person()
    day = await make_day("other")
    await grant(day, admin, "planner")
    answer = await (await browser_of(admin)).post("/api/days/none/release/rota/imports", content=b"x", headers=CSV)
    assert answer.status_code == 404
