"""Sweeping: what is of no use goes, what has come to stay is not looked at again and again."""

import gc
import weakref

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.sweeping import Sweeping


class Knot:
    def __init__(self):
        self.own = self


@pytest.fixture
def sweeping(qt):  # noqa: ARG001 - Qt comes first
    before = gc.get_threshold()
    made = Sweeping(QApplication.instance())
    yield made
    made.deleteLater()
    gc.set_threshold(*before)
    gc.unfreeze()


def test_everything_is_never_gone_over_by_itself(sweeping):
    assert gc.isenabled()
    assert gc.get_threshold()[2] > 100_000
    del sweeping


def test_new_objects_of_no_use_go_and_the_others_are_set_aside(sweeping):
    sweeping.sweep_all()
    knot = Knot()
    gone, kept = weakref.ref(knot), Knot()
    del knot
    sweeping.sweep()
    assert gone() is None
    assert gc.get_freeze_count() > 0

    later = weakref.ref(kept)
    del kept
    sweeping.sweep()
    assert later() is not None
    sweeping.sweep_all()
    assert later() is None
