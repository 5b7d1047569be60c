"""HTTP to challenges and back."""

from typing import Annotated

from litestar import Router, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from hackday.challenges import service
from hackday.challenges.markdown import to_html
from hackday.challenges.schemas import (
    ChallengeChange,
    ChallengeDeleted,
    ChallengeDraft,
    ChallengeList,
    ChallengePage,
    ChallengeState,
    Preview,
    PreviewAsk,
    StateChange,
)
from hackday.people.schemas import Actor
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)
_ALL = "/days/{day:str}/challenges"
_ONE = "/days/{day:str}/challenges/{slug:str}"


@get(_ALL, operation_id="challenges_list_challenges", opt=_SIGNED_IN)
async def list_challenges(
    actor: NamedDependency[Actor],
    day: FromPath[str],
    q: FromQuery[str] = "",
    track: FromQuery[str | None] = None,
    site: FromQuery[str | None] = None,
    skill: FromQuery[str | None] = None,
    in_state: Annotated[ChallengeState | None, QueryParameter(name="state")] = None,
) -> ChallengeList:
    """Search and filter; `q` finds beginnings of words in title, summary, skills, track and sponsor."""
    return await service.overview(actor, day, text=q[:200], track=track, site=site, skill=skill, state=in_state)


@post(_ALL, operation_id="challenges_write_challenge", opt=_SIGNED_IN)
async def write_challenge(
    actor: NamedDependency[Actor], day: FromPath[str], data: JSONBody[ChallengeDraft]
) -> ChallengePage:
    """Write a challenge as a draft."""
    return await service.write(actor, day, data)


@get(_ONE, operation_id="challenges_get_challenge", opt=_SIGNED_IN)
async def get_challenge(actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str]) -> ChallengePage:
    """One challenge with its body as safe HTML."""
    return await service.read(actor, day, slug)


@put(_ONE, operation_id="challenges_change_challenge", opt=_SIGNED_IN)
async def change_challenge(
    actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str], data: JSONBody[ChallengeChange]
) -> ChallengePage:
    """Replace the text of the version that was read."""
    return await service.change(actor, day, slug, data)


@put(f"{_ONE}/state", operation_id="challenges_set_state", opt=_SIGNED_IN)
async def set_state(
    actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str], data: JSONBody[StateChange]
) -> ChallengePage:
    """Send for review and back, approve for now or a later time, close or reopen."""
    return await service.set_state(actor, day, slug, data)


@delete(_ONE, operation_id="challenges_delete_challenge", opt=_SIGNED_IN, status_code=200)
async def delete_challenge(actor: NamedDependency[Actor], day: FromPath[str], slug: FromPath[str]) -> ChallengeDeleted:
    """Delete what no team was ever founded on."""
    await service.delete(actor, day, slug)
    return ChallengeDeleted(slug)


@post("/challenges/preview", operation_id="challenges_preview_body", opt=_SIGNED_IN, status_code=200)
async def preview_body(data: JSONBody[PreviewAsk]) -> Preview:
    """Markdown as the page will show it."""
    return Preview(to_html(data.body))


router = Router(
    "/",
    route_handlers=[
        list_challenges,
        write_challenge,
        get_challenge,
        change_challenge,
        set_state,
        delete_challenge,
        preview_body,
    ],
    tags=["challenges"],
)
