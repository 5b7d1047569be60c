"""What a file is, said by its bytes alone: never by its name, nor by what a browser calls it."""

import enum
import re
import unicodedata
from collections.abc import Collection

import msgspec

from hackday.errors import Conflict, Invalid, Refusal

HEAD = 512 * 1024
"""So many bytes are read before it is said what a file is: a camera puts that much before a picture's size."""
MEGABYTE = 1_000_000
SIDE_MOST = 16_384
"""Pixels; the most that common browsers draw."""
PIXELS_MOST = 64 * MEGABYTE
"""A phone's full 50 megapixels pass; a small file that unpacks to gigabytes does not."""


class Family(enum.StrEnum):
    PICTURE = "picture"
    VIDEO = "video"
    FILE = "file"


SIZE_MOST = {Family.PICTURE: 10 * MEGABYTE, Family.VIDEO: 500 * MEGABYTE, Family.FILE: 50 * MEGABYTE}
"""Bytes: a photo as a phone takes it, five minutes of film in high definition, a thick slide deck."""


class FileType(msgspec.Struct, frozen=True):
    media: str
    family: Family
    suffixes: tuple[str, ...]
    """Ends of names that fit it, the usual one first."""


class Limits(msgspec.Struct, frozen=True):
    """What may be uploaded, for a screen to say beforehand."""

    sizes: dict[Family, int]
    """Bytes at most, for each family that is taken."""
    counts: dict[Family, int]
    """So many of a family at most."""
    suffixes: list[str]
    """As `accept` of a file field takes them."""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TEXT = FileType("text/plain; charset=utf-8", Family.FILE, (".txt", ".md", ".csv", ".json", ".yaml", ".yml", ".log"))
TYPES = {
    "png": FileType("image/png", Family.PICTURE, (".png",)),
    "jpeg": FileType("image/jpeg", Family.PICTURE, (".jpg", ".jpeg")),
    "gif": FileType("image/gif", Family.PICTURE, (".gif",)),
    "webp": FileType("image/webp", Family.PICTURE, (".webp",)),
    "mp4": FileType("video/mp4", Family.VIDEO, (".mp4", ".m4v")),
    "mov": FileType("video/quicktime", Family.VIDEO, (".mov",)),
    "webm": FileType("video/webm", Family.VIDEO, (".webm",)),
    "pdf": FileType("application/pdf", Family.FILE, (".pdf",)),
    "docx": FileType(f"{_OFFICE}wordprocessingml.document", Family.FILE, (".docx",)),
    "xlsx": FileType(f"{_OFFICE}spreadsheetml.sheet", Family.FILE, (".xlsx",)),
    "pptx": FileType(f"{_OFFICE}presentationml.presentation", Family.FILE, (".pptx",)),
    "odt": FileType(f"{_OPEN}text", Family.FILE, (".odt",)),
    "ods": FileType(f"{_OPEN}spreadsheet", Family.FILE, (".ods",)),
    "odp": FileType(f"{_OPEN}presentation", Family.FILE, (".odp",)),
    "zip": FileType("application/zip", Family.FILE, (".zip",)),
    "text": TEXT,
}
_MP4 = re.compile(rb"isom|iso\d|mp4\d|avc1|M4V |dash|MSNV|mmp4")
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


class FileTooLarge(Refusal):
    status = 413
    code = "file_too_large"

    def __init__(self, family: Family, most: int) -> None:
        super().__init__(f"This {family} is too large: at most {most // MEGABYTE} MB are taken.")


class PictureTooLarge(Refusal):
    status = 413
    code = "picture_too_large"

    def __init__(self, width: int, height: int) -> None:
        super().__init__(
            f"This picture has {width:,} × {height:,} pixels; at most {SIDE_MOST:,} a side and "
            f"{PIXELS_MOST // MEGABYTE} megapixels are taken. Make it smaller."
        )


class WrongFileType(Refusal):
    status = 415
    code = "wrong_file_type"

    def __init__(self, families: Collection[Family]) -> None:
        super().__init__(f"Files of this type are not taken. Send one of: {', '.join(suffixes(families))}.")


class UnreadablePicture(Refusal):
    status = 415
    code = "unreadable_picture"

    def __init__(self) -> None:
        super().__init__("This picture is damaged: its size cannot be read. Save it again and repeat.")


class EmptyFile(Invalid):
    code = "empty_file"

    def __init__(self) -> None:
        super().__init__("The file is empty.")


