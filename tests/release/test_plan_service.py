"""Runs of the planner: watched, stopped early, and published one at a time."""

import asyncio
import time
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest
import uvicorn
from httpx_ws import WebSocketDisconnect, aconnect_ws
from msgspec.structs import asdict
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hackday.database import reading
from hackday.people import store as people
from hackday.release.plans import store as plan_store
from hackday.release.plans.routes import NOT_FOR_YOU
from hackday.release.plans.runs import Runs, run_plan
from hackday.release.plans.service import start_plan, stop_plan
from hackday.release.schemas import Progress
from hackday.release.wire import PlanDraft
from hackday.scoreboard.frames import SERVER, FrameProtocol
from tests.factories import grant, make_person, make_session
from tests.release.company import load_company
from tests.release.desk import PAGE, planned
from tests.scoreboard.live import until


async def actor(person):
    async with reading() as c:
        found = await people.actor_by_email(await c.fetchval("select email from person where id = $1", person))
    assert found
    return found


async def stopped_before_it_begins():
    """A run for a company of 500 that somebody stops from anywhere before the process that runs it has looked."""
    _, planner = await load_company()
    pat = await actor(planner)
    day, plan = await start_plan(pat, "spring", PlanDraft(seconds=20, seed=1))
    assert (await stop_plan(pat, "spring", plan.id)).stop_asked
    await run_plan(day, plan, seconds=20)
    async with reading() as c:
        return planner, plan.id, await c.fetchrow("select state, status from plan where id = $1", plan.id)


async def test_a_run_that_is_stopped_keeps_its_best_plan_ready_to_publish(db, browser_of):
    planner, plan, outcome = await stopped_before_it_begins()
    assert tuple(outcome) == ("ready", "stopped")
    pat = await browser_of(planner)
    assert (await pat.post(f"{PAGE}/plans/{plan}/publish")).status_code == 200
    answer = await pat.post(f"{PAGE}/plans/{plan}/stop")
    assert (answer.status_code, answer.json()["code"]) == (409, "plan_is_not_running")
    assert (await pat.post(f"{PAGE}/plans/{uuid4()}/stop")).status_code == 404


async def test_without_hearing_of_it_the_run_goes_on(db, monkeypatch):
    """The falsifier: the test above sees whether a run is stopped."""
    beat = plan_store.beat

    async def deaf(*args, **kwargs):
        await beat(*args, **kwargs)
        return False

    monkeypatch.setattr(plan_store, "beat", deaf)
    _, _, outcome = await stopped_before_it_begins()
    assert tuple(outcome) == ("ready", "proven")


async def test_a_run_that_was_given_up_stops_by_itself(desk):
    pat = await actor(desk.pat)
    _, plan = await start_plan(pat, "spring", PlanDraft(seconds=20, seed=1))
    async with reading() as c:
        await c.execute("update plan set state = 'failed'")
    assert await plan_store.beat(plan.id, None, now=plan.started_at)


async def test_a_run_of_a_company_is_watched_stopped_and_published(db, app, browser_of):
    _, planner = await load_company()
    pat = await browser_of(planner)
    plan = (await pat.post(f"{PAGE}/plans", json={"seconds": 60, "seed": 1})).json()["id"]
    seen = []
    async with aconnect_ws(f"http://test{PAGE}/plans/{plan}/progress", pat) as socket:
        with pytest.raises(WebSocketDisconnect) as ended:
            while True:
                seen.append(await socket.receive_json(timeout=30))
                if len(seen) == 1:
                    await pat.post(f"{PAGE}/plans/{plan}/stop")
    assert ended.value.code == 1000
    assert (seen[0]["state"], seen[-1]["state"]) == ("running", "ready")
    assert seen[-1] == (await pat.get(f"{PAGE}/plans/{plan}")).json()["plan"]
    await app.state.runs.finished()
    assert (await pat.post(f"{PAGE}/plans/{plan}/publish")).status_code == 200


