"""The pages an office program makes of our Word files: LibreOffice sets them, and their text is read back."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest

from app.formats.chosen import chosen, passages
from app.formats.sheet import SheetNote, SheetSource
from app.formats.to_docx import to_docx
from tests.formats.sheets import TEXT, case, fixed, plain, sheet

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
MM = 72 / 25.4


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Sets sheets, all in one go: the program takes a second to start."""
    folder = tmp_path_factory.mktemp("word")
    sheets = {f"{layout}-{place}": fixed(layout=layout, notes=place) for layout, place in LOOKED_AT}
    sheets |= {"long": long_sheet("simple"), "official-long": long_sheet("official"), "rare": rare_sheet()}
    sheets["grid"] = sheet(plain("本院交班很快好" * 600), layout="official", contents=False)
    for name, made in sheets.items():
        (folder / f"{name}.docx").write_bytes(to_docx(made))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = sorted(str(path) for path in folder.glob("*.docx"))
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return Pages(folder, {name: read(folder / f"{name}.pdf") for name in sheets})


class Pages(dict):
    """Pages by sheet, and the folder their files are in."""

    def __init__(self, folder, told):
        super().__init__(told)
        self.folder = folder


LOOKED_AT = [
    ("simple", "beside"), ("simple", "comments"), ("simple", "end"),
    ("official", "beside"), ("official", "comments"), ("cards", "beside"), ("table", "none"),
]  # fmt: skip


def read(path: Path):
    """Size and text of every page, and how much of it is not paper."""
    with pypdfium2.PdfDocument(path) as document:
        return [Page(page.get_size(), page.get_textpage().get_text_range(), inked(page)) for page in document]


class Page(NamedTuple):
    size: tuple[float, float]
    text: str
    ink: float


def inked(page):
    """The share of a page's points that are not white, drawn small."""
    grey = bytes(page.render(scale=0.5, grayscale=True).buffer)
    return sum(point < 200 for point in grey) / len(grey)


def long_sheet(layout):
    text = "\n".join(f"第{i}段。" + TEXT.replace("\n", "") * 3 for i in range(1, 11))
    note = SheetNote(text="对照本院", quote="第3段", start=text.index("第3段"), end=text.index("第3段") + 3)
    cases = [case(title=f"第{i}家医院的做法", text=text, notes=(note,), headings=(), source=i) for i in range(1, 6)]
    sources = tuple(SheetSource(number=i, citation=f"某甲. 出处之{i}[N].") for i in range(1, 6))
    return sheet(*cases, sources=sources, layout=layout, notes="comments")


def rare_sheet():
    return sheet(
        case(title="𠮷田与㐂、龘三位护士长" * 6, text="𠮷㐂龘囧，é–ß “引” 1/2。", notes=(), results=(), headings=()),
        layout="official",
    )


def joined(pages_):
    """All text without blanks, marks of hyphenation and page numbers."""
    told = "".join(re.sub(r"^\s*— \d+ —\s*$", "", text, flags=re.MULTILINE) for _, text, _ in pages_)
    return re.sub(r"[\s\ufffe\u0002]", "", told)


@pytest.mark.parametrize(("layout", "place"), LOOKED_AT)
def test_every_part_is_on_the_pages_in_order(pages, layout, place):
    text = joined(pages[f"{layout}-{place}"])
    found = -1
    for one in chosen(fixed(layout=layout, notes=place)).cases:
        quotes = [note.quote for note in passages(one)]
        inner = {"cards": quotes, "table": []}.get(layout, one.text.split("\n"))
        # marks of notes at the end stand between the words
        wanted = [one.title] if place == "end" else [one.title, *inner]
        for words in wanted:
            bare = "".join(words.split())
            found = text.index(bare, found + 1)
    assert text.index("护理周刊", found) > found or layout == "table"


@pytest.mark.parametrize("place", ["beside", "comments", "end"])
def test_footnotes_are_at_the_foot_of_their_page(pages, place):
    told = [text for _, text, _ in pages.get(f"simple-{place}", [])]
    for title, source in (("小门诊的四段放号", "医管月报, 2022-05-01(3)"), ("交接卡", "护理周刊, 2023-03-02")):
        assert any(title in text and source in text for text in told[2:])


