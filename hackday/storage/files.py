"""Where the bytes lie: a folder, or any S3, by the one setting HACKDAY_FILES."""

import contextlib
import hashlib
import logging
import secrets
from collections.abc import AsyncIterator, Collection, Iterator
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from hackday.errors import NotFound, Refusal
from hackday.postgres import default_root
from hackday.settings import Settings, SettingsError
from hackday.storage import kinds
from hackday.storage.kinds import Family, FileType

log = logging.getLogger("hackday.storage")

PART = 5 * 1024 * 1024
"""Bytes that are written at a time; S3 takes no smaller parts."""
PARTS_AT_ONCE = 2
"""An upload holds so many parts in memory at most, beside the one that fills."""
SENT_AT_ONCE = 256 * 1024  # bytes; larger ones only wait in the buffers of the connection
PATIENCE: Any = {
    "connect_timeout": timedelta(seconds=5),
    "read_timeout": timedelta(seconds=20),
    "timeout": timedelta(hours=2),
}
"""Of S3: a server that is away is told in seconds, and a film may be watched to its end over a slow line."""
OPTIONS = {"endpoint", "region", "virtual_hosted_style_request"}
"""What may stand behind the ? of an S3 address. Keys are no part of an address: AWS_ACCESS_KEY_ID and its like."""


class NoSuchFile(NotFound):
    code = "no_such_file"

    def __init__(self) -> None:
        super().__init__("file")


class StorageAway(Refusal):
    status = 503
    code = "storage_away"

    def __init__(self) -> None:
        super().__init__("Files cannot be reached at the moment. Try again in a few minutes.")


class Stored(msgspec.Struct, frozen=True):
    """Bytes that are there in full."""

    key: str
    kind: FileType
    size: int
    sha256: bytes


class Storage:
    """Files under random keys. Opened at the first use, so that a command which needs none asks for nothing."""

    def __init__(self, settings: Settings) -> None:
        self._address = settings.files or str((settings.data or default_root()) / "files")
        self.home = ""
        """What all keys of this database begin with: two that share a storage never touch each other's files."""
        if "://" in self._address:
            self._parts = _s3_parts(self._address)

    @property
    def folder(self) -> Path | None:
        """Where the files lie on this machine; None in S3."""
        return None if "://" in self._address else Path(self._address).expanduser().absolute()

    @cached_property
    def _store(self) -> LocalStore | S3Store:
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            return LocalStore(self.folder)
        bucket, prefix, options = self._parts
        plain = options.get("endpoint", "").startswith("http://")
        return S3Store(
            bucket,
            prefix=prefix or None,
            config=options,  # type: ignore[arg-type]
            client_options=PATIENCE | {"allow_http": plain},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=15)},
        )

    async def keep(
        self, chunks: AsyncIterator[bytes], *, families: Collection[Family], announced: int | None = None
    ) -> Stored:
        """Write what comes, a part at a time; what is refused on the way leaves nothing behind.

        `announced` is the length in bytes that the sender states, so that the hopeless is refused at once.
        """
        largest = max(families, key=lambda family: kinds.SIZE_MOST[family])
        if announced and announced > kinds.SIZE_MOST[largest]:
            raise kinds.FileTooLarge(largest, kinds.SIZE_MOST[largest])
        head = bytearray()
        async for chunk in chunks:
            head += chunk
            if len(head) >= kinds.HEAD:
                break
        kind = kinds.recognised(bytes(head), families)
        passing = _Passing(kind)
        key = f"{self.home}/{secrets.token_hex(16)}"
        with _away():
            await self._store.put_async(
                key, passing.check(bytes(head), chunks), chunk_size=PART, max_concurrency=PARTS_AT_ONCE
            )
        return Stored(key, kind, passing.size, passing.digest.digest())

    @contextlib.asynccontextmanager
    async def kept(
        self, chunks: AsyncIterator[bytes], *, families: Collection[Family], announced: int | None = None
    ) -> AsyncIterator[Stored]:
        """As `keep`; where the block fails that writes the row, the bytes go again."""
        stored = await self.keep(chunks, families=families, announced=announced)
        try:
            yield stored
        except BaseException:
            await self.drop(stored.key)
            raise

    async def read(self, key: str, start: int, end: int) -> AsyncIterator[bytes]:
        """The bytes from `start` up to and without `end`. Raises NoSuchFile, StorageAway before the first is asked."""
        with _away():
            found = await self._store.get_async(key, options={"range": (start, end)})
        return _bytes(found.stream(min_chunk_size=SENT_AT_ONCE))

    async def drop(self, key: str) -> None:
        """Remove; never raises, since what stays is swept later."""
        try:
            await self._store.delete_async(key)
        except FileNotFoundError:
            pass
        except (BaseError, OSError):
            log.warning("%s could not be removed; it will be swept", key, exc_info=True)

    async def listed(self) -> AsyncIterator[list[tuple[str, float]]]:
        """All keys of this database in batches, each with the second (Unix time) in which it was written."""
        if self.folder and not self.folder.exists():  # nothing was ever kept; looking makes no folder
            return
        with _away():
            async for batch in self._store.list(self.home, chunk_size=500):
                yield [(item["path"], item["last_modified"].timestamp()) for item in batch]


class _Passing:
    """Looks at the bytes on their way: how many, of which hash, and whether a text stays one."""

    def __init__(self, kind: FileType) -> None:
        self.kind = kind
        self.size = 0
        self.digest = hashlib.sha256()

    async def check(self, head: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        yield self._checked(head)
        async for chunk in rest:
            if chunk:
                yield self._checked(chunk)

    def _checked(self, chunk: bytes) -> bytes:
        most = kinds.SIZE_MOST[self.kind.family]
        self.size += len(chunk)
        if self.size > most:
            raise kinds.FileTooLarge(self.kind.family, most)
        if self.kind is kinds.TEXT and kinds.has_controls(chunk):
            raise kinds.WrongFileType([Family.FILE])
        self.digest.update(chunk)
        return chunk


@contextlib.contextmanager
def _away() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NoSuchFile from None
    except (BaseError, OSError) as error:
        log.error("the storage of files: %s", str(error).partition("\n")[0] or type(error).__name__)
        raise StorageAway from None


async def _bytes(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    async for chunk in stream:
        yield bytes(chunk)


def _s3_parts(address: str) -> tuple[str, str, dict[str, str]]:
    """Bucket, prefix and options. Raises SettingsError that says what is wrong."""
    parts = urlsplit(address)
    options = dict(parse_qsl(parts.query))
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc:
        raise SettingsError("HACKDAY_FILES must be a folder, or look like s3://bucket/prefix?region=eu-central-1.")
    if unknown := options.keys() - OPTIONS:
        raise SettingsError(f"HACKDAY_FILES: {', '.join(sorted(unknown))} is unknown. Known: {', '.join(OPTIONS)}.")
    return parts.netloc, parts.path.strip("/"), options
