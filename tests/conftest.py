"""What every test has: own data folder, no network, no screen."""

import gc
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault, and one commit gives one answer; XINGLIN_EXPLORE looks for new examples.
settings.register_profile("here", deadline=None, derandomize="XINGLIN_EXPLORE" not in os.environ)
settings.load_profile("here")
os.environ["QT_QPA_PLATFORM"] = "offscreen"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
_SOCKETS: list[str] = []


def _watch(event, args):
    if event.startswith("socket."):
        _SOCKETS.append(f"{event}{args}")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def own_data(tmp_path_factory, monkeypatch):
    """Nothing a test does reaches the person's own library."""
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("XINGLIN_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True)
def no_socket():
    """The program never opens a socket, whatever the test does with it."""
    _SOCKETS.clear()
    yield
    assert not _SOCKETS, f"a socket was used: {_SOCKETS[:3]}"


@pytest.fixture(autouse=True)
def swept_on_this_thread():
    """Widgets of no use are never taken apart on another thread, as in the program itself (`app.ui.sweeping`)."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture
def seeds():
    """The five real texts, where they are at hand; they belong to newspapers and are not shipped."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the real texts are not at hand")
    return folder


@pytest.fixture
def gold():
    """Labels and scorer for the real texts, where they are at hand."""
    folder = SHARED / "gold"
    if not folder.is_dir():
        pytest.skip("the labels are not at hand")
    return folder
