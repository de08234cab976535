"""Pictures in notes: what may go out is the picture and nothing else, in every format."""

import base64
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from app.formats.images import Image, harmless
from app.formats.sheet import SheetNote
from app.formats.write import FORMATS, made
from tests.formats.pictures import BLUE, SECRET, drawn, png, with_secrets
from tests.formats.sheets import TEXT, case, sheet

PNG, JPEG = drawn("PNG"), drawn("JPEG")
KINDS = pytest.mark.parametrize("data", [PNG, JPEG], ids=["png", "jpeg"])


@KINDS
def test_a_sound_picture_stays_the_same_picture(data):
    one = harmless("p1", data)
    assert (one.width, one.height) == (320, 180)
    assert QImage.fromData(one.data) == QImage.fromData(data)
    assert harmless("p1", one.data) == one


@KINDS
def test_what_hides_in_a_picture_stays_behind(data):
    assert SECRET in with_secrets(data)
    assert harmless("p1", with_secrets(data)) == harmless("p1", data)


@KINDS
def test_a_picture_broken_off_anywhere_is_none(data):
    assert all(harmless("p1", data[:end]) is None for end in range(0, len(data) - 2, 7))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg onload='alert(1)'/>",
        b"GIF89a" + b"0" * 50,
        png(100_000, 1, b"\0" * 100_001),
        png(9000, 9000, b""),
        png(4, 4, b"\0" * 5 * 4 + b"\0" * 50_000_000),
        png(4, 4, b"\0" * 5 * 3),
        png(4, 4, b"\x07" + b"\0" * 19),
        png(4, 4, b"\0" * 20, depth=3),
        png(4, 4, b"\0" * 20, interlaced=1),
        png(4, 4, b"\0" * 20, colour=3),
        png(4, 4, b"\0" * 20).replace(b"IDAT", b"IDAS"),
        b"\xff\xd8\xff\xe0" + b"\xff" * 500,
        b"\xff\xd8\xff\xd9",
        JPEG.replace(b"\xff\xc0", b"\xff\xc9"),
        PNG + b"\0" * 6_000_000,
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_none(data):
    assert harmless("p1", data) is None


@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from([PNG, JPEG]))
def test_any_bytes_are_a_picture_or_none(noise, at, data):
    for hostile in (noise, data[:at] + noise + data[at + len(noise) :]):
        found = harmless("p1", hostile)
        assert found is None or harmless("p1", found.data) == found


# --- in the formats


def noted(*pictures, text="先看图：\n\n![科室的看板](picture:p1)\n\n再说。", **changes):
    start = TEXT.index("床位")
    notes = (
        SheetNote(text=text, quote="床位", start=start, end=start + 2, pictures=pictures),
        SheetNote(text="- 一项\n- ![](picture:p2) 两项", pictures=pictures),
    )
    return sheet(case(notes=notes), **changes)


BOTH = (harmless("p1", PNG), harmless("p2", JPEG))


def shown(pdf):
    """How many pictures are on the pages; their colour is nowhere near an edge of the paper."""
    count = 0
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            count += len(list(page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=8)))
            picture = page.render(scale=0.4, rev_byteorder=True)
            points, step, wide, tall = bytes(picture.buffer), picture.n_channels, picture.width, picture.height
            for y in range(tall):
                line = points[y * picture.stride : y * picture.stride + wide * step]
                for x in range(wide):
                    dot = line[x * step : x * step + 3]
                    if all(abs(one - other) < 12 for one, other in zip(dot, BLUE, strict=True)):
                        assert 6 < x < wide - 6
                        assert 6 < y < tall - 6
    return count


@pytest.mark.parametrize("layout", ["simple", "official", "cards", "table"])
@pytest.mark.parametrize("place", ["beside", "comments", "end"])
def test_a_pdf_shows_the_pictures_within_the_page(layout, place):
    assert shown(made(noted(*BOTH, layout=layout, notes=place), "pdf")) == 2


def test_an_archived_pdf_may_have_pictures():
    assert shown(made(noted(*BOTH, archival=True), "pdf")) == 2


