"""Pictures for the played day, drawn by code: a screen of an application that nobody wrote."""

import random
import struct
import zlib

import numpy as np

_INKS = [(15, 98, 254), (138, 63, 252), (0, 125, 121), (25, 128, 56), (208, 38, 112), (0, 114, 195)]
_PAPER = (244, 244, 244)
_BAR = (22, 22, 22)


def screen(seed: str, *, width: int = 800, height: int = 450) -> bytes:
    """A PNG of a window with a chart; the same `seed` draws the same."""
    chance = random.Random(seed)  # noqa: S311
    ink = np.array(chance.choice(_INKS), dtype=np.uint8)
    page = np.full((height, width, 3), _PAPER, dtype=np.uint8)
    page[: height // 11] = _BAR
    page[height // 11 :, : width // 6] = 255
    for row in range(6):  # a menu
        top = height // 11 + 30 + row * 44
        page[top : top + 14, 28 : 28 + chance.randint(60, width // 6 - 40)] = ink if row == 1 else (198, 198, 198)
    left, bottom, columns = width // 6 + 50, height - 60, 14
    step = (width - left - 50) // columns
    high = chance.random()
    for column in range(columns):
        high = min(0.95, max(0.12, high + chance.uniform(-0.25, 0.28)))
        top = bottom - int(high * height * 0.62)
        at = left + column * step
        shade = 1.0 if column == columns - 1 else 0.45
        page[top:bottom, at : at + step * 2 // 3] = (ink * shade + 255 * (1 - shade)).astype(np.uint8)
    page[bottom : bottom + 2, left : width - 50] = (141, 141, 141)
    return png(page)


def png(pixels: "np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]") -> bytes:
    """Rows × columns × red, green, blue as a PNG file (ISO/IEC 15948): one chunk each of head, data and end."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(rows, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
