"""A sheet as a Word file that an office can go on working with: real headings, contents, footnotes and comments.

Written as the format's own XML, part by part; Word and WPS need mend nothing. python-docx was weighed: it has no
footnotes, no contents and other fields, no eastAsia fonts, no grid of lines and characters, and comments only on whole
runs, so all of these would be the same XML put into its tree by hand; the tests open every file with it. Knows the
sheet; no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.formats.chosen import chosen
from app.formats.comparison import Comparison, comparison, sources
from app.formats.docx_bars import side_by_side
from app.formats.docx_case import Place, Teller, numbered
from app.formats.docx_looks import Look, look_of
from app.formats.docx_margins import Margins
from app.formats.docx_package import package
from app.formats.docx_story import Story, closing, contents
from app.formats.docx_styles import section
from app.formats.docx_tables import CELL, Column, grid, shares
from app.formats.docx_tables import words as cell
from app.formats.docx_works import tell
from app.formats.docx_xml import PROLOGUE, SPACES, TAB, paragraph, run, told, twips
from app.formats.listed import LONG, parted, sized
from app.formats.pages import OFFICIAL_LINE, TITLE, title_lines
from app.formats.paragraphs import counts
from app.formats.sheet import Sheet, SheetCase
from app.formats.works import wide
from app.task import QUIET, Task

_LETTER = 3.9
"""Points a column wants for each Latin letter it is wide."""
_LEAST = 30
_WIDEST = 1800
_FEW = 4
"""So few cases do not make a table that wants a page of its own."""


def to_docx(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as a Word file.

    简明版 has a cover, contents and the cases, 公文版式 the same without a cover; 摘录卡片 a card for each passage;
    对比表 the cases side by side, without their text. Characters no font has are left as they are: the office's own
    fonts may have them.

    Raises:
        Cancelled: between two cases.
    """
    body = "noted" if sheet.layout == "cards" and sheet.body == "text" else sheet.body
    cut = chosen(replace(sheet, body=body))
    if wide(cut) and not cut.cases:
        cut = replace(cut, layout="table")  # across
    look = look_of(cut.layout)
    margins = Margins(told(cut.title), look)
    grouped = any(case.group for case in cut.cases)
    deep = (grouped and cut.layout != "table") or any(parted(cut, case)[0] for case in cut.cases)
    story = Story(look, 2 if deep else 1, margins.told if look.head else None)
    (_compared if cut.layout == "table" else _told)(story, cut, task)
    return _bound(cut, story, margins)


def _told(story: Story, sheet: Sheet, task: Task) -> None:
    """The cases one after another."""
    look = story.look
    teller = Teller(story, sheet.layout, sheet.notes, every=sheet.every)
    cited = {source.number: source.citation for source in sheet.sources}
    if not _covered(sheet) and not _listed(sheet):
        _title(story, sheet)
    tell(story, sheet)
    group, groups, within, room = "", 0, 0, LONG + 1
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        size = sized(case)
        fresh = sheet.layout != "cards" and max(room, size) > LONG and (number > 1)
        room = size
        if case.group != group:
            group, groups, within = case.group, groups + 1, 0
            fresh = sheet.layout != "cards" and number > 1
            if group:
                words = numbered(groups, bracketed=False) + group if look.official else group
                story.head(1, words, fresh=fresh)
                fresh = False
        within += 1
        bracketed = look.official and bool(case.group)
        alone = look.official and len(sheet.cases) == 1 and not sheet.parts
        count = "" if alone else numbered(within if bracketed else number, bracketed=bracketed)
        depth = 2 if case.group else 0 if alone and told(case.title) == told(sheet.title) else 1
        source = _source(case, cited) if sheet.layout != "cards" else ""
        teller.tell(case, Place(count, depth, fresh, source, parted(sheet, case)))
    if not look.official:
        side_by_side(story, sheet, fresh=sheet.layout == "simple" and len(sheet.cases) > 1)
    _sources(story, sheet)
    if look.official:
        story.say("Normal", "")
        story.say("Date", told(sheet.made_on))


def _source(case: SheetCase, cited: dict[int, str]) -> str:
    return cited.get(case.source or 0) or case.source_line


def _sources(story: Story, sheet: Sheet) -> None:
    listed = sheet.sources if sheet.layout in ("simple", "official") else sources(sheet)
    if not listed:
        return
    story.head(1, "附　来源", fresh=sheet.layout in ("simple", "official") and len(sheet.cases) > 1)
    for source in listed:
        story.say("SourceItem", told(source.citation), run(f"[{source.number}]") + TAB + run(told(source.citation)))


def _compared(story: Story, sheet: Sheet, task: Task) -> None:
    """The cases side by side, in as many tables as their columns need; each begins with number and title."""
    look = story.look
    _title(story, sheet)
    tell(story, sheet)
    shown = comparison(sheet)
    rows = []
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        rows.append([_words(value) for value in shown.row(number, case)])
    kept = [number for number, column in enumerate(shown.columns) if not column.figure or _shared(rows, number)]
    left_out = shown.left_out + len(shown.columns) - len(kept)
    rows = [[row[number] for number in kept] for row in rows]
    shown = replace(shown, columns=tuple(shown.columns[number] for number in kept))
    least = [
        max(_LEAST, min(max(column.width, 9) * _LETTER + 3, _needed(column.name, rows, i)))
        for i, column in enumerate(shown.columns)
    ]
    tables = list(shares(least, look.room, 2)) if rows else []
    for number, table in enumerate(tables, 1):
        task.step(len(rows), len(rows), "正在排版")
        story.head(1, f"对比表（{number}）" if len(tables) > 1 else "对比表", fresh=number > 1 and len(rows) > _FEW)
        story.put(_table(shown, table, least, rows, look), height=1)
        story.say("Gap", "")
    if left_out:
        story.say("Origin", f"另有 {left_out} 种指标不是多案都有，只写在“成效”栏里。")
    side_by_side(story, sheet, fresh=False)
    _sources(story, sheet)


