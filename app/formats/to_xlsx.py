"""A sheet as an Excel workbook: cases side by side, figures, notes and sources in typed cells.

Every text is written as text, whatever it begins with. Knows the sheet and the comparison; no library.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.formats.chosen import COLOURS, chosen
from app.formats.comparison import MOST, Cell, Comparison, comparison, figure, source_numbers, sources, tagged
from app.formats.paragraphs import stretches
from app.formats.plain import line, plain
from app.formats.sheet import Sheet
from app.formats.works import plains
from app.formats.xlsx_cells import Figure, Looks
from app.task import QUIET, Task

_ROWS = 1_048_000
"""Excel ends at 1,048,576."""
_LINE, _TALLEST = 16.5, 400.0
"""Height of a line in points, and the greatest a row may have: Excel ends at 409."""
_SHOWN = 4000
"""Characters of a cell that can matter for a row's height."""
_IN_CELL = 12
"""So many lines of figures, passages or notes stand in a cell of the comparison."""
_ELSEWHERE = {"成效": "成效", "摘录": "笔记", "笔记": "笔记"}
"""The page on which all of them are told."""
_PAPER = 300
"""Letters beside each other on A4 across, still to be read."""
_PASSES = 4
_FIXED = 2
"""Columns that stay in sight: number and title."""
_RULES = (
    "“对比”里同一指标、同一计量单位才同列；百分数按原文写作 92 而不是 0.92。"
    "一案同一指标有几个数的取第一个，全部见“成效”。"
)
_NO_DAY = (2000, 1, 1)
_UNNAMED = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 28
_NUMBER = re.compile(
    r"(-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,9})?) ?([%％‰℃]|[\u4e00-\u9fff]{1,2})?"
)
UNIT = "单位"
"""The column of a table that tells in what its row's figures are."""
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class _Table:
    """One page of the workbook; `heads` are (name, width, unit of its figures or None)."""

    name: str
    heads: Sequence[tuple[str, int, str | None]]
    rows: Iterable[Sequence[Cell | dt.date | Figure]]
    fixed: int = _FIXED


