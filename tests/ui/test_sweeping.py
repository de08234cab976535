"""Sweeping: what is of no use goes, what has come to stay is not looked at again and again."""

import gc
import threading
import weakref

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.app import keep_swept
from app.ui.sweeping import Sweeping


class Knot:
    def __init__(self):
        self.own = self


@pytest.fixture
def sweeping(qt):  # noqa: ARG001 - Qt comes first
    made = Sweeping(QApplication.instance())
    yield made
    made.end()


def test_nothing_is_swept_on_another_thread_however_much_is_made_there(sweeping):
    swept = []
    gc.callbacks.append(lambda phase, _: swept.append((phase, threading.current_thread())))
    made = []
    maker = threading.Thread(target=lambda: made.extend(Knot() for _ in range(100_000)))
    maker.start()
    maker.join()
    sweeping.sweep_newest()
    gc.callbacks.pop()
    assert len(made) == 100_000
    assert {thread for _, thread in swept} == {threading.main_thread()}


def test_the_newest_objects_of_no_use_go_when_they_are_many(sweeping):
    gone = weakref.ref(Knot())
    assert gone() is not None
    many = [Knot() for _ in range(3000)]
    sweeping.sweep_newest()
    assert gone() is None
    assert len(many) == 3000


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


def test_one_function_keeps_a_window_swept_and_what_it_gives_back_ends_it(qt):
    gc.enable()
    end = keep_swept(qt)
    assert not gc.isenabled()
    assert qt.findChild(Sweeping) is not None
    keep_swept(qt)()  # a second one neither begins nor ends anything
    assert not gc.isenabled()
    end()
    assert gc.isenabled()
    assert qt.findChild(Sweeping) is None
