import itertools
import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.formats import kinds, worker
from app.formats.apart import PROCESS, Apart
from app.formats.apart import _command as apart_command
from app.formats.read import SUFFIXES, decode, read
from app.messages import REASONS, Trouble
from app.task import Cancelled
from tests.formats import making

BEGINNINGS = [
    b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MIME-Version: 1.0\n", b"\xff\xfe",
    b"{\\rtf1 ", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"Rar!\x1a\x07",
    b"<office:document opendocument.text>",
]  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def reason(path, **options):
    with pytest.raises(Trouble) as caught:
        read(path, **options)
    assert caught.value.reason in REASONS
    return caught.value.reason


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_plain_text_comes_back_as_python_reads_it(tmp_path):
    text = "标题\r\n第一段，内容。\r第二段。\n\n　　第三段 A1\t完"
    path = put(tmp_path, "a.txt", text.encode())
    document = read(path)
    assert document.text == path.read_text(encoding="utf-8")
    assert (document.encoding, document.doubts) == ("utf-8", ())


def test_the_real_texts_come_back_as_python_reads_them(seeds):
    for path in sorted(seeds.glob("*.txt")):
        assert read(path).text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("空.txt", b"", "empty"),
        ("白.txt", " \r\n　\n".encode(), "no_text"),
        ("图.txt", b"GIF89a" + bytes(range(256)) * 9, "binary"),
        ("图.gif", b"GIF89a" + bytes(range(256)) * 9, "suffix"),
        ("随机.txt", bytes(range(256)) * 40, "binary"),
        ("空字节.txt", b"\0" * 5000, "binary"),
        ("什么.xyz", "正文".encode(), "suffix"),
        ("包.rar", b"Rar!\x1a\x07\x00" + bytes(90), "packed"),
        ("包.7z", b"7z\xbc\xaf\x27\x1c" + bytes(90), "packed"),
        ("包.txt", b"7z\xbc\xaf\x27\x1c" + bytes(90), "binary"),
        ("旧.xyz", OLE, "suffix"),
        ("密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("表.xls", OLE, "suffix"),
        ("坏.docx", b"PK\x03\x04 and then nothing", "broken"),
        ("假.docx", "其实是文字".encode(), "broken"),
        ("假.pdf", "其实是文字".encode(), "broken"),
        ("坏.pdf", b"%PDF-1.7\n1 0 obj <<", "broken"),
        ("富.rtf", rb"{\rtf1\ansi\par}", "no_text"),
        ("假.rtf", "其实是文字".encode(), "broken"),
        ("假.zip", "其实是文字".encode(), "broken"),
        ("坏.zip", b"PK\x03\x04" + bytes(90), "broken"),
        ("假.png", "其实是文字".encode(), "broken"),
        ("格.bin", b"\x00\x01\x02\xff" * 400, "suffix"),
        ("格.txt", b"\x00\x01\x02\xff" * 400, "binary"),
    ],
)
def test_what_cannot_be_read_has_its_reason(tmp_path, name, data, expected):
    assert reason(put(tmp_path, name, data)) == expected


def test_an_unknown_suffix_is_named(tmp_path):
    with pytest.raises(Trouble) as caught:
        read(put(tmp_path, "a.XYZ", b"abc"))
    assert caught.value.detail == ".xyz"


def test_what_is_not_there_or_is_no_file_has_its_reason(tmp_path):
    assert reason(tmp_path / "没有.txt") == "missing"
    assert reason(tmp_path / "没有" / "更没有.txt") == "missing"
    assert reason(tmp_path) == "folder"
    assert reason(tmp_path / "a\0b.txt") == "broken"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="this user may open everything")
def test_a_file_without_rights_has_its_reason(tmp_path):
    path = put(tmp_path, "锁.txt", b"abc")
    path.chmod(0)
    assert reason(path) == "folder_denied"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "a.txt")
    assert reason(tmp_path / "a.txt") == "binary"


def test_a_file_over_the_limit_is_refused_unopened(tmp_path):
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(210 * 1024 * 1024)
    with pytest.raises(Trouble) as caught:
        read(path)
    assert (caught.value.reason, caught.value.detail) == ("too_large", "210 MB")
    assert reason(put(tmp_path, "小.txt", b"abcdef"), limit_bytes=5) == "too_large"


