"""Live tests run over both send paths."""

import pytest
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hackday.scoreboard.frames import FrameProtocol


@pytest.fixture(params=[FrameProtocol, WebSocketsSansIOProtocol], ids=["frames", "send"])
def protocol(request: pytest.FixtureRequest) -> type:
    return request.param
