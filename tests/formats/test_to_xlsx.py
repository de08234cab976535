import datetime as dt
import io
import re
import tempfile
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.sheet import SheetNote, SheetResult
from app.formats.to_xlsx import to_xlsx
from app.formats.xlsx_cells import CUT, LONGEST
from app.task import Cancelled, Task
from tests.formats.sheets import case, fixed, plain, sheet
from tests.formats.workbook import cells, parts, rows


def page(name, made):
    return rows(cells(to_xlsx(made))[name])


def column(name, table):
    at = table[0].index(name)
    return [row[at] for row in table[1:]]


def test_the_pages_of_a_workbook_are_these():
    assert list(cells(to_xlsx(fixed()))) == ["对比", "成效", "笔记", "来源", "正文", "说明"]


def test_figures_are_numbers_in_a_column_of_their_unit():
    table = page("对比", fixed())
    assert column("年份", table) == [2022.0, 2023.0]
    assert column("候诊时间（分钟）", table) == [19.0, None]
    assert column("候诊时间（分钟）·此前", table) == [47.0, None]
    assert column("满意度（%）", table) == [96.5, None]
    assert column("满意度（分）", table) == [None, 4.8]
    assert column("漏项（件）", table) == [None, 2.0]
    assert column("漏项（件）·目标", table) == [None, 0.0]


def test_a_figure_shows_its_unit_and_stays_a_number():
    styles = parts(to_xlsx(fixed()))["xl/styles.xml"].decode("utf-8")
    assert 'formatCode="General&quot; 分钟&quot;"' in styles
    assert 'formatCode="General&quot;%&quot;"' in styles


def test_every_figure_is_told_with_its_place_and_source():
    table = page("成效", fixed())
    assert table[1] == [
        1.0,
        "小门诊的四段放号",
        "某县人民医院",
        "候诊时间",
        47.0,
        19.0,
        "分钟",
        "成效",
        "由 47 降至 19 分钟",
        2.0,
        1.0,
    ]
    assert column("类别", table) == ["成效", "成效", "成效", "成效", "目标", "成效"]
    assert column("数值", table)[1] is None


def test_a_note_is_told_in_words_with_colour_place_and_day():
    table = page("笔记", fixed())
    assert column("颜色", table)[:3] == ["黄", "蓝", "粉"]
    assert column("段号", table) == [1.0, 2.0, 2.0, None, None, 1.0]
    assert column("笔记", table)[0] == "三件事值得照搬。"
    assert column("日期", table)[-1] == (dt.date(2026, 11, 20) - dt.date(1899, 12, 30)).days


def test_the_head_stays_in_sight_and_can_be_filtered():
    first = parts(to_xlsx(fixed()))["xl/worksheets/sheet1.xml"].decode("utf-8")
    assert 'state="frozen"' in first
    assert 'topLeftCell="C2"' in first
    assert re.search(r'<autoFilter ref="A1:[A-Z]+3"', first)


