"""Make `resources/fonts/` from the Noto fonts on npm: rename, cut, drop what the program never draws.

Needs npm and the network, once; the program itself needs neither. The same sources give the same bytes.
Usage: python tools/build_fonts.py [FOLDER_WITH_UNPACKED_PACKAGES]
"""

from __future__ import annotations

import base64
import copy
import hashlib
import itertools
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "resources" / "fonts"
LICENCES = ROOT / "resources" / "licences"
RADICALS = range(0x2E80, 0x2FE0)
"""Kangxi and CJK radicals share glyphs with ordinary characters; a PDF's text would come out as radicals."""
EXTENSION_A = range(0x3400, 0x4DC0)
FEATURES = ["ccmp", "halt", "kern", "locl", "mark"]
"""No ligatures (they blur a PDF's text), no vertical forms, no proportional punctuation."""
UNNEEDED = ["BASE", "STAT", "vhea", "vmtx", "VORG", "DSIG", "meta"]
MOMENT = 3_786_912_000
"""2024-01-01 in a font's seconds since 1904: a fixed time keeps the bytes the same."""
VERSION = "1.000"


@dataclass(frozen=True)
class Source:
    """One npm package: exact version, the registry's own digest, and the licence file to be kept."""

    package: str
    version: str
    integrity: str
    stem: str
    licence: str


@dataclass(frozen=True)
class Face:
    """One font to be made. `whole` keeps Extension A; bold faces leave it to the regular ones for size."""

    source: Source
    weight: str
    family: str
    style: str
    whole: bool

    @property
    def file(self) -> str:
        """The name of the file made."""
        return f"{self.family.replace(' ', '')}-{self.style}.ttf"


SERIF = Source(
    "@expo-google-fonts/noto-serif-sc",
    "0.4.3",
    "sha512-fSmUpiSFtSeyHV45/2xUOy5SdfExklQwwMKN3cQjAZAujITHDmSbpMHCVdCMhRqMjQtu0ZRgc29u8A+CU3akfw==",
    "NotoSerifSC",
    "OFL-Noto-Serif-SC.txt",
)
SANS = Source(
    "@expo-google-fonts/noto-sans-sc",
    "0.4.3",
    "sha512-9rAwdFTFHbO/u6Cs0gj2jZbW74TGIiaFNQnXYH2s5wA1bzVkwbaviL4t8YUV642eGYjg86eH6DkAEQmfNHDncQ==",
    "NotoSansSC",
    "OFL-Noto-Sans-SC.txt",
)
FACES = (
    Face(SERIF, "400Regular", "Xinglin Song", "Regular", whole=True),
    Face(SERIF, "700Bold", "Xinglin Song", "Bold", whole=False),
    Face(SANS, "400Regular", "Xinglin Hei", "Regular", whole=True),
    Face(SANS, "700Bold", "Xinglin Hei", "Bold", whole=False),
)


def fetch(source: Source, into: Path) -> Path:
    """Get one package with npm, check its digest, unpack it.

    Raises:
        SystemExit: when what came is not what was pinned.
    """
    command = ["npm", "pack", "--json", f"{source.package}@{source.version}"]
    told = subprocess.run(command, cwd=into, check=True, capture_output=True, text=True).stdout
    archive = into / json.loads(told)[0]["filename"].replace("@", "").replace("/", "-")
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != source.integrity:
        raise SystemExit(f"{source.package}: sha512-{digest} is not the pinned digest")
    folder = into / source.stem
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package"


def characters(font: TTFont, *, whole: bool) -> list[int]:
    """The characters to keep: all the font has but radicals, and Extension A only when `whole`."""
    return [c for c in font.getBestCmap() if c not in RADICALS and (whole or c not in EXTENSION_A)]


def cut(font: TTFont, keep: list[int]) -> None:
    """Leave only the glyphs and features wanted."""
    options = subset.Options()
    options.layout_features = FEATURES
    options.layout_scripts = ["DFLT", "hani", "latn", "grek", "cyrl"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables = [*options.drop_tables, *UNNEEDED]
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=keep)
    cutter.subset(font)


