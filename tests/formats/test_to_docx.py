import io
import os
import re
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats.chosen import chosen
from app.formats.comparison import comparison
from app.formats.docx_looks import look_of
from app.formats.docx_pages import Pages
from app.formats.paragraphs import stretches
from app.formats.sheet import SheetNote, SheetResult
from app.formats.to_docx import to_docx
from app.task import Cancelled, Task
from tests.formats.sheets import FIRST, TEXT, case, fixed, note_on, plain, sheet

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GOLDEN = Path(__file__).parents[1] / "data" / "export"
LAYOUTS = ("simple", "official", "cards", "table")
PLACES = ("beside", "end", "comments", "none")

# the order of children the schema demands, of those that are written
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs kinsoku wordWrap overflowPunct "
    "topLinePunct autoSpaceDE autoSpaceDN adjustRightInd snapToGrid spacing ind contextualSpacing jc textAlignment "
    "outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs strike vanish color spacing kern sz szCs highlight u bdr shd vertAlign lang",
    "sectPr": "headerReference footerReference footnotePr type pgSz pgMar pgNumType cols vAlign titlePg docGrid",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "trPr": "cantSplit trHeight tblHeader",
    "tcPr": "tcW gridSpan tcBorders shd tcMar",
    "tcBorders": "top left bottom right",
    "tcMar": "top left bottom right",
    "tblCellMar": "top left bottom right",
    "pBdr": "top left bottom right",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p tbl",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "font": "altName charset family pitch",
    "settings": "zoom bordersDoNotSurroundHeader bordersDoNotSurroundFooter defaultTabStop evenAndOddHeaders "
    "characterSpacingControl footnotePr compat themeFontLang",
    "footnotePr": "pos numFmt numStart numRestart footnote",
    "compat": "spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace "
    "doNotExpandShiftReturn adjustLineHeightInTable useFELayout compatSetting",
}


def parts(made, **changes):
    """Every XML part of the file by name, read."""
    with zipfile.ZipFile(io.BytesIO(to_docx(made, **changes))) as archive:
        assert archive.testzip() is None
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


def body(made):
    return parts(made)["word/document.xml"]


def words(element):
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def paragraphs_of(element, style):
    return [p for p in element.iter(f"{W}p") if style_of(p) == style]


def style_of(paragraph):
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val")


def misplaced(root):
    """Elements whose children are not in the schema's order, or not known here."""
    bad = []
    for element in root.iter():
        order = ORDERS.get(element.tag.removeprefix(W))
        if order is None:
            continue
        names = [child.tag.removeprefix(W) for child in element]
        known = order.split()
        if (
            not set(names) <= set(known)
            or (element.tag != f"{W}tc" and any(known.index(a) > known.index(b) for a, b in pairwise(names)))
            or (element.tag == f"{W}tc" and (names[0] != "tcPr" or names[-1] != "p"))
        ):
            bad.append((element.tag, names))
    return bad


def unresolved(files):
    """References that lead nowhere, and asides nobody refers to."""
    document = files["word/document.xml"]
    bad = []
    for part, item, uses in (
        ("comments", "comment", ("commentRangeStart", "commentRangeEnd", "commentReference")),
        ("footnotes", "footnote", ("footnoteReference",)),
    ):
        root = files.get(f"word/{part}.xml")
        there = [] if root is None else [e.get(f"{W}id") for e in root.iter(f"{W}{item}") if not e.get(f"{W}type")]
        for use in uses:
            named = [e.get(f"{W}id") for e in document.iter(f"{W}{use}")]
            bad += [] if sorted(named) == sorted(there) else [(part, use)]
    marks = {e.get(f"{W}name") for e in document.iter(f"{W}bookmarkStart")}
    wanted = {e.get(f"{W}anchor") for e in document.iter(f"{W}hyperlink")}
    styles = {e.get(f"{W}styleId") for e in files["word/styles.xml"].iter(f"{W}style")}
    used = {
        e.get(f"{W}val")
        for name, root in files.items()
        if name.startswith("word/")
        for tag in ("pStyle", "rStyle", "basedOn", "next")
        for e in root.iter(f"{W}{tag}")
    }
    related = {e.get("Id") for e in files["word/_rels/document.xml.rels"]}
    asked = {v for e in document.iter() for k, v in e.attrib.items() if "relationships}id" in k}
    return bad + sorted(wanted - marks) + sorted(used - styles) + sorted(asked - related)


