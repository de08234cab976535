"""A sheet as CSV (RFC 4180, UTF-8 with BOM): the columns of the comparison, one line of fields for each case.

What was made of cases stands before them, part by part: its title, its head, its rows, an empty line.

A text that a spreadsheet would take for a formula (it begins with = + - @, a tab or a carriage return, or one of
their full-width likes) gets an apostrophe before it; numbers, negative ones too, stay numbers. Knows the sheet and
the comparison; no library.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from app.formats.chosen import chosen
from app.formats.comparison import Cell, comparison
from app.formats.plain import line
from app.formats.sheet import Sheet
from app.formats.works import plains
from app.task import QUIET, Task

_LEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def to_csv(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as CSV.

    Raises:
        Cancelled: between two cases.
    """
    cut = chosen(sheet)
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    for row in _works(cut):
        table.writerow([_safe(cell) for cell in row])
    if not cut.cases:
        return out.getvalue().encode("utf-8-sig", "replace")
    shown = comparison(cut)
    table.writerow([_safe(column.name) for column in shown.columns])
    for number, case in enumerate(cut.cases, 1):
        task.step(number - 1, len(cut.cases), case.title)
        table.writerow([_safe(cell) for cell in shown.row(number, case)])
    return out.getvalue().encode("utf-8-sig", "replace")


def _works(sheet: Sheet) -> Iterator[Sequence[str]]:
    for part in plains(sheet.parts):
        yield (part.title, part.hint) if part.hint else (part.title,)
        yield part.head
        yield from part.rows
        yield ()
    if sheet.parts and sheet.sources and not sheet.cases:
        yield ("来源",)
        yield from ((f"[{source.number}]", line(source.citation)) for source in sheet.sources)


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.lstrip(" \n\u3000").startswith(_LEADS):
        return f"'{cell}"
    return cell
