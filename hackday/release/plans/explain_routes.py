"""HTTP to why somebody stays, and back."""

from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from hackday.people.schemas import Actor
from hackday.release.plans import explaining
from hackday.release.plans.explain_schemas import Explanation
from hackday.web import Access, access

_SIGNED_IN = access(Access.SIGNED_IN)


@get("/mine/explanation", operation_id="release_explain_mine", opt=_SIGNED_IN)
async def explain_mine(actor: NamedDependency[Actor], day: FromPath[str]) -> Explanation:
    """Why I stay as things are now, and what would let me go; numbers of colleagues, no names."""
    return await explaining.my_explanation(actor, day)


@get("/explanations/{person:uuid}", operation_id="release_explain_person", opt=_SIGNED_IN)
async def explain_person(actor: NamedDependency[Actor], day: FromPath[str], person: FromPath[UUID]) -> Explanation:
    """The same about one of my people, or somebody at a site that I plan, with the names that I may know."""
    return await explaining.explanation(actor, day, person)


HANDLERS = [explain_mine, explain_person]