def test_content_is_believed_before_the_name(tmp_path):
    making.word(tmp_path, "其实是Word.txt")
    assert read(tmp_path / "其实是Word.txt").encoding == "docx"
    page = "<!DOCTYPE html><html><body><p>其实是网页，存成了旧文档。</p></body></html>"
    assert read(put(tmp_path, "网页.doc", page.encode())).text == "其实是网页，存成了旧文档。"


def test_a_zip_of_other_things_is_told_apart(tmp_path):
    making.zip_of(tmp_path / "表.xlsx", {"xl/workbook.xml": "<a/>"})
    assert reason(tmp_path / "表.xlsx") == "suffix"
    making.zip_of(tmp_path / "包.txt", {"a.txt": "x"})
    assert reason(tmp_path / "包.txt") == "binary"
    making.zip_of(tmp_path / "缺.docx", {"a.txt": "x"})
    assert reason(tmp_path / "缺.docx") == "broken"


def test_a_large_text_goes_through_the_process_apart(tmp_path):
    text = "".join(making.SENTENCES) * 12_000
    path = put(tmp_path, "长.txt", text.encode("gb18030"))
    assert path.stat().st_size > 2 * 1024 * 1024
    document = read(path)
    assert (document.text, document.encoding) == (text, "gb18030")


def test_one_process_reads_many_files_and_survives_a_bad_one(tmp_path):
    path, bad = making.word(tmp_path), put(tmp_path, "坏.pdf", b"%PDF-1.7 broken")
    read(path)
    first = PROCESS._process.pid
    assert reason(bad) == "broken"
    read(path)
    assert PROCESS._process.pid == first


def test_a_hanging_parser_is_killed_and_the_next_file_is_read(tmp_path):
    path = put(tmp_path, "深.html", b"<div>" * 200_000)
    assert reason(path, seconds=1.5) == "timeout"
    assert read(making.word(tmp_path)).encoding == "docx"


def test_a_process_that_dies_costs_one_file(tmp_path):
    path = making.word(tmp_path)
    read(path)
    PROCESS._process.kill()
    PROCESS._process.wait()
    assert read(path).encoding == "docx"


def test_a_process_that_answers_nonsense_costs_one_file(tmp_path, monkeypatch):
    command = [sys.executable, "-c", "import sys; sys.stdin.readline(); sys.stdout.write('nonsense' * 9)"]
    monkeypatch.setattr("app.formats.apart._command", lambda: command)
    apart = Apart()
    with pytest.raises(Trouble) as caught:
        apart.read(tmp_path / "a.pdf", "pdf", 5)
    assert caught.value.reason == "broken"
    apart.close()


def test_a_zip_bomb_costs_that_one_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "炸.docx", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<a/>")
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b" " * 1024 * 1024)
    assert reason(tmp_path / "炸.docx") == "unpacked"
    assert read(making.word(tmp_path)).encoding == "docx"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS takes the limit and does not keep it")
def test_the_process_apart_cannot_take_all_memory():
    greedy = "from app.formats import limits; limits.limit_memory(); bytearray(limits.MEMORY)"
    ended = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=False)
    assert "MemoryError" in ended.stderr


def test_the_worker_answers_for_every_kind_of_trouble(tmp_path):
    assert worker.answer(tmp_path / "没有.pdf", "pdf")["trouble"][0] == "missing"
    assert worker.answer(put(tmp_path, "a.html", b"<html></html>"), "html")["trouble"][0] == "no_text"
    assert worker.answer(put(tmp_path, "a.txt", "字".encode()), "text")["document"]["text"] == "字"
    deep = f'<a xmlns="{making.W}">' + "<body>" * 9000 + "</body>" * 9000 + "</a>"
    making.zip_of(tmp_path / "深.docx", {"word/document.xml": deep})
    assert worker.answer(tmp_path / "深.docx", "package")["trouble"][0] == "broken"


def test_the_process_apart_loads_no_window_store_or_word_cutter():
    parsers = "archive, from_docx, from_epub, from_html, from_image, from_mht, from_odt, from_ofd, from_office"
    parsers += ", from_pdf, from_rtf, from_txt, worker"
    kept_out = {"PySide6", "sqlalchemy", "jieba", "numpy"}
    look = f"import sys; from app.formats import {parsers}; print({kept_out} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "set()"


