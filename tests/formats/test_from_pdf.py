import io

import pypdf
import pytest

from app.formats import from_pdf
from app.formats.pdf_lines import Line, joined, lines_of, paragraphs, without_running
from app.messages import Trouble
from tests.formats import making
from tests.formats.making import SENTENCES

FONT = '#set text(font: ("Noto Serif CJK SC", "Noto Serif SC", "Noto Sans CJK SC"), size: 11pt, lang: "zh")\n'
PAGE = '#set page(width: 210mm, height: 297mm, header: [清河县医院工作简报 第7期], numbering: "1 / 1")\n' + FONT


def story(number):
    turned = SENTENCES[number % 8 :] + SENTENCES[: number % 8]
    return "".join(turned[: 4 + number % 5])


def has_chinese(path):
    return "清" in from_pdf.parse(path.read_bytes()).text


@pytest.fixture
def typeset(tmp_path):
    def make(source):
        path = making.pdf(tmp_path, source)
        try:
            if has_chinese(path):
                return path.read_bytes()
        except Trouble:
            pass
        pytest.skip("no Chinese font on this machine to typeset with")

    return make


def test_lines_are_joined_to_paragraphs_and_running_heads_left_out(typeset):
    told = [story(number) for number in range(30)]
    indented = "#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n"
    data = typeset(PAGE + indented + "= 一、支部进病区\n" + "\n\n".join(told))
    assert len(pypdf.PdfReader(io.BytesIO(data)).pages) >= 3
    document = from_pdf.parse(data)
    assert document.text.split("\n") == ["一、支部进病区", *told]
    assert (document.encoding, document.doubts) == ("pdf", ())


def test_two_columns_are_read_one_after_the_other(typeset):
    told = [story(number) for number in range(6)]
    data = typeset(
        FONT + "#set page(columns: 2)\n#set par(first-line-indent: (amount: 2em, all: true))\n" + "\n\n".join(told)
    )
    assert from_pdf.parse(data).text.split("\n") == told


def test_title_and_author_are_those_the_file_tells_and_its_making_is_no_publication(typeset):
    source = '#set document(title: "管床位的办法", author: "周明", date: datetime(year: 2023, month: 5, day: 6))\n'
    document = from_pdf.parse(typeset(source + PAGE + SENTENCES[0]))
    assert (document.title, document.author, document.date) == ("管床位的办法", "周明", None)


def test_a_page_without_text_is_named(typeset):
    document = from_pdf.parse(typeset(FONT + SENTENCES[0] + "\n#pagebreak()\n#rect()\n#pagebreak()\n" + SENTENCES[1]))
    assert document.doubts == ("第 2 页没有文字，可能是扫描图。",)


def test_pages_without_any_text_are_no_text():
    with pytest.raises(Trouble, match="no_text"):
        from_pdf.parse(making.bare_pdf(pages=3))


def test_a_locked_file_asks_for_its_password_and_one_that_only_forbids_printing_opens(typeset):
    for user, expected in (("geheim", "password"), ("", None)):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(typeset(FONT + SENTENCES[0])))
        writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        if expected:
            with pytest.raises(Trouble, match=expected):
                from_pdf.parse(out.getvalue())
        else:
            assert from_pdf.parse(out.getvalue()).text == SENTENCES[0]


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"%PDF-1.4\n" + b"\0" * 3000, making.bare_pdf()[:60]])
def test_a_broken_file_is_told(data):
    with pytest.raises(Trouble, match=r"broken|no_text"):
        from_pdf.parse(data)


def line(text, y=500.0, left=50.0, right=500.0, size=10.0):
    return Line(text, left, right, y, size)


def test_a_short_line_an_indent_and_another_size_end_a_paragraph():
    page = [
        line("标题", 560, size=16, right=120),
        line("甲" * 40, 540),
        line("乙" * 20, 525, right=260),
        line("丙" * 38, 510, left=70),
        line("丁" * 40, 495),
        line("戊" * 40, 440),
    ]
    assert paragraphs([page]) == ["标题", "甲" * 40 + "乙" * 20, "丙" * 38 + "丁" * 40, "戊" * 40]


def test_a_sentence_goes_on_over_the_page():
    one = [line("甲" * 40, 540), line("乙" * 40, 525)]
    two = [line("丙" * 39 + "。", 540), line("丁。", 525, right=70)]
    assert paragraphs([one, two]) == ["甲" * 40 + "乙" * 40 + "丙" * 39 + "。丁。"]


def test_words_of_letters_keep_their_space_and_hyphens_heal():
    assert joined("DRG and", "RBRVS") == "DRG and RBRVS"
    assert joined("医联", "体") == "医联体"
    assert joined("hospi\u00ad", "tal") == "hospital"


def test_page_numbers_go_and_figures_in_the_text_stay():
    pages = [
        [
            line(f"简报 第{n}期", 800),
            *(line(f"{n}{c}" * 20, 700 - 30 * place) for place, c in enumerate("甲乙丙丁")),
            line(f"第{n}年", 500),
            *(line(f"{n}{c}" * 20, 400 - 30 * place) for place, c in enumerate("戊己庚辛")),
            line(f"- {n} -", 40),
        ]
        for n in range(1, 5)
    ]
    kept = [[each.text for each in page] for page in without_running(pages)]
    assert [page[4] for page in kept] == [f"第{n}年" for n in range(1, 5)]
    assert [len(page) for page in kept] == [9] * 4


def test_characters_are_gathered_into_lines():
    boxes = [("医", 0, 10, 0, 10), ("院", 10, 20, 0, 10), ("\r", 0, 0, 0, 0), ("\n", 0, 0, 0, 0), (" ", 0, 1, 0, 1)]
    assert [each.text for each in lines_of(boxes)] == ["医院"]
