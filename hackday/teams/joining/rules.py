"""Who may ask for a place, and what can still be decided."""

from hackday.errors import Conflict, NotFound


class RequestIsWaiting(Conflict):
    code = "request_is_waiting"

    def __init__(self) -> None:
        super().__init__("You asked this team already. Wait for its captain, or withdraw your request.")


class RequestIsDecided(Conflict):
    code = "request_is_decided"

    def __init__(self) -> None:
        super().__init__("This request is not waiting any more. Reload the page.")


class NoSuchRequest(NotFound):
    code = "no_such_request"

    def __init__(self) -> None:
        super().__init__("request")