def unbalanced(root):
    """Fields that are not begun, parted and ended in turn."""
    depth, bad = [], 0
    for e in root.iter(f"{W}fldChar"):
        kind = e.get(f"{W}fldCharType")
        if kind == "begin":
            depth.append("begin")
        elif kind == "separate":
            bad += not depth or depth[-1] != "begin"
            depth[-1:] = ["separate"]
        else:
            bad += not depth or depth.pop() != "separate"
    return bad + len(depth)


def checked(made):
    files = parts(made)
    for name, root in files.items():
        assert misplaced(root) == [], name
        assert unbalanced(root) == 0, name
    assert unresolved(files) == []
    return files


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("wanted", ["text", "excerpts", "noted", "record"])
def test_a_package_keeps_the_schema_s_order_and_every_reference_leads_somewhere(layout, wanted, place):
    checked(fixed(layout=layout, body=wanted, notes=place))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_file_opens_elsewhere_with_its_title_and_no_author(layout):
    opened = docx.Document(io.BytesIO(to_docx(fixed(layout=layout))))
    assert opened.core_properties.title == "门诊改进案例选编"
    assert opened.core_properties.author == ""
    assert opened.core_properties.last_modified_by == ""
    assert opened.core_properties.created.isoformat().startswith("2026-11-22")
    assert any(p.style.name == "Heading 1" for p in opened.paragraphs)


@pytest.mark.parametrize(
    ("layout", "place"), [("simple", "beside"), ("official", "comments"), ("cards", "end"), ("table", "none")]
)
def test_a_fixed_sheet_gives_the_file_that_was_looked_at(layout, place):
    with zipfile.ZipFile(io.BytesIO(to_docx(fixed(layout=layout, notes=place)))) as archive:
        made = archive.read("word/document.xml").decode("utf-8").replace("</w:p>", "</w:p>\n")
    path = GOLDEN / f"{layout}.docx.xml"
    if os.environ.get("XINGLIN_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    expected = path.read_text(encoding="utf-8")
    assert made.splitlines() == expected.splitlines()


def test_the_same_sheet_gives_the_same_bytes():
    assert to_docx(fixed(notes="comments")) == to_docx(fixed(notes="comments"))


def test_headings_are_real_and_stand_in_the_contents():
    root = body(fixed())
    assert [words(p) for p in paragraphs_of(root, "Heading1")] == ["门诊", "病房", "附　来源"]
    assert [words(p) for p in paragraphs_of(root, "Heading2")] == [
        "一、小门诊的四段放号",
        "二、=交接卡 <b>一张</b> & 三问",
    ]
    assert "分段放号之后" in [words(p) for p in paragraphs_of(root, "Heading3")]
    listed = [re.sub(r"\d+$", "", words(p)) for p in root.iter(f"{W}p") if style_of(p) in ("TOC1", "TOC2")]
    assert listed == [
        "门诊",
        "一、某县人民医院：小门诊的四段放号",
        "病房",
        "二、某区中医院：=交接卡 <b>一张</b> & 三问",
        "附　来源",
    ]
    told = [e.text.strip() for e in root.iter(f"{W}instrText")]
    assert told[0] == 'TOC \\o "1-2" \\h \\z'
    assert sum(one.startswith("PAGEREF _Toc") for one in told) == 5


def test_opening_the_file_asks_nothing():
    files = parts(fixed())
    assert not list(files["word/settings.xml"].iter(f"{W}updateFields"))
    assert not [e for root in files.values() for e in root.iter() if e.get(f"{W}dirty")]


def test_no_contents_when_not_wanted_or_for_a_single_case():
    for made in (fixed(contents=False), sheet()):
        assert not list(body(made).iter(f"{W}sdt"))


def test_a_page_of_an_official_file_has_22_lines_of_28_characters():
    files = parts(fixed(layout="official"))
    section = files["word/document.xml"].findall(f".//{W}sectPr")[-1]
    margins = {k.removeprefix(W): int(v) for k, v in section.find(f"{W}pgMar").attrib.items()}
    for side, mm in (("top", 37), ("bottom", 35), ("left", 28), ("right", 26)):
        assert margins[side] == pytest.approx(mm * 56.693, abs=1)
    size = {k.removeprefix(W): int(v) for k, v in section.find(f"{W}pgSz").attrib.items()}
    grid = {k.removeprefix(W): v for k, v in section.find(f"{W}docGrid").attrib.items()}
    assert grid["type"] == "linesAndChars"
    tall, wide = size["h"] - margins["top"] - margins["bottom"], size["w"] - margins["left"] - margins["right"]
    assert tall // int(grid["linePitch"]) == 22
    assert int(wide / 20 / (16 + int(grid["charSpace"]) / 4096)) == 28
    style = next(s for s in files["word/styles.xml"] if s.get(f"{W}styleId") == "BodyText")
    spacing = style.find(f"{W}pPr/{W}spacing")
    assert (spacing.get(f"{W}lineRule"), tall // int(spacing.get(f"{W}line"))) == ("exact", 22)
    assert wide // (320 + int(style.find(f"{W}rPr/{W}spacing").get(f"{W}val"))) == 28


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", 44),
        ("Heading1", "黑体", 32),
        ("Heading2", "楷体_GB2312", 32),
        ("Heading3", "仿宋_GB2312", 32),
        ("BodyText", "仿宋_GB2312", 32),
    ],
)
def test_official_fonts_are_named_as_offices_have_them(style, font, size):
    root = parts(fixed(layout="official"))["word/styles.xml"]
    found = next(s for s in root if s.get(f"{W}styleId") == style).find(f"{W}rPr")
    assert found.find(f"{W}rFonts").get(f"{W}eastAsia") == font
    assert found.find(f"{W}sz").get(f"{W}val") == str(size)
    assert root.find(f".//{W}rPrDefault//{W}rFonts").get(f"{W}ascii") == "Times New Roman"