class TooManyFiles(Conflict):
    code = "too_many_files"

    def __init__(self, family: Family, most: int) -> None:
        super().__init__(f"There are {most} already ({family}); no more are taken. Remove one first.")


def suffixes(families: Collection[Family]) -> list[str]:
    return [suffix for kind in TYPES.values() if kind.family in families for suffix in kind.suffixes]


def limits(counts: dict[Family, int]) -> Limits:
    return Limits({family: SIZE_MOST[family] for family in counts}, counts, suffixes(counts))


def check_count(family: Family, standing: int, counts: dict[Family, int]) -> None:
    if standing >= counts[family]:
        raise TooManyFiles(family, counts[family])


def recognised(head: bytes, families: Collection[Family]) -> FileType:
    """The type of a file that begins with `head`. Raises EmptyFile, WrongFileType, UnreadablePicture, …TooLarge."""
    if not head:
        raise EmptyFile
    name = sniffed(head)
    if name is None or TYPES[name].family not in families:
        raise WrongFileType(families)
    if TYPES[name].family is Family.PICTURE:
        width, height = dimensions(head, name)
        if max(width, height) > SIDE_MOST or width * height > PIXELS_MOST:
            raise PictureTooLarge(width, height)
    return TYPES[name]


def sniffed(head: bytes) -> str | None:
    """The name in TYPES of what begins like this; None for all else. The first bytes as their formats state them."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "mov" if head[8:12] == b"qt  " else "mp4" if _MP4.fullmatch(head[8:12]) else None
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else None
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _packed(head)
    return "text" if is_text(head) and not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<") else None


def _packed(head: bytes) -> str:
    for name in ("odt", "ods", "odp"):
        if head[30:].startswith(b"mimetype" + TYPES[name].media.encode()):
            return name
    if b"[Content_Types].xml" in head:
        for name, folder in (("docx", b"word/"), ("xlsx", b"xl/"), ("pptx", b"ppt/")):
            if folder in head:
                return name
    return "zip"


def is_text(part: bytes) -> bool:
    """Whether a text of UTF-8 may begin with these bytes; its last letter may be cut."""
    try:
        part.decode()
    except UnicodeDecodeError as error:
        if error.start < len(part) - 3:
            return False
    return not has_controls(part)


def has_controls(part: bytes) -> bool:
    return _CONTROLS.search(part) is not None


def dimensions(head: bytes, name: str) -> tuple[int, int]:
    """Width and height in pixels, both at least 1. Raises UnreadablePicture."""
    readers = {"png": _of_png, "jpeg": _of_jpeg, "gif": _of_gif, "webp": _of_webp}
    width, height = readers[name](head)
    if width < 1 or height < 1:
        raise UnreadablePicture
    return width, height


def _of_png(head: bytes) -> tuple[int, int]:
    return (_big(head[16:20]), _big(head[20:24])) if head[12:16] == b"IHDR" and len(head) >= 24 else (0, 0)


def _of_gif(head: bytes) -> tuple[int, int]:
    return _little(head[6:8]), _little(head[8:10])


def _of_webp(head: bytes) -> tuple[int, int]:
    if head[12:16] == b"VP8X":
        return _little(head[24:27]) + 1, _little(head[27:30]) + 1
    if head[12:16] == b"VP8L":
        bits = _little(head[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF


def _of_jpeg(head: bytes) -> tuple[int, int]:
    """Walks from segment to segment to the frame's header (ITU T.81, B.1 and B.2.2)."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _big(head[at + 7 : at + 9]), _big(head[at + 5 : at + 7])
        at += 1 if marker == 0xFF else 2 + _big(head[at + 2 : at + 4])
    return 0, 0


def _big(part: bytes) -> int:
    return int.from_bytes(part, "big")


def _little(part: bytes) -> int:
    return int.from_bytes(part, "little")


def shown_name(name: str, kind: FileType, *, most: int = 120) -> str:
    """The name for people: no path, nothing invisible, and an end that fits what the file is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if c.isspace() else c for c in last if unicodedata.category(c)[0] != "C" or c.isspace())
    clean = " ".join(visible.split()).strip(". ") or "file"
    suffix = next((s for s in kind.suffixes if clean.lower().endswith(s) and len(clean) > len(s)), "")
    stem = clean[: len(clean) - len(suffix)]
    return stem[: most - 8].rstrip(". ") + (suffix or kind.suffixes[0])
