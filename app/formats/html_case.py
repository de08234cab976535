"""One case of a sheet as HTML: record, figures, text with highlights, notes. Every word is escaped here.

Knows the sheet and HTML; no page around it. No style is written into an element: the page's policy forbids it.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.formats import markdown
from app.formats.chosen import COLOURS, counted, passages, whole
from app.formats.comparison import Cell, Column, comparison, figure
from app.formats.glyphs import visible
from app.formats.listed import byline, lists
from app.formats.markdown import Block, Words
from app.formats.paragraphs import Paragraph, Run, paragraphs
from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetResult

_LONG = 30
"""Columns wider than this hold sentences."""
_TALL = 60
"""Notes longer than this may stand beside the paragraphs that follow."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands and how.

    The level of its heading; notes at its end; sources listed; passages as cards; every theme and practice listed.
    """

    level: int = 2
    end: bool = False
    listed: bool = False
    cards: bool = False
    every: bool = False


def escaped(text: str) -> str:
    """Text that is nothing but text, between tags and in quoted attributes."""
    return html.escape(visible(text), quote=True)


attribute = escaped


def article(case: SheetCase, number: int, place: Place, attributes: str = "") -> str:
    """A case. `attributes` are ready-made."""
    name = f"c{number}"
    return "".join(
        (
            f'<article id="{name}"{attributes}>\n',
            f"<h{place.level}>{counted(number)}、{escaped(case.title)}</h{place.level}>\n",
            *_record(case, every=place.every),
            _results(case.results, name, link=bool(case.text.strip())),
            *_text(case, name, place),
            *_closing(case, place),
            _source(case, place),
            "</article>\n",
        )
    )


def table(sheet: Sheet) -> str:
    """The comparison as a table that can be scrolled sideways."""
    shown = comparison(sheet)
    lines = [
        '<div class="wide" role="region" aria-label="对比表" tabindex="0">\n<table>\n<thead><tr>',
        *(f'<th scope="col">{escaped(column.name)}</th>' for column in shown.columns),
        "</tr></thead>\n<tbody>\n",
    ]
    for number, case in enumerate(sheet.cases, 1):
        cells = [_cell(column, cell) for column, cell in zip(shown.columns, shown.row(number, case), strict=True)]
        cells[1] = f'<th scope="row"><a href="#c{number}">{escaped(case.title)}</a></th>'
        lines.append(f'<tr data-of="c{number}">{"".join(cells)}</tr>\n')
    return "".join([*lines, "</tbody>\n</table>\n</div>\n"])


def _cell(column: Column, cell: Cell) -> str:
    if isinstance(cell, str) or cell is None:
        kind = ' class="long"' if column.width > _LONG else ""
        return f"<td{kind}>{_lines(cell or '')}</td>"
    return f'<td class="figure">{cell}</td>'


def _lines(text: str) -> str:
    return "<br>".join(map(escaped, text.split("\n")))


def _record(case: SheetCase, *, every: bool) -> Iterator[str]:
    if told := byline(case):
        yield f'<p class="byline">{escaped(told)}</p>\n'
    fields = [(name, value) for name, value in (*case.fields, *lists(case, every=every)) if value]
    if fields:
        rows = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>\n" for name, value in fields)
        yield f"<dl>\n{rows}</dl>\n"
    if case.warnings:
        yield f'<p class="warning"><strong>请注意</strong>　{"".join(map(escaped, case.warnings))}</p>\n'


def _results(results: Sequence[SheetResult], name: str, *, link: bool) -> str:
    if not results:
        return ""
    rows = "".join(
        f"<tr><td>{escaped(r.metric)}{'（目标）' if r.target else ''}</td><td>{escaped(r.value)}{_bars(r)}</td>"
        f"<td>{_mark(name, r.paragraph, link=link)}</td></tr>\n"
        for r in results
    )
    head = '<table class="results">\n<thead><tr><th>指标</th><th>数值</th><th>出处</th></tr></thead>\n'
    return f"{head}<tbody>\n{rows}</tbody>\n</table>\n"


def _bars(result: SheetResult) -> str:
    """Before and after as two bars, drawn with attributes."""
    before, after = figure(result.before), figure(result.number)
    if before is None or after is None or min(before, after) < 0 or max(before, after) == 0:
        return ""
    widths = [round(100 * value / max(before, after), 1) for value in (before, after)]
    return (
        '<svg class="bars" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="old" y="0" height="4" width="{widths[0]}"/>'
        f'<rect class="new" y="6" height="4" width="{widths[1]}"/></svg>'
    )


def _mark(name: str, paragraph: int | None, *, link: bool) -> str:
    if not paragraph:
        return ""
    return f'<a class="at" href="#{name}-{paragraph}">§{paragraph}</a>' if link else f"§{paragraph}"


def _text(case: SheetCase, name: str, place: Place) -> Iterator[str]:
    if not case.text.strip():
        if passages(case):
            cards = "".join(_card(note) for note in passages(case))
            yield f'<div class="{"cards" if place.cards else "passages"}">\n{cards}</div>\n'
        return
    yield '<div class="text">\n'
    for paragraph in paragraphs(case):
        level = min(6, place.level + 1)
        tag = f"h{level}" if paragraph.heading else "p"
        at = f"{name}-{paragraph.number}"
        number = f'<a class="n" href="#{at}" aria-label="第 {paragraph.number} 段">§{paragraph.number}</a>'
        yield f'<{tag} id="{at}">{number}{"".join(map(_run, paragraph.runs))}</{tag}>\n'
        if paragraph.notes and not place.end:
            yield _asides(paragraph)
    yield "</div>\n"


def _asides(paragraph: Paragraph) -> str:
    return "".join(_aside(note, quoted=len(paragraph.notes) > 1) for note in paragraph.notes)


def _run(run: Run) -> str:
    if not run.colours:
        return escaped(run.text)
    first, *others = run.colours
    names = " ".join([first, *(f"under-{colour}" for colour in others)])
    return f'<mark class="{names}">{escaped(run.text)}</mark>'


def _card(note: SheetNote) -> str:
    place = f"{_mark('', note.paragraph, link=False)} {COLOURS[note.colour]}"
    return (
        f'<figure class="card {note.colour}">\n<blockquote>{escaped(note.quote)}</blockquote>\n'
        f"<figcaption>{place}</figcaption>\n{_words(note)}</figure>\n"
    )


def _closing(case: SheetCase, place: Place) -> Iterator[str]:
    kept = [note for note in whole(case) if note.text.strip() or note.tags or note.quote]
    if case.text.strip() and place.end:
        kept = [note for note in passages(case) if note.text.strip() or note.tags] + kept
    if kept:
        heading = "笔记" if place.end else "案例笔记"
        level = min(6, place.level + 1)
        asides = "".join(_aside(note, quoted=True) for note in kept)
        yield f'<section class="notes">\n<h{level}>{heading}</h{level}>\n{asides}</section>\n'


def _aside(note: SheetNote, *, quoted: bool) -> str:
    place = f"§{note.paragraph}　" if quoted and note.paragraph else ""
    lost = "原文已变，当时标的是：" if note.quote and note.start is None else ""
    quote = f'<p class="quote">{place}{lost}“{escaped(note.quote)}”</p>\n' if quoted and note.quote else ""
    tall = " tall" if len(note.text) + len(quote) > _TALL else ""
    return f'<aside class="note {note.colour}{tall}">\n{quote}{_words(note)}</aside>\n'


def _words(note: SheetNote) -> str:
    tags = " ".join(f"<span>#{escaped(tag)}</span>" for tag in note.tags_apart)
    return "".join(_blocks(markdown.blocks(note.text, note.pictures))) + (
        f'<p class="tags">{tags}</p>\n' if tags else ""
    )


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    return (_block(block) for block in blocks)


def _block(block: Block) -> str:
    inner = "".join(_blocks(block.blocks))
    match block.kind:
        case "h":
            return f"<p><strong>{_inline(block.words)}</strong></p>\n"
        case "code":
            return f"<pre><code>{chr(10).join(map(escaped, block.words[0].text.split(chr(10))))}</code></pre>\n"
        case "quote":
            return f"<blockquote>{inner}</blockquote>\n"
        case "list":
            items = "".join(f"<li>{''.join(_blocks(item.blocks))}</li>\n" for item in block.blocks)
            return f"<ul>\n{items}</ul>\n" if block.first is None else f'<ol start="{block.first}">\n{items}</ol>\n'
        case "table":
            return _grid(block)
        case "rule":
            return "<hr>\n"
    return inner if block.blocks else f"<p>{_inline(block.words)}</p>\n"


def _grid(block: Block) -> str:
    rows = ["".join(f"<td>{_inline(cell)}</td>" for cell in row) for row in block.rows]
    return f"<table>\n{''.join(f'<tr>{row}</tr>' for row in rows)}\n</table>\n"


def _inline(words: Sequence[Words]) -> str:
    return "".join(map(_styled, words))


def _styled(words: Words) -> str:
    if words.picture:
        one = words.picture
        data = base64.b64encode(one.data).decode("ascii")
        size = f'width="{one.width}" height="{one.height}"'
        return f'<img alt="{escaped(words.text)}" {size} src="data:{one.type};base64,{data}">'
    text = "<br>".join(map(escaped, words.text.split("\n")))
    for on, tag in ((words.code, "code"), (words.struck, "s"), (words.italic, "em"), (words.bold, "strong")):
        text = f"<{tag}>{text}</{tag}>" if on else text
    return f'<a href="{attribute(words.link)}" rel="noopener noreferrer">{text}</a>' if words.link else text


def _source(case: SheetCase, place: Place) -> str:
    if not case.source_line and case.source is None:
        return ""
    number = f' <a href="#s{case.source}">[{case.source}]</a>' if place.listed and case.source is not None else ""
    return f'<p class="source">来源：{escaped(case.source_line)}{number}</p>\n'
