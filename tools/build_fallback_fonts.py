"""Make `resources/fonts-more/`: letters for what the fonts of `build_fonts` lack, opened only when a text needs them.

Rare Chinese characters come from HanaMin, all others from Noto fonts, as npm and Debian pack them. Needs npm, apt-get,
dpkg and the network, once; the same sources give the same bytes. Run after `build_fonts`.
Usage: python -m tools.build_fallback_fonts [FOLDER_FOR_THE_PACKAGES]
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tools.build_fonts import LICENCES, MOMENT, ROOT, UNNEEDED, VERSION, Source, fetch, ranges, separate
from tools.font_outlines import write_outlines

OUTPUT = ROOT / "resources" / "fonts-more"
MAIN = ROOT / "resources" / "fonts" / "coverage.txt"
Blocks = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Deb:
    """One Debian package: exact version, digest (SHA-256), the licence of those it offers, and the file to be kept."""

    package: str
    version: str
    digest: str
    terms: str
    licence: str
    rights: str

    @property
    def file(self) -> str:
        """The package's file."""
        return f"{self.package}_{self.version}_all.deb"


@dataclass(frozen=True)
class Cut:
    """One font to be made: the blocks it draws. `shaped` keeps the rules by which its letters join and stack.

    A face that is not shaped gets a glyph of its own for every character. `whole` keeps what the main fonts have
    too: a mark is set on a letter of the same font.
    """

    family: str
    source: Source | Deb
    blocks: Blocks
    shaped: bool = False
    whole: bool = False

    @property
    def file(self) -> str:
        """The name of the file made."""
        return f"{self.family.replace(' ', '')}-Regular.ttf"


def noto(name: str, version: str, digest: str, stem: str, licence: str) -> Source:
    """A Noto font on npm."""
    return Source(f"@expo-google-fonts/{name}", version, f"sha512-{digest}", stem, f"OFL-{licence}.txt")


LETTERS = noto(
    "noto-serif",
    "0.4.2",
    "1xvAYegrtpCuPPunSyhvhV9FHWEzCWjikEoUJkvHt+WWvt+h7lKr+vkXNpqwFQM4W3KjXOccfLd5s04xLMjjDQ==",
    "NotoSerif",
    "Noto-Serif",
)
NASKH = Deb(
    "fonts-noto-core",
    "20201225-1",
    "58f4f0bb6720f919f92096b3508e1412a0f1544424ade6c5b5bf1eb694dd64ba",
    "OFL-1.1",
    "OFL-Noto-Naskh-Arabic.txt",
    "Copyright (c) 2010, 2012-2020 Google LLC",
)
"""The older cut: the newer one sets the dots of a letter apart, and a PDF's text would tell each letter twice."""
HANA = Deb(
    "fonts-hanazono",
    "20170904-2.1",
    "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae",
    "Open-Font-License",
    "OFL-HanaMin.txt",
    "Copyright (c) 2008-2017 GlyphWiki Project (kamichi@fonts.jp)",
)
TIBETAN = noto(
    "noto-serif-tibetan",
    "0.4.2",
    "e3PdLzPldwsirxE0xUN3IQ69XG6QOTQT1jxm2AnB3RrYPHLC+043AM4VZCkYXfepr1oPqK4caEKkuXyehF6y5Q==",
    "NotoSerifTibetan",
    "Noto-Serif-Tibetan",
)
KOREAN = noto(
    "noto-sans-kr",
    "0.4.3",
    "EVS/uJPcf1TgJtjmQmrFr0oGdcl7ml09CSu0E/AyGzR0UfzdR2pBbzWWPsnuzZiGUl643ODYwYiXK5+B+fLjhQ==",
    "NotoSansKR",
    "Noto-Sans-KR",
)
MONGOLIAN = noto(
    "noto-sans-mongolian",
    "0.4.1",
    "9rw05f/r0jyfV2SEcNPiseil08lygCMOnv6+YKuKTBrRWPoYFKCrE6iscE/jRZtNC9BZ0Xa62n2DI2KC9kb5NQ==",
    "NotoSansMongolian",
    "Noto-Sans-Mongolian",
)
YI = noto(
    "noto-sans-yi",
    "0.4.2",
    "U+p3KFz3FuL/Ncv7vV3mJtp73dS/tI3E9S4mtqV09pycCrRcExrRCUvvStWeVfpSpTDMNpPqZu4aRHWHauJRIw==",
    "NotoSansYi",
    "Noto-Sans-Yi",
)
MATH = noto(
    "noto-sans-math",
    "0.4.2",
    "Kgj0kKibznTLYcbpR8Tk2ybr76uMOyrlyoP5F9G+0UiJzAMA4zG/XIlrgXKzfFGERhA0Rc3vbwDeeTxwXPlaYg==",
    "NotoSansMath",
    "Noto-Sans-Math",
)
SYMBOLS = noto(
    "noto-sans-symbols",
    "0.4.1",
    "LlXM1nLfz0FO1UA/COHlVau8DcDsvex3uWVA/BqeT8tJt+Hk8ju5XfmoShdjiW8IP4Z3ukKp7VFh4DDmNImYKA==",
    "NotoSansSymbols",
    "Noto-Sans-Symbols",
)
SIGNS = noto(
    "noto-sans-symbols-2",
    "0.4.1",
    "jFymG5s4OLlXpy9E9FQvSXpSnf43BIYcJiPXEHSw6LFNvbahkjmUWb/cj4vsX/KdUksGLTPbjB9iRuu8L3yJ8A==",
    "NotoSansSymbols2",
    "Noto-Sans-Symbols",
)
EMOJI = noto(
    "noto-emoji",
    "0.4.7",
    "Gs7URwtKmCzzdGUTYbG8MIohyaQPgGxIaQG5hvyEAaQiEGJpQy6gyP3NDICE0EJkOJFoe1JFD3Hf1L4a3qe4KA==",
    "NotoEmoji",
    "Noto-Emoji",
)