def test_official_first_lines_stand_in_two_characters_and_breaking_is_set():
    root = parts(fixed(layout="official"))["word/styles.xml"]
    placed = next(s for s in root if s.get(f"{W}styleId") == "BodyText").find(f"{W}pPr")
    assert placed.find(f"{W}ind").get(f"{W}firstLineChars") == "200"
    for name in ("kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN"):
        assert placed.find(f"{W}{name}") is not None


def test_official_page_numbers_stand_outside_on_odd_and_even_pages():
    files = parts(fixed(layout="official"))
    assert files["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    section = files["word/document.xml"].findall(f".//{W}sectPr")[-1]
    sides = {}
    for reference in section.findall(f"{W}footerReference"):
        name = next(v for k, v in reference.attrib.items() if k.endswith("}id"))
        root = files[f"word/{name}.xml"]
        assert words(root) == "— 1 —"
        sides[reference.get(f"{W}type")] = root.find(f".//{W}jc").get(f"{W}val")
    assert sides == {"default": "right", "even": "left"}
    assert section.find(f"{W}pgNumType") is None, "pages are counted from the first of the file"


def test_official_groups_and_cases_are_counted_one_below_the_other():
    root = body(fixed(layout="official"))
    assert [words(p) for p in paragraphs_of(root, "Heading1")][:2] == ["一、门诊", "二、病房"]
    assert [words(p)[:3] for p in paragraphs_of(root, "Heading2")] == ["（一）", "（一）"]


def test_an_official_case_alone_has_the_title_for_its_heading():
    root = body(sheet(title="小门诊的四段放号", layout="official", notes="comments"))
    assert words(root).count("小门诊的四段放号") == 1
    checked(sheet(title="小门诊的四段放号", layout="official", notes="comments"))


def test_an_official_file_is_black_with_one_date_and_no_cover():
    made = fixed(layout="official", notes="beside")
    files = parts(made)
    told = words(files["word/document.xml"])
    assert told.startswith("门诊改进案例选编目　录")
    assert told.count("2026年11月22日") == 1
    assert told.endswith("2026年11月22日")
    assert "内部学习" not in told
    for name, root in files.items():
        found = {e.get(f"{W}{at}") for e in root.iter() for at in ("color", "fill") if e.get(f"{W}{at}")}
        found |= {e.get(f"{W}val") for e in root.iter(f"{W}color")}
        grey = {one for one in found if len({one[:2], one[2:4], one[4:]}) > 1 and one != "auto"}
        assert not grey or name == "word/comments.xml", (name, grey)
    lined = [words(r) for r in files["word/document.xml"].iter(f"{W}r") if r.find(f"{W}rPr/{W}u") is not None]
    assert "谁在用泵" in lined


def test_a_long_code_may_break_within_its_letters():
    root = body(sheet(plain("编号" + "AB12" * 40 + "。\n短的 AB12。")))
    [long, short] = paragraphs_of(root, "BodyText")
    assert long.find(f"{W}pPr/{W}wordWrap").get(f"{W}val") == "0"
    assert short.find(f"{W}pPr/{W}wordWrap") is None


def test_long_cases_have_their_parts_in_the_contents():
    made = sheet(case(text=TEXT * 30), case(title="二", text=TEXT * 30))
    listed = [words(p) for p in body(made).iter(f"{W}p") if style_of(p) == "TOC2"]
    assert [re.sub(r"\d+$", "", one) for one in listed] == ["（一）基本信息与成效", "（二）正文与笔记"] * 2
    checked(made)


def test_cards_have_contents_too():
    listed = [words(p) for p in body(fixed(layout="cards")).iter(f"{W}p") if style_of(p) == "TOC2"]
    assert re.sub(r"\d+$", "", listed[0]) == "一、某县人民医院：小门诊的四段放号"


def test_a_source_is_a_footnote():
    files = parts(fixed())
    notes = [words(n) for n in files["word/footnotes.xml"] if not n.get(f"{W}type")]
    assert [note.strip() for note in notes] == [source.citation for source in fixed().sources]
    holders = [p for p in files["word/document.xml"].iter(f"{W}p") if list(p.iter(f"{W}footnoteReference"))]
    assert [words(p)[:6] for p in holders] == ["某县人民医院", "某区中医院\xa0"]


def passages_of(root):
    """The words between a comment's two marks, by its number."""
    open_, found = set(), {}
    for e in root.iter():
        if e.tag == f"{W}commentRangeStart":
            open_.add(e.get(f"{W}id"))
            found[e.get(f"{W}id")] = ""
        elif e.tag == f"{W}commentRangeEnd":
            open_.discard(e.get(f"{W}id"))
        elif e.tag == f"{W}t":
            for one in open_:
                found[one] += e.text or ""
    assert not open_
    return found


def test_a_note_is_a_comment_on_exactly_its_passage():
    files = parts(fixed(notes="comments"))
    on = passages_of(files["word/document.xml"])
    told = {c.get(f"{W}id"): words(c) for c in files["word/comments.xml"]}
    pairs = {words_: on[number] for number, words_ in told.items()}
    assert pairs["三件事值得照搬。　#可借鉴"] == "床位、人手、风险"
    assert pairs["与隔壁医院对照"] == "分成四段放出"
    assert pairs["下次例会讨论　#例会"] == "一、小门诊的四段放号"
    assert next(words_ for words_ in told.values() if "先试" in words_).startswith(
        "1.卡片先试2.再 定稿别贪多项　数漏　2"
    )
    dated = [c.get(f"{W}date") for c in files["word/comments.xml"]]
    assert dated.count("2026-11-20T00:00:00Z") == 1


def test_a_comment_may_reach_over_paragraphs():
    start = TEXT.index("十分钟散会")
    note = SheetNote(text="甲", start=start, end=TEXT.index("号源") + 2, quote="x")
    on = passages_of(body(sheet(case(notes=(note,), results=(), headings=()), notes="comments")))
    assert next(iter(on.values())) == "十分钟散会。〔§1〕门诊把号源"


def test_highlights_shade_their_runs_and_overlaps_show_both():
    root = body(fixed())
    grounds = {}
    for r in root.iter(f"{W}r"):
        shade, line = r.find(f"{W}rPr/{W}shd"), r.find(f"{W}rPr/{W}u")
        if shade is not None:
            grounds[words(r)] = (shade.get(f"{W}fill"), None if line is None else line.get(f"{W}color"))
    assert grounds["床位、人手、风险"] == ("FBE9A9", None)
    assert grounds["号源"] == ("D6E6F5", None)
    assert grounds["放出"] == ("F8DBE4", None)
    assert grounds["分成四段"] in (("F8DBE4", "7FB0DC"), ("D6E6F5", "DC8AA6"))
    assert grounds["谁在用泵"] == ("D9EED3", None)


def test_notes_at_the_end_are_numbered_behind_their_passage():
    root = body(fixed(notes="end"))
    assert "床位、人手、风险〔注1〕。护士长" in words(root)
    assert "注1　■“床位、人手、风险” §1三件事值得照搬。" in words(root)


def test_what_was_not_chosen_is_not_there():
    silent = words(body(fixed(notes="none")))
    assert "值得照搬" not in silent
    assert "值得照搬" not in words(body(fixed(body="excerpts")))
    record = to_docx(fixed(body="record", notes="comments"))
    with zipfile.ZipFile(io.BytesIO(record)) as archive:
        everything = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    assert "床位" not in everything
    assert "护士长" not in words(body(fixed(body="noted")))


def is_bar(table):
    """Whether a table is a figure drawn as shaded cells, or the line it stands in."""
    return table.find(f".//{W}tcPr/{W}shd") is not None


def test_figures_before_and_after_are_drawn_as_long_as_they_are():
    lengths = []
    for table in body(fixed()).iter(f"{W}tbl"):
        cells = table.findall(f"{W}tr/{W}tc/{W}tcPr")
        if len(cells) == 2 and cells[0].find(f"{W}shd") is not None:
            lengths.append(
                (cells[0].find(f"{W}shd").get(f"{W}fill"), *(int(c.find(f"{W}tcW").get(f"{W}w")) for c in cells))
            )
    assert [fill for fill, *_ in lengths] == ["CFC8B8", "2F5D50"] * 2
    for (_, was, rest), (_, now, left), share in zip(lengths[::2], lengths[1::2], (19 / 47, 2 / 9), strict=True):
        assert rest <= 1
        assert now / (now + left) == pytest.approx(share, abs=0.01)
        assert was == pytest.approx(now + left, abs=2)


def test_a_figure_several_cases_have_is_drawn_side_by_side_and_an_official_file_stays_without_drawings():
    two = [case(title=f"{n}号院", results=figures(("评分", n * 10))) for n in (4, 8)]
    for layout in ("simple", "cards", "table"):
        root = body(sheet(*two, layout=layout))
        assert "附　成效对比" in words(root)
        assert [words(t) for t in root.iter(f"{W}tbl") if is_bar(t) and words(t)] == ["4号院40 分", "8号院80 分"]
    assert not [t for t in body(sheet(*two, layout="official")).iter(f"{W}tbl") if is_bar(t)]


def test_a_table_repeats_its_head_and_its_widths_add_up():
    for layout in LAYOUTS:
        root = body(fixed(layout=layout))
        for table in root.iter(f"{W}tbl"):
            rows = table.findall(f"{W}tr")
            widths = [int(c.get(f"{W}w")) for c in table.find(f"{W}tblGrid")]
            assert sum(widths) == int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
            for row in rows:
                assert [int(c.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for c in row.findall(f"{W}tc")] == widths
            if len(widths) > 1 and not is_bar(table):
                assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
            assert sum(widths) <= look_of(layout).room * 20 + 2


def figures(*numbers):
    return tuple(SheetResult(metric=m, value=f"{n} 分", paragraph=1, number=n, unit="分") for m, n in numbers)


def test_a_comparison_is_set_across_with_a_column_for_every_figure_that_compares():
    first = case(results=figures(("评分", 96.5), ("床位", 1234567.5)))
    second = case(results=figures(("评分", 4), ("随访", 3)))
    made = sheet(first, second, layout="table")
    root = body(made)
    assert root.find(f".//{W}sectPr/{W}pgSz").get(f"{W}orient") == "landscape"
    tables = [t for t in root.iter(f"{W}tbl") if not is_bar(t)]
    heads = [words(c) for t in tables for c in t.find(f"{W}tr").findall(f"{W}tc")]
    asked = comparison(chosen(made)).columns
    assert set(heads) == {column.name for column in asked if not column.figure} | {"评分（分）"}
    cells = [words(c) for c in root.iter(f"{W}tc")]
    assert {"96.5", "4"} <= set(cells)
    assert any("随访：3 分" in cell for cell in cells)
    assert "另有 2 种指标" in words(root)


def test_a_card_holds_its_passage_note_and_place():
    cards = [words(t) for t in body(fixed(layout="cards")).iter(f"{W}tbl") if "《" in words(t)]
    assert cards[0] == "床位、人手、风险三件事值得照搬。　#可借鉴某县人民医院　《小门诊的四段放号》　§1"
    assert len(cards) == 4


def test_a_link_leads_only_where_a_link_may():
    note = SheetNote(text='[甲](https://a.cn/x"y) [乙](javascript:alert(1)) [丙](file:///etc)')
    told = [e.text for e in body(sheet(case(notes=(note,)))).iter(f"{W}instrText")]
    assert [one for one in told if "HYPERLINK" in one] == [' HYPERLINK "https://a.cn/x%22y" ']


HARD = "甲\ud800乙\0丙\ufffe丁\uffff戊\x0b己\u202e庚]]>辛&amp;<w:p/>𠮷㐂\U0001f600é"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", ["beside", "comments", "end"])
def test_no_character_breaks_the_file(layout, place):
    note = SheetNote(text=HARD, quote=HARD, start=0, end=4, tags=(HARD,), changed_on='"><', id=HARD)
    lost = SheetNote(text=HARD, quote=HARD)
    result = SheetResult(metric=HARD, value=HARD, paragraph=1, number=float("nan"), unit=HARD)
    one = case(
        title=HARD, byline=HARD, text=HARD * 2, source_line=HARD, fields=((HARD, HARD),), themes=(HARD,),
        practices=(HARD,), results=(result,), notes=(note, lost), warnings=(HARD,), group=HARD,
    )  # fmt: skip
    made = sheet(one, one, title=HARD, library=HARD, filters=HARD, made_on=HARD, layout=layout, notes=place)
    files = checked(made)
    told = re.sub(r"\s", "", words(files["word/document.xml"]))
    assert "甲乙丙丁戊己庚]]>辛&amp;<w:p/>𠮷㐂\U0001f600é" in told


@pytest.mark.parametrize("place", ["beside", "comments", "end"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_text_with_any_notes_comes_out_whole_and_in_order(place, data):
    text = data.draw(st.text("甲乙 \n\n\u3000ab“”。", min_size=1, max_size=60))
    spot = st.integers(-2, len(text) + 3)
    notes = data.draw(
        st.lists(
            st.builds(SheetNote, text=st.sampled_from(["", "注"]), start=spot, end=spot, quote=st.just("引")),
            max_size=5,
        )
    )
    made = sheet(plain(text, notes=tuple(n for n in notes if n.start <= n.end)), notes=place, contents=False)
    files = checked(made)
    told = [re.sub(r"〔(注\d+|§\d+)〕", "", words(p)) for p in paragraphs_of(files["word/document.xml"], "BodyText")]
    assert [re.sub(r"\s", "", one) for one in told] == [re.sub(r"\s", "", text[a:b]) for a, b in stretches(text)]


def test_a_hostile_note_stays_small_and_whole():
    deep = "> " * 40 + "甲\n" + "- " * 40 + "乙\n\n" + "|a" * 60 + "|\n" + "|-" * 60 + "|\n" + "`" * 500 + "*" * 500
    for place in ("beside", "comments", "end"):
        checked(sheet(case(notes=(note_on("床位", deep), SheetNote(text=deep))), notes=place))


def test_titles_long_and_short_stay_whole():
    for title in ("长" * 120, "甲", "Quality improvement in a county hospital: a five-year study of 23 wards"):
        for layout in LAYOUTS:
            root = body(sheet(title=title, layout=layout))
            assert "".join(title.split()) in "".join(words(root).split())


def test_it_stops_between_two_cases():
    seen = []
    task = Task(each=lambda done, total, _words: seen.append((done, total)), stopped=lambda: len(seen) == 2)
    with pytest.raises(Cancelled):
        to_docx(sheet(case(), case(), case()), task)
    assert seen == [(0, 3), (1, 3)]


def test_pages_are_counted_as_lines_fill_them():
    look = look_of("official")
    pages = Pages(look)
    style = look.styles["BodyText"]
    begun = [pages.add(style, "字" * 20) for _ in range(45)]
    assert [begun.count(page) for page in (1, 2, 3)] == [22, 22, 1]


def test_the_first_paragraph_is_numbered_as_the_text_has_it():
    assert f"{FIRST}〔§1〕" in words(body(fixed()))
