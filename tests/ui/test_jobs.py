"""Work off the window's thread: who wins, what lands, what is finished at the end."""

import threading
import time

import pytest
from PySide6.QtCore import QThread

from app.task import Cancelled
from app.ui.jobs import Jobs
from tests.ui.conftest import wait


@pytest.fixture
def jobs(qt):  # noqa: ARG001 - Qt comes first
    made = Jobs()
    yield made
    made.close()


def test_an_answer_lands_in_the_windows_thread(jobs):
    where = []
    jobs.read(lambda _: threading.get_ident(), lambda worker: where.append((worker, QThread.currentThread())), lane="a")
    wait(lambda: where)
    worker, landed = where[0]
    assert worker != threading.get_ident()
    assert landed is jobs.thread()


def test_a_newer_question_stops_the_older_and_its_late_answer_never_lands(jobs):
    landed, told_to_stop, held = [], [], threading.Event()

    def slow(task):
        held.wait(5)
        told_to_stop.append(task.stopped())
        return "old"

    jobs.read(slow, landed.append, lane="list")
    jobs.read(lambda _: "new", landed.append, lane="list")
    held.set()
    wait(lambda: landed and told_to_stop)
    wait(lambda: jobs.idle)
    assert (landed, told_to_stop) == (["new"], [True])


def test_an_answer_already_on_its_way_does_not_land_after_a_newer_question(jobs):
    landed, answered = [], threading.Event()
    jobs.read(lambda _: answered.set() or "old", landed.append, lane="list")
    answered.wait(5)
    time.sleep(0.05)
    jobs.read(lambda _: "new", landed.append, lane="list")
    wait(lambda: jobs.idle)
    assert landed == ["new"]


def test_lanes_do_not_disturb_one_another(jobs):
    landed = []
    for lane in "abc":
        jobs.read(lambda _, lane=lane: lane, landed.append, lane=lane)
    wait(lambda: jobs.idle)
    assert sorted(landed) == ["a", "b", "c"]


def test_a_stopped_read_tells_nobody(jobs):
    told = []

    def stopped(_):
        raise Cancelled

    jobs.trouble.connect(told.append)
    jobs.read(stopped, told.append, told.append, lane="a")
    wait(lambda: jobs.idle)
    assert told == []


def test_an_error_goes_to_whoever_asked_and_else_to_the_notices(jobs):
    mine, notices = [], []
    jobs.trouble.connect(notices.append)
    jobs.read(lambda _: 1 / 0, mine.append, mine.append, lane="a")
    jobs.write(lambda: {}[1])
    wait(lambda: jobs.idle)
    assert [type(error) for error in mine + notices] == [ZeroDivisionError, KeyError]


def test_writes_are_done_one_after_another_in_their_order(jobs):
    done, saving = [], []
    jobs.saving.connect(saving.append)
    for number in range(5):
        jobs.write(lambda number=number: time.sleep(0.01 * (5 - number)) or done.append(number))
    wait(lambda: jobs.idle)
    assert done == [0, 1, 2, 3, 4]
    assert saving[-1] == 0


def test_closing_finishes_every_write_and_lets_nothing_land(jobs):
    done, landed = [], []
    for number in range(4):
        jobs.write(lambda number=number: time.sleep(0.03) or done.append(number), landed.append)
    assert jobs.close()
    assert done == [0, 1, 2, 3]
    time.sleep(0.05)
    assert landed == []


def test_long_work_tells_its_steps_and_stops_when_asked(jobs):
    steps, failed, ended = [], [], []
    jobs.long_step.connect(lambda _job, at, total, words: steps.append((at, total, words)))
    jobs.long_ended.connect(ended.append)

    def work(task):
        for at in range(10_000):
            task.step(at, 10_000, "甲")
            time.sleep(0.001)

    job = jobs.long(work, None, failed.append, title="导入")
    wait(lambda: steps)
    job.cancel()
    wait(lambda: ended)
    assert steps[0] == (0, 10_000, "甲")
    assert [type(error) for error in failed] == [Cancelled]
    assert jobs.idle
