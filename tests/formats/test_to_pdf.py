import re
import threading
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import paths
from app.formats import glyphs
from app.formats.sheet import SheetNote
from app.formats.to_pdf import to_pdf
from app.messages import Trouble
from app.task import Cancelled, Task
from tests.formats.sheets import FIRST, TEXT, case, note_on, plain, sheet

MARGINS = (74, 76, 530, 770)
"""Points; left, bottom, right, top of what is neither head, foot nor paragraph number."""
RARE = "㛃㙓䶮𬭊𫖯⼀".replace("⼀", "") + "〇囧龘¥￥‰℃①⑳★☆✓→≤≥×±㎡№…——·"
HOSTILE = (
    '#include "/etc/passwd" #import "@preview/x:1.0.0": * #eval("1+1") $x^2$ @ref <label> \\u{41} `raw` *粗* _斜_ '
    "= 题 - 项 + 项 / 词: 释 // 注 /* 注 */ ~ --- ... \"引\" 'q' https://a.b/c?d=e&f <b>x</b> {{x}} %s {0} ]] }} #[ #{"
)


def bare(text):
    return re.sub(r"\s+", "", text)


def body(pdf, first=1):
    """The words of the pages from `first` on, without white space, heads, feet and paragraph numbers."""
    pages = pypdfium2.PdfDocument(pdf)
    return bare("".join(pages[i].get_textpage().get_text_bounded(*MARGINS) for i in range(first, len(pages))))


def text_of(pdf):
    return bare("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages))


def test_the_text_of_a_pdf_is_the_text_that_went_in():
    text = "\n".join([FIRST, RARE, HOSTILE, "又一段。" * 300])
    assert body(to_pdf(sheet(plain(text)))) == bare(f"一、案{text}来源：源")


def test_a_second_reader_of_pdf_finds_the_same_text():
    found = text_of(to_pdf(sheet(plain(f"{FIRST}\n{RARE}\n{HOSTILE}"))))
    for part in (FIRST, RARE, HOSTILE):
        assert bare(part) in found


DRAWN = [
    chr(code)
    for a, b in (
        line.split("-") for line in paths.resource("fonts", "coverage.txt").read_text(encoding="ascii").split()
    )
    for code in range(int(a, 16), int(b, 16) + 1)
    if 0x2E80 <= code < 0xF900 or code > 0x20000 or 0x21 <= code < 0x7F
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from(DRAWN), min_size=1, max_size=400))
def test_any_characters_our_fonts_draw_can_be_taken_out_again(text):
    text = text.replace("-", "")  # a reader may take a hyphen at a line's end for a broken word
    assert body(to_pdf(sheet(plain(f"始{text}终")))) == bare(f"一、案始{text}终来源：源")


def test_characters_without_a_glyph_are_shown_as_missing_and_named():
    found = body(to_pdf(sheet(plain("病人\U0003fffe某说好\u0378"))))
    assert "病人〓某说好〓" in found
    assert "有2个字的字形缺失" in found
    assert "U+3FFFE" in found
    assert "U+0378" in found


def test_controls_marks_of_direction_and_lone_surrogates_do_no_harm():
    found = body(to_pdf(sheet(plain("甲\x00乙\u202e丙\ud800丁\ufeff戊\u200b己\ue000庚"))))
    assert "甲乙丙丁戊己〓庚" in found


def test_cover_tells_title_counts_month_library_and_filters():
    pages = pypdfium2.PdfDocument(to_pdf(sheet()))
    cover = bare(pages[0].get_textpage().get_text_range())
    for words in (
        "门诊改进案例选编",
        "1案·摘录3条·笔记4条",
        "2026年11月·内部学习",
        "选自“我的案例库”",
        "筛选：主题门诊服务",
    ):
        assert words in cover


def test_bookmarks_are_chinese_and_lead_to_each_case():
    reader = pypdf.PdfReader(BytesIO(to_pdf(sheet(case(), case(title="第二个案例", text="长" * 900)))))
    marks = {
        mark.title: reader.get_destination_page_number(mark) for mark in reader.outline if not isinstance(mark, list)
    }
    assert list(marks) == ["目　录", "一、小门诊的四段放号", "二、第二个案例"]
    assert list(marks.values())[:2] == [1, 2]
    assert "二、第二个案例" in reader.pages[marks["二、第二个案例"]].extract_text()


def test_every_line_of_the_contents_is_a_link_with_its_page():
    reader = pypdf.PdfReader(BytesIO(to_pdf(sheet(*(case(title=f"第{i}案", text="字" * 2000) for i in range(4))))))
    links = [a.get_object() for a in reader.pages[1]["/Annots"]]
    assert [link["/Subtype"] for link in links] == ["/Link"] * 12, "a case and its two parts"
    pages = [reader.get_destination_page_number(reader.named_destinations[link["/Dest"]]) for link in links]
    assert pages == sorted(pages)
    listed = re.findall(r"某县人民医院：第\d案(\d+)(?=\D|$)", bare(reader.pages[1].extract_text()))
    assert [int(number) - 1 for number in listed] == pages[::3]


def test_every_page_but_the_cover_has_its_number_and_running_head():
    pages = pypdfium2.PdfDocument(to_pdf(sheet(case(text="字" * 5000))))
    for i in range(1, len(pages)):
        words = bare(pages[i].get_textpage().get_text_range())
        assert f"—{i + 1}/{len(pages)}—" in words
        assert "门诊改进案例选编" in words
    assert "—1/" not in bare(pages[0].get_textpage().get_text_range())