def to_xlsx(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write a sheet as a workbook.

    Raises:
        Cancelled: between two cases.
    """
    import xlsxwriter

    out = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="xinglin-", ignore_cleanup_errors=True) as folder:
        # rows go to disk as they come: five thousand cases with their texts would not fit otherwise
        book = xlsxwriter.Workbook(out, {"constant_memory": True, "tmpdir": folder})
        try:
            _fill(book, chosen(sheet), task)
        except BaseException:
            for page in book.worksheets():
                page.row_data_fh.close()
            raise
        book.close()
    return out.getvalue()


def _fill(book: Any, sheet: Sheet, task: Task) -> None:  # noqa: ANN401 - the library has no types
    book.set_properties({"title": Looks.safe(line(sheet.title))[:200], "created": _made(sheet)})
    looks = Looks(book)
    shown = comparison(sheet)
    bounded = [
        f"“{table.name}”超过了 Excel 的行数上限，其余的行没有写入。"
        for table in _tables(sheet, shown, task)
        if not _write(book, looks, table)
    ]
    _write(book, looks, _Table("说明", [("项目", 12, None), ("内容", 90, None)], _about(sheet, shown, bounded), 0))


def _made(sheet: Sheet) -> dt.datetime:
    """The day on the sheet, not the minute: one sheet is one file, whenever it is written."""
    found = _DATE.match(sheet.made_on)
    try:
        year, month, day = map(int, found.groups()) if found else _NO_DAY
        return dt.datetime(year, month, day, tzinfo=dt.UTC)
    except ValueError:
        return dt.datetime(*_NO_DAY, tzinfo=dt.UTC)


def _tables(sheet: Sheet, shown: Comparison, task: Task) -> Iterator[_Table]:
    cases = sheet.cases
    yield from _works(sheet)
    if not cases:
        if sheet.sources:
            yield _Table("来源", [("编号", 7, None), ("来源", 110, None)], _cited(sheet), 1)
        return
    yield _Table(
        "对比",
        [(c.name, c.width, c.unit if c.figure else None) for c in shown.columns],
        _compared(sheet, shown, _share(task, 0)),
    )
    cited = source_numbers(sheet)
    case_heads: list[tuple[str, int, str | None]] = [("序号", 6, None), ("案例", 34, None)]
    if any(case.results for case in cases):
        told = [("单位", 22, None), ("指标", 26, None), ("此前", 11, ""), ("数值", 11, ""), ("计量单位", 11, None)]
        rest = [("类别", 8, None), ("原文数值", 26, None), ("段号", 7, None), ("来源号", 8, None)]
        yield _Table("成效", [*case_heads, *told, *rest], _figures(sheet, cited, _share(task, 1)))
    if any(case.notes for case in cases):
        heads = [("段号", 7, None), ("颜色", 7, None), ("摘录", 48, None), ("笔记", 48, None)]
        yield _Table(
            "笔记",
            [*case_heads, *heads, ("标签", 18, None), ("日期", 12, None), ("来源号", 8, None)],
            _notes(sheet, cited, _share(task, 2)),
        )
    yield _Table("来源", [("编号", 7, None), ("来源", 80, None), ("所引案例", 40, None)], _sources(sheet, cited), 1)
    if any(case.text.strip() for case in cases):
        yield _Table("正文", [*case_heads, ("段号", 7, None), ("原文", 100, None)], _texts(sheet, _share(task, 3)))


def _works(sheet: Sheet) -> Iterator[_Table]:
    """What was made of cases, each part a page; a cell of figures alone is a number."""
    taken = {"说明", "来源", *(("对比", "成效", "笔记", "正文") if sheet.cases else ())}
    for part in plains(sheet.parts):
        widths = [
            min(60, max(10, *(len(cell) * 2 for cell in column))) for column in zip(part.head, *part.rows, strict=True)
        ]
        name = _page_name(part.title, taken)
        units = part.head.index(UNIT) if UNIT in part.head else None
        rows = [[row[0], *(_typed(cell, "" if units is None else row[units]) for cell in row[1:])] for row in part.rows]
        yield _Table(name, [(head, width, None) for head, width in zip(part.head, widths, strict=True)], rows, 1)


def _page_name(title: str, taken: set[str]) -> str:
    """A name Excel takes for a page: short, without its marks, used once."""
    plain_ = _UNNAMED.sub(" ", title).strip(" '")[:_LONGEST_NAME] or "表"
    name, number = plain_, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain_[: _LONGEST_NAME - 4]} {number}"
    taken.add(name.casefold())
    return name


def _typed(cell: str, unit: str = "") -> Cell | Figure:
    """A cell of nothing but a figure as a number, in the unit it bears itself or its row tells."""
    found = _NUMBER.fullmatch(cell)
    if not found or (found[2] == "年" and len(found[1]) == 4):
        return cell
    value, told = float(found[1].replace(",", "")), found[2] or unit
    return Figure(value, told) if told else value


def _cited(sheet: Sheet) -> Iterator[Sequence[Cell]]:
    return ((source.number, line(source.citation)) for source in sheet.sources)


def _share(task: Task, which: int) -> Task:
    """A task that counts as one of the passes over all cases."""
    return replace(task, each=lambda done, total, words: task.each(done + which * total, _PASSES * total, words))


def _compared(sheet: Sheet, shown: Comparison, task: Task) -> Iterator[Sequence[Cell]]:
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        row = shown.row(number, case)
        yield [_short(column.name, cell) for column, cell in zip(shown.columns, row, strict=True)]


def _short(name: str, cell: Cell) -> Cell:
    """A cell of few enough lines for a row; what is left out stands on the page of its own."""
    page = _ELSEWHERE.get(name)
    lines = cell.split("\n") if page and isinstance(cell, str) else []
    if len(lines) <= _IN_CELL:
        return cell
    return "\n".join([*lines[: _IN_CELL - 1], f"……其余见“{page}”"])


Numbering = Callable[[Any], int | None]


def _figures(sheet: Sheet, cited: Numbering, task: Task) -> Iterator[Sequence[Cell]]:
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        owner = line(case.owner or dict(case.fields).get("单位", ""))
        for result in case.results:
            yield (
                number, line(case.title), owner, line(result.metric),
                figure(result.before), figure(result.number), line(result.unit),
                "目标" if result.target else "成效", line(result.value), result.paragraph, cited(case),
            )  # fmt: skip


def _notes(sheet: Sheet, cited: Numbering, task: Task) -> Iterator[Sequence[Cell | dt.date]]:
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        for note in sorted(case.notes, key=lambda n: (n.start is None, n.start or 0, n.end or 0)):
            yield (
                number, line(case.title), note.paragraph, COLOURS[note.colour] if note.quote else "",
                line(note.quote), plain(note.text), tagged(note.tags), _day(note.changed_on), cited(case),
            )  # fmt: skip


def _day(words: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(words[:10])
    except ValueError:
        return line(words)


def _sources(sheet: Sheet, cited: Numbering) -> Iterator[Sequence[Cell]]:
    users: dict[int | None, list[str]] = {}
    for number, case in enumerate(sheet.cases, 1):
        users.setdefault(cited(case), []).append(str(number))
    for source in sources(sheet):
        yield source.number, line(source.citation), "、".join(users.get(source.number, ()))


def _texts(sheet: Sheet, task: Task) -> Iterator[Sequence[Cell]]:
    for number, case in enumerate(sheet.cases, 1):
        task.step(number - 1, len(sheet.cases), case.title)
        for paragraph, (start, end) in enumerate(stretches(case.text), 1):
            yield number, line(case.title), paragraph, line(case.text[start:end])


def _about(sheet: Sheet, shown: Comparison, bounded: Sequence[str]) -> Iterator[Sequence[Cell]]:
    yield "标题", line(sheet.title)
    yield "选自", line(sheet.library)
    if sheet.filters:
        yield "筛选", line(sheet.filters)
    if sheet.legend:
        yield "高亮", line(sheet.legend)
    yield "日期", line(sheet.made_on)
    yield "案例", len(sheet.cases)
    yield "数字", _RULES
    if shown.left_out:
        yield "从略", f"“对比”里的指标列最多 {MOST} 列，先列多案都有的；其余 {shown.left_out} 种指标都在“成效”里。"
    for words in bounded:
        yield "从略", words


def _page(book: Any, name: str) -> Any:  # noqa: ANN401 - the library has no types
    """A page whose rows have a height to begin with and none of their own: programs renew it as words change."""
    page = book.add_worksheet(name)
    start = page._xml_start_tag_unencoded  # noqa: SLF001 - the library offers no other way

    def began(tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        start(tag, [pair for pair in attributes if pair[0] != "customHeight"])

    page._xml_start_tag_unencoded = began  # noqa: SLF001
    return page


def _write(book: Any, looks: Looks, table: _Table) -> bool:  # noqa: ANN401 - likewise
    """Write one page; False when it has more rows than Excel takes."""
    page = _page(book, table.name)
    for column, (_, width, unit) in enumerate(table.heads):
        page.set_column(column, column, width, looks.figure(unit) if unit is not None else looks.text)
    page.freeze_panes(1, table.fixed)
    page.repeat_rows(0)
    if table.fixed:
        page.repeat_columns(0, table.fixed - 1)
    page.hide_gridlines(0)  # printed as well
    page.set_landscape()
    page.set_paper(9)
    page.set_footer("&C第 &P 页，共 &N 页")
    page.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    page.fit_to_pages(-(-sum(width for _, width, _ in table.heads) // _PAPER), 0)
    page.set_row(0, _height([name for name, _, _ in table.heads], table))
    for column, (name, _, _) in enumerate(table.heads):
        page.write_string(0, column, Looks.safe(name), looks.head)
    last = 0
    for last, row in enumerate(table.rows, 1):
        if last > _ROWS:
            break
        page.set_row(last, _height(row, table))
        for column, cell in enumerate(row):
            looks.put(page, last, column, cell, table.heads[column][2])
    page.autofilter(0, 0, min(last, _ROWS), len(table.heads) - 1)
    return last <= _ROWS


def _height(row: Sequence[Cell | dt.date | Figure], table: _Table) -> float:
    """Points in which every cell is seen whole, as near as one can tell without its font."""
    lines = 1
    for cell, (_, width, _) in zip(row, table.heads, strict=True):
        if isinstance(cell, str) and (len(cell) * 2 >= width or "\n" in cell):
            # a Chinese character has two bytes there and the width of two letters
            parts = cell[:_SHOWN].encode("gb18030", "replace").split(b"\n")
            lines = max(lines, sum(1 + max(0, len(part) - 1) // max(1, width - 1) for part in parts))
    return min(_LINE * lines + 3, _TALLEST)
