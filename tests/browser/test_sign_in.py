"""Signing in by link in a browser."""

import asyncio

import pytest
from playwright.async_api import Route, expect

from hackday.people import service
from tests.browser.conftest import ContextOf
from tests.factories import make_person

pytestmark = pytest.mark.browser


async def test_a_late_answer_from_before_the_sign_in_signs_nobody_out(context_of: ContextOf) -> None:
    ada = await make_person("Ada Park")
    page = await (await context_of()).new_page()
    signed_in = asyncio.Event()
    held: list[int] = []

    async def hold(route: Route) -> None:
        """The first question who this is gets its answer after the sign-in, as on a slow network."""
        answer = await route.fetch()
        if not held:
            held.append(answer.status)
            await signed_in.wait()
        await route.fulfill(response=answer)

    await page.route("**/api/me", hold)
    async with page.expect_response("**/api/session") as spent:
        await page.goto(f"/sign-in#{await service.make_link(ada)}", wait_until="commit")
    assert (await spent.value).ok
    await expect(page.get_by_role("heading", level=1, name="Hack days")).to_be_visible()
    async with page.expect_response("**/api/me"):  # the late one
        signed_in.set()
    assert held == [401]
    await page.wait_for_load_state("networkidle")
    await expect(page.get_by_role("heading", level=1, name="Hack days")).to_be_visible()
