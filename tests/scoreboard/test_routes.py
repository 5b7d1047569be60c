"""The board through HTTP: who sees what, in which phase."""

import httpx
import pytest
from httpx_ws import WebSocketDisconnect, aconnect_ws

from tests.factories import make_day, make_person
from tests.scoreboard.judged import BOARD, Judged


@pytest.fixture
async def judged(browser_of):
    return await Judged().open(browser_of)


async def test_everybody_sees_the_board_of_a_day(judged):
    await judged.score(1, 10)
    await judged.score(2, 4)
    await judged.score(2, 7, judge=1)
    told = await judged.shown()
    assert [(row["name"], row["score"]) for row in told["board"]["rows"]] == [
        ("Team 01", 10_000), ("Team 02", 5_000), ("Team 00", None), ("Team 03", None),
    ]  # fmt: skip
    assert told["board"]["ranks"] == [1, 2, None, None]
    assert told["board"]["rows"][0]["challenge"] == "Night Shift"
    assert told["state"]["phase"] == "judging"
    assert (await judged.visitor.get("/api/days/spring/boards/")).json() == {
        "name": "Spring hack day", "time_zone": "Europe/London", "boards": ["overall"],
    }  # fmt: skip


async def test_the_newest_version_of_a_sheet_counts(judged):
    await judged.score(0, 10)
    await judged.score(0, 1, base=1)
    assert (await judged.scores())["Team 00"] == 0


async def test_before_judging_teams_stand_without_scores(judged):
    await judged.score(0, 10)
    await judged.move("judging", "hacking")
    assert set((await judged.scores()).values()) == {None}


async def test_asking_again_costs_nothing(judged):
    first = await judged.visitor.get(BOARD)
    again = await judged.visitor.get(BOARD, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await judged.score(0, 10)
    anew = await judged.visitor.get(BOARD, headers={"if-none-match": first.headers["etag"]})
    assert (anew.status_code, anew.headers["etag"] != first.headers["etag"]) == (200, True)


@pytest.mark.parametrize("path", ["spring/boards/energy", "autumn/boards/overall", "draft/boards/overall"])
async def test_what_is_hidden_or_not_there(judged, path):
    await make_day("draft", phase="draft")
    answer = await judged.visitor.get(f"/api/days/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    async with aconnect_ws(f"http://test/api/days/{path}/live", judged.visitor) as socket:
        with pytest.raises(WebSocketDisconnect) as closed:
            await socket.receive_text()
    assert closed.value.code == 4404


async def test_a_message_from_a_client_ends_its_stream_and_nothing_else(judged):
    async with (
        aconnect_ws(f"http://test{BOARD}/live", judged.visitor, headers={"origin": "https://elsewhere.example"}) as one,
        aconnect_ws(f"http://test{BOARD}/live", judged.visitor) as other,
    ):
        for socket in (one, other):
            assert (await socket.receive_json())["type"] == "snapshot"
        await one.send_bytes(b"\xff{nonsense")
        with pytest.raises(WebSocketDisconnect) as closed:
            await one.receive_text()
        assert closed.value.code == 1008
        await judged.score(0, 10)
        while (message := await other.receive_json())["type"] == "beat":
            pass  # beats keep their own time
        assert message["type"] == "delta"


@pytest.mark.parametrize("body", [b"no json", b"{}", b'{"from_step": -1, "to_step": 0}', b'{"from_step": 0}'])
async def test_a_broken_reveal_is_named(judged, body):
    await judged.move("judging", "revealed")
    answer = await judged.desk.post(f"{BOARD}/reveal", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


async def test_only_organisers_look_behind_the_curtain(judged, browser_of):
    employee = await browser_of(await make_person())

    async def reveal(browser: httpx.AsyncClient) -> int:
        return (await browser.post(f"{BOARD}/reveal", json={"from_step": 0, "to_step": 1})).status_code

    await judged.move("judging", "frozen")
    for browser, status in ((judged.visitor, 401), (employee, 403), (judged.judges[0], 403)):
        assert (await browser.get(f"{BOARD}/final")).status_code == status
        assert await reveal(browser) == status
    assert (await judged.desk.get(f"{BOARD}/final")).status_code == 200
    assert (await judged.reveal(0, 1)).json()["code"] == "wrong_phase"
