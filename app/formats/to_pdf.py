"""A sheet as a PDF, set by Typst from a template and our own fonts.

The sheet goes in as JSON data beside the template, never as markup. Knows no library.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

from app import paths
from app.formats import pages
from app.formats.sheet import Sheet
from app.messages import Trouble
from app.task import QUIET, Cancelled, Task

TEMPLATE = "plain.typ"
_LOOK = 0.05
"""Seconds between two looks at whether the person has asked to stop."""

_MEMORY = 12
"""Documents after which Typst has forgotten one; an empty one takes 7 ms."""


def to_pdf(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Set a sheet.

    Laying out a case is stopped between cases. Typst itself cannot be stopped, but it works without holding the
    interpreter: it runs on a thread of its own whose result is dropped when the person has asked to stop.

    Raises:
        Cancelled: soon after the person has asked to stop.
        Trouble: `resource` when template or fonts are missing, `typesetting` when Typst refuses the sheet.
    """
    fonts, template = paths.resource("fonts"), paths.resource("templates", TEMPLATE)
    if not any(fonts.glob("*.ttf")):
        raise Trouble("resource", "fonts")
    try:
        markup = template.read_bytes()
    except OSError as error:
        raise Trouble("resource", f"templates/{TEMPLATE}") from error
    data = _written(pages.data(sheet, task))
    return _compiled({"main.typ": markup, "sheet.json": data}, fonts, task, len(sheet.cases))


def _written(data: pages.Data) -> bytes:
    """The data as JSON, case by case: written in one go, a large sheet would hold every other thread up."""
    cases = [_json(case) for case in data["cases"]]
    return (
        _json({key: value for key, value in data.items() if key != "cases"})[:-1]
        + b',"cases":['
        + b",".join(cases)
        + b"]}"
    )


def _json(data: pages.Data) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _compiled(files: dict[str, bytes], fonts: Path, task: Task, total: int) -> bytes:
    made: list[bytes] = []
    failed: list[BaseException] = []
    done = threading.Event()

    def work() -> None:
        import typst

        # the binding's types know one file only, its code several: name -> bytes
        compiled: Callable[..., bytes] = typst.compile
        try:
            made.append(compiled(files, format="pdf", root=fonts, font_paths=[fonts], ignore_system_fonts=True))
        except BaseException as error:  # noqa: BLE001 - a panic in Rust too is told to the thread that waits
            failed.append(error)
        finally:
            done.set()
        _forget(compiled)

    threading.Thread(target=work, name="typesetting", daemon=True).start()
    while not done.wait(_LOOK):
        task.step(total, total, "正在排版")
    if task.stopped():
        raise Cancelled
    if failed:
        raise Trouble("typesetting", str(failed[0])) from failed[0]
    return made[0]


def _forget(compiled: Callable[..., bytes]) -> None:
    """Let Typst drop what it remembers of the sheet (0.5 MB a page): it does so after ten other documents."""
    for number in range(_MEMORY):
        compiled({"main.typ": f"#{number}".encode()}, format="svg", ignore_system_fonts=True)
