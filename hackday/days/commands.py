"""`hackday day` and `hackday role`."""

from datetime import datetime
from typing import TypeVar

import click
import msgspec

from hackday.commands import work
from hackday.days import moving, service
from hackday.days.schemas import DayDraft, MoveDraft, Phase, PhaseTimeDraft, PhaseTimesDraft, Role
from hackday.errors import NotFound
from hackday.people import store as people_store
from hackday.people.schemas import Actor
from hackday.settings import Settings

D = TypeVar("D", bound=msgspec.Struct)
DATE = click.DateTime(["%Y-%m-%d"])
PHASE = click.Choice([phase.value for phase in Phase])


async def _person(email: str) -> Actor:
    person = await people_store.actor_by_email(email)
    if person is None:
        raise NotFound(f"person with the address {email}")
    return person


def _checked(draft: D) -> D:
    """The draft, held to the limits that hold for one from a browser."""
    try:
        return msgspec.convert(msgspec.to_builtins(draft), type(draft))
    except msgspec.ValidationError as error:
        raise click.ClickException(str(error)) from None


@click.group()
def day() -> None:
    """Create days and move them on."""


@day.command("create")
@click.argument("slug")
@click.option("--name", required=True)
@click.option("--starts", type=DATE, required=True, help="First day, such as 2027-03-10.")
@click.option("--ends", type=DATE, help="Last day. Unset: the first.")
@click.option("--zone", required=True, help="Time zone of the day's own times, such as Europe/London.")
@click.option("--site", "sites", multiple=True, help="Site that takes part; repeat it. Unset: every site.")
@click.option("--about", default="", help="What the day is about.")
@click.option("--organiser", required=True, help="E-mail of the first organiser.")
@click.pass_obj
def create_day(
    settings: Settings,
    slug: str,
    *,
    name: str,
    starts: datetime,
    ends: datetime | None,
    zone: str,
    sites: tuple[str, ...],
    about: str,
    organiser: str,
) -> None:
    """Create a day, as a draft. SLUG is its short name in addresses, such as spring-2027."""
    draft = _checked(DayDraft(slug, name, starts.date(), (ends or starts).date(), zone, about, list(sites)))

    async def create() -> None:
        await service.create_day(await _person(organiser), draft, by_command=True)

    work(settings, create)
    click.echo(f"{name} is there as a draft: /days/{slug}")


@day.command("times")
@click.argument("slug")
@click.argument("times", nargs=-1, required=True, metavar="PHASE=TIME…")
@click.pass_obj
def set_times(settings: Settings, slug: str, times: tuple[str, ...]) -> None:
    """Say when the phases of day SLUG begin, such as forming=2027-03-01T09:00 on the clocks of the day's zone."""
    drafts = []
    for told in times:
        phase, _, moment = told.partition("=")
        if phase not in set(Phase):
            raise click.BadParameter(f"“{phase}” is no phase; they are {', '.join(Phase)}.")
        drafts.append(PhaseTimeDraft(Phase(phase), moment))

    async def put() -> None:
        await moving.set_times(None, await service.enter_by_command(slug), PhaseTimesDraft(drafts))

    work(settings, put)
    click.echo(f"{len(drafts)} phases of {slug} begin by themselves.")


@day.command("phase")
@click.argument("slug")
@click.argument("phase", type=PHASE)
@click.option("--reason", required=True, help="Why; it is recorded and told to those concerned.")
@click.pass_obj
def move_phase(settings: Settings, slug: str, phase: str, *, reason: str) -> None:
    """Move day SLUG to PHASE, forwards or backwards."""

    async def move() -> None:
        entry = await service.enter_by_command(slug)
        await moving.move(None, entry, _checked(MoveDraft(entry.day.phase, Phase(phase), reason)))

    work(settings, move)
    click.echo(f"{slug} is “{phase}”.")


@click.group()
def role() -> None:
    """Who does what on a day."""


def _role_command(name: str, act: str, done: str) -> None:
    @role.command(name, help=f"{act} ROLE ({', '.join(Role)}) for day SLUG: the person with this EMAIL.")
    @click.argument("slug")
    @click.argument("email")
    @click.argument("role", type=click.Choice([r.value for r in Role]))
    @click.pass_obj
    def run(settings: Settings, slug: str, email: str, role: str) -> None:
        async def change() -> None:
            entry, person = await service.enter_by_command(slug), await _person(email)
            use = service.grant_role if name == "grant" else service.revoke_role
            await use(None, entry, person.id, Role(role))

        work(settings, change)
        click.echo(f"{email} {done} {role} of {slug}.")


_role_command("grant", "Give", "is")
_role_command("revoke", "Take away", "is no more")