def test_an_official_page_is_filled_by_22_lines(pages):
    full = pages["official-long"][3][1]
    lines = [line for line in full.splitlines() if line.strip() and not re.fullmatch(r"\s*— \d+ —\s*", line)]
    assert len(lines) == 22
    longest = max(len(re.sub(r"[\x00-\x7f\ufffe]", "", line)) for line in lines)
    assert 26 <= longest <= 28


def test_an_official_page_has_22_lines_of_28_characters_within_the_margins(pages):
    lines = [line for line in pages["grid"][1].text.splitlines() if "交班" in line]
    assert [len(line.strip()) for line in lines] == [28] * 22
    with pypdfium2.PdfDocument(pages.folder / "grid.pdf") as document:
        text = document[1].get_textpage()
        boxes = [
            text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1) in "本院交班很快好"
        ]
    assert len(boxes) == 28 * 22
    assert min(box[0] for box in boxes) == pytest.approx(28 * MM, abs=2 * MM)
    assert max(box[2] for box in boxes) == pytest.approx((210 - 26) * MM, abs=2 * MM)
    assert max(box[3] for box in boxes) == pytest.approx((297 - 37) * MM, abs=4 * MM)
    assert min(box[1] for box in boxes) == pytest.approx(35 * MM, abs=4 * MM)


def test_page_numbers_are_those_of_the_contents(pages):
    for name in ("long", "official-long"):
        listed = {}
        real = {}
        for _, text, _ in pages[name]:
            number = re.search(r"— (\d+) —", text)
            for entry in re.finditer(r"[一二三四五]、某县人民医院：第 ?(\d) ?家医院的做法[.…\s]{3,}(\d+)", text):
                listed[entry[1]] = int(entry[2])
            head = re.search(r"^[一二三四五]、第 ?(\d) ?家医院的做法\s*$", text, re.MULTILINE)
            if head and number:
                real[head[1]] = int(number[1])
        assert len(real) == 5, name
        assert listed.keys() == real.keys(), name
        assert listed == real, name


def test_the_running_head_tells_the_case_of_its_page(pages):
    heads = {}
    for _, text, _ in pages["long"]:
        found = re.search(r"门诊改进案例选编\s*([一二三四五]、第 ?\d ?家医院的做法|附　来源|目录)", text)
        if found and (number := re.search(r"— (\d+) —", text)):
            heads[int(number[1])] = re.sub(r"\s", "", found[1])
    assert heads[2] == "目录"
    assert {words for words in heads.values() if words.endswith("做法")} == {
        f"{numeral}、第{number}家医院的做法" for number, numeral in enumerate("一二三四五", 1)
    }
    assert list(heads) == list(range(2, len(pages["long"]) + 1))


def test_paper_is_a4_and_the_comparison_lies_across(pages):
    for layout, place in LOOKED_AT:
        wanted = (297, 210) if layout == "table" else (210, 297)
        for size, _, _ in pages[f"{layout}-{place}"]:
            assert size == pytest.approx([mm * MM for mm in wanted], abs=1)


def test_rare_characters_stay_text(pages):
    assert "𠮷㐂龘囧" in joined(pages["rare"])


def test_no_page_is_empty(pages):
    for name, told in pages.items():
        assert all(len(page.text.strip()) > 8 for page in told), name
        assert all(page.ink > 0.0005 for page in told), name


@pytest.mark.parametrize(
    ("name", "count"),
    [("simple-beside", 5), ("simple-comments", 5), ("official-comments", 4), ("cards-beside", 3), ("table-none", 2)],
)
def test_a_file_has_the_pages_it_had_when_it_was_looked_at(pages, name, count):
    assert len(pages[name]) == count


@pytest.mark.parametrize("place", ["beside", "comments"])
def test_nothing_is_lost_between_the_sheet_and_the_pages(pages, place):
    told = joined(pages[f"simple-{place}"])
    for one in fixed().cases:
        for line in one.text.split("\n"):
            bare = re.sub(r"\s", "", line)
            assert told.count(bare) >= 1, line


def test_bars_are_drawn(pages):
    blue, green, red = 0x50, 0x5D, 0x2F
    with pypdfium2.PdfDocument(pages.folder / "simple-beside.pdf") as document:
        picture = document[2].render(scale=1)
        points, step = bytes(picture.buffer), picture.n_channels
    near = zip(points[0::step], points[1::step], points[2::step], strict=False)
    assert sum(abs(b - blue) < 12 and abs(g - green) < 12 and abs(r - red) < 12 for b, g, r in near) > 200
