"""Files of a challenge through HTTP: taken by their bytes, refused by name, served safely, gone without a trace."""

import struct
from datetime import timedelta
from pathlib import Path

import pytest

from hackday import clock, database
from hackday.challenges.attachments import store
from hackday.challenges.attachments.service import challenges
from hackday.storage import kinds, sweep
from hackday.storage.files import Storage
from tests.factories import grant, make_challenge, make_day, make_person

ALL = "/api/days/spring/challenges/night-shift/attachments"
HTML = b"<html><script>alert(1)</script></html>"


def png(width=4, height=3):
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + bytes(40)


@pytest.fixture
async def world(browser_of):
    """Browsers of an organiser and a reader, and the day's challenge."""
    day = await make_day()
    olu, reader = await make_person("Olu"), await make_person("Rea")
    await grant(day, olu, "organiser")
    return await browser_of(olu), await browser_of(reader), await make_challenge(day)


async def send(browser, body, name="data.csv"):
    return await browser.post(
        ALL, params={"name": name}, content=body, headers={"content-type": "application/octet-stream"}
    )


def code(answer):
    return answer.status_code, answer.json().get("code")


def lying(settings):
    return sorted(p.name for p in Path(settings.files).rglob("*") if p.is_file())


async def test_a_file_is_kept_served_and_removed(world, settings):
    olu, reader, _ = world
    before = lying(settings)
    made = (await send(olu, b"a,b\n1,2\n", "../../Übung \u202e\n1.html")).json()
    assert (made["name"], made["size"]) == ("Übung 1.html.txt", 8)
    url = f"{ALL}/{made['id']}"
    got = await reader.get(url)
    assert (got.status_code, got.content) == (200, b"a,b\n1,2\n")
    assert got.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert (got.headers["content-type"], got.headers["x-content-type-options"]) == (
        "text/plain; charset=utf-8",
        "nosniff",
    )
    assert got.headers["content-disposition"].startswith(
        "attachment; filename=\"_bung 1.html.txt\"; filename*=UTF-8''%C3"
    )
    assert (await reader.get(url, headers={"if-none-match": got.headers["etag"]})).status_code == 304
    part = await reader.get(url, headers={"range": "bytes=2-3"})
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"b\n", "bytes 2-3/8")
    assert (await reader.get(url, headers={"range": "bytes=-3"})).content == b",2\n"
    beyond = await reader.get(url, headers={"range": "bytes=8-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, "bytes */8")
    old = await reader.get(url, headers={"range": "bytes=2-3", "if-range": '"other"'})
    assert (old.status_code, len(old.content)) == (200, 8)
    assert code(await reader.delete(url)) == (403, "role_needed")
    assert (await olu.delete(url)).json()["attachments"] == []
    assert code(await reader.get(url)) == (404, "no_such_file")
    assert lying(settings) == before


async def test_what_is_refused_leaves_nothing(world, settings, monkeypatch):
    olu, reader, _ = world
    before = lying(settings)
    assert code(await send(olu, b"")) == (422, "empty_file")
    assert code(await send(olu, HTML, "x.png")) == (415, "wrong_file_type")
    assert code(await send(olu, b"\xef\xbb\xbf \n<svg onload='x'/>", "x.svg")) == (415, "wrong_file_type")
    assert code(await send(olu, b"MZ\x90\x00" + bytes(99), "x.pdf")) == (415, "wrong_file_type")
    assert code(await send(olu, b"a" * kinds.HEAD + b"\x00", "x.txt")) == (415, "wrong_file_type")
    assert code(await send(olu, png(20_000, 10))) == (413, "picture_too_large")
    assert code(await send(olu, b"\x89PNG\r\n\x1a\nxx")) == (415, "unreadable_picture")
    assert code(await send(reader, b"a,b")) == (403, "role_needed")
    monkeypatch.setitem(kinds.SIZE_MOST, kinds.Family.FILE, 600_000)
    answer = await send(olu, b"a" * 600_001)
    assert code(answer) == (413, "file_too_large")
    assert lying(settings) == before
    monkeypatch.setitem(kinds.SIZE_MOST, kinds.Family.FILE, 600_002)  # the falsifier: with more room it is taken
    assert (await send(olu, b"a" * 600_001)).status_code == 201
    monkeypatch.setattr(kinds, "sniffed", lambda head: "png")  # the falsifier: believed by name, all is a picture
    monkeypatch.setattr(kinds, "dimensions", lambda head, name: (1, 1))
    assert (await send(olu, HTML, "x.png")).status_code == 201


async def test_a_draft_hides_its_files(world, monkeypatch):
    olu, reader, challenge = world
    url = f"{ALL}/{(await send(olu, png(), 'a.png')).json()['id']}"
    assert (await reader.get(url)).headers["content-disposition"].startswith("inline")
    async with database.reading() as c:
        await c.execute("update challenge set state = 'draft' where id = $1", challenge)
    assert code(await reader.get(url)) == code(await reader.get(ALL)) == (404, "no_such_challenge")
    assert (await olu.get(url)).status_code == 200
    monkeypatch.setattr(challenges.rules, "may_see", lambda *_: True)  # the falsifier
    assert (await reader.get(url)).status_code == 200


async def test_bytes_without_a_row_are_swept_after_a_day(world, settings):
    olu, _, _challenge = world
    files = Storage(settings)
    files.home = await sweep.home()
    await send(olu, b"kept")
    standing = set(lying(settings))
    async with database.reading() as c:
        key = await c.fetchval("select key from attachment")
    await send(olu, b"lost")
    async with database.reading() as c:
        await c.execute("delete from attachment where key <> $1", key)
    assert await sweep.sweep(files, [store.claimed]) == 0
    with clock.use(lambda: clock_later):
        await sweep.sweep(files, [store.claimed])
    assert lying(settings) == [key.rpartition("/")[2]]
    assert lying(settings)[0] in standing


clock_later = clock.now() + timedelta(days=2)
