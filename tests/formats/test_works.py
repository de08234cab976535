"""What was made of cases (tables, bars, pictures, running text) in every format that tells it."""

import io
import re
import zipfile

import pypdfium2
import pytest

from app.formats.sheet import (
    Sheet,
    SheetBar,
    SheetBars,
    SheetCell,
    SheetPassage,
    SheetPicture,
    SheetSource,
    SheetTable,
)
from app.formats.write import FORMATS, made, write
from app.messages import Trouble

HOSTILE = '<script>alert("1")</script>#set page(1) =HYPERLINK("x") \\input'
TABLE = SheetTable(
    title="对标矩阵",
    hint="行为医院，列为想问的问题",
    head=("医院", "党建怎样进业务", "绩效怎样考", "见效的数", "难点", "本院可借鉴"),
    rows=(
        (
            (SheetCell("河畔医院"),),
            (SheetCell("支部每月走一遍病房", "§6"), SheetCell("书记先查", "§7")),
            (SheetCell("按病种记分", "§3"),),
            (SheetCell("文中无数字", empty=True),),
            (),
            (SheetCell("先试三个支部", own=True),),
        ),
        ((SheetCell("山脚医院"),), (SheetCell(HOSTILE),), (), (SheetCell("92"),), (), ()),
    ),
    widths=(2, 3, 3, 2, 2, 2),
)
BARS = SheetBars(
    title="国考名次",
    hint="名次越小越好",
    bars=(
        SheetBar("河畔医院", 179, "280 → 179", 280, "§14"),
        SheetBar("山脚医院", 160, "160"),
        SheetBar("没有数的医院", 0, "0"),
    ),
)
PICTURE = SheetPicture(
    title="主题 × 地区",
    svg='<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40"><rect width="90" height="30" fill="#c4572f"/>'
    '<text x="100" y="20" font-family="Noto Sans CJK SC" font-size="12">江西 3</text></svg>',
    words="江西三案最多",
    table=SheetTable(title="主题 × 地区", head=("主题", "江西"), rows=(((SheetCell("党建"),), (SheetCell("3"),)),)),
)
PASSAGES = (
    SheetPassage(text="一块牌子两件事", kind="heading"),
    SheetPassage(text="支部每月走一遍病房。", kind="quote", place="§6", source=1),
    SheetPassage(text="我们可以先从一个病区做起。"),
)


def sheet(*parts, **more):
    sources = (SheetSource(number=1, citation="石楠. 病房里的支部[N]. 某某日报, 2023-05-18."),)
    return Sheet(
        title="学习材料",
        library="试读",
        filters="",
        made_on="2026年11月22日",
        cases=(),
        parts=parts,
        sources=sources,
        **more,
    )


WHOLE = sheet(TABLE, BARS, PICTURE, *PASSAGES)
TOLD = ("支部每月走一遍病房", "先试三个支部", "280 → 179", "江西三案最多", "一块牌子两件事", "我们可以先从一个病区做起")


def words_of_pdf(data):
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document), len(document)
    finally:
        document.close()


@pytest.mark.parametrize("layout", ["simple", "official", "cards", "table"])
def test_a_pdf_tells_every_part_and_the_layer_of_text_has_its_words(layout):
    text, pages = words_of_pdf(made(sheet(*WHOLE.parts, layout=layout), "pdf"))
    plain = re.sub(r"\s+", "", text)
    for words in TOLD:
        assert words.replace(" ", "") in plain
    assert HOSTILE.replace(" ", "") in plain
    assert pages < 12


def test_a_picture_keeps_its_letters_in_a_pdf():
    text, _ = words_of_pdf(made(sheet(PICTURE), "pdf"))
    assert "江西" in text


@pytest.mark.parametrize("format_", ["md", "txt", "html"])
def test_texts_tell_every_part(format_):
    text = made(WHOLE, format_).decode("utf-8-sig")
    for words in TOLD:
        assert words in text
    assert "〔§6〕" in text
    assert format_ == "txt" or "<script>alert" not in text


def test_a_web_page_with_pictures_allows_pictures_of_its_own_and_nothing_else():
    with_pictures, without = made(WHOLE, "html").decode(), made(sheet(TABLE), "html").decode()
    assert "img-src data:" in with_pictures
    assert "img-src" not in without
    assert "alert(&quot;1&quot;)" in without


def test_a_word_file_tells_every_part_and_draws_its_bars():
    with zipfile.ZipFile(io.BytesIO(made(WHOLE, "docx"))) as file:
        xml = file.read("word/document.xml").decode()
    text = re.sub("<[^>]+>", "", xml)
    for words in TOLD:
        assert words in text
    assert xml.count('w:fill="2F5D50"') == 3
    assert xml.count('w:fill="CFC8B8"') == 1
    assert "<script>" not in xml


def test_a_workbook_has_a_page_for_each_part_and_its_figures_are_numbers():
    with zipfile.ZipFile(io.BytesIO(made(WHOLE, "xlsx"))) as file:
        names = re.findall(r'<sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
        second = file.read("xl/worksheets/sheet2.xml").decode()
    assert names == ["对标矩阵", "国考名次", "主题 × 地区", "正文", "来源", "说明"]
    assert "<v>179</v>" in second
    assert "<v>280</v>" in second


def test_pages_of_a_workbook_have_lawful_names_used_once():
    twice = sheet(*(SheetTable(title="甲/乙:[丙]" * 9, head=("一",), rows=()) for _ in range(3)))
    with zipfile.ZipFile(io.BytesIO(made(twice, "xlsx"))) as file:
        names = re.findall(r'<sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
    assert len(set(names)) == len(names) == 5
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_format_that_cannot_tell_what_was_made_says_so_and_leaves_no_file(format_, tmp_path):
    output = tmp_path / "x"
    if format_ in ("pdf", "docx", "xlsx", "md", "txt", "html"):
        write(WHOLE, format_, output)
        assert output.stat().st_size
        return
    if format_ == "pack":
        return
    with pytest.raises(Trouble) as told:
        write(WHOLE, format_, output)
    assert told.value.reason == "nothing_to_export"
    assert not output.exists()


def test_an_empty_table_and_bars_of_nothing_are_told_too():
    nothing = sheet(SheetTable(title="空表", head=("甲", "乙"), rows=()), SheetBars(title="无", bars=()))
    for format_ in ("pdf", "docx", "xlsx", "md", "txt", "html"):
        assert made(nothing, format_)


def test_a_wide_table_alone_stands_across_in_a_word_file_and_a_narrow_one_upright():
    def turned(*parts):
        with zipfile.ZipFile(io.BytesIO(made(sheet(*parts), "docx"))) as file:
            width, height = re.findall(
                r'<w:pgSz w:w="([0-9]+)" w:h="([0-9]+)"', file.read("word/document.xml").decode()
            )[-1]
        return int(width) > int(height)

    assert turned(TABLE)
    assert not turned(BARS)
