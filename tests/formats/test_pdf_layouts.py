import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from app.formats.pages import data, lacking
from app.formats.sheet import SheetNote, SheetPassage, SheetResult, SheetSource
from app.formats.to_pdf import TEMPLATES, to_pdf, to_pictures
from tests.formats.sheets import FIRST, SECOND, TEXT, THIRD, case, note_on, plain, sheet

LAYOUTS = tuple(TEMPLATES)
WAIT = SheetResult(
    metric="候诊时间", value="由 47 降至 19 分钟", paragraph=2, number=19, before=47, unit="分钟", lower_is_better=True
)
RATE = SheetResult(metric="随访率", value="92%", paragraph=3, number=92, unit="%")
LESS = SheetResult(metric="随访率", value="88%", paragraph=1, number=88, unit="%")
SOURCES = (SheetSource(number=1, citation="某甲. 四段放号[N]. 医管月报, 2022-05-01."),)


def bare(text):
    return re.sub(r"\s+", "", text)


def words(pdf):
    return bare("".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)))


def marks(pdf):
    def walk(found, level):
        for one in found:
            if isinstance(one, list):
                yield from walk(one, level + 1)
            else:
                yield level, one.title

    return list(walk(pypdf.PdfReader(BytesIO(pdf)).outline, 1))


def grouped(**changes):
    first = case(group="门诊", results=(WAIT, RATE), source=1, owner="甲院")
    second = case(id="c2", title="一张处方", group="门诊", results=(LESS,), source=1, owner="乙院")
    third = case(id="c3", title="夜里的药房", group="药学", results=(), notes=(), source=1)
    return sheet(first, second, third, sources=SOURCES, **changes)


def test_an_official_page_has_22_lines_of_28_characters():
    pages = pypdfium2.PdfDocument(to_pdf(sheet(plain("本院交班很快好" * 600), layout="official", contents=False)))
    *lines, foot = pages[1].get_textpage().get_text_range().splitlines()
    assert [len(line) for line in lines] == [28] * 22
    assert foot == "— 2 —"


def test_an_official_page_has_the_margins_of_the_standard():
    page = pypdfium2.PdfDocument(to_pdf(sheet(plain("本院交班很快好" * 600), layout="official", contents=False)))[1]
    text = page.get_textpage()
    boxes = [text.get_charbox(i) for i in range(28 * 22)]
    mm = 25.4 / 72
    assert 28 - 0.5 < min(box[0] for box in boxes) * mm < 29
    assert 26 - 0.5 < 210 - max(box[2] for box in boxes) * mm < 27
    assert 37 - 0.5 < 297 - max(box[3] for box in boxes) * mm < 39
    assert min(box[1] for box in boxes) * mm > 35


def test_official_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages():
    pages = pypdfium2.PdfDocument(to_pdf(sheet(plain("本院交班很快好" * 600), layout="official", contents=False)))
    for number in (1, 2):
        text = pages[number].get_textpage()
        at = text.get_text_range().rindex(f"— {number + 1} —")
        left = text.get_charbox(at)[0]
        assert (left > 300) == (number % 2 == 0)


def test_official_pages_are_black_alone():
    reader = pypdf.PdfReader(BytesIO(to_pdf(sheet(layout="official"))))
    fills = set()
    for page in reader.pages:
        drawn = page.get_contents().get_data().decode("latin-1")
        fills |= {
            m
            for m in re.findall(r"([\d.]+ [\d.]+ [\d.]+) scn", drawn)
            if len({round(float(x), 1) for x in m.split()}) > 1
        }
    assert fills == set()


@pytest.mark.parametrize("layout", ["simple", "official"])
@pytest.mark.parametrize("place", ["beside", "comments", "end", "none"])
def test_the_whole_text_stands_in_the_pages_wherever_notes_are(layout, place):
    found = words(to_pdf(sheet(layout=layout, notes=place)))
    for part in (FIRST, SECOND, THIRD) if place != "comments" else (THIRD,):
        assert bare(part) in found
    assert ("三件事值得照搬" in found) == (place != "none")
    assert ("下次例会讨论" in found) == (place != "none")