HOSTILE = (
    "=1+1",
    "+86",
    "-5",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "＝1",
    "'a",
    "<r><t>x</t></r>",
    "_x0041_",
    "]]>&<",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_a_text_is_text_whatever_it_begins_with(words):
    made = sheet(
        plain(
            "甲", title=words, fields=((words, words),), themes=(words,), notes=(SheetNote(text=words, tags=(words,)),)
        ),
        title=words,
        library=words,
        filters=words,
    )
    table = page("对比", made)
    assert table[1][1].strip() == words.strip()
    assert all(isinstance(cell, str) for cell in table[0])


def test_a_text_like_a_formula_stays_text_when_the_cell_is_edited():
    assert 'quotePrefix="1"' in parts(to_xlsx(fixed()))["xl/styles.xml"].decode("utf-8")


@given(st.text(min_size=1, max_size=60))
def test_any_text_makes_a_sound_workbook(words):
    result = SheetResult(metric=words, value=words, paragraph=None, number=1.5, unit=words)
    made = sheet(plain(words, title=words, results=(result,), notes=(SheetNote(text=words, quote=words),)), title=words)
    for part in parts(to_xlsx(made)).values():
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", part.decode("utf-8"))
    assert cells(to_xlsx(made))


@pytest.mark.parametrize("mark", ["字", "𠮷"])
def test_a_cell_ends_before_excel_would_call_the_file_damaged(mark):
    text = page("正文", sheet(plain(mark * 40_000)))[1][-1]
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST
    assert text.endswith(CUT)
    assert page("正文", sheet(plain("字" * LONGEST)))[1][-1] == "字" * LONGEST


@pytest.mark.parametrize("number", [float("nan"), float("inf"), None])
def test_what_is_no_number_is_told_in_words_only(number):
    made = sheet(plain("甲", results=(SheetResult(metric="甲", value="见原文", paragraph=None, number=number),)))
    assert page("成效", made)[1][5] is None
    assert "甲" not in page("对比", made)[0]


def test_more_kinds_of_figures_than_columns_are_counted_aloud():
    results = tuple(
        SheetResult(metric=f"项{i}", value="1", paragraph=None, number=i, unit=f"种{i}") for i in range(900)
    )
    made = sheet(plain("甲", results=results))
    assert len(page("对比", made)[0]) < 420
    assert "其余 500 种指标" in str(page("说明", made))
    assert len(page("成效", made)) == 901


def test_only_what_was_chosen_goes_out():
    assert "正文" not in cells(to_xlsx(fixed(body="noted")))
    assert "笔记" not in cells(to_xlsx(fixed(body="record")))
    assert not any(column("笔记", page("笔记", fixed(body="excerpts"))))


def test_stopping_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen = []
    task = Task(each=lambda *step: seen.append(step), stopped=lambda: len(seen) > 2)
    with pytest.raises(Cancelled):
        to_xlsx(fixed(), task)
    assert list(tmp_path.iterdir()) == []


def test_progress_goes_one_way():
    seen = []
    to_xlsx(fixed(), Task(each=lambda done, total, _: seen.append(done / total)))
    assert seen == sorted(seen)


def test_a_sheet_without_list_of_sources_has_one_made_of_source_lines():
    made = fixed()
    table = page("来源", replace(made, sources=()))
    assert [row[1] for row in table[1:]] == ["《医管月报》，2022-05-01，记者 某甲", "《护理周刊》，2023-03-02"]


def test_a_row_is_as_high_as_its_words_and_no_height_is_fixed():
    long = case(results=(SheetResult(metric="很长的指标名称" * 3, value="很长的数值" * 9, paragraph=1),))
    with zipfile.ZipFile(io.BytesIO(to_xlsx(sheet(long)))) as archive:
        pages = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert all("customHeight" not in page for page in pages)
    heights = [float(one) for one in re.findall(r'<row [^>]*ht="([0-9.]+)"', pages[0])]
    assert heights[1] > 60


def test_pages_lie_across_as_wide_as_the_paper_with_their_heads():
    with zipfile.ZipFile(io.BytesIO(to_xlsx(sheet(case())))) as archive:
        for name in (one for one in archive.namelist() if "worksheets/sheet" in one):
            page = archive.read(name).decode()
            assert 'orientation="landscape"' in page
            assert 'fitToPage="1"' in page
        assert "_xlnm.Print_Titles" in archive.read("xl/workbook.xml").decode()


def test_a_cell_of_many_lines_leaves_the_rest_to_the_page_of_its_own():
    many = tuple(SheetResult(metric=f"指标{n}", value=f"{n} 名", paragraph=1, number=n, unit="名") for n in range(40))
    found = cells(to_xlsx(sheet(case(results=many))))
    told = [cell for row in rows(found["对比"]) for cell in row if isinstance(cell, str) and "其余见" in cell]
    assert [cell.count("\n") for cell in told] == [11]
    assert len(rows(found["成效"])) == 41
