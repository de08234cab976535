"""Themes, practices, contents and parts: one way in every format for reading."""

from dataclasses import replace

import pypdfium2
import pytest

from app.formats.listed import THEMES, TITLE, cited, entry, lists, named, parted
from app.formats.sheet import SheetNote, SheetResult
from app.formats.write import made
from tests.formats.sheets import TEXT, case, fixed, plain, sheet
from tests.formats.workbook import cells, rows

MANY = case(
    themes=tuple(f"主题甲{n}" for n in range(20)),
    practices=tuple(f"做法乙{n}" for n in range(30)),
    notes=(),
    results=(),
)
READ = ("md", "txt", "html", "csv", "pdf", "docx", "xlsx")


def words(kind, made_):
    if kind == "pdf":
        text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made_))
    elif kind == "docx":
        import io
        import re
        import zipfile

        with zipfile.ZipFile(io.BytesIO(made_)) as archive:
            text = re.sub("<[^>]*>", "", archive.read("word/document.xml").decode())
    elif kind == "xlsx":
        text = "".join(str(cell) for table in cells(made_).values() for row in rows(table) for cell in row)
    else:
        text = made_.decode("utf-8-sig")
    return "".join(text.split())


@pytest.mark.parametrize("kind", READ)
def test_a_long_list_is_cut_and_counted_in_every_format_alike(kind):
    found = words(kind, made(sheet(MANY), kind))
    assert "主题甲7等20项" in found
    assert "做法乙11等30项" in found
    assert "做法乙12" not in found


@pytest.mark.parametrize("kind", READ)
def test_all_of_it_goes_out_when_that_was_asked_for(kind):
    found = words(kind, made(sheet(MANY, every=True), kind))
    assert "主题甲19" in found
    assert "做法乙29" in found


def test_a_file_for_other_programs_has_all_of_it_anyway():
    assert "做法乙29" in made(sheet(MANY), "json").decode()


def test_themes_stand_either_below_the_heading_or_in_the_record():
    few = case(themes=("甲", "乙"), practices=())
    assert list(lists(few)) == []
    assert [name for name, _ in lists(MANY)] == ["主题", "做法"]
    assert made(sheet(MANY), "md").decode().count("主题甲3") == 1
    assert named("甲乙丙", 2) == "甲、乙 等 3 项"
    assert named("甲乙", 2) == "甲、乙"
    assert THEMES == 8


def test_contents_name_the_owner_and_no_more_of_a_title_than_fits():
    assert entry("一、", case(title="放号"), "某院") == "一、某院：放号"
    assert entry("一、", case(title="某院的放号"), "某院") == "一、某院的放号"
    long = entry("一、", case(title="长" * 400), "")
    assert len(long) == TITLE + 2
    assert long.endswith("…")


@pytest.mark.parametrize("kind", ["md", "txt", "html", "docx", "pdf"])
def test_a_title_without_end_does_not_fill_the_contents(kind):
    endless = sheet(case(title="长" * 400, owner="甲院"), case(title="短", owner="甲院"), notes="none")
    found = words(kind, made(endless, kind))
    assert f"一、某县人民医院：{'长' * (TITLE - 1)}…" in found or f"一、甲院：{'长' * (TITLE - 1)}…" in found


def test_a_long_case_has_two_parts_where_there_are_few_cases():
    long = case(text=TEXT * 30)
    assert parted(sheet(long), long) == ("（一）基本信息与成效", "（二）正文与笔记")
    quoted = replace(long, text="", results=(), notes=(SheetNote(text="", quote="长" * 900, start=0, end=9),))
    assert parted(sheet(quoted), quoted) == ("（一）基本信息", "（二）摘录")
    assert parted(sheet(*[long] * 9), long) == ("", "")
    assert parted(sheet(long, layout="official"), long) == ("", "")
    assert parted(sheet(case()), case()) == ("", "")


def test_paragraphs_that_figures_or_notes_refer_to_are_cited():
    note = SheetNote(text="注", quote="甲", start=0, end=1, paragraph=3)
    result = SheetResult(metric="率", value="9%", paragraph=7)
    assert cited(plain("甲", notes=(note,), results=(result,))) == {3, 7}


def test_a_sheet_without_long_lists_is_the_same_either_way():
    for kind in ("md", "csv", "txt"):
        assert made(fixed(), kind) == made(fixed(every=True), kind)
