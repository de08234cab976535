"""Old Word (doc) and WPS (wps) files: turned into docx by a LibreOffice found on the machine, then read as one.

LibreOffice runs without a window, under a profile of its own that is thrown away, with macros and links off. How long
it may take is not known here: whoever waits for this process ends it together with what it started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from app.formats import from_docx
from app.formats.document import Document
from app.messages import Trouble

_NAMES = ("soffice", "libreoffice")
_USUAL = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
_LARGEST = 200 * 1024 * 1024
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def parse(data: bytes) -> Document:
    """An old file's document.

    Raises:
        Trouble: `old_word` when there is no LibreOffice, `broken` when it cannot read the file; as `from_docx` does.
    """
    program = found()
    if program is None:
        raise Trouble("old_word")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return replace(from_docx.parse(_converted(program, data, Path(folder))), encoding="doc")


def found() -> str | None:
    """The LibreOffice of this machine, None when there is none."""
    for name in _NAMES:
        if program := shutil.which(name):
            return program
    folders = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432")]
    usual = [Path(folder, "LibreOffice", "program", "soffice.exe") for folder in folders if folder]
    return next((str(path) for path in (*usual, *map(Path, _USUAL)) if path.is_file()), None)


def _converted(program: str, data: bytes, folder: Path) -> bytes:
    """The file as docx. It goes under a name of our own: its own may be anything, and .wps means other programs too."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    source, made = folder / "file.doc", folder / "made" / "file.docx"
    source.write_bytes(data)
    words = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made.parent), str(source)),
    ]
    try:
        subprocess.run(  # noqa: S603 - a program that was looked for, with words of our own
            words,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise Trouble("old_word") from None
    try:
        if made.stat().st_size > _LARGEST:
            raise Trouble("unpacked", f"{made.stat().st_size // 1024 // 1024} MB")
        return made.read_bytes()
    except OSError:
        raise Trouble("broken") from None
