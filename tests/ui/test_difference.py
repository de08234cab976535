import time

import pytest
from PySide6.QtCore import QCoreApplication

from app.ui import theme
from app.ui.record.difference import Difference
from tests.ui.conftest import wait

BEFORE = "头一段照旧。\n随访率升到92%。\n这一段后来删了。\n末段照旧。"
AFTER = "头一段照旧。\n随访率升到95%。\n末段照旧。"


@pytest.fixture
def shown(qt):  # noqa: ARG001 - Qt comes first
    made = Difference(theme.LIGHT)
    made.resize(900, 500)
    made.show()
    yield made
    made.close()


def cells(shown):
    text = shown.text.toPlainText()
    return [line for line in text.split("\n") if line.strip()]


def test_both_sides_are_shown_with_their_titles_and_changes_are_counted(shown):
    shown.show_difference(BEFORE, AFTER, titles=("甲报", "乙报"))
    assert cells(shown)[:2] == ["甲报", "乙报"]
    assert "随访率升到92%。" in cells(shown)
    assert "随访率升到95%。" in cells(shown)
    assert (shown.changes, shown.count.text()) == (2, "2 处不同")


def test_changed_characters_are_tinted_and_the_rest_is_not(shown):
    shown.show_difference(BEFORE, AFTER, titles=("甲报", "乙报"))
    cursor = shown.text.document().find("95")
    assert cursor.charFormat().background().color().name() == theme.LIGHT.green_mark
    cursor = shown.text.document().find("头一段")
    assert cursor.charFormat().background().color().name() != theme.LIGHT.green_mark
    shown.set_palette(theme.DARK)
    cursor = shown.text.document().find("95")
    assert cursor.charFormat().background().color().name() == theme.DARK.green_mark


def test_one_goes_from_change_to_change_and_round(shown):
    shown.show_difference(BEFORE, AFTER, titles=("甲报", "乙报"))
    for words in ("第 1 处，共 2 处", "第 2 处，共 2 处", "第 1 处，共 2 处"):
        shown.go(1)
        assert shown.count.text() == words
    shown.go(-1)
    assert shown.count.text() == "第 2 处，共 2 处"


def test_the_same_texts_have_nothing_to_go_to(shown):
    shown.show_difference(BEFORE, BEFORE, titles=("甲报", "乙报"))
    assert shown.count.text() == "两文相同"
    assert not shown.next.isEnabled()
    shown.go(1)


def test_only_what_differs_is_listed_when_a_person_wants_it(shown):
    same = "\n".join(f"第{n}段照旧。" for n in range(30))
    shown.show_difference(f"{same}\n{BEFORE}", f"{same}\n{AFTER}", titles=("甲", "乙"))
    shown.only.setChecked(True)
    assert not any("第5段照旧" in line for line in cells(shown))
    assert any("相同的" in line for line in cells(shown))
    shown.only.setChecked(False)
    wait(lambda: any("第5段照旧" in line for line in cells(shown)))


def test_a_megabyte_is_compared_beside_the_window_and_an_older_answer_never_lands(shown):
    long = "\n".join(f"第{n}段，说的是第{n * 7}号病区的一件小事，照旧写在这里。" for n in range(30_000))
    shown.show_difference(long, long.replace("第77段", "第柒拾柒段"), titles=("甲", "乙"))
    assert shown.count.text() == "正在对照……"
    shown.show_difference(BEFORE, AFTER, titles=("丙", "丁"))
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        QCoreApplication.processEvents()
    assert cells(shown)[:2] == ["丙", "丁"]
    shown.show_difference(long, long.replace("第77段", "第柒拾柒段"), titles=("甲", "乙"))
    wait(lambda: shown.changes == 1, 20)


def test_a_cleared_comparison_lets_a_late_answer_go(shown):
    shown.show_difference("甲" * 30_000, "乙" * 30_000, titles=("甲", "乙"))
    shown.clear()
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        QCoreApplication.processEvents()
    assert shown.text.toPlainText() == ""