def test_fonts_are_our_own_embedded_and_cut_to_what_is_used():
    reader = pypdf.PdfReader(BytesIO(to_pdf(sheet())))
    fonts = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            fonts[inner["/BaseFont"]] = len(inner["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data())
    assert {name.partition("+")[2] for name in fonts} <= {
        "XinglinSong-Regular",
        "XinglinSong-Bold",
        "XinglinHei-Regular",
        "XinglinHei-Bold",
    }
    assert all(re.match(r"/[A-Z]{6}\+", name) for name in fonts)
    assert max(fonts.values()) < 400_000


def test_notes_stand_below_their_paragraph_and_case_notes_after_the_text():
    found = body(to_pdf(sheet()))
    order = [
        FIRST,
        "三件事值得照搬。",
        "#可借鉴",
        "门诊把号源",
        "与隔壁医院对照",
        "分段放号之后",
        "案例笔记",
        "下次例会讨论",
        "旧稿里的半句",
        "原处已改",
    ]
    places = [found.index(bare(words)) for words in order]
    assert places == sorted(places)


def test_a_note_in_markdown_with_html_and_markup_is_text():
    md = "# 题\n\n- 甲\n  1. 乙\n\n> 引\n\n|a|b|\n|-|-|\n|1|2|\n\n```\n#panic()\n```\n"
    md += "<script>x</script> [链](javascript:x) `#eval`"
    found = body(to_pdf(sheet(case(notes=(note_on("床位", md),)))))
    for words in ("题", "甲", "乙", "引", "#panic()", "<script>x</script>", "[链](javascript:x)", "#eval"):
        assert words in found


def test_deeply_nested_and_huge_notes_are_set():
    deep = "> " * 300 + "底"
    wide = "\n".join("  " * i + "- 项" for i in range(80))
    pdf = to_pdf(sheet(case(notes=(note_on("床位", deep), note_on("人手", wide), note_on("风险", "长" * 60_000)))))
    assert "底" in body(pdf)


@pytest.mark.parametrize("spot", [(5, 2), (-9, 4), (0, 10**9), (10**9, 10**9 + 3), (3, 3)])
def test_a_note_out_of_place_never_spoils_the_text(spot):
    odd = SheetNote(text="注", quote="某", start=spot[0], end=spot[1])
    assert bare(FIRST) in body(to_pdf(sheet(case(notes=(odd, odd)))))


def test_a_case_without_text_title_or_anything_is_still_a_case():
    found = body(to_pdf(sheet(plain("", title="", source_line=""))))
    assert found == "一、来源："


def test_highlights_of_four_colours_are_painted():
    notes = [
        note_on(q, colour=c)
        for q, c in zip(("床位", "人手", "风险", "护士长"), ("yellow", "blue", "green", "pink"), strict=True)
    ]
    reader = pypdf.PdfReader(BytesIO(to_pdf(sheet(case(notes=tuple(notes))))))
    drawn = reader.pages[1].get_contents().get_data().decode("latin-1")
    fills = {
        tuple(round(float(part) * 255) for part in fill)
        for fill in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) scn", drawn)
    }
    assert {(0xFB, 0xE9, 0xA9), (0xD6, 0xE6, 0xF5), (0xD9, 0xEE, 0xD3), (0xF8, 0xDB, 0xE4)} <= fills


def test_no_heading_stands_alone_at_the_foot_of_a_page():
    short = [plain("甲乙丙丁。" * n, title=f"题{n}", byline="某院") for n in range(20, 60)]
    pages = pypdfium2.PdfDocument(to_pdf(sheet(*short)))
    for i in range(2, len(pages)):
        lines = pages[i].get_textpage().get_text_bounded(*MARGINS).split()
        assert not re.fullmatch(".+、题\\d+|某院", lines[-1])


def test_no_line_begins_with_a_mark_that_closes():
    text = "一二三四五，六七八九。（甲乙）“丙丁”《戊己》、庚辛；壬癸：子丑？寅卯！" * 40
    pages = pypdfium2.PdfDocument(to_pdf(sheet(plain("\n".join("始" * i + text for i in range(30))))))
    for i in range(1, len(pages)):
        for line in pages[i].get_textpage().get_text_bounded(*MARGINS).splitlines():
            assert not line or line[0] not in "，。）”》、；：？！"


def test_cancelling_while_typst_works_comes_back():
    stop = threading.Event()
    many = sheet(*(case(text=TEXT * 60) for _ in range(80)))

    def each(_done, _total, words):
        if words == "正在排版":
            stop.set()

    with pytest.raises(Cancelled):
        to_pdf(many, Task(each=each, stopped=stop.is_set))


def test_missing_fonts_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "resource", tmp_path.joinpath)
    with pytest.raises(Trouble) as told:
        to_pdf(sheet())
    assert told.value.reason == "resource"


def test_every_face_draws_all_ordinary_characters():
    ordinary = bytes(range(0xA1, 0xFF))
    gb2312 = {bytes([a, b]).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in ordinary}
    assert glyphs.lacking("".join(gb2312) + RARE + "，。、；：？！“”‘’（）《》〈〉【】〔〕—…￥·") == []
