import pytest

from tests.release.desk import Desk


@pytest.fixture
async def desk(db):
    return await Desk().make()
