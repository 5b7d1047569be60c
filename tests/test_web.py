"""What holds for every answer."""

import httpx
import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException

from hackday import web
from hackday.web import Access, access

HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy")


@get("/boom", opt=access(Access.PUBLIC))
async def boom() -> None:
    raise RuntimeError("the secret is 1234")


@get("/silent")
async def silent() -> None: ...


def small_app(*handlers) -> Litestar:
    return Litestar(
        list(handlers),
        exception_handlers=web.EXCEPTION_HANDLERS,
        before_send=[web.add_security_headers],
        openapi_config=None,
    )


async def test_every_kind_of_answer_carries_the_security_headers(browser_of):
    browser = await browser_of()
    for method, path in (("GET", "/api/me"), ("GET", "/api/nothing"), ("PUT", "/api/me"), ("POST", "/api/sign-in"),
                         ("OPTIONS", "/api/me"), ("GET", "/api/openapi.json")):  # fmt: skip
        answer = await browser.request(method, path)
        assert [h for h in HEADERS if h not in answer.headers] == [], (method, path, answer.status_code)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code


async def test_an_unexpected_failure_says_nothing_of_its_cause():
    transport = httpx.ASGITransport(small_app(boom), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/boom")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "1234" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_route_without_an_access_rule_stops_the_start():
    web.check_every_route_states_access(small_app(boom))
    with pytest.raises(ImproperlyConfiguredException, match="/silent"):
        web.check_every_route_states_access(small_app(boom, silent))


async def test_a_body_that_is_too_large_is_refused_and_the_server_stays_up(browser_of):
    browser = await browser_of()
    answer = await browser.post("/api/sign-in", content=b"x" * 50_000_000, headers={"content-type": "application/json"})
    assert answer.status_code == 413
    assert (await browser.get("/api/openapi.json")).status_code == 200


async def test_the_api_document_describes_problems_as_they_are(browser_of):
    document = (await (await browser_of()).get("/api/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    answers = document["paths"]["/api/session"]["post"]["responses"]
    assert answers["default"]["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")
    operations = [op for path in document["paths"].values() for op in path.values() if isinstance(op, dict)]
    names = [op["operationId"] for op in operations if "operationId" in op]
    assert len(names) == len(set(names))
