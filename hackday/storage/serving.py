"""A stored file over HTTP: never run as a page, asked again by its hash, and in parts where a player wants them."""

import re
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.response import Stream

from hackday.storage.files import Storage
from hackday.storage.kinds import TYPES, Family

POLICY = "sandbox; default-src 'none'"
SHOWN = {kind.media for kind in TYPES.values() if kind.family is not Family.FILE}
"""Shown in the page; all else is downloaded."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Served(msgspec.Struct, frozen=True):
    """What a row knows about a file."""

    key: str
    name: str
    content_type: str
    size: int
    sha256: bytes


async def respond(request: Request[Any, Any, Any], files: Storage, file: Served) -> Response[Any]:
    """200, 206 for one range, 304 for what the browser has, 416 for a range beyond the end (RFC 9110, 14)."""
    etag = f'"{file.sha256.hex()}"'
    headers = {
        "etag": etag,
        "cache-control": "private, no-cache",  # who may see it is asked each time
        "content-security-policy": POLICY,
        "cross-origin-resource-policy": "same-origin",
        "accept-ranges": "bytes",
        "content-disposition": disposition(file.name, is_shown=file.content_type in SHOWN),
    }
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(b"", status_code=304, headers=headers, media_type=file.content_type)
    asked = request.headers.get("range", "")
    if request.headers.get("if-range", etag) != etag:
        asked = ""
    part = byte_range(asked, file.size)
    if part is None:
        headers |= {"content-range": f"bytes */{file.size}", "content-disposition": "inline"}
        return Response(b"", status_code=416, headers=headers, media_type="text/plain")
    start, end = part
    # As a header: a Stream takes its route's type before its own.
    headers |= {"content-length": str(end - start), "content-type": file.content_type}
    if is_partial := (start, end) != (0, file.size):
        headers["content-range"] = f"bytes {start}-{end - 1}/{file.size}"
    chunks = await files.read(file.key, start, end)
    return Stream(chunks, status_code=206 if is_partial else 200, headers=headers)


def byte_range(asked: str, size: int) -> tuple[int, int] | None:
    """First byte and the one behind the last; the whole for several ranges or nonsense; None beyond the end."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found[0] == "bytes=-":
        return 0, size
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size) if int(last) else None
    if last and int(last) < int(first):
        return 0, size
    return (int(first), min(int(last) + 1, size) if last else size) if int(first) < size else None


def disposition(name: str, *, is_shown: bool) -> str:
    """Content-Disposition with the name for old and for new browsers (RFC 6266, RFC 8187)."""
    plain = re.sub(r'[^ -~]|["\\%;]', "_", name)
    return f"{'inline' if is_shown else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


class Upload(Operation):
    """Says in the OpenAPI document that the body is the file's bare bytes."""

    def __post_init__(self) -> None:
        bare = OpenAPIMediaType(Schema(type=OpenAPIType.STRING, content_media_type="application/octet-stream"))
        self.request_body = RequestBody(required=True, content={"application/octet-stream": bare})
