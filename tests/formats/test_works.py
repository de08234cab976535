"""What was made of cases (tables, bars, pictures, running text) in every format that tells it."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

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
from tests.formats.sheets import fixed

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
    hint="条越长名次越靠前",
    bars=(
        SheetBar("河畔医院", 179, "280 → 179", 280, "§14", 0.405, 0.07),
        SheetBar("山脚医院", 160, "160", share=0.47),
        SheetBar("没有数的医院", 0, "0", share=0),
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


def test_a_picture_stands_with_its_numbers_on_pages_and_in_word():
    text, _ = words_of_pdf(made(sheet(PICTURE), "pdf"))
    assert "党建" in text
    with zipfile.ZipFile(io.BytesIO(made(sheet(PICTURE, PICTURE), "docx"))) as packed:
        pictures = [name for name in packed.namelist() if name.startswith("word/media/")]
        document = packed.read("word/document.xml").decode()
        assert [packed.read(name)[:8] for name in pictures] == [b"\x89PNG\r\n\x1a\n"]
    assert document.count("<w:drawing>") == 2
    assert document.count("党建") == 2


def test_a_drawing_that_is_none_leaves_words_and_numbers():
    data = made(sheet(replace(PICTURE, svg="<svg")), "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        document = packed.read("word/document.xml").decode()
    assert "<w:drawing>" not in document
    assert "江西三案最多" in document


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


def test_figures_in_a_made_table_are_numbers_that_bear_their_unit():
    def row(*cells):
        return tuple((SheetCell(one),) for one in cells)

    table = SheetTable(
        title="数",
        head=("案例", "单位", "现在", "占比", "何时", "说明"),
        rows=(
            row("301医院", "名", "1,234.5", "92%", "2023年", "很好"),
            row("乙", "", "=1+1", "3 天", "2024", "约 5 人次"),
        ),
    )
    with zipfile.ZipFile(io.BytesIO(made(sheet(table), "xlsx"))) as file:
        page = file.read("xl/worksheets/sheet1.xml").decode()
        styles = file.read("xl/styles.xml").decode()
    assert re.findall("<v>([0-9.]+)</v></c>", re.sub(r'<c [^>]*t="s"[^>]*>.*?</c>', "", page)) == [
        "1234.5", "92", "3", "2024",
    ]  # fmt: skip
    for unit in ("名", "%", "天"):
        assert re.search(f'formatCode="General&quot; ?{unit}&quot;"', styles)
    assert "<f>" not in page


def test_pages_of_a_workbook_have_lawful_names_used_once():
    twice = sheet(*(SheetTable(title="甲/乙:[丙]" * 9, head=("一",), rows=()) for _ in range(3)))
    with zipfile.ZipFile(io.BytesIO(made(twice, "xlsx"))) as file:
        names = re.findall(r'<sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
    assert len(set(names)) == len(names) == 5
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@pytest.mark.parametrize("format_", [one for one in FORMATS if one != "pack"])
def test_every_format_tells_what_was_made_or_its_sources(format_, tmp_path):
    output = tmp_path / "x"
    write(WHOLE, format_, output)
    assert output.stat().st_size


@pytest.mark.parametrize("format_", ["bib", "ris"])
def test_a_list_of_references_without_a_source_says_so_and_leaves_no_file(format_, tmp_path):
    output = tmp_path / "x"
    with pytest.raises(Trouble) as told:
        write(replace(WHOLE, sources=()), format_, output)
    assert told.value.reason == "nothing_to_export"
    assert not output.exists()


def test_a_csv_file_has_every_part_with_its_head_and_no_formula():
    rows = list(csv.reader(io.StringIO(made(WHOLE, "csv").decode("utf-8-sig"), newline=""), strict=True))
    assert rows[0] == ["对标矩阵", "行为医院，列为想问的问题"]
    assert rows[1] == list(TABLE.head)
    assert ["河畔医院", "280", "179", "280 → 179", "§14"] in rows
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert rows[-1][1].startswith("石楠")


def test_a_json_file_has_every_part_as_it_is():
    whole = json.loads(made(WHOLE, "json"))
    table, bars, picture, heading, quote, own = whole["parts"]
    assert table["rows"][0][1][0] == {"text": "支部每月走一遍病房", "place": "§6", "own": False, "empty": False}
    assert (bars["type"], bars["bars"][0]["before"], bars["bars"][0]["place"]) == ("bars", 280, "§14")
    assert picture["svg"].startswith("<svg")
    assert [one["kind"] for one in (heading, quote, own)] == ["heading", "quote", "own"]
    assert "parts" not in json.loads(made(fixed(), "json"))


def test_a_row_stays_whole_and_one_taller_than_a_page_names_its_hospital_again():
    def long(count):
        return tuple(
            SheetCell(f"第{n}句，支部每月走一遍病房，问到的事当场记下，两周内回话。", f"§{n}") for n in range(count)
        )

    rows = [((SheetCell(f"河畔第{n}医院"),), long(6), (SheetCell("有"),)) for n in range(12)]
    rows.append(((SheetCell("山脚医院"),), long(120), (SheetCell("一句话" * 2000),)))
    table = SheetTable(title="对标", head=("医院", "党建", "难点"), rows=tuple(rows), widths=(2, 3, 3))
    document = pypdfium2.PdfDocument(made(sheet(table, contents=False), "pdf"))
    pages = [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in document]
    for n in range(12):
        (page,) = [text for text in pages if f"河畔第{n}医院" in text]
        assert page.count("医院") * 6 == page.count("第5句") * 6 + 6  # and the head
    last = [text for text in pages if "山脚医院" in text]
    assert len(last) > 2
    assert all("山脚医院（续）" in text for text in last[1:])
    whole = "".join(pages)
    assert [whole.count(f"第{n}句") for n in range(6, 120)] == [1] * 114
    assert whole.count("一句话") >= 2000 - len(pages)  # a page may end inside a word
    document.close()


def test_a_row_of_a_word_file_stays_whole_and_one_taller_than_a_page_names_its_hospital_again():
    long = tuple(SheetCell(f"第{n}句，支部每月走一遍病房，问到的事当场记下，两周内回话。", f"§{n}") for n in range(120))
    short = ((SheetCell("河畔医院"),), long[:3], (SheetCell("有"),))
    tall = ((SheetCell("山脚医院"),), long, (SheetCell("一句话" * 2000),))
    table = SheetTable(title="对标", head=("医院", "党建", "难点"), rows=(short, tall), widths=(2, 3, 3))
    with zipfile.ZipFile(io.BytesIO(made(sheet(table), "docx"))) as file:
        xml = file.read("word/document.xml").decode()
    rows = [re.sub("<[^>]+>", "", row) for row in re.findall("<w:tr>.*?</w:tr>", xml)]
    assert xml.count("<w:cantSplit/>") == len(rows)
    assert sum(row.startswith("河畔医院") for row in rows) == 1
    pieces = [row for row in rows if row.startswith("山脚医院")]
    assert len(pieces) > 2
    assert [row.startswith("山脚医院（续）") for row in pieces] == [False] + [True] * (len(pieces) - 1)
    whole = "".join(pieces)
    assert [whole.count(f"第{n}句") for n in range(120)] == [1] * 120
    letters = re.sub("（续）|第[0-9]+句|[^一句话]", "", whole)
    assert letters.count("话") == 2000 + 120


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


def test_quotes_of_two_cases_of_one_source_are_told_apart_in_every_format():
    quotes = [
        SheetPassage(text=words, kind="quote", place="§3", source=1, title=title)
        for words, title in (("查房提前一刻钟。", "早查房"), ("药柜夜里上锁。", "夜药柜"))
    ]
    one = sheet(*quotes)
    for format_ in ("md", "txt", "html", "csv", "json"):
        words = made(one, format_).decode("utf-8")
        assert ("早查房" in words, "夜药柜" in words) == (True, True), format_
    with zipfile.ZipFile(io.BytesIO(made(one, "docx"))) as archive:
        document = archive.read("word/document.xml").decode("utf-8")
    between = document[document.index("查房提前一刻钟") : document.index("药柜夜里上锁")]
    assert "早查房 §3" in between
    assert between.count("<w:p>") + between.count("<w:p ") >= 2, "two quotes that touch are drawn as one"
