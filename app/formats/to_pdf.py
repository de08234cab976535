"""A sheet as a PDF, or its pages as pictures, set by Typst from a template and our own fonts.

The sheet goes in as JSON data beside the template, never as markup. Knows no library.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from app import paths
from app.formats import glyphs, pages
from app.formats.page_works import drawings
from app.formats.sheet import Layout, Sheet
from app.messages import Trouble
from app.task import QUIET, Cancelled, Task

TEMPLATES: dict[Layout, str] = {
    "simple": "simple.typ",
    "official": "official.typ",
    "cards": "cards.typ",
    "table": "table.typ",
}
SHARED = ("common.typ", "works.typ")
ARCHIVAL = "a-2u"
"""PDF/A-2 with every character told in Unicode."""
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
    return _set(sheet, task, {"format": "pdf", "pdf_standards": [ARCHIVAL] if sheet.archival else []})[0]


def to_pictures(sheet: Sheet, ppi: float, task: Task = QUIET, *, of: Sheet | None = None) -> tuple[bytes, ...]:
    """Set a sheet and draw its pages as PNG, `ppi` pixels to the inch; raises what `to_pdf` raises.

    `of` is the whole of which the sheet is but the beginning.
    """
    return tuple(_set(sheet, task, {"format": "png", "ppi": ppi}, of))


def _set(sheet: Sheet, task: Task, options: dict[str, object], of: Sheet | None = None) -> list[bytes]:
    fonts = paths.resource("fonts")
    if not any(fonts.glob("*.ttf")):
        raise Trouble("resource", "fonts")
    markup = {"main.typ": _template(TEMPLATES[sheet.layout]), **{name: _template(name) for name in SHARED}}
    data = _written(pages.data(sheet, task, of=of))
    drawn = drawings(sheet)
    words = "".join(one.decode("utf-8") for one in (data, *drawn.values()) if not one.isascii())
    faces = [fonts, *glyphs.lenders(words)]
    files = {**markup, **drawn, "sheet.json": _with_faces(data, words)}
    made = compiled(files, faces, task, len(sheet.cases), options)
    return made if isinstance(made, list) else [made]


def _template(name: str) -> bytes:
    try:
        return paths.resource("templates", name).read_bytes()
    except OSError as error:
        raise Trouble("resource", f"templates/{name}") from error


def _written(data: pages.Data) -> bytes:
    """The data as JSON, case by case: written in one go, a large sheet would hold every other thread up."""
    cases = [_json(case) for case in data["cases"]]
    return (
        _json({key: value for key, value in data.items() if key != "cases"})[:-1]
        + b',"cases":['
        + b",".join(cases)
        + b"]}"
    )


def _with_faces(data: bytes, words: str) -> bytes:
    """The data and the names of the spare fonts its words need, which the template sets after its own."""
    return data[:-1] + b',"faces":' + json.dumps(glyphs.families(words)).encode("ascii") + b"}"


def _json(data: pages.Data) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def compiled(
    files: dict[str, bytes], faces: Sequence[Path], task: Task, total: int, options: dict[str, object]
) -> bytes | list[bytes]:
    """Let Typst set `main.typ` with the files it names, on a thread of its own; a page drawn as pixels each is a list.

    Raises:
        Cancelled: soon after the person has asked to stop.
        Trouble: `typesetting` when Typst refuses it.
    """
    made: list[bytes | list[bytes]] = []
    failed: list[BaseException] = []
    done = threading.Event()

    def work() -> None:
        import typst

        # the binding's types know one file only, its code several: name -> bytes
        compile_: Callable[..., bytes | list[bytes]] = typst.compile
        try:
            made.append(compile_(files, root=faces[0], font_paths=list(faces), ignore_system_fonts=True, **options))
        except BaseException as error:  # noqa: BLE001 - a panic in Rust too is told to the thread that waits
            failed.append(error)
        finally:
            done.set()
        _forget(compile_)

    threading.Thread(target=work, name="typesetting", daemon=True).start()
    while not done.wait(_LOOK):
        task.step(total, total, "正在排版")
    if task.stopped():
        raise Cancelled
    if failed:
        raise Trouble("typesetting", str(failed[0])) from failed[0]
    return made[0]


def _forget(compiled: Callable[..., bytes | list[bytes]]) -> None:
    """Let Typst drop what it remembers of the sheet (0.5 MB a page): it does so after ten other documents."""
    for number in range(_MEMORY):
        compiled({"main.typ": f"#{number}".encode()}, format="svg", ignore_system_fonts=True)
