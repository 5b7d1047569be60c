"""What crosses the wire around plans."""

from uuid import UUID

from msgspec import Struct

from hackday.release.wire import Shortage


class BrokenRelease(Struct, frozen=True):
    """Somebody whom their manager released, at a place that falls short now without them."""

    person: UUID
    name: str
    site: str
    """Where they live; `shortage.site` is where they are missed."""
    team: str | None
    shortage: Shortage