def test_a_picture_whose_colours_cannot_be_read_spoils_nothing_else():
    broken = replace(BOTH[1], data=b"\xff\xd8" + b"\xff\xdb\0\x03\0" + b"\xff\xd9")
    pdf = made(noted(BOTH[0], broken), "pdf")
    assert shown(pdf) == 1
    with pypdfium2.PdfDocument(pdf) as document:
        words = "".join(page.get_textpage().get_text_range() for page in document)
    assert "再说" in words


@pytest.mark.parametrize("place", ["beside", "comments", "end"])
def test_a_word_file_holds_each_picture_once_and_refers_to_it(place):
    with zipfile.ZipFile(io.BytesIO(made(noted(*BOTH, notes=place), "docx"))) as archive:
        media = {name: archive.read(name) for name in archive.namelist() if "/media/" in name}
        part = "comments" if place == "comments" else "document"
        told = archive.read(f"word/{part}.xml").decode()
        relations = archive.read(f"word/_rels/{part}.xml.rels").decode()
    assert sorted(media.values()) == sorted(one.data for one in BOTH)
    for name in re.findall(r'r:embed="([^"]+)"', told):
        assert f'Id="{name}"' in relations
    assert 'descr="〔图片：科室的看板〕"' in told
    assert told.count("<w:drawing>") == 2
    # a line of a fixed height would cut them off
    drawn_in = [one for one in told.split("</w:p>") if "<w:drawing>" in one]
    assert all('w:lineRule="auto"' in one for one in drawn_in)


def test_a_web_page_shows_them_from_itself_and_allows_nothing_else():
    page = made(noted(*BOTH), "html").decode()
    found = re.findall(r'<img alt="([^"]+)" width="320" height="180" src="data:image/(png|jpeg);base64,([^"]+)">', page)
    assert [(words, kind) for words, kind, _ in found] == [("〔图片：科室的看板〕", "png"), ("〔图片〕", "jpeg")]
    assert [base64.b64decode(data) for _, _, data in found] == [one.data for one in BOTH]
    assert "img-src data:" in page
    assert "img-src" not in made(noted(), "html").decode()


def test_markdown_calls_them_by_name_and_tells_them_at_the_end():
    told = made(noted(*BOTH), "md").decode()
    assert f"![〔图片：科室的看板〕][{BOTH[0].file}]" in told
    lines = told.rstrip().split("\n")[-2:]
    assert lines[0].startswith(f"[{BOTH[0].file}]: data:image/png;base64,")
    assert lines[1].startswith(f"[{BOTH[1].file}]: data:image/jpeg;base64,")


def test_json_refers_to_them():
    whole = json.loads(made(noted(*BOTH), "json"))
    assert [(one["name"], one["type"], one["width"]) for one in whole["pictures"]] == [
        ("p1", "image/png", 320), ("p2", "image/jpeg", 320),
    ]  # fmt: skip
    assert whole["pictures"][0]["sha256"] == hashlib.sha256(BOTH[0].data).hexdigest()
    assert "picture:p1" in whole["cases"][0]["notes"][0]["body"][0]["value"]


@pytest.mark.parametrize("kind", [one for one in FORMATS if one not in ("pack", "bib", "ris", "json")])
def test_where_no_picture_is_shown_its_words_stand_there(kind):
    data = made(noted(), kind)
    if kind == "pdf":
        assert shown(data) == 0
    elif kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert "〔图片：科室的看板〕" in "".join(
                archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
            )
    else:
        assert "〔图片：科室的看板〕" in data.decode("utf-8-sig")


def test_a_tall_picture_keeps_its_shape_and_fits_a_page():
    tall = harmless("p1", png(40, 4000, b"\0" * 41 * 4000))
    assert isinstance(tall, Image)
    wide, high = tall.fitted(400, 310)
    assert high == 310
    assert wide == pytest.approx(3.1)
    assert shown(made(noted(tall, text="![长图](picture:p1)"), "pdf")) == 1