async def test_progress_is_for_planners_and_our_own_pages(desk, browser_of):
    _, plan = await start_plan(await actor(desk.pat), "spring", PlanDraft(seconds=20, seed=1))
    pat, ada, visitor = await browser_of(desk.pat), await browser_of(desk.ada), await browser_of()

    async def closed(browser, path=plan.id, **headers):
        async with aconnect_ws(f"http://test{PAGE}/plans/{path}/progress", browser, headers=headers) as socket:
            with pytest.raises(WebSocketDisconnect) as ended:
                await socket.receive_json(timeout=5)
        return ended.value.code

    assert await closed(ada) == NOT_FOR_YOU
    assert await closed(pat, uuid4()) == NOT_FOR_YOU
    assert await closed(pat, origin="https://elsewhere.example") == NOT_FOR_YOU
    with pytest.raises(WebSocketDisconnect):  # refused before it opens
        await closed(visitor)
    async with aconnect_ws(f"http://test{PAGE}/plans/{plan.id}/progress", pat) as socket:
        assert (await socket.receive_json(timeout=5))["progress"] is None
        told = Progress("bound", 100, 200, 0.5, 1.5)
        await plan_store.beat(plan.id, told, now=plan.started_at)  # by whichever process runs it
        async with asyncio.timeout(5):
            while not (heard := await socket.receive_json(timeout=5))["progress"]:
                pass
        assert heard["progress"] == asdict(told)


@asynccontextmanager
async def served(app):
    """The application on a real server; gives the server, and what ends with it."""
    config = uvicorn.Config(
        app, port=0, ws=FrameProtocol, lifespan="off", log_level="warning", timeout_graceful_shutdown=10, **SERVER
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield server, running
    finally:
        server.should_exit = True
        await running


async def test_an_open_stream_does_not_hold_up_the_servers_end(desk, app):
    _, plan = await start_plan(await actor(desk.pat), "spring", PlanDraft(seconds=20, seed=1))
    cookie = {"cookie": f"hackday={await make_session(desk.pat)}"}
    async with served(app) as (server, running):
        port = server.servers[0].sockets[0].getsockname()[1]
        url = f"ws://127.0.0.1:{port}{PAGE}/plans/{plan.id}/progress"
        async with connect(url, origin=f"http://127.0.0.1:{port}", additional_headers=cookie) as socket:
            await socket.recv()
            started = time.monotonic()
            server.should_exit = True
            with pytest.raises(ConnectionClosed):
                while True:
                    await socket.recv()
            await running
    assert time.monotonic() - started < 3


async def test_two_planners_publish_two_plans_at_once_one_counts_at_the_end(desk, app, browser_of):
    paul = await make_person("Paul Planner")
    await grant(desk.day, paul, "planner")
    browsers = [await browser_of(desk.pat), await browser_of(paul)]
    for _ in range(5):
        plans = [await planned(app, browsers[0]) for _ in range(2)]
        answers = await asyncio.gather(
            *(b.post(f"{PAGE}/plans/{plan['id']}/publish") for b, plan in zip(browsers, plans, strict=True))
        )
        assert [a.status_code for a in answers] == [200, 200]
        async with reading() as c:
            published = await c.fetch("select id from plan where state = 'published'")
        assert len(published) == 1
        assert published[0]["id"] in {UUID(plan["id"]) for plan in plans}


async def test_two_planners_publish_the_same_plan_one_is_told(desk, app, browser_of):
    pat = await browser_of(desk.pat)
    plan = await planned(app, pat)
    answers = await asyncio.gather(*(pat.post(f"{PAGE}/plans/{plan['id']}/publish") for _ in range(2)))
    assert sorted(a.status_code for a in answers) == [200, 409]
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"plan_is_not_ready"}


async def test_runs_end_with_the_application(desk):
    day, plan = await start_plan(await actor(desk.pat), "spring", PlanDraft(seconds=20, seed=1))
    runs = Runs()
    runs.start(run_plan(day, plan, seconds=20))
    await asyncio.sleep(0.1)
    await runs.stop()
    async with reading() as c:
        assert await c.fetchval("select failure from plan") == "The planning was interrupted."
