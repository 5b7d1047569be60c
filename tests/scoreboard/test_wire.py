"""The stream and its messages: whoever comes back is complete, and the wire is as agreed with the front end."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from hackday.scoreboard.board import ranked
from hackday.scoreboard.schemas import Board, BoardState, Message, View
from hackday.scoreboard.stream import MEMORY, Stream
from tests.scoreboard.live import Client
from tests.scoreboard.test_board import boards, row

WIRE = Path(__file__).parent.parent / "wire"
NOW = datetime(2026, 5, 20, 12, 0, 10, tzinfo=UTC)


views = st.builds(
    View, board=boards, state=st.builds(BoardState, phase=st.just("judging"), reveal_step=st.integers(0, 2))
)


@given(st.lists(views, min_size=1, max_size=8), st.data())
def test_whoever_comes_back_is_complete(run: list[View], data: st.DataObject):
    stream, client, lazy = Stream(run[0]), Client(), Client()
    client.fold_all(stream.snapshot().texts)
    lazy.fold_all(stream.snapshot().texts)
    for view in run[1:]:
        frame = stream.publish(view)
        if frame is not None:
            assert not client.fold_all(frame.texts)
        if data.draw(st.booleans()):
            assert not lazy.fold_all(stream.catch_up(lazy.token, NOW).texts)
            assert lazy.board == view.board
        assert (client.board, client.state, client.seq) == (view.board, view.state, stream.seq)
    assert not lazy.fold_all(stream.catch_up(lazy.token, NOW).texts)
    assert (lazy.board, lazy.state, lazy.seq) == (run[-1].board, run[-1].state, stream.seq)


@given(st.lists(boards, min_size=3, max_size=8, unique_by=lambda b: b.rows), st.data())
def test_one_dropped_message_is_noticed(run: list[Board], data: st.DataObject):
    stream, client = Stream(View(board=run[0], state=BoardState(phase="judging"))), Client()
    client.fold_all(stream.snapshot().texts)
    frames = [stream.publish(View(board=board, state=BoardState(phase="judging"))) for board in run[1:]]
    dropped = data.draw(st.integers(0, len(frames) - 1))
    noticed = [client.fold_all(f.texts) for n, f in enumerate(frames) if f and n != dropped]
    noticed.append(client.fold_all(stream.beat(NOW).texts))
    assert noticed[dropped:] == [True] * (len(frames) - dropped)
    assert not client.fold_all(stream.catch_up(client.token, NOW).texts)
    assert client.board == run[-1]


@pytest.mark.parametrize(
    "after",
    [None, "", "x", "0.0", "abcdefabcdef.0", "{e}.99", "{e}.-1", "{e}.x", "{e}.", "{e}.٢", "{e}.1.1", "{e}.0\n"],
)
def test_a_token_of_no_use_gets_all(after: str | None):
    stream = Stream(View(board=ranked([row("a", 1)]), state=BoardState(phase="judging")))
    stream.publish(View(board=ranked([row("a", 2)]), state=BoardState(phase="judging")))
    token = after and after.format(e=stream.epoch)
    assert stream.catch_up(token, NOW) == stream.snapshot()


def test_what_is_too_long_ago_gets_all():
    stream = Stream(View(board=Board(), state=BoardState(phase="judging")))
    for n in range(MEMORY + 1):
        stream.publish(View(board=ranked([row("a", n)]), state=BoardState(phase="judging")))
    assert stream.catch_up(f"{stream.epoch}.0", NOW) == stream.snapshot()
    assert stream.catch_up(f"{stream.epoch}.1", NOW) != stream.snapshot()


# Golden messages: the front end folds the same files.

STATE = BoardState(phase="judging", ends_at=datetime(2026, 5, 20, 13, 0, tzinfo=UTC))
FROZEN = BoardState(phase="frozen", frozen=True, announcement="Frozen until the ceremony in hall B")
FIRST = ranked(
    [row("t1", 8_350, "Binary Garage"), row("t2", 7_900, "Łódź Lights"), row("t3", 7_900, "Opal Falcons"), row("t4")]
)
SECOND = ranked([FIRST.rows[0], structs.replace(FIRST.rows[3], score=8_100), *FIRST.rows[1:3]])
THIRD = ranked([structs.replace(SECOND.rows[1], score=9_000), *SECOND.rows[:1], *SECOND.rows[2:]])


def golden() -> dict[str, bytes]:
    stream = Stream(View(board=FIRST, state=STATE), epoch="0123456789ab")
    snapshot = stream.snapshot().texts[0]
    delta = stream.publish(View(board=SECOND, state=STATE))
    state = stream.publish(View(board=SECOND, state=FROZEN))
    assert delta is not None
    assert state is not None
    beat = stream.beat(NOW).texts[0]
    both = stream.publish(View(board=THIRD, state=STATE))
    assert both is not None
    steps = [
        (delta.texts[0], True),  # before any snapshot
        (snapshot, False),
        (stream_beat(stream, seq=0), False),
        (state.texts[0], True),  # the delta before it is missing
        (delta.texts[0], False),
        (delta.texts[0], False),  # twice
        (stream_beat(stream, seq=3), True),
        (state.texts[0], False),
        (delta.texts[0], False),  # an old one changes nothing
        (both.texts[0], False),
        (both.texts[1], False),
        (stream.catch_up("0123456789ab.1", NOW).texts[0], False),
        (snapshot.replace(b"0123456789ab", b"ba9876543210"), False),
        (both.texts[0], True),  # of another epoch
        (stream.catch_up("ba9876543210.0", NOW).texts[0], False),
    ]
    fold = {
        "steps": [{"message": msgspec.Raw(text), "gap": gap} for text, gap in steps],
        "seq": stream.seq,
        "board": THIRD,
        "state": STATE,
    }
    return {
        "snapshot": snapshot,
        "delta": delta.texts[0],
        "state": state.texts[0],
        "beat": beat,
        "fold": msgspec.json.format(msgspec.json.encode(fold)),
    }


def stream_beat(stream: Stream, seq: int) -> bytes:
    return stream.beat(NOW).texts[0].replace(b'"seq":%d' % stream.seq, b'"seq":%d' % seq)


@pytest.mark.parametrize("name", ["snapshot", "delta", "state", "beat", "fold"])
def test_the_wire_is_as_agreed(name: str):
    assert (WIRE / f"{name}.json").read_bytes() == golden()[name] + b"\n"


def test_the_agreed_messages_fold_to_the_agreed_board():
    fold = msgspec.json.decode((WIRE / "fold.json").read_bytes())
    client = Client()
    for step in fold["steps"]:
        assert client.fold(msgspec.convert(step["message"], Message)) == step["gap"], step
    assert msgspec.to_builtins(client.board) == fold["board"] | {
        "rows": tuple(fold["board"]["rows"]),
        "ranks": tuple(fold["board"]["ranks"]),
    }
    assert client.seq == fold["seq"]
