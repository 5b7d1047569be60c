"""The application: the only module that names every feature."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator
from pathlib import Path

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

from hackday import __version__, database, mail, schema, web
from hackday.challenges import routes as challenges
from hackday.challenges import service as challenges_service
from hackday.challenges.attachments import routes as attachments
from hackday.challenges.attachments import store as attachment_store
from hackday.challenges.drafting import routes as drafting
from hackday.challenges.editions import routes as editions
from hackday.challenges.ideas import routes as ideas
from hackday.challenges.questions import routes as questions
from hackday.challenges.questions import service as questions_service
from hackday.days import clockwork, moving, sign_ups
from hackday.days import routes as days
from hackday.days import service as day_service
from hackday.judging import routes as judging
from hackday.judging.absences import routes as absences
from hackday.judging.assignment import routes as assignment
from hackday.judging.calibration import routes as calibration
from hackday.judging.choice import routes as choice
from hackday.judging.closing import routes as closing
from hackday.judging.closing import service as closing_service
from hackday.judging.conflicts import routes as conflicts
from hackday.judging.counting import routes as counting
from hackday.judging.counting import service as counting_service
from hackday.judging.dispatch import routes as dispatch
from hackday.judging.examples import routes as examples
from hackday.judging.feedback import routes as feedback
from hackday.judging.feedback import service as feedback_service
from hackday.judging.rubrics import routes as rubrics
from hackday.judging.rubrics import service as rubric_service
from hackday.judging.service import follow_late_hand_in
from hackday.notices import routes as notices
from hackday.people import routes as people
from hackday.people.keys import routes as keys
from hackday.people.sessions import guard, provide_actor, provide_visitor
from hackday.projects import routes as projects
from hackday.projects import service as project_service
from hackday.projects.extensions import routes as extensions
from hackday.projects.files import routes as project_files
from hackday.projects.files import store as project_file_store
from hackday.projects.link_checks import service as link_checks
from hackday.release import following
from hackday.release import routes as release
from hackday.release.answers import covering, reminders
from hackday.release.feeds import changes
from hackday.release.feeds.routes import get_calendar
from hackday.release.plans import breaks
from hackday.release.plans.runs import Runs
from hackday.scoreboard import routes as scoreboard
from hackday.scoreboard import service as board
from hackday.scoreboard.deciding import routes as deciding
from hackday.scoreboard.deciding import service as deciding_service
from hackday.scoreboard.hub import Hub
from hackday.settings import LinkCheck, Settings
from hackday.static import static_files
from hackday.storage.files import Storage
from hackday.storage.sweep import swept
from hackday.teams import routes as teams
from hackday.teams.announcing import routes as announcing
from hackday.teams.answers import follow_change, follow_publication
from hackday.teams.hours import routes as hours
from hackday.teams.inviting import routes as inviting
from hackday.teams.joining import routes as joining
from hackday.teams.matching import routes as matching
from hackday.teams.seeking import routes as seeking
from hackday.teams.service import follow_withdrawal

FRONTEND = Path(__file__).parent.parent / "frontend" / "dist"

ROUTERS: list[ControllerRouterHandler] = [
    web.get_openapi,
    people.router,
    keys.router,
    notices.router,
    days.router,
    challenges.router,
    drafting.router,
    editions.router,
    attachments.router,
    ideas.router,
    questions.router,
    teams.router,
    joining.router,
    inviting.router,
    seeking.router,
    announcing.router,
    matching.router,
    hours.router,
    release.router,
    get_calendar,
    projects.router,
    extensions.router,
    project_files.router,
    judging.router,
    rubrics.router,
    assignment.router,
    examples.router,
    absences.router,
    conflicts.router,
    counting.router,
    calibration.router,
    choice.router,
    feedback.router,
    closing.router,
    dispatch.router,
    scoreboard.router,
    deciding.router,
]

moving.followers += [
    closing_service.follow_phase,
    counting_service.follow_phase,
    feedback_service.follow_phase,
    board.follow_phase,
    following.follow_phase,
]
board.reveal_checks.append(deciding_service.check_decided)
board.open_followers.append(feedback_service.follow_reveal)
day_service.change_followers.append(breaks.hold_dates)
following.followers.append(changes.follow)
rubric_service.change_followers.append(counting_service.follow_rubric)
clockwork.steps.append(challenges_service.publish_next_due)
challenges_service.change_followers.append(follow_change)
project_service.late_followers.append(follow_late_hand_in)
questions_service.publication_followers.append(follow_publication)
sign_ups.withdrawal_followers += [follow_withdrawal, covering.follow_withdrawal, following.follow_withdrawal]

FILE_CLAIMS = [attachment_store.claimed, project_file_store.claimed]
"""Who may say that a stored file is still spoken of; all else is swept."""


def create_app(settings: Settings, *, frontend: Path | None = FRONTEND) -> Litestar:
    """The ASGI application; `settings.database_url` must be set, and its schema up to date.

    `frontend` is the folder of the built front end; None serves the API alone.
    """

    files = Storage(settings)

    @contextlib.asynccontextmanager
    async def serving(app: Litestar) -> AsyncIterator[None]:
        assert settings.database_url, "the caller starts the embedded server"
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(database.opened(settings.database_url))
            await schema.check()
            await stack.enter_async_context(swept(files, FILE_CLAIMS))
            stack.push_async_callback(_cancel, asyncio.create_task(clockwork.run_for_ever()))
            stack.push_async_callback(_cancel, asyncio.create_task(reminders.run_for_ever()))
            app.state.runs = Runs()
            stack.push_async_callback(app.state.runs.stop)
            app.state.hub = await stack.enter_async_context(Hub(database.connect, board.load).run())
            if settings.link_check is not LinkCheck.OFF:
                asking = link_checks.run_for_ever(is_inside=settings.link_check is LinkCheck.ALL)
                stack.push_async_callback(_cancel, asyncio.create_task(asking))
            if settings.smtp_url:
                stack.push_async_callback(_cancel, asyncio.create_task(mail.deliver_for_ever(settings)))
            gc.freeze()  # the program stays for good: looking through it for rubbish would hold everybody up for 50 ms
            yield

    app = Litestar(
        route_handlers=[
            Router("/api", route_handlers=ROUTERS),
            *([static_files(frontend)] if frontend else []),
        ],
        state=State({"settings": settings}),
        guards=[guard],
        dependencies={
            "actor": Provide(provide_actor),
            "visitor": Provide(provide_visitor),
            "files": Provide(lambda: files, sync_to_thread=False),
        },
        middleware=[web.origin_check(settings.origin)],
        exception_handlers=web.EXCEPTION_HANDLERS,
        before_send=[web.add_security_headers],
        lifespan=[serving],
        request_max_body_size=web.BODY_LIMIT,
        openapi_config=OpenAPIConfig(
            title="Hackday",
            version=__version__,
            render_plugins=[JsonRenderPlugin()],  # the others load scripts from foreign hosts
            openapi_router=Router("/api/docs", route_handlers=[], opt=web.access(web.Access.PUBLIC)),
        ),
        on_startup=[web.describe_problems],
    )
    web.check_every_route_states_access(app)
    return app


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
