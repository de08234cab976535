"""Every page and dialog, opened one by one: names, roles, the way of the Tab key, and that one sees where it is."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from app.ui import tabbing, theme
from tests.ui import sweeping
from tests.ui.conftest import settle

ENDS = ("quit",)
"""Actions that leave nothing to look at."""
ELSEWHERE = ("import_clipboard", "load_starter", "remove_starter", "reindex", "check")
"""Long work without a page of its own."""


@pytest.fixture
def busy(window):
    """The window with something of everything: notes, tags, folders, hits, a label."""
    library, ids = window.session.library, window.list.ids()
    library.tag(ids[:3], ["学习/党委会", "可借鉴"])
    library.label(ids[:2], "汇报")
    top = library.add_shelf_in(None, "材料")
    library.add_shelf_in(top.id, "第一辑")
    library.add_shelf_in(None, "绩效", "绩效")
    library.put(top.id, ids[:2])
    library.highlight(ids[0], 0, 6, "yellow", "看法 #要点", ["要点"])
    library.add_note(ids[0], "整篇的想法")
    settle(window)
    window.session.search("的")
    settle(window)
    return window


class Closer:
    """Looks over what stops everything else while it is open, then closes it."""

    def __init__(self):
        self.wrong = []
        self.timer = QTimer(interval=150)
        self.timer.timeout.connect(self._look)
        self.timer.start()

    def _look(self):
        modal = QApplication.activeModalWidget()
        if modal is not None:
            if not isinstance(modal, QFileDialog):
                self.wrong += sweeping.wrongs(modal)
            modal.close()


def close_others(window):
    """Everything but the window itself."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog | QMenu) and widget.isVisible():
            widget.close()
    settle(window, 0.05)


def test_every_action_opens_only_what_can_be_heard(busy):
    closer, wrong = Closer(), {}
    listed = [action.objectName() for action in busy.commands.every()]
    for name in listed:
        action = next((one for one in busy.commands.every() if one.objectName() == name), None)
        if action is None or name in (*ENDS, *ELSEWHERE) or not action.isEnabled():
            continue
        action.trigger()
        settle(busy, 0.05)
        if found := sweeping.everything():
            wrong[name] = sorted(set(found))
        close_others(busy)
        if busy.session.text != "的":
            busy.session.search("的")
            settle(busy, 0.05)
    closer.timer.stop()
    assert wrong == {}
    assert sorted(set(closer.wrong)) == []


def test_every_tab_of_the_reader_can_be_heard(busy):
    tabs = busy.desk.reader.tabs
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        settle(busy, 0.05)
        assert sweeping.everything() == []


def test_the_empty_window_and_the_one_that_found_nothing_can_be_heard(make_window, tmp_path, window):
    window.session.search("没有这样的词语")
    settle(window)
    assert sweeping.everything() == []
    empty = make_window(tmp_path / "空.xinglin")
    settle(empty)
    assert sweeping.wrongs(empty.shell) == []


@pytest.mark.usefixtures("review")
def test_the_review_screen_can_be_heard(window):
    settle(window, 0.05)
    assert sweeping.everything() == []


def walk(window, most=400):
    """What the Tab key comes to, from the search box on until it comes round."""
    window.top.search.line.setFocus()
    met = []
    for _ in range(most):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget in met:
            return met
        met.append(widget)
    raise AssertionError("the Tab key never came round")


def test_tab_goes_through_the_window_part_by_part(busy):
    met = walk(busy)
    parts = {"top": busy.top, "side": busy.side, "column": busy.column, "desk": busy.desk, "foot": busy.foot}
    order = []
    for widget in met:
        name = next((name for name, part in parts.items() if part is widget or part.isAncestorOf(widget)), None)
        if name and (not order or order[-1] != name):
            order.append(name)
    first = order.index("side")
    turned = [*order[first:], *order[:first]]
    assert [name for name in turned if name != "top"] == ["side", "column", "desk", "foot"]
    assert all(widget.isVisible() for widget in met)


def test_tab_comes_to_everything_that_takes_the_keyboard(busy):
    met = walk(busy)
    every = [one for one in busy.findChildren(QWidget) if one.isVisible() and one.height() and one.focusProxy() is None]
    ours = [one for one in every if sweeping.ours(one) and sweeping.focusable(one) and not sweeping.inside(one, QMenu)]
    left_out = [sweeping._called(one) for one in ours if one not in met]
    assert left_out == []


def pixels(window, rect):
    return window.shell.grab(rect).toImage().convertToFormat(QImage.Format.Format_RGB32)


def different(one, other):
    """How many pixels differ."""
    if one.size() != other.size():
        return one.width() * one.height()
    return sum(one.pixel(x, y) != other.pixel(x, y) for y in range(one.height()) for x in range(one.width()))


@pytest.mark.parametrize("named", theme.PALETTES)
def test_one_sees_where_the_keyboard_is(busy, named):
    busy.set_settings(theme=named)
    settle(busy)
    unseen, met = [], walk(busy)
    shell = busy.shell
    for widget in met:
        if not widget.isVisible():
            continue
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        tabbing.reveal(widget)
        QApplication.processEvents()
        corner = widget.mapTo(shell, QPoint(0, 0))
        rect = QRect(corner, widget.size()).adjusted(-6, -6, 6, 6).intersected(shell.rect())
        rect.setSize(rect.size().boundedTo(QSize(420, 300)))
        there = pixels(busy, rect)
        shell.setFocus(Qt.FocusReason.OtherFocusReason)
        widget.clearFocus()
        QApplication.processEvents()
        if different(there, pixels(busy, rect)) < 25:
            unseen.append(sweeping._called(widget))
    assert not unseen, "\n".join(unseen)