def ks_x_1001() -> Blocks:
    """The 2,350 syllables Korean offices write, each a block of one."""
    codes = (bytes((row, cell)).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return tuple((ord(one), ord(one)) for one in codes)


CUTS = (
    Cut(
        "Xinglin Letters",
        LETTERS,
        (
            *((0x20, 0x58F), (0x1AB0, 0x1AFF), (0x1C80, 0x1C8F), (0x1D00, 0x218F), (0x25CC, 0x25CC), (0x2C60, 0x2C7F)),
            *((0x2DE0, 0x2E5F), (0xA640, 0xA69F), (0xA700, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06)),
            (0xFE20, 0xFE2F),
        ),
        shaped=True,
        whole=True,
    ),
    Cut(
        "Xinglin Arabic",
        NASKH,
        ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
        shaped=True,
    ),
    Cut("Xinglin Tibetan", TIBETAN, ((0xF00, 0xFFF),), shaped=True),
    Cut("Xinglin Mongolian", MONGOLIAN, ((0x1800, 0x18AF), (0x11660, 0x1167F)), shaped=True),
    Cut("Xinglin Hangul", KOREAN, ((0x1100, 0x11FF), *ks_x_1001()), shaped=True),
    Cut("Xinglin Yi", YI, ((0xA000, 0xA4CF),)),
    Cut("Xinglin Symbols", SYMBOLS, ((0x20D0, 0x20E2), (0x20E4, 0x2BFF), (0x1F100, 0x1F1FF), (0x1F700, 0x1F77F))),
    Cut("Xinglin Math", MATH, ((0x20D0, 0x20E2), (0x20E4, 0x2BFF), (0x1D400, 0x1D7FF), (0x1F780, 0x1F8FF))),
    Cut(
        "Xinglin Emoji",
        EMOJI,
        ((0x23, 0x23), (0x2A, 0x2A), (0x30, 0x39), (0x20E3, 0x20E3), (0x2190, 0x2BFF), (0x1F000, 0x1FAFF)),
        shaped=True,
        whole=True,
    ),
    Cut("Xinglin Signs", SIGNS, ((0x2190, 0x2BFF), (0x4DC0, 0x4DFF), (0x1D300, 0x1D37F), (0x1F000, 0x1F8FF))),
)
"""In the order in which a character is given to a font; none is given to two."""
HANA_BLOCKS: Blocks = (
    (0x2E80, 0x2FFB), (0x3001, 0x33FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0x1F200, 0x1F2FF),
    (0x20000, 0x323AF),
)  # fmt: skip
"""Characters of Chinese writing; what is no character of its own (private use) stays out."""
RARE = "Xinglin Rare"
RARE_FILE = "XinglinRare-Regular.otf"


def within(codes: Iterable[int], blocks: Blocks) -> set[int]:
    """Those of the code points that stand in one of the blocks."""
    return {code for code in codes if any(first <= code <= last for first, last in blocks)}


def drawn() -> set[int]:
    """What the main fonts draw."""
    pairs = (line.split("-") for line in MAIN.read_text(encoding="ascii").split())
    return {code for first, last in pairs for code in range(int(first, 16), int(last, 16) + 1)}


def names(family: str, file: str, origin: str, rights: str) -> dict[int, str]:
    """The names a font bears: its own, for the licence reserves the old ones."""
    return {
        0: rights,
        1: family,
        2: "Regular",
        3: f"{VERSION};XNGL;{file.rpartition('.')[0]}",
        4: f"{family} Regular",
        5: f"Version {VERSION}; made from {origin}",
        6: file.rpartition(".")[0],
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }


def make(cut: Cut, font: TTFont, taken: set[int]) -> set[int]:
    """Make one small font; returns the characters it alone has."""
    there = within(font.getBestCmap(), cut.blocks)
    rights = font["name"].getDebugName(0)
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = []
    options.recalc_timestamp = False
    options.drop_tables = [*options.drop_tables, *UNNEEDED]
    options.layout_features = _features(cut)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=there if cut.whole else there - taken)
    cutter.subset(font)
    if not cut.shaped:
        separate(font)
    words = names(cut.family, cut.file, origin(cut.source), rights)
    for number, text in words.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].achVendID = "XNGL"
    font["head"].created = font["head"].modified = MOMENT
    font.save(OUTPUT / "letters" / cut.file, reorderTables=True)
    return there - taken