def separate(font: TTFont) -> None:
    """Give every character a glyph of its own, so that any reader of a PDF tells shared shapes apart."""
    owner: dict[str, int] = {}
    copies: dict[int, str] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        if glyph not in owner:
            owner[glyph] = code
            continue
        name = f"u{code:05X}.own"
        font["glyf"][name] = copy.deepcopy(font["glyf"][glyph])
        font["hmtx"][name] = font["hmtx"][glyph]
        copies[code] = name
    for part in font["cmap"].tables:
        if part.format in (4, 12):
            part.cmap.update({code: name for code, name in copies.items() if code in part.cmap})
    font.setGlyphOrder(font["glyf"].glyphOrder)


def rename(font: TTFont, face: Face) -> None:
    """Give the font its own name: the licence reserves the old one and a system font may bear it."""
    postscript = face.file.removesuffix(".ttf")
    words = {
        1: face.family,
        2: face.style,
        3: f"{VERSION};XNGL;{postscript}",
        4: f"{face.family} {face.style}",
        5: f"Version {VERSION}; made from {face.source.package} {face.source.version}",
        6: postscript,
    }
    for number, text in words.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].achVendID = "XNGL"
    font["head"].created = font["head"].modified = MOMENT


def make(face: Face, package: Path, output: Path) -> None:
    """Make one font file."""
    path = package / face.weight / f"{face.source.stem}_{face.weight}.ttf"
    font = TTFont(path, recalcTimestamp=False)
    cut(font, characters(font, whole=face.whole))
    separate(font)
    rename(font, face)
    font.save(output / face.file, reorderTables=True)


def table(output: Path) -> Iterator[str]:
    """The list of the fonts made, for the notice that lies beside them."""
    for face in FACES:
        path = output / face.file
        count = len(TTFont(path, lazy=True).getBestCmap())
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield f"{face.file}\n  {path.stat().st_size:,} 字节，{count:,} 个字符，sha256 {digest}"
        yield f"  取自 {face.source.package} {face.source.version} {face.weight}"


def ranges(codes: set[int]) -> Iterator[str]:
    """Runs of code points as `first-last` in hexadecimal."""
    for _, run in itertools.groupby(enumerate(sorted(codes)), lambda pair: pair[1] - pair[0]):
        members = [code for _, code in run]
        yield f"{members[0]:04X}-{members[-1]:04X}"


def coverage(output: Path) -> str:
    """What the two regular faces can draw between them, so that a missing glyph is known before printing."""
    fonts = [set(TTFont(output / face.file, lazy=True).getBestCmap()) for face in FACES if face.whole]
    return "\n".join(ranges(set.union(*fonts))) + "\n"


NOTICE = """随程序附带的字体

{table}

由 tools/build_fonts.py 制作，同样的来源得到同样的文件。改动：改名（OFL 保留名称）、去掉部首区 U+2E80-2FDF、
竖排与连字特性、提示信息；共用字形的字符各得一份，使 PDF 文字可以准确取出；粗体不含扩展 A 区汉字。
coverage.txt 列出两种常规体合起来能排的字符。收字：GB 18030-2022 级别 1、级别 2 中来源字体所有的字。
许可：SIL Open Font License 1.1，全文见 ../licences/{serif} 与 ../licences/{sans}。
"""


def main(arguments: list[str]) -> None:
    """Make all fonts and their notice."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    LICENCES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        into = Path(arguments[0]) if arguments else Path(folder)
        packages = {source: fetch(source, into) for source in (SERIF, SANS)}
        for source, package in packages.items():
            (LICENCES / source.licence).write_bytes((package / "LICENSE_FONT").read_bytes())
        for face in FACES:
            make(face, packages[face.source], OUTPUT)
            print(face.file, (OUTPUT / face.file).stat().st_size)
    words = NOTICE.format(table="\n".join(table(OUTPUT)), serif=SERIF.licence, sans=SANS.licence)
    (OUTPUT / "coverage.txt").write_text(coverage(OUTPUT), encoding="ascii")
    (OUTPUT / "README.txt").write_text(words, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
