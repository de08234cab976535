import errno
import os
from pathlib import Path

import pytest

from app.formats.write import FORMATS, is_reserved, lengthened, material, suggested_name, write
from app.messages import Trouble
from app.task import Cancelled, Task
from db.records import Packed
from tests.formats.sheets import fixed, sheet
from tests.formats.test_pack import PACKED


def goods(kind):
    """Something with cases of what this format is made of."""
    return PACKED if material(kind) is Packed else fixed()


def reason(call, *arguments, **named):
    with pytest.raises(Trouble) as told:
        call(*arguments, **named)
    return told.value.reason


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_makes_a_file_and_nothing_else(tmp_path, kind):
    output = tmp_path / f"门诊改进案例选编（二〇二六年十一月）.{kind}"
    write(goods(kind), kind, output)
    assert [path.name for path in tmp_path.iterdir()] == [output.name]
    assert output.stat().st_size > 100


def test_an_empty_sheet_is_not_written(tmp_path):
    assert reason(write, sheet(cases=()), "pdf", tmp_path / "a.pdf") == "nothing_to_export"
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_is_told(tmp_path):
    assert reason(write, sheet(), "doc", tmp_path / "a.doc") == "format"


def test_an_existing_file_is_replaced_only_when_asked(tmp_path):
    output = tmp_path / "a.md"
    output.write_text("旧", encoding="utf-8")
    assert reason(write, sheet(), "md", output) == "exists"
    assert output.read_text(encoding="utf-8") == "旧"
    write(sheet(), "md", output, replace=True)
    assert output.read_text(encoding="utf-8").startswith("# 门诊")


@pytest.mark.skipif(os.name == "nt", reason="pipes have no place in a Windows folder")
def test_what_is_no_file_is_not_replaced_even_when_asked(tmp_path):
    output = tmp_path / "a.md"
    os.mkfifo(output)
    assert reason(write, sheet(), "md", output, replace=True) == "cannot_write"
    assert output.is_fifo()


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path):
    output = tmp_path / "a.md"

    def each(_done, _total, words):
        if words == "正在保存":
            output.write_text("别人的", encoding="utf-8")

    assert reason(write, sheet(), "md", output, task=Task(each=each)) == "exists"
    assert output.read_text(encoding="utf-8") == "别人的"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("kind", FORMATS)
def test_cancelling_leaves_no_file_and_the_old_one_as_it_was(tmp_path, kind, late):
    output = tmp_path / "a"
    output.write_text("旧", encoding="utf-8")
    seen = []
    task = Task(each=lambda _d, _t, said: seen.append(said), stopped=lambda: "正在保存" in seen if late else bool(seen))
    with pytest.raises(Cancelled):
        write(goods(kind), kind, output, replace=True, task=task)
    assert output.read_text(encoding="utf-8") == "旧"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_missing_folder_is_told(tmp_path):
    assert reason(write, sheet(), "md", tmp_path / "无" / "a.md") == "missing"


def test_a_folder_in_the_way_is_told(tmp_path):
    (tmp_path / "a.md").mkdir()
    assert reason(write, sheet(), "md", tmp_path / "a.md", replace=True) == "cannot_write"


@pytest.mark.parametrize("name", ["长" * 200 + ".md", "甲\0.md"])
def test_a_name_no_system_takes_is_told(tmp_path, name):
    assert reason(write, sheet(), "md", tmp_path / name) == "cannot_write"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EACCES, "cannot_write")]
)
def test_a_disk_that_refuses_is_told_and_nothing_is_left(tmp_path, monkeypatch, number, told):
    def refuse(_file):
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", refuse)
    (tmp_path / "a.md").write_text("旧", encoding="utf-8")
    assert reason(write, sheet(), "md", tmp_path / "a.md", replace=True) == told
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["旧"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size to be set")
def test_a_file_the_system_ends_halfway_is_told_and_not_left_behind(tmp_path):
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))
    try:
        assert reason(write, fixed(), "json", tmp_path / "a.json") == "cannot_write"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_read_only_is_told_before_anything_is_set(tmp_path, monkeypatch):
    def refuse(*_given, **_named):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    seen = []
    assert reason(write, sheet(), "pdf", tmp_path / "a.pdf", task=Task(each=lambda *step: seen.append(step))) == (
        "cannot_write"
    )
    assert seen == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("党建引领：案例选编", "党建引领：案例选编.pdf"),
        ('a/b\\c:d*e?"f<g>h|i', "a b c d e f g h i.pdf"),
        ("con", "_con.pdf"),
        ("LPT1.x", "_LPT1.x.pdf"),
        ("..", "案例选编.pdf"),
        ("  \n ", "案例选编.pdf"),
        ("甲\ud800乙\0丙", "甲 乙 丙.pdf"),
    ],
)
def test_a_suggested_name_suits_every_system(title, name):
    assert suggested_name(title, "pdf") == name


def test_a_long_title_is_cut_between_characters():
    name = suggested_name("长" * 300, "pdf")
    assert len(name.encode("utf-8")) < 200
    assert set(name.removesuffix(".pdf")) == {"长"}


@pytest.mark.parametrize(
    ("name", "reserved"),
    [("CON", True), ("con.docx", True), ("Lpt9.报告.pdf", True), ("报告.", True), ("报告 ", True),
     ("com¹.pdf", True), ("con .pdf", True), ("CONIN$", True), ("com10.pdf", False), ("nul报告.pdf", False),
     ("console.pdf", False), ("案例（一）.pdf", False)],
)  # fmt: skip
def test_names_windows_takes_for_something_else_are_known(name, reserved):
    assert is_reserved(name) == reserved
    assert not is_reserved(suggested_name(name, "pdf"))


def test_long_windows_paths_are_told_so_that_they_are_taken():
    assert lengthened("C:\\短.pdf") == "C:\\短.pdf"
    assert lengthened("C:\\" + "长" * 300) == "\\\\?\\C:\\" + "长" * 300
    assert lengthened("\\\\服务器\\共享\\" + "长" * 300) == "\\\\?\\UNC\\服务器\\共享\\" + "长" * 300
    assert lengthened("\\\\?\\C:\\" + "长" * 300) == "\\\\?\\C:\\" + "长" * 300


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told_and_stays_as_it_was(tmp_path):
    tmp_path.chmod(0o500)
    try:
        assert reason(write, sheet(), "md", tmp_path / "a.md") == "cannot_write"
        assert list(tmp_path.iterdir()) == []
    finally:
        tmp_path.chmod(0o700)
