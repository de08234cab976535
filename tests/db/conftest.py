import pytest

from db.engine import Store


@pytest.fixture
def store(tmp_path):
    opened = Store.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()
