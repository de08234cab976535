"""Importing zips: every file inside has an outcome of its own, and one bad file never stops the rest."""

import tempfile
import zipfile
from pathlib import Path

import pytest

from app.services.importing import import_paths
from app.services.library import Library
from app.task import Cancelled, Task

CASE = "赣州市人民医院的一次尝试\n\n赣州市人民医院推行先诊疗后付费模式，患者满意度达到97%。\n"
THIRD = "岳阳市中心医院的一次尝试\n\n岳阳市中心医院推行床旁结算，出院办理时间缩短到20分钟。\n"
OTHER = "郴州市第一人民医院的一次尝试\n\n郴州市第一人民医院推行党建查房制度，开展查房30次。\n"


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "案例库.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """A temporary folder of the test's own, to see what is left in it."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def told(outcomes, root):
    return [(Path(each.path).relative_to(root).as_posix(), each.status) for each in outcomes]


def test_every_file_of_a_zip_is_a_document_under_the_zips_name(library, tmp_path, scratch):
    path = packed(
        tmp_path / "来稿.zip", {"二月/乙.txt": OTHER.encode("gb18030"), "甲.txt": CASE, "坏.pdf": b"%PDF-1.7"}
    )
    outcomes = import_paths(library, [path])
    assert told(outcomes, tmp_path) == [
        ("来稿.zip/二月/乙.txt", "imported"),
        ("来稿.zip/坏.pdf", "failed"),
        ("来稿.zip/甲.txt", "imported"),
    ]
    document = library.document(outcomes[0].document_id)
    assert (document.name, document.path, document.text) == ("乙.txt", f"{path}/二月/乙.txt", OTHER)
    assert not [each for each in scratch.iterdir() if list(each.rglob("0*"))]


def test_a_zip_stands_among_other_files_and_knows_their_duplicates(library, tmp_path):
    folder = tmp_path / "来稿"
    folder.mkdir()
    (folder / "一.txt").write_text(CASE, encoding="utf-8")
    packed(folder / "二.zip", {"甲.txt": CASE, "乙.txt": OTHER})
    outcomes = import_paths(library, [folder])
    assert told(outcomes, folder) == [
        ("一.txt", "imported"),
        ("二.zip/乙.txt", "imported"),
        ("二.zip/甲.txt", "duplicate"),
    ]
    library.undo()
    assert library.totals().all == 0


def test_a_zip_in_a_zip_and_a_bomb_fail_with_a_sentence(library, tmp_path):
    inner = packed(tmp_path / "inner.zip", {"甲.txt": CASE}).read_bytes()
    path = packed(tmp_path / "外.zip", {"内.zip": inner, "乙.txt": OTHER})
    outcomes = import_paths(library, [path])
    assert told(outcomes, tmp_path) == [("外.zip/乙.txt", "imported"), ("外.zip/内.zip", "failed")]
    assert "先解压" in outcomes[1].error
    bomb = packed(tmp_path / "炸.zip", {f"{n}.txt": b" " * 20 * 1024 * 1024 for n in range(3)})
    (outcome,) = import_paths(library, [bomb])
    assert (outcome.path, outcome.status) == (str(bomb), "failed")
    assert "60 MB" in outcome.error


def test_stopping_within_a_zip_keeps_what_was_finished_and_leaves_no_file(library, tmp_path, scratch):
    path = packed(tmp_path / "来稿.zip", {"1.txt": CASE, "2.txt": OTHER, "3.txt": THIRD})
    seen = []

    def stopped():
        return any(words.endswith("2.txt") for words in seen)

    with pytest.raises(Cancelled):
        import_paths(library, [path], Task(each=lambda *said: seen.append(said[2]), stopped=stopped))
    assert library.totals().all == 2
    assert not [each for each in scratch.iterdir() if list(each.rglob("0*"))]
