import stat
import struct
import zipfile

import pytest

from app.formats import archive
from app.formats.apart import Apart, _members
from app.formats.read import read, unpack
from app.messages import Trouble
from tests.formats import making
from tests.formats.making import SENTENCES


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "unpacked"
    made.mkdir()
    return made


def zip_with(path, raw: bytes, words: str = SENTENCES[0], extra: bytes = b""):
    """A zip of one file whose name is these bytes, without a word on their encoding."""
    place = b"@" * len(raw)
    info = zipfile.ZipInfo(place.decode())
    info.extra = extra
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(info, words)
    path.write_bytes(path.read_bytes().replace(place, raw))
    return path


def names(members):
    return [(each.name, each.file, each.reason) for each in members]


def test_files_are_unpacked_under_names_of_our_own(tmp_path, folder):
    making.zip_of(tmp_path / "a.zip", {"二月/乙.txt": SENTENCES[1], "一月/甲.TXT": SENTENCES[0], "三月/": ""})
    members = unpack(tmp_path / "a.zip", folder)
    assert names(members) == [("一月/甲.TXT", "00001.txt", ""), ("二月/乙.txt", "00002.txt", "")]
    assert [read(folder / each.file).text for each in members] == list(SENTENCES[:2])


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_names_without_a_word_on_their_encoding_are_read(tmp_path, folder, codec):
    path = zip_with(tmp_path / "a.zip", "清河县医院的案例.txt".encode(codec))
    assert [each.name for each in unpack(path, folder)] == ["清河县医院的案例.txt"]


def test_a_second_byte_of_gbk_that_looks_like_a_backslash_is_no_folder(tmp_path, folder):
    raw = "誠信.txt".encode("gb18030")
    assert b"\\" in raw
    assert [each.name for each in unpack(zip_with(tmp_path / "a.zip", raw), folder)] == ["誠信.txt"]


def test_the_name_kept_in_utf8_beside_the_first_one_counts(tmp_path, folder):
    told = "鑫医院.txt".encode()
    extra = struct.pack("<HHBI", 0x7075, 5 + len(told), 1, 0) + told
    assert [each.name for each in unpack(zip_with(tmp_path / "a.zip", b"\x81\x82\x83.txt", extra=extra), folder)] == [
        "鑫医院.txt"
    ]


def test_no_name_leaves_the_folder(tmp_path, folder):
    hostile = ["../../up.txt", "/abs.txt", "..\\..\\back.txt", "C:\\drive.txt", "a/../../b.txt", "行\n断.txt"]
    making.zip_of(tmp_path / "a.zip", dict.fromkeys(hostile, "正文"))
    members = unpack(tmp_path / "a.zip", folder)
    assert len(members) == len(hostile)
    assert all(".." not in each.name.split("/") and "\n" not in each.name for each in members)
    assert sorted(each.name for each in folder.iterdir()) == [f"{n:05d}.txt" for n in range(1, len(hostile) + 1)]
    assert not list(tmp_path.rglob("up.txt"))
    assert not list(tmp_path.rglob("back.txt"))


def test_links_hidden_files_and_what_systems_leave_behind_are_passed_over(tmp_path, folder):
    parts = dict.fromkeys(["__MACOSX/._甲.txt", ".藏.txt", "a/Thumbs.db", "~$甲.docx", ".git/config", "甲.txt"], "正文")
    path = making.zip_of(tmp_path / "a.zip", parts)
    link = zipfile.ZipInfo("链接.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert [each.name for each in unpack(path, folder)] == ["甲.txt"]


def test_bombs_are_refused_before_anything_is_written(tmp_path, folder):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(4):
            package.writestr(f"{number}.txt", b" " * 20 * 1024 * 1024)
    with pytest.raises(Trouble, match="unpacked"):
        unpack(tmp_path / "a.zip", folder)
    making.zip_of(tmp_path / "b.zip", {f"{n}.txt": "" for n in range(archive.FILES + 1)})
    with pytest.raises(Trouble, match="many_files"):
        unpack(tmp_path / "b.zip", folder)
    assert not list(folder.iterdir())


def test_one_locked_or_broken_file_costs_itself(tmp_path, folder):
    path = making.zip_of(tmp_path / "a.zip", {"1.txt": "甲" * 50, "2.txt": "乙" * 50, "3.txt": "丙" * 50})
    data = bytearray(path.read_bytes())
    first = data.find(b"PK\x01\x02")
    data[first + 8] |= 1
    second = data.find(b"2.txt") + 5
    data[second : second + 4] = b"\xff" * 4
    path.write_bytes(data)
    assert [(each.reason, bool(each.file)) for each in unpack(path, folder)] == [
        ("password", False),
        ("broken", False),
        ("", True),
    ]


def test_an_archive_is_told_from_a_document_and_an_empty_one_is_named(tmp_path, folder):
    making.zip_of(tmp_path / "a.zip", {"a.txt": "x"})
    with pytest.raises(Trouble, match="archive"):
        read(tmp_path / "a.zip")
    making.word(tmp_path, "其实是Word.zip")
    assert read(tmp_path / "其实是Word.zip").encoding == "docx"
    making.zip_of(tmp_path / "b.zip", {"folder/": ""})
    with pytest.raises(Trouble, match="empty_archive"):
        unpack(tmp_path / "b.zip", folder)
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(Trouble, match="broken"):
        unpack(tmp_path / "c.zip", folder)


def test_an_answer_with_names_that_are_not_ours_is_not_believed():
    assert _members(
        {"members": [["甲", "../../x", "", ""], ["乙", "00001.txt", "", ""], ["丙", "", "made up", ""], 3]}
    ) == [archive.Member("乙", "00001.txt")]
    with pytest.raises(Trouble, match="broken"):
        _members({})


def test_unpacking_is_done_in_the_process_apart(tmp_path, folder, monkeypatch):
    making.zip_of(tmp_path / "a.zip", {"a.txt": "x"})
    monkeypatch.setattr(archive, "unpack", None)
    apart = Apart()
    try:
        assert names(apart.unpack(tmp_path / "a.zip", folder, 20)) == [("a.txt", "00001.txt", "")]
    finally:
        apart.close()
