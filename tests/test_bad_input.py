"""Whatever is sent to any route, the answer is a problem that names itself, never a failure of ours."""

from itertools import product
from uuid import UUID

import httpx
import pytest

from tests.factories import grant, make_challenge, make_day, make_person, make_sign_up, make_team

BODIES = [b"", b"{", b"[]", b"null", b"\xff\xfe{", b'{"\\u0000": 1}', b"[" * 50_000, b'{"a":' * 50_000, b"NaN",
          b'{"from_step": 1e999}', b"9" * 5_000]  # fmt: skip
WORDS = ["%00", "%ff%fe", "a" * 3_000, "-1", "9" * 40, "%F0%9F%92%A9", "'", "%25%5C_", "1e9", ""]
VERBS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
async def organiser(browser_of):
    person, day = await make_person(admin=True), await make_day(phase="hacking")
    for role in ("organiser", "judge"):
        await grant(day, person, role)
    await make_sign_up(day, person)
    await make_team(day, await make_challenge(day), (person,))
    return await browser_of(person)


async def operations(browser):
    """Method, path and operation of every route of the API."""
    paths = (await browser.get("/api/openapi.json")).json()["paths"]
    paths = {path: item for path, item in paths.items() if not path.startswith("/api/docs")}  # pages of the framework
    return [(verb, path, item[verb]) for path, item in paths.items() for verb in VERBS if verb in item]


def asked(operation, place):
    return [p["name"] for p in operation.get("parameters", []) if p["in"] == place]


def filled(path, operation, word):
    """The path with its last variable, or its only one, set to `word`; the day is a real one where it can be."""
    names = asked(operation, "path")
    for name in names[:-1] if len(names) > 1 else []:
        path = path.replace(f"{{{name}}}", "spring")
    for name in names:
        path = path.replace(f"{{{name}}}", word)
    return path


def is_named(answer):
    return answer.status_code < 500 and (answer.status_code < 400 or bool(answer.json()["code"]))


async def test_nonsense_in_a_path_or_a_question_is_never_a_failure_of_ours(organiser):
    bad = []
    for (verb, path, operation), word in product(await operations(organiser), WORDS):
        names = asked(operation, "path")
        urls = [filled(path, operation, word)] if names else []
        day = path.replace("{day}", "spring")
        urls += [f"{day}?{name}={word}" for name in asked(operation, "query") if "{" not in day]
        urls += [f"{day}?{name}=a&{name}=b" for name in asked(operation, "query")[:1] if "{" not in day]
        for url in urls:
            answer = await organiser.request(verb, url)
            if not is_named(answer):
                bad.append((verb, url[:120], answer.status_code))
    assert bad == []


async def test_a_body_that_is_nonsense_is_never_a_failure_of_ours(organiser):
    bad = []
    for (verb, path, operation), body in product(await operations(organiser), BODIES):
        if "requestBody" in operation:
            url = filled(path, operation, "spring" if asked(operation, "path") == ["day"] else str(UUID(int=4)))
            answer = await organiser.request(
                verb, url, content=body, headers={"content-type": "application/json", "idempotency-key": "x"}
            )
            if answer.status_code < 400 or not is_named(answer):
                bad.append((verb, url, body[:20], answer.status_code))
    assert bad == []


async def test_an_origin_that_is_no_address_is_foreign(organiser):
    answer = await organiser.post("/api/days", content=b"{}", headers={"origin": "http://[x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


def test_a_failure_would_be_seen():
    assert not is_named(httpx.Response(500, json={"code": "internal_error"}))
