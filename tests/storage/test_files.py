"""The bytes of files on a disk and in a real S3: whole or not there, in parts, apart from those of other databases."""

import hashlib
from datetime import timedelta

import pytest

from hackday import clock
from hackday.settings import Settings
from hackday.storage import kinds, sweep
from hackday.storage.files import PART, NoSuchFile, Storage, StorageAway
from hackday.storage.kinds import Family, FileTooLarge
from tests.storage.seaweed import KEY, SECRET, seaweed

FILM = b"\x00\x00\x00\x18ftypisom" + b"frame!" * (2 * PART // 6 + 1_000_003)
"""Two parts and a piece of a third."""


@pytest.fixture(scope="module")
def s3(tmp_path_factory):
    with seaweed(tmp_path_factory.mktemp("seaweed")) as server:
        yield server


@pytest.fixture(params=["disk", "s3"])
def open_storage(request, tmp_path, monkeypatch):
    """`open_storage("home")`: the storage as the database of that name has it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    address = str(tmp_path) if request.param == "disk" else request.getfixturevalue("s3").setting(tmp_path.name)

    def make(home="home"):
        storage = Storage(Settings(files=address))
        storage.home = home
        return storage

    return make


async def chunks(content, size=100_000):
    for at in range(0, len(content), size):
        yield content[at : at + size]


async def keys(storage):
    return sorted([key for batch in [b async for b in storage.listed()] for key, _ in batch])


async def read(storage, key, start, end):
    return b"".join([chunk async for chunk in await storage.read(key, start, end)])


async def test_what_is_larger_than_a_part_is_kept_read_in_ranges_and_removed(open_storage):
    storage = open_storage()
    kept = await storage.keep(chunks(FILM), families=[Family.VIDEO])
    assert (kept.size, kept.sha256) == (len(FILM), hashlib.sha256(FILM).digest())
    assert await keys(storage) == [kept.key]
    for start, end in ((0, 12), (PART - 3, PART + 3), (len(FILM) - 5, len(FILM)), (0, len(FILM))):
        assert await read(storage, kept.key, start, end) == FILM[start:end]
    await storage.drop(kept.key)
    await storage.drop(kept.key)  # twice does no harm
    assert await keys(storage) == []
    with pytest.raises(NoSuchFile):
        await storage.read(kept.key, 0, 1)


async def test_what_is_refused_or_cut_off_on_the_way_leaves_nothing(open_storage, request, monkeypatch):
    storage = open_storage()
    monkeypatch.setitem(kinds.SIZE_MOST, Family.VIDEO, 2 * PART)
    with pytest.raises(FileTooLarge):
        await storage.keep(chunks(FILM), families=[Family.VIDEO])
    if "s3" in request.node.name:
        assert request.getfixturevalue("s3").begun_in_the_end() == []

    begun = []

    async def cut_off():
        yield FILM[: PART + 7]
        yield FILM[PART + 7 : 2 * PART]
        if "s3" in request.node.name:
            begun.extend(request.getfixturevalue("s3").begun_uploads())
        raise ConnectionResetError

    with pytest.raises((ConnectionResetError, StorageAway)):
        await storage.keep(cut_off(), families=[Family.VIDEO])
    async with storage.kept(chunks(b"%PDF-1.7"), families=[Family.FILE]):
        assert len(await keys(storage)) == 1
    with pytest.raises(ZeroDivisionError):
        async with storage.kept(chunks(b"%PDF-1.7"), families=[Family.FILE]):
            1 / 0  # noqa: B018
    assert len(await keys(storage)) == 1
    if "s3" in request.node.name:
        assert begun  # the list does show an upload under way; a part of the one before can still be on its way too
        assert request.getfixturevalue("s3").begun_in_the_end() == []


async def test_two_databases_in_one_storage_keep_apart(open_storage):
    mine, theirs = open_storage("mine"), open_storage("theirs")
    kept = await mine.keep(chunks(b"a,b\n"), families=[Family.FILE])
    other = await theirs.keep(chunks(b"a,b\n"), families=[Family.FILE])
    assert (await keys(mine), await keys(theirs)) == ([kept.key], [other.key])
    later = clock.now() + sweep.REST + timedelta(minutes=1)

    async def nobody(keys):
        return set()

    async def somebody(keys):
        return set(keys)

    assert await sweep.sweep(mine, [nobody]) == 0  # an upload may be under way
    with clock.use(lambda: later):
        assert await sweep.sweep(mine, [nobody, somebody]) == 0
        assert await sweep.sweep(mine, [nobody]) == 1
    assert (await keys(mine), await keys(theirs)) == ([], [other.key])


@pytest.mark.parametrize("trouble", ["wrong secret", "nobody there"])
async def test_a_storage_that_is_away_or_refuses_is_named(s3, trouble, monkeypatch, caplog):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong" if trouble == "wrong secret" else SECRET)
    address = s3.setting() if trouble == "wrong secret" else s3.setting().replace(s3.address, "http://127.0.0.1:1")
    storage = Storage(Settings(files=address))
    storage.home = "home"
    with pytest.raises(StorageAway):
        await storage.keep(chunks(b"a,b\n"), families=[Family.FILE])
    with pytest.raises(StorageAway):
        await storage.read("home/x", 0, 1)
    with pytest.raises(StorageAway):
        await keys(storage)
    await storage.drop("home/x")  # what stays is swept
    assert SECRET not in caplog.text
    assert all(len(record.getMessage().splitlines()) == 1 for record in caplog.records)
