"""The built front end, held in memory: compressed once, cached for ever by hashed name, deep links to index.html."""

import gzip
import hashlib
import mimetypes
from pathlib import Path
from typing import Any

import brotli
import msgspec
from litestar import Request, Response, route
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from hackday.web import Access, access

COMPRESSIBLE = {"application/javascript", "application/json", "application/manifest+json", "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"


class _File(msgspec.Struct, frozen=True):
    bodies: dict[str, bytes]
    """Content encoding ("" for none) to bytes."""
    digest: str
    media_type: str
    cache_control: str


def _load(folder: Path) -> dict[str, _File]:
    files = {}
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink() or path.suffix == ".map":
            continue
        raw = path.read_bytes()
        name = "/" + path.relative_to(folder).as_posix()
        guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        kind = "text/javascript" if path.suffix == ".js" else guessed
        bodies = {"": raw}
        if (kind.startswith("text/") or kind in COMPRESSIBLE) and len(raw) > 600:
            bodies |= {"br": brotli.compress(raw, quality=9), "gzip": gzip.compress(raw, 9)}
        files[name] = _File(
            bodies,
            hashlib.sha256(raw).hexdigest()[:20],
            kind,
            FOREVER if name.startswith("/assets/") else "no-cache",
        )
    return files


def static_files(folder: Path) -> HTTPRouteHandler:
    """A catch-all route over the build in `folder`; raises FileNotFoundError when it was not built."""
    files = _load(folder)
    if "/index.html" not in files:
        raise FileNotFoundError(f"{folder} holds no build of the front end. Run `make build` first.")

    @route(
        ["/", "/{path:path}"],
        http_method=["GET", "HEAD"],
        name="static",
        include_in_schema=False,
        opt=access(Access.PUBLIC),
    )
    async def serve_static(request: Request[Any, Any, Any], path: FromPath[str] = "/") -> Response[bytes | None]:
        name = "/" + path.lstrip("/")
        file = files.get(name)
        if file is None:
            if name.startswith(("/api/", "/assets/")) or "." in name.rsplit("/", 1)[-1]:
                raise NotFoundException()
            file = files["/index.html"]
        accepted = request.headers.get("accept-encoding", "")
        encoding = next((e for e in ("br", "gzip") if e in file.bodies and e in accepted), "")
        etag = f'"{file.digest}-{encoding}"'
        headers = {"etag": etag, "cache-control": file.cache_control, "vary": "accept-encoding"}
        if encoding:
            headers["content-encoding"] = encoding
        known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
        if etag in known:
            return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
        return Response(file.bodies[encoding], headers=headers, media_type=file.media_type, status_code=200)

    return serve_static
