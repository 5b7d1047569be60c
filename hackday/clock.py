"""The one place that knows what time it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime


def _system() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _read()


@contextmanager
def use(read: Callable[[], datetime]) -> Iterator[None]:
    """Let `read` tell the time inside the block. For tests and rehearsals."""
    global _read
    before, _read = _read, read
    try:
        yield
    finally:
        _read = before
