"""A small library of our own words, and a desk over it, for tests of reading and notes; `conftest` hands them out."""

from __future__ import annotations

import sys
import time

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from app.services.library import Library
from app.settings import Settings
from app.ui import theme
from app.ui.jobs import Jobs
from app.ui.reading.desk import Desk
from db.records import CaseDraft, DocumentDraft, Practice, Region, Result, Section, Span, Speaker, Theme

TEXT = """一、背景
几年前，这家医院的门诊大厅每到周一就排起长队，投诉量居高不下。院领导班子在调研后认定，症结在管理而不在人手。
二、做法
院党委把服务改进写进年度责任书，推行“双主官”制度，由支部书记和科室主任\
一同签字、一同担责。支部从 12 个增至 50 个，每名党员每年有 1000 元活动经费。
信息科做出预约提醒小程序，老人可由社区代约。医院还试行夜间门诊，护士长带队随访出院患者，凡有意见\
当周回复。𠮷林来的一位患者说：“以前要等半天，现在十分钟就好。”
三、成效
一年以后，平均候诊时间由 42 分钟降到 15 分钟，出院随访率达到 92%以上，患者满意度为 98.5%。\
医院计划到 2027 年把自助预约率提高到 90.15%。
四、启示
改进服务先要改进考核；把责任说清楚，比多开几次会更管用。"""


def span(words: str, text: str = TEXT) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def section(heading: str, following: str | None, role) -> Section:
    start = TEXT.index(heading)
    return Section(heading, start, TEXT.index(following) if following else len(TEXT), role)


def hospital(title: str = "把候诊队伍变短的服务改进", **more) -> CaseDraft:
    values = {
        "kind": "hospital", "title": title, "text": TEXT, "owner": "赣州市人民医院", "year": 2023, "evidence": 2,
        "speaker": Speaker("周明", "院长"), "awards": ("全省服务改进一等奖",), "flags": ("truncated",),
        "region": Region("江西省", "赣州市", None, "360700", "owner"),
        "themes": (Theme("party.branch"), Theme("performance.internal"), Theme("digital.internet", 0.4, "suggested")),
        "practices": (
            Practice("双主官", "“双主官”制度", "制度", "auto", **span("“双主官”制度")),
            Practice("夜间门诊", "夜间门诊", "服务", "suggested", **span("夜间门诊")),
        ),
        "results": (
            Result("平均候诊时间", 15, "分钟", 42, 15, direction="down", **span("由 42 分钟降到 15 分钟")),
            Result("出院随访率", 92, "%", bound="over", **span("92%以上")),
            Result("患者满意度", 98.5, "%", **span("98.5%")),
            Result("党支部数", 50, "个", 12, 50, direction="up", **span("12 个增至 50 个")),
            Result("自助预约率", 90.15, "%", type="target", date="2027", **span("90.15%")),
        ),
        "outline": (
            section("一、背景", "二、做法", "背景"), section("二、做法", "三、成效", "做法"),
            section("三、成效", "四、启示", "成效"), section("四、启示", None, "启示"),
        ),
        "spans": (Span(6, len(TEXT)),),
    }  # fmt: skip
    return CaseDraft(**(values | more))


def plan() -> CaseDraft:
    tasks = tuple(
        CaseDraft(kind="plan_task", title=f"任务{n}：办好第 {n} 件实事", text=f"第 {n} 件实事要在年内办完。", number=n,
                  responsible="市卫生健康委")
        for n in range(1, 6)
    )  # fmt: skip
    return CaseDraft(kind="plan", title="全市医疗服务改进方案", text="方案共有五项任务。\n逐项落实。", children=tasks)


def document(name: str, text: str) -> DocumentDraft:
    return DocumentDraft(
        path=f"/somewhere/{name}", name=name, text=text, fingerprint=name, title="服务改进专版", publisher="某某日报",
        published="2023-05-06", reporter="林溪",
    )  # fmt: skip


def fill(library: Library) -> list[str]:
    """Two hospitals in one document, a plan with five tasks in another; their ids."""
    other = hospital("以科室为单位的协同评价", owner="南昌大学第一附属医院", flags=(), spans=())
    first = library.add_document(document("a.txt", "版面：服务。\n" + TEXT + "\n页脚。"), [hospital(), other])
    return [*first, *library.add_document(document("b.txt", "方案"), [plan()])]


def wait(until, seconds: float = 8.0) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "it did not happen in time"
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        time.sleep(0.002)


def settle(jobs: Jobs) -> None:
    """Let everything under way land, and what follows from it."""
    for _ in range(3):
        wait(lambda: jobs.idle)
        for _ in range(5):
            QCoreApplication.processEvents()


@pytest.fixture
def application(monkeypatch):
    """The application; whatever went wrong inside a slot, and whatever Qt complained of, fails the test."""
    wrong = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: wrong.append(f"{kind.__name__}: {error} {trace}"))

    def complain(_kind, _where, words):
        if "This plugin does not support" not in words:  # what a screen that is none has to say
            wrong.append(words)

    before = qInstallMessageHandler(complain)
    yield QApplication.instance() or QApplication([])
    qInstallMessageHandler(before)
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "试.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def ids(library):
    return fill(library)


@pytest.fixture
def jobs(application):  # noqa: ARG001 - Qt wants it first
    made = Jobs()
    yield made
    made.close()
    made.deleteLater()  # here, rather than by whichever thread happens to collect what is left over
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(library, jobs, ids):  # noqa: ARG001 - the cases are in the library
    made = Desk(library, jobs, theme.PALETTES["light"], Settings())
    made.resize(850, 830)
    made.show()
    made.activateWindow()
    yield made
    if not jobs._closed:
        made.flush()
        settle(jobs)
    made.hide()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(name="case")
def opened_case(desk, jobs, ids):
    """The first case, on the desk."""
    desk.show_case(ids[0])
    settle(jobs)
    return ids[0]
