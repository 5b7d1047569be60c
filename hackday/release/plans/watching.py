"""A run of the planner as it goes on, over a websocket: the server closes those by itself when it shuts down."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from hackday.release.wire import PlanState, PlanSummary

PACE = 0.3
"""Seconds between two looks at the plan: the process that runs it, maybe another, writes every half second."""


async def serve_progress(socket: WebSocket[Any, Any, Any], look: Callable[[], Awaitable[PlanSummary]]) -> None:
    """Accept, and send the plan as it is until its run has ended or the watcher has gone.

    What the watcher may see is checked before.
    """
    await socket.accept()
    gone = asyncio.create_task(_left(socket))
    try:
        while not gone.done():
            plan = await look()
            await socket.send_data(msgspec.json.encode(plan), mode="text")
            if plan.state is not PlanState.RUNNING:
                await socket.close()
                return
            await asyncio.wait({gone}, timeout=PACE)
    except WebSocketDisconnect:
        pass
    finally:
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone


async def _left(socket: WebSocket[Any, Any, Any]) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
