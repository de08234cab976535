import io
from difflib import SequenceMatcher

import pytest

from app import paths
from app.formats import from_image, from_pdf, recognising, worker
from app.formats.read import read
from app.messages import Trouble, describe
from tests.formats import making
from tests.formats.making import SENTENCES

typst = pytest.importorskip("typst")
missing = pytest.mark.skipif(not recognising.available(), reason="the component for recognising words is not installed")
STORY = "".join(SENTENCES[:4])
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9


@pytest.fixture
def without(monkeypatch):
    """A machine without the component."""
    monkeypatch.setattr(recognising, "_MODULES", ("no_such_module_here",))


def page(words=STORY, more=""):
    source = (
        '#set page(width: 210mm, height: 148mm)\n#set text(font: "Xinglin Song", size: 13pt, lang: "zh")\n'
        f"#set par(first-line-indent: (amount: 2em, all: true), justify: true)\n{more}\n{words}"
    )
    return typst.compile(source.encode(), font_paths=[str(paths.resource("fonts"))], format="png", ppi=130)


def as_format(png, name, **options):
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(png)).convert("RGB")
    out = io.BytesIO()
    image.save(out, name, **options)
    return out.getvalue()


def alike(one, other):
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@pytest.mark.usefixtures("without")
def test_without_the_component_the_sentence_names_it(tmp_path):
    with pytest.raises(Trouble, match="no_ocr") as caught:
        from_image.parse(PNG)
    assert "rapidocr-onnxruntime" in str(describe(caught.value))
    (tmp_path / "图.png").write_bytes(PNG)
    assert worker.answer(tmp_path / "图.png", "image")["trouble"][0] == "no_ocr"


def scanned(pages=1):
    """A PDF whose pages show a picture and no words."""
    source = "#set page(width: 60mm, height: 60mm)\n" + "\n#pagebreak()\n".join(["#rect(fill: black)"] * pages)
    return typst.compile(source.encode())


@pytest.mark.usefixtures("without")
def test_a_scanned_pdf_needs_the_component():
    with pytest.raises(Trouble, match="no_ocr"):
        from_pdf.parse(scanned())
    with pytest.raises(Trouble, match="no_text"):
        from_pdf.parse(making.bare_pdf(pages=2))


def test_commas_of_the_wrong_width_are_mended_between_characters_only():
    assert recognising._BETWEEN.sub(lambda sign: sign.group().translate(recognising._HALF), "社区,为 1,200 A,b好:") == (
        "社区，为 1,200 A,b好："
    )


def test_doubtful_lines_are_listed_and_long_lists_cut():
    assert recognising.doubt("图中", ["甲", "乙"]) == "图中有 2 行认得没有把握，请对照原图：“甲”；“乙”。"
    assert recognising.doubt("第 3 页", ["甲"] * 50).endswith("“甲” 等。")


@missing
@pytest.mark.parametrize(("name", "suffix"), [("PNG", "png"), ("JPEG", "jpg"), ("BMP", "bmp"), ("TIFF", "tif")])
def test_pictures_are_recognised_in_every_format(tmp_path, name, suffix):
    (tmp_path / f"图.{suffix}").write_bytes(as_format(page(), name))
    document = read(tmp_path / f"图.{suffix}")
    assert alike(document.text, STORY) > 0.97
    assert document.encoding == "ocr"


@missing
def test_a_scanned_pdf_is_recognised_page_by_page(tmp_path):
    (tmp_path / "扫描.pdf").write_bytes(as_format(page(), "PDF", resolution=130))
    assert alike(read(tmp_path / "扫描.pdf").text, STORY) > 0.97


@missing
def test_columns_of_a_picture_are_read_one_after_the_other(tmp_path):
    story = STORY + "\n\n" + "".join(SENTENCES[4:]) + "\n\n" + STORY
    (tmp_path / "图.png").write_bytes(page(story, "#set page(columns: 2, height: 120mm)\n#set text(size: 11pt)"))
    assert alike(read(tmp_path / "图.png").text, story.replace("\n\n", "\n")) > 0.95


@missing
def test_lines_that_are_hard_to_read_are_named(tmp_path):
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(page())).convert("L")
    small = image.resize((image.width // 4, image.height // 4)).resize(image.size)
    out = io.BytesIO()
    small.save(out, "PNG")
    (tmp_path / "糊.png").write_bytes(out.getvalue())
    document = read(tmp_path / "糊.png")
    assert any("没有把握" in doubt for doubt in document.doubts)


@missing
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_was_scanned_the_wrong_way_round_is_turned(tmp_path, degrees):
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(page())).convert("RGB")
    image.rotate(degrees, expand=True).save(tmp_path / "倒.jpg")
    assert alike(read(tmp_path / "倒.jpg").text, STORY) > 0.95


@missing
def test_what_is_no_picture_or_too_large_a_one_is_told():
    with pytest.raises(Trouble, match="broken"):
        from_image.parse(PNG)
    blank = pytest.importorskip("PIL.Image").new("1", (20_000, 20_000))
    out = io.BytesIO()
    blank.save(out, "PNG")
    with pytest.raises(Trouble, match="too_large"):
        from_image.parse(out.getvalue())