def _features(cut: Cut) -> list[str]:
    """The rules of joining and stacking; ligatures that only please, and old figures, stay out."""
    if not cut.shaped:
        return []
    joining = ["ccmp", "locl", "mark", "mkmk", "kern", "init", "medi", "fina", "isol", "rlig", "abvs", "blws"]
    return [*joining, "med2", "fin2", "fin3", "calt", "rclt", "abvm", "blwm"]


def unpacked(source: Deb, into: Path) -> Path:
    """Get a package of Debian's, check its digest, unpack it; returns the folder of its shared files.

    Raises:
        SystemExit: when what came is not what was pinned.
    """
    archive, folder = into / source.file, into / source.package
    if not archive.is_file():
        subprocess.run(["apt-get", "download", f"{source.package}={source.version}"], cwd=into, check=True)
    if hashlib.sha256(archive.read_bytes()).hexdigest() != source.digest:
        raise SystemExit(f"{source.file} is not what was pinned")
    subprocess.run(["dpkg", "-x", archive, folder], check=True)
    return folder / "usr" / "share"


def opened(cut: Cut, into: Path) -> TTFont:
    """Get the font a cut is made from, and keep its licence."""
    source = cut.source
    if isinstance(source, Deb):
        share = unpacked(source, into)
        (LICENCES / source.licence).write_text(licence(source, share), encoding="utf-8")
        return TTFont(share / "fonts" / "truetype" / "noto" / "NotoNaskhArabic-Regular.ttf", recalcTimestamp=False)
    package = fetch(source, into)
    (LICENCES / source.licence).write_bytes((package / "LICENSE_FONT").read_bytes())
    return TTFont(package / "400Regular" / f"{source.stem}_400Regular.ttf", recalcTimestamp=False)


