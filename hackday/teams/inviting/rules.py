"""How long an invitation lasts, for whom it is, and why it opens nothing any more."""

from datetime import datetime, timedelta
from uuid import UUID

from hackday.errors import Conflict, Forbidden, Invalid, NotFound
from hackday.teams.inviting.schemas import Invitation, InvitationState

WAITING_MOST = 40
"""Of one team at once; a captain who needs more wants an open team."""


class NoSuchInvitation(NotFound):
    code = "no_such_invitation"

    def __init__(self) -> None:
        super().__init__("invitation; ask the captain for the link again")


class InvitationHasExpired(Conflict):
    code = "invitation_has_expired"

    def __init__(self) -> None:
        super().__init__("This invitation has expired. Ask the captain for a new one.")


class InvitationIsRevoked(Conflict):
    code = "invitation_is_revoked"

    def __init__(self) -> None:
        super().__init__("The captain has taken this invitation back. Ask them, or look for another team.")


class InvitationIsUsed(Conflict):
    code = "invitation_is_used"

    def __init__(self) -> None:
        super().__init__("This invitation has been used already; each opens one place. Ask the captain for another.")


class InvitationIsDeclined(Conflict):
    code = "invitation_is_declined"

    def __init__(self) -> None:
        super().__init__("This invitation was declined. If that was a slip, ask the captain for a new one.")


class InvitationIsForAnother(Forbidden):
    code = "invitation_is_for_another"

    def __init__(self) -> None:
        super().__init__("This invitation is for somebody else. Ask the captain for one of your own.")


class InvitationIsForAnybody(Conflict):
    code = "invitation_is_for_anybody"

    def __init__(self) -> None:
        super().__init__("This link is for whoever uses it first. If you do not want the place, leave it to others.")


class AlreadyInvited(Conflict):
    code = "already_invited"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has an invitation to this team that waits for an answer.")


class TooManyInvitations(Conflict):
    code = "too_many_invitations"

    def __init__(self) -> None:
        super().__init__(f"{WAITING_MOST} invitations of this team wait for an answer. Revoke some of them first.")


class NobodyThere(Invalid):
    code = "nobody_there"

    def __init__(self, pointer: str) -> None:
        super().__init__("Nobody in the company has this address. Look for a slip in it.", pointer=pointer)


CLOSED = {
    InvitationState.EXPIRED: InvitationHasExpired,
    InvitationState.REVOKED: InvitationIsRevoked,
    InvitationState.USED: InvitationIsUsed,
    InvitationState.DECLINED: InvitationIsDeclined,
}


def expiry(now: datetime, hours: int, ends_at: datetime | None) -> datetime:
    """`hours` from now, but never after `ends_at`, when teams stand still; None: not known when."""
    wanted = now + timedelta(hours=hours)
    return min(wanted, ends_at) if ends_at else wanted


def state_of(*, used: bool, declined: bool, revoked: bool, expires_at: datetime, now: datetime) -> InvitationState:
    if used:
        return InvitationState.USED
    if declined:
        return InvitationState.DECLINED
    if revoked:
        return InvitationState.REVOKED
    return InvitationState.WAITING if now < expires_at else InvitationState.EXPIRED


def check_open(invitation: Invitation | None, person: UUID) -> Invitation:
    """The invitation, if it still opens a place for this person; else a refusal by its own name."""
    if invitation is None:
        raise NoSuchInvitation
    if invitation.person not in (None, person):
        raise InvitationIsForAnother
    if invitation.state in CLOSED:
        raise CLOSED[invitation.state]
    return invitation