def test_notes_at_the_end_name_their_passage_and_paragraph():
    found = words(to_pdf(sheet(notes="end")))
    assert found.index(bare(THIRD)) < found.index("“床位、人手、风险”§1三件事值得照搬")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_passages_go_out_when_only_passages_are_wanted(layout):
    found = words(to_pdf(sheet(layout=layout, body="excerpts")))
    assert "床位、人手、风险" in found
    assert "药房夜间" not in found
    assert "三件事" not in found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_record_alone_has_neither_text_nor_notes(layout):
    found = words(to_pdf(sheet(layout=layout, body="record")))
    assert "小门诊的四段放号" in found
    assert "由47降至19分钟" in found
    assert "床位" not in found
    assert "三件事" not in found


@pytest.mark.parametrize("layout", ["cards", "table"])
def test_cards_and_tables_hold_passages_with_notes_and_source_never_the_whole_text(layout):
    found = words(to_pdf(sheet(layout=layout)))
    assert "三件事值得照搬" in found
    assert "《医管月报》，2022-05-01，记者某甲" in found
    assert "药房夜间" not in found


def test_a_table_lies_across():
    page = pypdfium2.PdfDocument(to_pdf(sheet(layout="table")))[0]
    assert page.get_width() > page.get_height()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_groups_are_the_first_level_of_the_bookmarks_and_cases_the_second(layout):
    found = [pair for pair in marks(to_pdf(grouped(layout=layout))) if "目" not in pair[1]]
    official = layout == "official"
    assert found[0] == (1, "一、门诊" if official else "门诊")
    assert found[1] == (2, "（一）小门诊的四段放号" if official else "一、小门诊的四段放号")
    assert found[2] == (2, "（二）一张处方" if official else "二、一张处方")
    assert found[3] == (1, "二、药学" if official else "药学")
    assert found[-1][0] == 1
    assert "来源" in found[-1][1]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_sources_are_listed_once_by_number_and_cases_point_to_them(layout):
    pdf = to_pdf(grouped(layout=layout))
    found = words(pdf)
    assert found.count("[1]某甲.四段放号[N].医管月报,2022-05-01.") == 1
    assert found.count("记者某甲[1]") >= 3
    links = [a for page in pypdf.PdfReader(BytesIO(pdf)).pages for a in page.get("/Annots", ())]
    assert links


@pytest.mark.parametrize("layout", ["simple", "official", "cards"])
def test_contents_can_be_left_out(layout):
    assert "目录" in words(to_pdf(grouped(layout=layout)))
    assert "目　录" not in [title for _, title in marks(to_pdf(grouped(layout=layout, contents=False)))]


def test_before_and_after_are_bars_whose_lengths_are_shares():
    [bar] = data(grouped())["cases"][0]["bars"]
    assert bar == {"metric": "候诊时间", "before": ["47 分钟", 1.0], "now": ["19 分钟", 19 / 47]}


def test_only_figures_of_one_metric_and_unit_are_compared():
    other = replace(LESS, unit="人")
    whole = data(sheet(case(results=(RATE,)), case(results=(LESS,)), case(results=(other, WAIT))))
    [table] = whole["compared"]
    assert table["metric"] == "随访率（%）"
    assert [row["value"] for row in table["rows"]] == ["92%", "88%"]
    assert [row["now"] for row in table["rows"]] == [1.0, 88 / 92]


def test_an_archival_file_says_so_and_holds_the_same_text():
    whole = sheet(plain(TEXT))
    archived = to_pdf(replace(whole, archival=True))
    assert b"pdfaid:part" in archived
    assert words(archived) == words(to_pdf(whole))


def test_one_sentence_names_what_no_font_has_wherever_it_stands():
    assert lacking(sheet()) == ""
    assert "U+2EBF0" in lacking(sheet(plain("字", title="\U0002ebf0案")))
    assert "U+2EBF0" in lacking(grouped(title="选编\U0002ebf0"))
    hidden = sheet(case(notes=(note_on("床位", "\U0002ebf0"),)), body="record")
    assert lacking(hidden) == ""


def test_a_preview_tells_the_whole_on_cover_and_contents():
    whole = grouped()
    part = replace(whole, cases=whole.cases[:1])
    told = data(part, of=whole)
    assert told["counts"].startswith("3 案")
    assert [one["entry"] for one in told["more"]] == ["二、某县人民医院：一张处方", "三、某县人民医院：夜里的药房"]
    assert [one["group"] for one in told["more"]] == ["", "药学"]
    pages = to_pictures(part, 40, of=whole)
    assert all(page.startswith(b"\x89PNG") for page in pages)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("body", ["text", "noted", "excerpts", "record"])