def make_rare(share: Path, taken: set[int]) -> set[int]:
    """Make the font of rare Chinese characters; returns what it has."""
    chosen: dict[int, tuple[TTFont, str]] = {}
    for name in ("HanaMinB", "HanaMinA"):
        font = TTFont(share / "fonts" / "truetype" / "hanazono" / f"{name}.ttf", lazy=True)
        cmap = font.getBestCmap()
        for code in within(cmap, HANA_BLOCKS) - taken:
            chosen.setdefault(code, (font, cmap[code]))
    words = names(RARE, RARE_FILE, origin(HANA), HANA.rights)
    write_outlines(chosen, words, MOMENT, OUTPUT / "rare" / RARE_FILE)
    return set(chosen)


def licence(source: Deb, share: Path) -> str:
    """The licence a package is used under, as its list of rights has it."""
    told = (share / "doc" / source.package / "copyright").read_text(encoding="utf-8")
    lines = told.rpartition(f"\nLicense: {source.terms}\n")[2].split("\n\n")[0].splitlines()
    words = "\n".join("" if line.strip() == "." else line.strip() for line in lines) + "\n"
    return words if "Copyright (c)" in words else f"{source.rights}\n\n{words}"


def origin(source: Source | Deb) -> str:
    """Where a font comes from, in a few words."""
    return f"{source.package} {source.version}"


def table(parts: dict[str, set[int]]) -> Iterator[str]:
    """The list of the fonts made, for the notice that lies beside them."""
    sources = {cut.file: origin(cut.source) for cut in CUTS} | {RARE_FILE: origin(HANA)}
    for name, codes in parts.items():
        path = OUTPUT / name
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield f"{name}\n  {path.stat().st_size:,} 字节，补 {len(codes):,} 个字符，sha256 {digest}"
        yield f"  取自 {sources[path.name]}"


NOTICE = """后备字体：只在文字里有 ../fonts 不收的字符时才打开

{table}

由 tools/build_fallback_fonts.py 制作，同样的来源得到同样的文件。改动：改名（OFL 保留名称）、只留需要的字符、去掉提示
信息；不需连写的字体共用字形的字符各得一份。谚文收 KS X 1001 的 2,350 个音节和字母。
Xinglin Rare 的轮廓另作简化（误差不过字高的五百分之一），以 PostScript 轮廓存放；收扩展 B 至 F 区、兼容汉字和部首。
coverage.txt 每行一个字体：文件名、字体名、只归它排的字符、它也能排而归别的字体的字符。
rare 与 letters 分开存放，排版时只打开用得着的一个文件夹。
许可：SIL Open Font License 1.1，全文见 ../licences/OFL-*.txt。
"""


def main(arguments: list[str]) -> None:
    """Make all fonts, their list and their notice."""
    for folder in ("rare", "letters"):
        (OUTPUT / folder).mkdir(parents=True, exist_ok=True)
    taken, parts = drawn(), {}
    with tempfile.TemporaryDirectory() as temporary:
        into = Path(arguments[0]) if arguments else Path(temporary)
        for cut in CUTS:
            parts[f"letters/{cut.file}"] = made = make(cut, opened(cut, into), taken)
            taken |= made
        share = unpacked(HANA, into)
        (LICENCES / HANA.licence).write_text(licence(HANA, share), encoding="utf-8")
        parts[f"rare/{RARE_FILE}"] = make_rare(share, taken)
    write_list(parts)


def write_list(parts: dict[str, set[int]]) -> None:
    """Write what each font draws, and the notice; `parts` has the characters that each is asked for."""
    families = {f"letters/{cut.file}": cut.family for cut in CUTS} | {f"rare/{RARE_FILE}": RARE}
    lines = []
    for name, own in parts.items():
        also = set(TTFont(OUTPUT / name, lazy=True).getBestCmap()) - own
        lines.append(f"{name}|{families[name]}|{' '.join(ranges(own))}|{' '.join(ranges(also))}")
    (OUTPUT / "coverage.txt").write_text("\n".join(lines) + "\n", encoding="ascii")
    words = NOTICE.format(table="\n".join(table(parts)))
    (OUTPUT / "README.txt").write_text(words, encoding="utf-8")
    print(words)


if __name__ == "__main__":
    main(sys.argv[1:])
