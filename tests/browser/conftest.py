"""A running site over the test database, and pages of a real Chromium signed in as somebody.

The server is a process of its own, as people run it; tests write through the factories into the same database.
"""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from hackday.settings import Settings
from tests import factories
from tests.browser import chromium

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
START_S = 30
PATIENCE_MS = 15_000
"""The other half of the suite has the other core, or more than that."""
expect.set_options(timeout=PATIENCE_MS)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
async def site(app: Any, settings: Settings) -> AsyncIterator[str]:
    """Address of a running server with the built front end, such as http://127.0.0.1:40123."""
    if not (FRONTEND / "dist" / "index.html").exists():
        subprocess.run([sys.executable, FRONTEND / "build.py"], check=True)
    port = _free_port()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("HACKDAY_")}
    server = subprocess.Popen(
        [sys.executable, "-m", "hackday", "serve"],
        cwd=ROOT,
        env=environ
        | {
            "DATABASE_URL": settings.database_url or "",
            "HACKDAY_PORT": str(port),
            "HACKDAY_FILES": settings.files or "",
            "HACKDAY_LINK_CHECK": settings.link_check,
        },
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await _answers(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


async def _answers(address: str, server: "subprocess.Popen[bytes]") -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(START_S * 10):
            if server.poll() is not None:
                break
            try:
                await client.get(address)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return
    raise RuntimeError(f"the server at {address} does not answer (exit code {server.poll()})")


@pytest.fixture(scope="session")
async def chrome() -> AsyncIterator[Browser]:
    if (path := chromium.find()) is None:
        pytest.fail(chromium.HELP)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


ContextOf = Callable[..., Awaitable[BrowserContext]]
PageOf = Callable[..., Awaitable[Page]]


@pytest.fixture
async def context_of(site: str, chrome: Browser, db: None) -> AsyncIterator[ContextOf]:
    """`await context_of(person_id, phone=True)`: a browser of their own; without a person, a visitor's.

    Further arguments are Playwright's, such as `color_scheme="dark"`. An uncaught error in a page fails the test.
    """
    errors: list[str] = []
    async with AsyncExitStack() as stack:

        async def make(person: UUID | None = None, *, phone: bool = False, **options: Any) -> BrowserContext:
            options.setdefault("viewport", PHONE if phone else DESKTOP)
            context = await chrome.new_context(
                base_url=site,
                has_touch=phone,
                locale="en-GB",
                reduced_motion="reduce",
                **options,
            )
            stack.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            context.on("weberror", lambda error: errors.append(str(error.error)))
            if person is not None:
                await sign_in(context, site, person)
            return context

        yield make
    assert errors == []


@pytest.fixture
async def page_of(context_of: ContextOf) -> PageOf:
    """`await page_of(person_id, phone=False)`: a page signed in as this person; go with `page.goto("/days/…")`."""

    async def make(person: UUID | None = None, **options: Any) -> Page:
        return await (await context_of(person, **options)).new_page()

    return make


async def sign_in(context: BrowserContext, site: str, person: UUID) -> None:
    """Put a live session's cookie into the browser."""
    await context.add_cookies([{"name": "hackday", "value": await factories.make_session(person), "url": site}])


RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


async def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds wrong on the page, WCAG 2.2 AA and best practice or only `rules`: the rule and the places."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate((FRONTEND / "node_modules/axe-core/axe.min.js").read_text())
    found = await page.evaluate(
        "async rules => (await axe.run(document, {runOnly: rules, resultTypes: ['violations']})).violations",
        list(rules or RULES),
    )
    return [f"{rule['id']}: {', '.join(str(node['target']) for node in rule['nodes'])}" for rule in found]