def test_an_empty_case_and_a_hostile_one_are_set_in_every_layout(layout, body):
    hostile = '#panic() *x* $y$ @z <l> ]] "\\' * 30
    odd = case(title=hostile, group=hostile, byline=hostile, text=hostile, fields=((hostile, hostile),), notes=())
    empty = plain("", title="", source_line="", group="")
    long = case(text=TEXT * 300, notes=tuple(note_on("床位", "长" * 900, colour=c) for c in ("yellow", "pink")))
    assert to_pdf(sheet(odd, empty, long, layout=layout, body=body, title=hostile))


CODE = "AB12CD34" * 20
ADDRESS = f"https://a.example/s?biz={'0a' * 60}"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", ["beside", "comments", "end"])
def test_an_address_or_a_code_without_a_blank_stays_on_the_page_and_whole(layout, place):
    text = f"见：{ADDRESS}，供参考。表单{CODE}。"
    noted = SheetNote(text=f"{ADDRESS} `{CODE}`", quote=text[:40], start=0, end=40, tags=("可借鉴", "W" * 60))
    loose = SheetNote(text=CODE)
    result = SheetResult(metric=CODE, value=CODE, paragraph=1)
    one = plain(text, title=CODE, byline=CODE, source_line=ADDRESS, notes=(noted, loose), results=(result,), source=1)
    source = SheetSource(number=1, citation=ADDRESS)
    pdf = to_pdf(sheet(one, one, layout=layout, notes=place, title=CODE, sources=(source,)))
    for page in pypdfium2.PdfDocument(pdf):
        laid = page.get_textpage()
        assert max(laid.get_charbox(at)[2] for at in range(laid.count_chars())) < page.get_width() - 28
    assert ADDRESS in words(pdf)
    assert CODE in words(pdf)
    assert "\u200b" not in words(pdf)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_title_without_end_stays_on_its_page(layout):
    pdf = to_pdf(sheet(case(title="长" * 400), case(title="W" * 400), layout=layout, title="长" * 400))
    for page in pypdfium2.PdfDocument(pdf):
        laid = page.get_textpage()
        boxes = [laid.get_charbox(at) for at in range(laid.count_chars())]
        assert min(box[1] for box in boxes) > 10
        assert max(box[2] for box in boxes) < page.get_width() - 28
        assert max(box[3] for box in boxes) < page.get_height() - 20


