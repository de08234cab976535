"""The program proving itself: a tour of the main job without a window, and the self-test of the built program."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.formats import read
from app.services import exporting, starter
from app.services.library import Library
from db.records import Case

Say = Callable[[str], None]
WORDS = "党建 地区:四川"
THOUGHT = "可借鉴：先在三个支部**试行**，季度末看结果。"


class Failed(Exception):
    """A step of the self-test did not give what it must."""


def tour(output: Path, say: Say) -> int:
    """Do the main job once on the starter cases: load, filter, note, export.

    Args:
        output: Folder for the PDF, made when missing.
        say: Told each step in a sentence.

    Returns:
        Exit code 0.
    """
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xinglin-") as folder, _library(Path(folder)) as library:
        say(f"一、载入示例案例库：{starter.load(library)} 个案例。")
        answer = library.find(WORDS)
        say(f"二、筛选“{answer.query}”：{answer.total} 个案例，用时 {answer.elapsed_ms:.1f} 毫秒。")
        for row in answer.rows[:3]:
            say(f"    {row.title}（{row.owner}，{row.place}）")
        case = library.case(answer.ids[0])
        note = _annotate(library, case)
        say(f"三、在《{case.title}》里标出“{note}”，写下一条笔记。")
        made = exporting.export(library, answer.ids, "pdf", output / "示例导出.pdf", filters=answer.query, replace=True)
        say(f"四、连同笔记导出为 PDF：{made}（{made.stat().st_size // 1024} KB）。")
    say("完成。打开窗口请在有桌面的电脑上运行同一命令。")
    return 0


def self_test(say: Say, prove_window: Callable[[Path], str]) -> int:
    """Run what the built program must be able to do, each step timed.

    Returns:
        0 when every step held, 1 with the first failing step named otherwise.
    """
    sockets = _watch_sockets()
    began = time.perf_counter()
    try:
        with tempfile.TemporaryDirectory(prefix="xinglin-") as folder:
            _prove(Path(folder), say, prove_window)
        _must(not sockets, f"程序打开了网络连接：{sockets[:1]}")
    except Failed as failure:
        say(f"自检没有通过：{failure}")
        return 1
    say(f"自检通过，用时 {time.perf_counter() - began:.1f} 秒，未打开任何网络连接。")
    return 0


def _prove(folder: Path, say: Say, prove_window: Callable[[Path], str]) -> None:
    @contextmanager
    def step(name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        say(f"  通过  {name}（{(time.perf_counter() - began) * 1000:.0f} 毫秒）")

    with _library(folder) as library:
        with step("载入示例案例库"):
            loaded = starter.load(library)
            _must(loaded > 40, f"示例案例只有 {loaded} 个")
        with step("检索"):
            answer = library.find("党建")
            texts = [case.id for case in library.cases(library.find().ids) if "党建" in case.title + case.text]
            _must(set(texts) <= set(answer.ids), "检索有遗漏")
            _must(0 < library.find(WORDS).total < answer.total, "筛选没有起作用")
        with step("写笔记"):
            case = library.case(library.find(WORDS).ids[0])
            quote = _annotate(library, case)
    with _library(folder) as library:
        with step("重新打开后笔记仍在"):
            _must([n.quote for n in library.notes(case.id)] == [quote], "笔记没有保存下来")
        with step("导出 PDF 并读回"):
            made = exporting.export(library, [case.id], "pdf", folder / "自检.pdf")
            text = "".join(read.read(made).text.split())
            _must("".join(quote.split()) in text and "季度末看结果" in text, "PDF 里的文字与写入的不同")
        path = library.path
    with step("打开窗口"):
        say(f"        {prove_window(path)}")


def _library(folder: Path) -> closing[Library]:
    return closing(Library.open(folder / "示例.xinglin"))


def _annotate(library: Library, case: Case) -> str:
    """Highlight the first sentence of a case with a thought; returns the sentence."""
    start = next(i for i, c in enumerate(case.text) if not c.isspace())
    end = min(i for i in (case.text.find("。", start) + 1 or len(case.text), len(case.text)))
    library.highlight(case.id, start, end, text=THOUGHT, tags=("可借鉴",))
    return case.text[start:end]


def _must(holds: object, otherwise: str) -> None:
    if not holds:
        raise Failed(otherwise)


def _watch_sockets() -> list[str]:
    """From now on, every attempt of this process to reach a network is written into the returned list."""
    seen: list[str] = []
    watched = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in watched:
            seen.append(f"{event}{args[1:]}")

    sys.addaudithook(hook)
    return seen