def _table(
    shown: Comparison, numbers: Sequence[int], least: Sequence[float], rows: Sequence[Sequence[str]], look: Look
) -> str:
    spare = look.room - sum(least[i] for i in numbers)
    asked = [0.0 if shown.columns[i].figure or not i else max(0.0, _asked(rows, i) - least[i]) for i in numbers]
    shared = sum(asked)
    columns = [
        Column(least[i] + (spare * ask / shared if shared else spare / len(numbers)), _side(shown, i))
        for i, ask in zip(numbers, asked, strict=True)
    ]
    head = [cell(shown.columns[i].name, bold=True) for i in numbers]
    return grid(columns, [head, *([cell(row[i]) for i in numbers] for row in rows)])


def _shared(rows: Sequence[Sequence[str]], number: int) -> bool:
    """Whether a column compares: on paper a column for one case's figure is wasted, and 成效 tells it in words."""
    return sum(bool(row[number]) for row in rows) > 1


def _needed(name: str, rows: Sequence[Sequence[str]], number: int) -> float:
    """The width with which no cell of a column, nor its head, would have a second line, in points."""
    lines = [name, *(line for row in rows for line in row[number].split("\n"))]
    return max(map(len, lines)) * 9 + CELL + 2


def _asked(rows: Sequence[Sequence[str]], number: int) -> float:
    """The width with which a column's cells would have few lines, in points."""
    return sum(min(len(row[number]) * 9, _WIDEST) for row in rows) / max(1, len(rows)) + _LEAST


def _side(shown: Comparison, number: int) -> str:
    return "right" if shown.columns[number].figure else "left"


def _words(value: str | float | None) -> str:
    """A cell as it is read; a figure without needless noughts."""
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


def _covered(sheet: Sheet) -> bool:
    """Whether there is a cover; a 公文 has its title above the text."""
    return sheet.layout == "simple"


def _listed(sheet: Sheet) -> bool:
    """Whether there are contents."""
    return sheet.contents and len(sheet.cases) > 1 and sheet.layout != "table"


def _title(story: Story, sheet: Sheet) -> None:
    for style, words in _head(sheet):
        story.say(style, words)


def _head(sheet: Sheet) -> list[tuple[str, str]]:
    """(style, words) of what stands above the contents or the text where there is no cover."""
    title = told(sheet.title)
    if sheet.layout == "official":
        return [*(("Title", line) for line in title_lines(_cut(title), OFFICIAL_LINE)), ("Normal", "")]
    return [("Title", title), ("Meta", _counted(sheet)), ("Meta", _origin(sheet)), ("Gap", "")]


def _cut(title: str) -> str:
    return title if len(title) <= TITLE else f"{title[: TITLE - 1]}…"


def _counted(sheet: Sheet) -> str:
    cases, passages, notes = counts(sheet)
    words = (
        f"{cases} 案" if cases else "",
        f"摘录 {passages} 条" if passages else "",
        f"笔记 {notes} 条" if notes else "",
    )
    return " · ".join(part for part in words if part)


def _origin(sheet: Sheet) -> str:
    filters = f"筛选：{told(sheet.filters)}。" if sheet.filters else ""
    filters += f"高亮：{told(sheet.legend)}。" if sheet.legend else ""
    return f"选自“{told(sheet.library)}”。{filters}引文均注明出处段号。"


def _cover(sheet: Sheet, look: Look) -> str:
    """Title in the upper part, what it was chosen from at the foot."""
    title, meta = look.styles["Title"], look.styles["Meta"]
    lines = title_lines(_cut(told(sheet.title)))
    month = told(f"{sheet.made_on.rpartition('月')[0]}月 · 内部学习" if "月" in sheet.made_on else "内部学习")
    above = min(134.0, max(0.0, look.tall - len(lines) * title.line - 250))
    rest = look.tall - above - len(lines) * title.line - 2 * meta.line - 26 - 110
    made = [
        paragraph("Title", run(line), more=_spaced(above if not i else 0, title.line)) for i, line in enumerate(lines)
    ]
    made.append(paragraph("Meta", run(_counted(sheet)), more=_spaced(26, meta.line)))
    made.append(paragraph("Meta", run(month)))
    made.append(paragraph("Origin", run(_origin(sheet)), more=_spaced(max(12.0, rest), look.styles["Origin"].line)))
    return "".join(made)


def _spaced(before: float, line: float) -> str:
    return f'<w:spacing w:before="{twips(before)}" w:after="0" w:line="{twips(line)}" w:lineRule="exact"/>'


def _bound(sheet: Sheet, story: Story, margins: Margins) -> bytes:
    """Cover, contents and story as sections of one file, with their heads and feet."""
    look = story.look
    body = ""
    before = 0
    if _covered(sheet):
        body += _cover(sheet, look) + closing(section(look))
        before = 1
    if _listed(sheet):
        made, taken = contents(story.entries, look, before, () if before else _head(sheet))
        body += made + closing(margins.listed())
        before += taken
    body += story.xml + margins.told(story.running)
    document = f"{PROLOGUE}<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    parts = {"document": document, **margins.parts, **story.asides.parts()}
    return package(parts, look, told(sheet.title), sheet.made_on, story.asides.drawn.files)
