"""Finding in one text: words near each other, and regular expressions that can do no harm."""

import threading
import time

import pytest

from app.formats.apart import PATTERNS
from app.messages import Trouble, describe
from app.services.seeking import How, seek
from app.task import Cancelled, Task

TEXT = "候诊四十分钟，预约以后候诊十分钟。CT12台，ct3台\n第二行：预约挂号在大厅，楼上才候诊"


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    PATTERNS.close()


def found(wanted, **how):
    return [TEXT[mark.start : mark.end] for mark in seek(TEXT, wanted, How(**how))]


def test_words_near_each_other_are_found_in_either_order_and_no_farther_than_asked():
    assert found("候诊 预约", near=2) == ["预约以后候诊"]
    assert found("预约 候诊", near=5) == ["候诊四十分钟，预约"]
    assert found("预约 候诊", near=9) == ["候诊四十分钟，预约", "预约挂号在大厅，楼上才候诊"]
    assert found("預約 候診", near=2) == ["预约以后候诊"]
    assert found("候诊 没有", near=50) == []
    assert found("候诊 CT 预约", near=7) == ["预约以后候诊十分钟。CT"]


def test_a_word_near_itself_is_two_words():
    assert found("候诊 候诊", near=12) == ["候诊四十分钟，预约以后候诊"]


def test_one_word_is_near_nothing():
    with pytest.raises(Trouble) as told:
        seek(TEXT, "候诊", How(near=3))
    assert "两个词" in str(describe(told.value))


def test_an_expression_takes_the_text_letter_by_letter():
    assert found(r"ct\d+", pattern=True) == ["CT12", "ct3"]
    assert found(r"ct\d+", pattern=True, case=True) == ["ct3"]
    assert found("^第.", pattern=True) == ["第二"]
    assert found("x*", pattern=True) == []
    assert found("[十四]+分钟", pattern=True, whole=False) == ["四十分钟", "十分钟"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [("(候", "右括号"), ("候)", "右括号"), ("[候", "方括号"), ("*", "重复"), ("a\\", "反斜杠"), ("[z-a]", "颠倒"),
     ("a{3,1}", "前大后小"), ("\\9", "没有的括号"), ("(?P<", "写法有误"), ("a{99999999999}", "写法有误")],
)  # fmt: skip
def test_what_is_no_expression_is_told_in_a_sentence(wrong, told):
    with pytest.raises(Trouble) as trouble:
        seek(TEXT, wrong, How(pattern=True))
    assert trouble.value.reason == "pattern"
    assert told in str(describe(trouble.value))
    assert found("大厅", pattern=True) == ["大厅"]


def test_an_expression_that_would_never_end_is_stopped_and_the_next_one_answered():
    with pytest.raises(Trouble) as trouble:
        PATTERNS.look_up("a" * 60 + "!", "(a+)+$", case=True, seconds=0.4)
    assert trouble.value.reason == "pattern_slow"
    assert found("大厅", pattern=True) == ["大厅"]


def test_an_expression_nobody_waits_for_any_more_is_given_up():
    asked = threading.Event()
    timer = threading.Timer(0.3, asked.set)
    timer.start()
    with pytest.raises(Cancelled):
        seek("a" * 60 + "!", "(a+)+$", How(pattern=True), Task(stopped=asked.is_set))
    timer.join()


def test_other_threads_go_on_while_an_expression_is_looked_up():
    told = []

    def look_up():
        try:
            PATTERNS.look_up("a" * 60 + "!", "(a+)+$", case=True, seconds=0.5)
        except Trouble as trouble:
            told.append(trouble.reason)

    work, ticks = threading.Thread(target=look_up), 0
    work.start()
    while work.is_alive():
        ticks += 1
        time.sleep(0.005)
    assert told == ["pattern_slow"]
    assert ticks > 10