def test_the_person_who_stops_waits_no_longer(tmp_path):
    path = put(tmp_path, "深.html", b"<div>" * 200_000)
    asked = itertools.count()
    with pytest.raises(Cancelled):
        read(path, stopped=lambda: next(asked) > 5)
    assert read(making.word(tmp_path)).encoding == "docx"


def test_what_a_parser_leaves_behind_goes_with_its_process(tmp_path):
    apart = Apart()
    apart.read(making.word(tmp_path), "package", 20)
    scratch = Path(apart._scratch.name)
    (scratch / "left.tmp").write_bytes(b"x")
    apart.close()
    assert not scratch.exists()


def test_the_built_program_starts_its_twin_that_has_standard_streams(tmp_path, monkeypatch):
    for suffix in ("", ".exe"):
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(put(tmp_path, f"杏林案库{suffix}", b"")))
        assert apart_command()[0] == str(tmp_path / f"杏林案库{suffix}")
        twin = put(tmp_path, f"xinglin{suffix}", b"")
        assert apart_command() == [str(twin), worker.FLAG]


def test_documents_are_told_by_what_is_in_them_whatever_their_name(tmp_path):
    making.odt_of(tmp_path / "a.docx", "<text:p>支部</text:p>")
    making.epub_of(tmp_path / "b.zip", {"one": "<body><p>查房</p></body>"}, spine='<itemref idref="one"/>')
    put(tmp_path, "c.doc", rb"{\rtf1\ansi\ansicpg936 \'b4\'b2\'c5\'d4}")
    put(tmp_path, "d.wps", "连线会诊一百四十次".encode("gb18030"))
    making.ofd_of(tmp_path / "e.zip", ["<a><TextObject Boundary='0 0 9 9'><TextCode>简报</TextCode></TextObject></a>"])
    found = {path.name[0]: (read(path).text, read(path).encoding) for path in tmp_path.iterdir()}
    assert found == {
        "a": ("支部", "odt"),
        "b": ("查房", "epub"),
        "c": ("床旁", "rtf"),
        "d": ("连线会诊一百四十次", "gb18030"),
        "e": ("简报", "ofd"),
    }


def test_every_suffix_that_is_offered_can_be_read_or_says_what_is_missing(tmp_path):
    for suffix in SUFFIXES:
        path = put(tmp_path, f"a{suffix}", "支部进病区。".encode())
        if suffix in kinds.TEXT + kinds.HTML + kinds.OFFICE:
            assert read(path).text == "支部进病区。"
        else:
            assert reason(path) == "broken"


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\xff" * 400,
        b"\x01\x02\x03\x04" * 400,
        struct.pack("<500I", *range(500)),
        struct.pack(">500H", *range(500)),
        struct.pack("<500d", *(number / 7 for number in range(500))),
        b"\xff\x00" * 500,
    ],
)
def test_regular_bytes_are_no_text(tmp_path, data):
    assert reason(put(tmp_path, "a.txt", data)) in ("binary", "encoding")


def test_text_in_utf16_without_a_mark_is_still_read(tmp_path):
    for codec in ("utf-16-le", "utf-16-be"):
        for words in (*making.SENTENCES, "Hello 清河 2023-05\n第 7 期"):
            assert read(put(tmp_path, "a.txt", words.encode(codec))).text == words


def test_thousands_of_pages_are_bounded(tmp_path):
    assert reason(put(tmp_path, "千页.pdf", making.bare_pdf(pages=6000))) == "no_text"


def test_the_built_programs_own_flag_is_known():
    assert worker.asked_for(["xinglin", worker.FLAG])
    assert not worker.asked_for(["xinglin", "import", worker.FLAG])
    assert not worker.asked_for(["xinglin"])


def test_bytes_can_be_decoded_without_a_file():
    assert decode("\ufeff党建\r\n".encode()) == ("党建\n", "utf-8")


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")),
        st.tuples(
            st.sampled_from(BEGINNINGS),
            st.binary(max_size=300),
        ).map(b"".join),
    ),
    suffix=st.sampled_from([*SUFFIXES, ".rar", ".xyz", ""]),
)
def test_whatever_the_bytes_only_a_trouble_is_raised(tmp_path, data, suffix):
    try:
        text, said = read(put(tmp_path, f"a{suffix}", data), seconds=20).text, ""
    except Trouble as trouble:
        text, said = "正文", trouble.reason
    assert not said or said in REASONS
    assert text.strip()
    assert text.encode("utf-8")
    assert "\r" not in text
    assert "\0" not in text
