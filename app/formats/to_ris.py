"""The sources of a sheet as a RIS file, for programs that keep references; the cases themselves stay out.

Lines end as RIS wants them, and hold one value each whatever a title holds. Knows the sheet; no library.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.formats.comparison import sources
from app.formats.plain import line
from app.formats.sheet import Mark, Sheet, SheetSource, Source
from app.task import QUIET, Task

_TYPES: dict[Mark, str] = {"N": "NEWS", "J": "MGZN", "R": "RPRT", "EB": "ELEC", "Z": "GEN"}


def to_ris(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write the sources, each once.

    Raises:
        Cancelled: between two sources.
    """
    return "".join(_records(sheet, task)).encode("utf-8")


def _records(sheet: Sheet, task: Task) -> Iterator[str]:
    listed = sources(sheet)
    for done, source in enumerate(listed):
        task.step(done, len(listed), line(source.citation))
        told = _told(source)
        yield "".join(f"{tag}  - {words}\r\n" for tag, value in told if (words := line(value))) + "ER  - \r\n\r\n"


def _told(source: SheetSource) -> list[tuple[str, str]]:
    if source.facts is None:
        return [("TY", "GEN"), ("N1", source.citation), ("LA", "zh")]
    return [*_values(source.facts), ("LA", "zh")]


def _values(one: Source) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[one.mark]
    yield from (("AU", name) for name in one.authors)
    yield "TI", one.title
    yield "T2" if one.mark in "NJ" else "PB", one.publisher
    yield "PY", one.date[:4]
    yield "DA", one.date.replace("-", "/")
    yield "SP", one.page
    yield "M1", one.number
    yield "UR", one.address
    yield "Y2", one.seen.replace("-", "/")
