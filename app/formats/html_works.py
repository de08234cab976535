"""What was made of cases in a web page: tables, bars, pictures, running text. Knows the sheet; no library.

A picture stands as an image from the page itself, where nothing in it can run.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence

from app.formats.html_case import escaped
from app.formats.sheet import Sheet, SheetBar, SheetBars, SheetCell, SheetPart, SheetPassage, SheetPicture, SheetTable
from app.formats.works import where

PICTURES = "img-src data:"
"""What the page's policy must allow where there are pictures."""
_LONG, _HIGH = 100, 10


def works(sheet: Sheet) -> Iterator[str]:
    """The parts in order."""
    for part in sheet.parts:
        yield from _part(part)


def drawn(sheet: Sheet) -> bool:
    """Whether there are pictures, among the parts or in notes."""
    noted = any(note.pictures for case in sheet.cases for note in case.notes)
    return noted or any(isinstance(part, SheetPicture) for part in sheet.parts)


def _part(part: SheetPart) -> Iterator[str]:
    if isinstance(part, SheetPassage):
        yield from _passage(part)
        return
    yield f'<section class="made">\n<h2>{escaped(part.title)}</h2>\n'
    if isinstance(part, SheetTable):
        yield _table(part)
    elif isinstance(part, SheetBars):
        yield _bars(part)
    else:
        yield _picture(part)
    yield "</section>\n"


def _passage(part: SheetPassage) -> Iterator[str]:
    if part.kind == "heading":
        level = max(1, min(part.level, 3)) + 1
        yield f"<h{level}>{escaped(part.text)}</h{level}>\n"
        return
    lines = [escaped(words.strip()) for words in part.text.split("\n") if words.strip()]
    source = f'<a href="#s{part.source}">[{part.source}]</a>' if part.source else ""
    place = escaped(f"〔{told}〕") if (told := where(part)) else ""
    inner = "".join(f"<p>{words}</p>" for words in lines[:-1])
    inner += f'<p>{lines[-1] if lines else ""}<span class="place">{place}{source}</span></p>'
    yield f"<blockquote>{inner}</blockquote>\n" if part.kind == "quote" else f"{inner}\n"


def _table(part: SheetTable) -> str:
    head = "".join(f'<th scope="col">{escaped(words)}</th>' for words in part.head)
    rows = "".join(f"<tr>{''.join(_cell(cell, first=not n) for n, cell in enumerate(row))}</tr>\n" for row in part.rows)
    hint = f"<p>{escaped(part.hint)}</p>\n" if part.hint else ""
    return (
        f'{hint}<div class="wide" role="region" aria-label="{escaped(part.title)}" tabindex="0">\n'
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def _cell(cell: Sequence[SheetCell], *, first: bool) -> str:
    inner = "<br>".join(map(_line, cell))
    return f'<th scope="row">{inner}</th>' if first else f'<td class="long">{inner}</td>'


def _line(one: SheetCell) -> str:
    place = f' <span class="place">{escaped(one.place)}</span>' if one.place else ""
    kind = "own" if one.own else "empty" if one.empty else ""
    words = f"{escaped(one.text)}{' ✎' if one.own else ''}"
    return f'<span class="{kind}">{words}</span>{place}' if kind else words + place


def _bars(part: SheetBars) -> str:
    hint = f"<p>{escaped(part.hint)}</p>\n" if part.hint else ""
    return f'{hint}<dl class="bars">\n{"".join(_bar(bar) for bar in part.bars)}</dl>\n'


def _bar(bar: SheetBar) -> str:
    lengths = (("old", bar.share_before), ("now", bar.share))
    rows = [(name, share) for name, share in lengths if share is not None]
    drawn_ = "".join(
        f'<rect class="{name}" x="0" y="{number * (_HIGH + 2)}" height="{_HIGH}"'
        f' width="{max(0.6, share * _LONG):.2f}"/>'
        for number, (name, share) in enumerate(rows)
    )
    tall = max(1, len(rows)) * (_HIGH + 2)
    place = f' <span class="place">{escaped(bar.place)}</span>' if bar.place else ""
    return (
        f'<div><dt>{escaped(bar.label)}</dt><dd><svg viewBox="0 0 {_LONG} {tall}" preserveAspectRatio="none"'
        f' aria-hidden="true">{drawn_}</svg><span>{escaped(bar.words)}{place}</span></dd></div>\n'
    )


def _picture(part: SheetPicture) -> str:
    data = base64.b64encode(part.svg.encode("utf-8", "replace")).decode("ascii")
    words = f"<p>{escaped(part.words)}</p>\n" if part.words else ""
    image = f'<img alt="{escaped(part.words or part.title)}" src="data:image/svg+xml;base64,{data}">\n'
    numbers = f"<details>\n<summary>数字</summary>\n{_table(part.table)}</details>\n" if part.table else ""
    return image + words + numbers
