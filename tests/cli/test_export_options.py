"""What an export holds and how it looks, chosen on the command line; without options it is as it always was."""

import pypdfium2
import pytest

TEXT = "江西省上饶市人民医院\n\n支部建到科室里\n\n江西省上饶市人民医院推行双带头人制度，患者满意度由91%提高到97%。\n"


@pytest.fixture
def library(xinglin, tmp_path):
    (tmp_path / "一.txt").write_text(TEXT, encoding="utf-8")
    path = tmp_path / "a.xinglin"
    xinglin("--library", path, "import", tmp_path / "一.txt")
    return path


@pytest.mark.parametrize("layout", ["simple", "official", "cards", "table"])
def test_every_layout_can_be_asked_for(xinglin, tmp_path, library, layout):
    target = tmp_path / f"{layout}.pdf"
    done = xinglin("--library", library, "export", "--format", "pdf", "--output", target, "--layout", layout)
    assert done.code == 0
    width, height = pypdfium2.PdfDocument(target).get_page_size(0)
    assert (width > height) == (layout == "table")


def test_body_and_notes_are_left_out_when_they_are_not_wanted(xinglin, tmp_path, library):
    target = tmp_path / "a.md"
    words = ("--library", library, "export", "--format", "md", "--output", target)
    assert xinglin(*words).code == 0
    assert "双带头人制度" in target.read_text(encoding="utf-8")
    assert xinglin(*words, "--replace", "--body", "record", "--group", "region", "--order", "year").code == 0
    assert "双带头人制度，" not in target.read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [["--layout", "fancy"], ["--body", "half"], ["--order", "random"]])
def test_a_value_there_is_not_is_mistyped(xinglin, tmp_path, library, wrong):
    target = tmp_path / "a.pdf"
    assert xinglin("--library", library, "export", "--format", "pdf", "--output", target, *wrong).code == 2
    assert not target.exists()
