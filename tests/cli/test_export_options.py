"""What an export holds and how it looks, chosen on the command line; without options it is as it always was."""

import os
import subprocess
import sys

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


@pytest.mark.parametrize(
    ("typed", "listed"),
    [
        (
            ["--format", "doc"],
            "--format 没有“doc”，可用的有 pdf、docx、md、html、xlsx、csv、txt、json、bib、ris、pack。",
        ),
        (["--format", "pdf", "--layout", "fancy"], "--layout 没有“fancy”，可用的有 simple、official、cards、table。"),
    ],
)
def test_of_a_value_there_is_not_those_there_are_are_told(xinglin, tmp_path, library, typed, listed):
    done = xinglin("--library", library, "export", "--output", tmp_path / "x", *typed)
    assert done.code == 2
    assert done.err.startswith(listed)


def test_a_file_named_for_another_format_is_refused_in_one_sentence(xinglin, tmp_path, library):
    words = ("--library", library, "export", "--format", "pdf", "--output")
    done = xinglin(*words, tmp_path / "汇报.docx")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "“汇报.docx”和要导出的格式不一致" in done.err
    assert not (tmp_path / "汇报.docx").exists()
    assert xinglin(*words, tmp_path / "汇报.PDF").code == 0
    assert xinglin(*words, tmp_path / "汇报").code == 0


def test_what_a_link_leads_to_is_replaced_and_the_link_stays(xinglin, tmp_path, library):
    (tmp_path / "网盘").mkdir()
    real, link = tmp_path / "网盘" / "真.md", tmp_path / "快捷.md"
    real.write_text("旧的", encoding="utf-8")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("links may not be made here")
    words = ("--library", library, "export", "--format", "md", "--output", link)
    assert xinglin(*words).code == 1
    assert real.read_text(encoding="utf-8") == "旧的"
    assert xinglin(*words, "--replace").code == 0
    assert link.is_symlink()
    assert "支部建到科室里" in real.read_text(encoding="utf-8")
    assert sorted(path.name for path in (tmp_path / "网盘").iterdir()) == ["真.md"]


@pytest.mark.parametrize("module", ["app.formats", "app.cli", "sqlalchemy", "app.services.exporting"])
def test_ctrl_c_while_the_program_is_still_being_loaded_is_answered_in_one_sentence(tmp_path, module):
    script = (
        "import runpy, sys\n"
        "class Stop:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Stop())\n"
        "sys.argv = ['xinglin', 'cases', '--json']\n"
        "runpy.run_module('app', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        env=os.environ | {"XINGLIN_DATA": str(tmp_path)},
    )
    assert done.returncode == 130
    assert done.stderr.decode("utf-8").startswith("已停止。")
    assert b"Traceback" not in done.stderr
