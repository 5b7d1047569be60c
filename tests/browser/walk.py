"""Watches a walk through the screens: what each page logs, asks for and shows, and whether everybody can use it."""

import asyncio
import os
import re
import subprocess
import sys
from uuid import UUID

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, Response, expect

from hackday import database
from tests.browser.conftest import ROOT, ContextOf, violations
from tests.browser.small_company import email

OVERFLOW = "document.documentElement.scrollWidth - innerWidth"
EXPECTED = ("net::ERR_ABORTED", "net::ERR_INTERNET_DISCONNECTED")
"""What leaving a page cuts off, and what a phone asks for whose network the walk has taken away."""
PATIENCE_MS = 20_000
"""A busy machine may take so long for what a person sees at once."""
HEARD = "Failed to load resource"
"""Chromium's own word on a response that `_answered` judges with more knowledge."""


class Walk:
    """The people of the walk, each at an own device, and what went wrong on the way."""

    def __init__(self, site: str, context_of: ContextOf, dsn: str) -> None:
        self.site = site
        self._context_of = context_of
        self._dsn = dsn
        self._devices: dict[str, Page] = {}
        self.problems: list[str] = []
        expect.set_options(timeout=PATIENCE_MS)

    async def page(self, name: str | None, *, phone: bool = False, viewport: dict[str, int] | None = None) -> Page:
        """This person's device, signed in; or a new one of somebody in the audience."""
        if name in self._devices:
            return self._devices[name]
        options = {"viewport": viewport} if viewport else {}
        context = await self._context_of(await self._person(name) if name else None, phone=phone, **options)
        context.set_default_timeout(PATIENCE_MS)
        page = await self._watched(context, visitor=name is None).new_page()
        if name:
            self._devices[name] = page
        return page

    async def _person(self, name: str) -> UUID:
        async with database.reading() as c:
            found: UUID = await c.fetchval("select id from person where email = $1", email(name))
        return found

    def _watched(self, context: BrowserContext, *, visitor: bool) -> BrowserContext:
        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and not message.text.startswith(HEARD):
                self.problems.append(f"console: {message.text}")

        def answered(response: Response) -> None:
            if response.status >= 400 and not (visitor and response.status == 401):
                self.problems.append(f"{response.status}: {response.request.method} {response.url}")

        def failed(request: Request) -> None:
            if request.failure not in EXPECTED:
                self.problems.append(f"{request.failure}: {request.method} {request.url}")

        context.on("console", said)
        context.on("response", answered)
        context.on("requestfailed", failed)
        return context

    async def look(self, page: Page, heading: str | re.Pattern[str]) -> None:
        """The page has come, under this heading; axe finds nothing on it, light or dark, and it fits its screen."""
        await expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        await expect(page.get_by_text("Loading …")).to_have_count(0)
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", ":id", page.url.removeprefix(self.site))
        self.problems += [f"{path}: {found}" for found in await violations(page)]
        await page.emulate_media(color_scheme="dark")
        self.problems += [f"{path}, dark: {found}" for found in await violations(page, "color-contrast")]
        await page.emulate_media(color_scheme="light")
        if (over := await page.evaluate(OVERFLOW)) > 0:
            self.problems.append(f"{path}: {over} px wider than the screen")
        assert not self.problems, "\n".join(self.problems)

    async def go(self, page: Page, path: str, heading: str | re.Pattern[str]) -> None:
        await page.goto(path)
        await self.look(page, heading)

    async def command(self, *words: object) -> str:
        """What `hackday …` prints, run against the same database."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("HACKDAY_")}
        done = await asyncio.to_thread(
            subprocess.run,
            [sys.executable, "-m", "hackday", *map(str, words)],
            cwd=ROOT,
            env=environ | {"DATABASE_URL": self._dsn, "HACKDAY_PUBLIC_URL": self.site},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
