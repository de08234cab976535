"""A sheet as one web page: reads without a network and without its script, filters with it, prints well.

Every word from the sheet is escaped here; style and script are ours, named by their hash in the page's own policy,
so that nothing else would run even if it got in. Knows the sheet; no library.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from itertools import groupby

from app import paths
from app.formats.chosen import chosen, counted
from app.formats.comparison import sources
from app.formats.html_case import Place, article, attribute, escaped, table
from app.formats.html_filters import Filters
from app.formats.html_works import PICTURES, drawn, works
from app.formats.listed import entry
from app.formats.paragraphs import counts
from app.formats.sheet import Sheet
from app.messages import Trouble
from app.task import QUIET, Task


def to_html(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as a page.

    Raises:
        Cancelled: between two cases.
        Trouble: `resource` when style or script is missing.
    """
    style, script = _resource("sheet.css"), _resource("sheet.js")
    cut = chosen(sheet)
    pieces = [_head(cut, style, script), *_body(cut, task), f"<script>{script}</script>\n</body>\n</html>\n"]
    return b"".join(piece.encode("utf-8") for piece in pieces)


def _resource(name: str) -> str:
    try:
        return paths.resource("templates", name).read_text(encoding="utf-8")
    except OSError as error:
        raise Trouble("resource", f"templates/{name}") from error


def _head(sheet: Sheet, style: str, script: str) -> str:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
        f"{f'; {PICTURES}' if drawn(sheet) else ''}"
    )
    return (
        '<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escaped(sheet.title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="layout-{sheet.layout}">\n'
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _body(sheet: Sheet, task: Task) -> Iterator[str]:
    filters = Filters(sheet.cases)
    yield _title(sheet)
    if sheet.cases:
        yield filters.bar()
    if sheet.contents and len(sheet.cases) > 1:
        yield _contents(sheet)
    yield "<main>\n"
    yield from works(sheet)
    if sheet.layout == "table" and sheet.cases:
        yield table(sheet)
    place = Place(
        level=3 if any(case.group for case in sheet.cases) else 2,
        end=sheet.notes == "end",
        listed=bool(sheet.sources),
        cards=sheet.layout == "cards" or sheet.body != "text",
        every=sheet.every,
    )
    number = 0
    for group, cases in groupby(sheet.cases, lambda case: case.group):
        yield f'<section class="group">\n<h2>{escaped(group)}</h2>\n' if group else '<section class="group">\n'
        for case in cases:
            task.step(number, len(sheet.cases), case.title)
            number += 1
            yield article(case, number, place, filters.attributes(case))
        yield "</section>\n"
    yield '<p id="none" hidden>没有符合的案例。</p>\n</main>\n'
    if sheet.sources:
        yield _sources(sheet)


def _title(sheet: Sheet) -> str:
    cases, quoted, notes = counts(sheet)
    told = [f"{cases} 案" if cases else "", f"摘录 {quoted} 条" if quoted else "", f"笔记 {notes} 条" if notes else ""]
    filters = f"筛选：{escaped(sheet.filters)}。" if sheet.filters else ""
    filters += f"高亮：{escaped(sheet.legend)}。" if sheet.legend else ""
    line = " · ".join(part for part in (escaped(sheet.made_on), *told) if part)
    origin = f"选自“{escaped(sheet.library)}”。{filters}"
    return f"<header>\n<h1>{escaped(sheet.title)}</h1>\n<p>{line}</p>\n<p>{origin}</p>\n</header>\n"


def _contents(sheet: Sheet) -> str:
    lines = ['<nav aria-label="目录">\n<details open>\n<summary>目录</summary>\n<ol>\n']
    group = ""
    for number, case in enumerate(sheet.cases, 1):
        if case.group != group:
            group = case.group
            lines.append(f'<li class="part">{escaped(group)}</li>\n')
        words = entry(f"{counted(number)}、", case, case.owner)
        lines.append(f'<li data-of="c{number}"><a href="#c{number}">{escaped(words)}</a></li>\n')
    return "".join([*lines, "</ol>\n</details>\n</nav>\n"])


def _sources(sheet: Sheet) -> str:
    lines = [
        f'<li id="s{source.number}" value="{attribute(str(source.number))}">{escaped(source.citation)}</li>\n'
        for source in sources(sheet)
    ]
    return "".join(['<section id="sources">\n<h2>来源</h2>\n<ol>\n', *lines, "</ol>\n</section>\n"])
