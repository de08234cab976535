"""Cases as the rows of a table, for the clipboard. Pure: cases in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from db.query import KINDS
from db.records import Case

Row = tuple[str, ...]


def rows(cases: Sequence[Case], themes: Mapping[str, str]) -> Iterator[Row]:
    """Title, owner, place, year, kind, themes, tags, notes and star of each case; `themes` names them by id."""
    for case in cases:
        region = case.region
        place = "".join(dict.fromkeys(part for part in (region.province, region.city, region.county) if part))
        sure = [themes.get(theme.id, theme.id) for theme in case.themes if theme.status != "suggested"]
        yield (
            case.title, case.owner or "", place, str(case.year or ""), KINDS.get(case.kind, case.kind),
            "、".join(sure), "、".join(case.tags), str(case.notes or ""), "★" if case.starred else "",
        )  # fmt: skip


def as_text(table: Sequence[Row]) -> str:
    """Cells apart by tabs, rows by line ends, as spreadsheets take them."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in table)


def as_html(table: Sequence[Row]) -> str:
    """The same as a table for a text."""
    made = []
    for number, row in enumerate(table):
        cell = "th" if number == 0 else "td"
        made.append("<tr>" + "".join(f"<{cell}>{escape(one)}</{cell}>" for one in row) + "</tr>")
    return f"<table border='1' cellspacing='0' cellpadding='4'>{''.join(made)}</table>"
