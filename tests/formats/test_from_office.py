import os
import subprocess
import sys
import time

import docx
import pytest

from app.formats import from_office, worker
from app.formats.apart import Apart
from app.formats.read import read
from app.messages import Trouble, describe
from app.task import Cancelled
from tests.formats import making
from tests.formats.making import SENTENCES

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le")
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in program is a shell script")


@pytest.fixture
def alone(monkeypatch):
    """A machine without LibreOffice."""
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setattr(from_office, "_USUAL", ())
    for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """Puts a program called soffice on the path that does what these lines of shell say."""

    def make(lines):
        folder = tmp_path / "bin"
        folder.mkdir()
        (folder / "soffice").write_text(f"#!/bin/sh\n{lines}\n")
        (folder / "soffice").chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return make


def old(folder, name="旧.doc"):
    (folder / name).write_bytes(OLD)
    return folder / name


@pytest.mark.usefixtures("alone")
def test_without_libreoffice_the_sentence_says_so(tmp_path):
    with pytest.raises(Trouble, match="old_word") as caught:
        from_office.parse(OLD)
    assert "LibreOffice" in str(describe(caught.value))
    assert worker.answer(old(tmp_path), "office") == {"trouble": ["old_word", ""]}


@pytest.mark.parametrize("name", ["旧.doc", "旧.wps", "旧.txt", "-旧 名.doc"])
@posix
def test_libreoffice_is_called_with_a_profile_of_its_own_and_its_docx_is_read(tmp_path, stand_in, name):
    made, told = making.word(tmp_path), tmp_path / "told"
    stand_in(f"""
        printf '%s\\n' "$@" > '{told}'
        profile=$(printf '%s\\n' "$@" | sed -n 's|^-env:UserInstallation=file://||p')
        cat "$profile/user/registrymodifications.xcu" >> '{told}'
        while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done
        cmp -s "$1" '{tmp_path / name}' && mkdir -p "$out" && cp '{made}' "$out/file.docx"
    """)
    apart = Apart()
    try:
        document = apart.read(old(tmp_path, name), "office", 30)
    finally:
        apart.close()
    assert (document.text.split("\n")[1], document.title, document.encoding) == (
        SENTENCES[0],
        "清河县医院的做法",
        "doc",
    )
    words = told.read_text(encoding="utf-8")
    assert words.split("\n")[1] == "--headless"
    for setting in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert setting in words
    profile = words.split("\n")[0].removeprefix("-env:UserInstallation=file://")
    assert not os.path.exists(profile)  # noqa: PTH110


@posix
def test_a_conversion_that_makes_nothing_is_a_broken_file(stand_in):
    stand_in("exit 1")
    with pytest.raises(Trouble, match="broken"):
        from_office.parse(OLD)


@posix
def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path, stand_in):
    stand_in(f"sleep 300 & echo $! > '{tmp_path / 'child'}'; wait")
    apart = Apart()
    try:
        with pytest.raises(Trouble, match="timeout"):
            apart.read(old(tmp_path), "office", 3)
    finally:
        apart.close()
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        shown = subprocess.run(["ps", "-o", "stat=", "-p", str(child)], capture_output=True, text=True, check=False)
        if shown.stdout.strip() in ("", "Z"):
            return
        time.sleep(0.1)
    pytest.fail("the child lives on")


@posix
def test_a_person_who_stops_waits_no_longer_and_nothing_is_left_behind(tmp_path, stand_in):
    stand_in("sleep 300")
    apart = Apart()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        apart.read(old(tmp_path), "office", 100, lambda: time.monotonic() > began + 1)
    assert apart._scratch is None
    apart.close()


@pytest.mark.skipif(from_office.found() is None, reason="no LibreOffice on this machine")
def test_a_real_old_file_is_read(tmp_path):
    made = docx.Document()
    for words in SENTENCES[:3]:
        made.add_paragraph(words)
    made.save(str(tmp_path / "新.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    words = [from_office.found(), profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path / "old")]
    subprocess.run([*words, str(tmp_path / "新.docx")], check=True, capture_output=True, timeout=120)
    (tmp_path / "old" / "新.doc").rename(tmp_path / "旧.wps")
    assert read(tmp_path / "旧.wps").text == "\n".join(SENTENCES[:3])