def test_an_official_file_has_one_date_no_cover_and_no_contents_for_a_single_case():
    single = sheet(case(), title="小门诊的四段放号", layout="official")
    found = words(to_pdf(single))
    assert found.count("2026年11月22日") == 1
    assert found.count("小门诊的四段放号") == 1
    assert "目录" not in found
    assert "一、" not in found
    several = [
        bare(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(to_pdf(grouped(layout="official")))
    ]
    assert several[0].startswith("门诊改进案例选编目录")
    assert "".join(several).count("2026年11月22日") == 1
    assert "内部学习" not in "".join(several)


def test_a_single_case_behind_what_was_made_of_it_keeps_its_heading():
    part = SheetPassage(text="对照本院", kind="heading")
    found = words(to_pdf(sheet(case(), title="小门诊的四段放号", layout="official", parts=(part,))))
    assert "目录对照本院" in found
    assert found.count("一、小门诊的四段放号") == 1


def test_an_official_page_number_stands_7_mm_below_the_text():
    page = pypdfium2.PdfDocument(to_pdf(sheet(plain("本院交班很快好" * 600), layout="official", contents=False)))[1]
    text = page.get_textpage()
    _, bottom, _, top = text.get_charbox(text.get_text_range().rindex("—"))
    assert 35 - (bottom + top) / 2 * 25.4 / 72 == pytest.approx(7, abs=0.5)


def test_paragraphs_of_an_official_file_that_are_referred_to_bear_their_number():
    result = SheetResult(metric="候诊时间", value="19 分钟", paragraph=4)
    found = words(to_pdf(sheet(case(results=(result,), notes=(note_on("床位", "问"),)), layout="official")))
    assert bare(f"{FIRST}〔§1〕") in found
    assert bare(f"{THIRD}〔§4〕") in found
    assert bare(f"{SECOND}〔§2〕") not in found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_tag_is_never_torn_from_its_sign_nor_a_dot_from_what_is_before_it(layout):
    for size in range(18):
        note = note_on("床位", "问" * size, tags=("可借鉴", "制度"))
        one = case(notes=(note,), byline=" · ".join("院" * (size + more) for more in range(9)))
        for page in pypdfium2.PdfDocument(to_pdf(sheet(one, layout=layout))):
            lines = page.get_textpage().get_text_range().splitlines()
            assert not [line for line in lines if line.startswith("·") or line.rstrip().endswith("#")]
            assert "# " not in " ".join(lines)


def test_a_case_without_notes_has_the_whole_width_though_others_have_theirs_beside():
    noted = case(text="本院交班很快好" * 200, notes=(SheetNote(text="问", quote="本院", start=0, end=2),), results=())
    bare_ = case(text="本院交班很快好" * 200, notes=(), results=())
    pages = pypdfium2.PdfDocument(to_pdf(sheet(noted, bare_, notes="comments")))
    widths = []
    for page in list(pages)[2:]:
        laid = page.get_textpage()
        found = [laid.get_charbox(at)[2] for at in range(laid.count_chars()) if laid.get_text_range(at, 1) == "好"]
        widths.append(max(found, default=0))
    assert widths[0] < 410
    assert widths[-1] > 500


def test_a_note_beside_that_is_longer_than_the_text_goes_on_below_it():
    note = SheetNote(text="\n\n".join(["想法写得很长，要占许多行。"] * 120), quote="晨会", start=0, end=2)
    beside = pypdfium2.PdfDocument(to_pdf(sheet(case(notes=(note,)), notes="comments")))
    below = pypdfium2.PdfDocument(to_pdf(sheet(case(notes=(note,)))))
    assert len(beside) <= len(below) + 1
    assert words(to_pdf(sheet(case(notes=(note,)), notes="comments"))).count("想法写得很长") == 120


def test_long_cases_have_their_parts_in_contents_and_bookmarks():
    pdf = to_pdf(sheet(case(text=TEXT * 30, headings=()), case(title="二", text=TEXT * 30, headings=())))
    assert [(level, title) for level, title in marks(pdf)][1:4] == [
        (1, "一、小门诊的四段放号"),
        (2, "（一）基本信息与成效"),
        (2, "（二）正文与笔记"),
    ]
    contents = bare(pypdfium2.PdfDocument(pdf)[1].get_textpage().get_text_range())
    assert re.search(r"一、某县人民医院：小门诊的四段放号3（一）基本信息与成效3（二）正文与笔记\d", contents)


GOLDEN = Path(__file__).parent.parent / "data" / "export"


def told(pdf):
    """Every page's lines, as a reader of PDF takes them out."""
    pages = pypdfium2.PdfDocument(pdf)
    return "\n\f\n".join("\n".join(page.get_textpage().get_text_range().split("\r\n")) for page in pages) + "\n"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_pages_are_those_that_were_looked_at(layout):
    kept = GOLDEN / f"{layout}.pdf.txt"
    assert told(to_pdf(grouped(layout=layout))) == kept.read_text(encoding="utf-8")


def test_a_card_with_much_in_it_goes_on_in_the_next_column_and_nothing_leaves_the_page():
    many = tuple(
        SheetResult(
            metric=f"第{rank}片区居民随访率与上年同期比较的变化情况",
            value=f"{rank}%",
            paragraph=1,
            number=rank,
            unit="%",
        )
        for rank in range(1, 61)
    )
    long = case(results=many, fields=(("主题", "夜间门诊、" * 60),), notes=(SheetNote(text="要点逐条记下。" * 400),))
    for page in pypdfium2.PdfDocument(to_pdf(sheet(long, layout="cards"))):
        laid = page.get_textpage()
        for rank in range(laid.count_rects()):
            left, bottom, right, top = laid.get_rect(rank)
            assert min(left, bottom) > 20
            assert right < page.get_width() - 20
            assert top < page.get_height() - 20
