"""The real window over a small library of our own words; a Qt warning fails the test."""

from __future__ import annotations

import sys
import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from app import settings as kept
from app.services.library import Library
from app.ui import app as starting
from app.ui.commands import Commands
from db.records import CaseDraft, DocumentDraft, Practice, Region, Theme
from tests.ui import reading_fixtures

application, jobs, desk = reading_fixtures.application, reading_fixtures.jobs, reading_fixtures.desk
library, ids, opened_case = reading_fixtures.library, reading_fixtures.ids, reading_fixtures.opened_case
NOISE = "This plugin does not support"
"""What the screenless platform says of itself."""


def case(title, text, province, city, theme, practice, year, **more):
    return CaseDraft(
        kind=more.pop("kind", "hospital"),
        title=title,
        text=text,
        owner=more.pop("owner", f"{city}中心医院"),
        region=Region(province=province, city=city, basis="owner"),
        year=year,
        themes=tuple(Theme(id=one) for one in theme),
        practices=(Practice(practice, practice),),
        **more,
    )


CASES = (
    case(
        "门诊不再排长队",
        "信息科把挂号窗口搬到手机上，候诊缩短到十分钟。",
        "江西省",
        "赣州市",
        ["digital"],
        "夜间门诊",
        2021,
    ),
    case(
        "一张处方走天下",
        "药学部牵头统一用药目录，处方跟着病人走。",
        "江西省",
        "南昌市",
        ["party.branch"],
        "处方共享",
        2022,
    ),
    case(
        "支部进了手术室",
        "手术室支部每周开一次短会，难题当场认领。",
        "山西省",
        "太原市",
        ["party.branch"],
        "周二查房",
        2023,
    ),
    case(
        "护士长的账本", "病区把耗材记进小账本，三个月省下一成。", "山西省", "大同市", ["performance"], "耗材账本", 2023
    ),
    case("山里来了专家", "省城专家每月进山坐诊，疑难病人不出县。", "四川省", "雅安市", ["system"], "专家下沉", 2022),
    case(
        "听一听再开药",
        "行风办公室请患者给医生打分，分数公开。",
        "四川省",
        "成都市",
        ["party.branch", "service"],
        "周二查房",
        2020,
    ),
)


def wait(until, seconds=10.0):
    """Let the window work until something is so."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it did not happen in time"
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.002)


def settle(window, seconds=0.16):
    """Let everything under way land, the short timers of list and search box included."""
    quiet = time.monotonic()

    def calm():
        nonlocal quiet
        if not window.jobs.idle:
            quiet = time.monotonic()
        return time.monotonic() - quiet > seconds

    wait(calm, 30)


def text_file(folder, name, words):
    path = folder / name
    path.write_text(words, encoding="utf-8")
    return path


@pytest.fixture(autouse=True, scope="session")
def _empty_clipboard():
    """The screenless platform drops what was copied after Python has gone, which nothing of Python's outlives."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()


@pytest.fixture
def qt(monkeypatch):
    """The application; what went wrong in a slot and what Qt complained of fails the test."""
    wrong = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, _: wrong.append(f"{kind.__name__}: {error}"))
    before = qInstallMessageHandler(lambda _kind, _at, words: None if words.startswith(NOISE) else wrong.append(words))
    yield starting.make_application(["test"])
    qInstallMessageHandler(before)
    assert wrong == []


@pytest.fixture
def library_file(tmp_path):
    """A library of six cases."""
    path = tmp_path / "试读.xinglin"
    library = Library.open(path)
    draft = DocumentDraft(path="/d/a.txt", name="a.txt", text="六个故事", fingerprint="six", title="六个故事")
    library.add_document(draft, CASES)
    library.close()
    return path


@pytest.fixture
def make_window(qt, monkeypatch):  # noqa: ARG001 - Qt comes first
    """Makes windows, and closes them as a person would."""
    made = []

    def make(path=None, **chosen):
        hook = sys.excepthook
        window = starting.make_window(kept.Settings(**chosen))
        monkeypatch.setattr(sys, "excepthook", hook)
        window.commands = window.findChild(Commands)
        made.append(window)
        window.shell.resize(1366, 768)
        window.shell.show()
        window.shell.activateWindow()
        if path:
            window.open(path)
            wait(lambda: window.session.answer is not None and window.counts is not None)
            settle(window)
        return window

    yield make
    for window in made:
        window.commands.reviews.give_up()
        if not window.jobs.closed:
            settle(window)
        window.shell.close()
        window.shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(make_window, library_file):
    """The window on the six cases."""
    return make_window(library_file)


@pytest.fixture
def titles(window):
    """What the list shows, in order."""

    def told():
        settle(window)
        return [window.list.row(case_id).title for case_id in window.list.ids()]

    return told


@pytest.fixture
def review(window, tmp_path):
    """The review screen with a round-up and one short story on it."""
    from tests.ui.reviewing import begun

    return begun(window, tmp_path)
