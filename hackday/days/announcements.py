"""What people are told when a day moves on."""

from hackday.days.schemas import Day, Phase

NEWS = {
    Phase.DRAFT: "is being prepared again.",
    Phase.PUBLISHED: "is open: read the challenges and sign up.",
    Phase.FORMING: "has begun to form teams: found one, or join one.",
    Phase.HACKING: "has begun. Build, and hand in before the deadline.",
    Phase.JUDGING: "is being judged. Thank you for what you built.",
    Phase.FROZEN: "keeps its board still until the results are revealed.",
    Phase.REVEALED: "has its results.",
    Phase.CLOSED: "is over. Thank you for taking part.",
}


def announcement(day: Day, to_phase: Phase, reason: str) -> tuple[str, str]:
    """Title and body of the notice."""
    return f"{day.name} {NEWS[to_phase]}", reason
