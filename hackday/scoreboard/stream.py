"""One board's public stream: its sequence, its recent past, and the frames made of them. No I/O."""

import re
import secrets
from collections import deque
from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct
from websockets.frames import Frame, Opcode

from hackday.scoreboard.board import diff, union
from hackday.scoreboard.schemas import Beat, Change, Delta, Message, Snapshot, State, View

MEMORY = 256
"""Changes kept for those who come back: a minute at four a second."""

_TOKEN = re.compile(r"([0-9a-f]{12})\.([0-9]{1,15})", re.ASCII)
_json = msgspec.json.Encoder()


class Prepared(Struct, frozen=True):
    """Messages made ready once, to be written to every socket as they are."""

    texts: tuple[bytes, ...]
    """The JSON texts."""
    wire: bytes
    """The same as websocket frames; a server's frames are not masked, so they are the same for all."""


def prepare(messages: Sequence[Message]) -> Prepared:
    texts = tuple(_json.encode(message) for message in messages)
    return Prepared(texts=texts, wire=b"".join(Frame(Opcode.TEXT, t).serialize(mask=False) for t in texts))


class Stream:
    """Starts at sequence 0 with its first view; each change of the rows or of the state is one step."""

    def __init__(self, view: View, *, epoch: str | None = None) -> None:
        self.epoch = epoch or secrets.token_hex(6)
        self.seq = 0
        self.view = view
        self._past: deque[Change | None] = deque(maxlen=MEMORY)  # None: the state changed, not the rows
        self._ready: dict[int | None, Prepared] = {}  # by the sequence of the one who asks; None: a snapshot

    def publish(self, view: View) -> Prepared | None:
        """Go on to `view`. The frames for those who are up to date, or None when the public sees no difference."""
        since = self.seq
        change = diff(self.view.board, view.board)
        if change is not None:
            self._past.append(change)
        if view.state != self.view.state:
            self._past.append(None)
            self.seq += 1
        self.seq += change is not None
        self.view = view
        if self.seq == since:
            return None
        self._ready.clear()
        return self._missing(since)

    def catch_up(self, after: str | None, now: datetime) -> Prepared:
        """What a client needs whose last token was `after` ("epoch.seq"): what it missed, or all. Never a hole."""
        match = _TOKEN.fullmatch(after or "")
        if match is None or match[1] != self.epoch:
            return self.snapshot()
        since = int(match[2])
        if since == self.seq:
            return self.beat(now)
        if not self.seq - len(self._past) <= since < self.seq:
            return self.snapshot()
        return self._missing(since)

    def snapshot(self) -> Prepared:
        if None not in self._ready:
            state, board = self.view.state, self.view.board
            self._ready[None] = prepare([Snapshot(epoch=self.epoch, seq=self.seq, state=state, board=board)])
        return self._ready[None]

    def beat(self, now: datetime) -> Prepared:
        return prepare([Beat(epoch=self.epoch, seq=self.seq, now=now)])

    def _missing(self, since: int) -> Prepared:
        if since not in self._ready:
            past = list(self._past)[since - self.seq :]
            changes = [change for change in past if change is not None]
            messages: list[Message] = []
            told = since
            if changes:  # the rows lead up to the state: a freeze is told after the last board before it
                told = self.seq - (None in past)
                change = union(changes, self.view.board)
                messages.append(Delta(epoch=self.epoch, seq=told, since=since, change=change))
            if None in past:
                messages.append(State(epoch=self.epoch, seq=self.seq, since=told, state=self.view.state))
            self._ready[since] = prepare(messages)
        return self._ready[since]
