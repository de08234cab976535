"""What several readers said of some cases, in every format, against files in tests/data/export.

After a change that is meant: XINGLIN_GOLDEN=1 pytest tests/formats/test_round_sheet.py; look at the diff.
"""

import io
import os
import zipfile
from dataclasses import replace

import pytest

from app.formats.sheet import Sheet, SheetCell, SheetPassage, SheetSource, SheetTable
from app.formats.write import FORMATS, made, write
from app.services import gathering, rounds
from app.services.library import Library
from tests.db.making import draft, paper
from tests.formats.test_golden import FOLDER, compared
from tests.formats.test_golden import told as cells_told
from tests.formats.test_pdf_layouts import told as pages_told

KINDS = [one for one in FORMATS if one not in ("pack", "pdf", "docx", "xlsx")]
AWAY = (SheetCell("未交回", empty=True),)
SILENT = (SheetCell("未作判断", empty=True),)


def cell(text, words=""):
    return (SheetCell(text), SheetCell(words, own=True)) if words else (SheetCell(text),)


def asked(question, hint, *rows):
    head = ("案例", "张三", "李四", "王五", "是否一致")
    return SheetTable(title=question, head=head, rows=rows, hint=hint, widths=(3, 2, 2, 2, 1))


@pytest.fixture
def told():
    """Two of three readers gave back what they think of two cases, and what they noted on one of them."""
    first = asked(
        "能在本院用吗？",
        "2 位读者都判断了 2 案，两两一致的占 50%。",
        (cell("账本"), cell("推荐", "先试一个病区"), cell("不采用", "没有人手"), AWAY, cell("有分歧")),
        (cell("=改签"), cell("可借鉴"), cell("可借鉴"), AWAY, cell("一致")),
    )
    second = asked("难在哪里？", "", (cell("账本"), cell("耗材的账谁来记"), SILENT, AWAY, ()))
    marked = SheetTable(
        title="批注：账本",
        head=("原文", "张三", "李四"),
        rows=(
            (
                (SheetCell("护士长看耗材，", place="§2，[1]"),),
                (SheetCell("这段要问", own=True),),
                (SheetCell("本院也有\n一本账", own=True),),
            ),
            ((SheetCell("对整个案例", place="[1]"),), (), (SheetCell("值得再读", own=True),)),
        ),
        widths=(3, 2, 2),
    )
    return Sheet(
        title="季度共读意见",
        library="甲",
        filters="",
        made_on="2026年11月22日",
        cases=(),
        parts=(SheetPassage(text="请 3 人读 2 案，已交回 2 人；还没有交回：王五。"), first, second, marked),
        sources=(SheetSource(number=1, citation="病区账本[Z]."),),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_readers_said_is_written_as_it_was(told, kind):
    compared(f"round.{kind}", made(told, kind))


def test_a_workbook_holds_the_cells_it_held(told):
    compared("round.xlsx.txt", cells_told(made(told, "xlsx")))


def test_a_word_file_is_the_one_that_was_looked_at(told):
    with zipfile.ZipFile(io.BytesIO(made(told, "docx"))) as archive:
        compared("round.docx.xml", archive.read("word/document.xml").replace(b"</w:p>", b"</w:p>\n"))


@pytest.mark.parametrize("layout", ["simple", "official", "cards", "table"])
def test_the_pages_are_those_that_were_looked_at(told, layout):
    words = pages_told(made(replace(told, layout=layout), "pdf"))
    path = FOLDER / f"round-{layout}.pdf.txt"
    if os.environ.get("XINGLIN_GOLDEN"):
        path.write_text(words, encoding="utf-8")
    assert words == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [one for one in FORMATS if one != "pack"])
def test_every_format_makes_a_file_of_it(told, kind, tmp_path):
    write(told, kind, tmp_path / f"x.{kind}")
    assert (tmp_path / f"x.{kind}").stat().st_size


def test_a_real_round_goes_out_in_every_format_with_the_source_of_what_was_marked(tmp_path):
    home = Library.open(tmp_path / "甲.xinglin")
    home.add_document(paper(1, "原件一", title="病区账本"), [draft("账本", "晨会改在床旁开。\n护士长看耗材。")])
    ids = home.find("").ids
    home.highlight(ids[0], 0, 4, text="自己的话")
    rounds.send(home, "季度共读", ids, ("张三",), ["能用吗？"], tmp_path)
    (one,) = rounds.every(home)
    sheet = gathering.sheet(home, one, mine=True)
    home.close()
    assert [source.citation for source in sheet.sources] == ["病区账本[Z]."]
    assert sheet.parts[-1].rows[0][0][0].place == "§1，[1]"
    for kind in FORMATS:
        if kind != "pack":
            write(sheet, kind, tmp_path / f"x.{kind}")
            assert (tmp_path / f"x.{kind}").stat().st_size
