"""Write a font of straight outlines small: points nobody sees are left out, the rest packed as PostScript outlines.

HanaMin's glyphs are polygons of some 190 points. Knows outlines and the font file; not which characters are wanted.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

Point = tuple[int, int]
FROM, EM = 1024, 512
"""Units of the source's em, and of ours: half as many make most steps fit a byte."""
TOLERANCE = 2.0
"""How far an outline may stray, in units of the source's em."""
ASCENT, DESCENT = 0.88, 0.12
_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def write_outlines(chosen: dict[int, tuple[TTFont, str]], names: dict[int, str], moment: int, path: Path) -> None:
    """Write the font.

    Args:
        chosen: For each code point the font it comes from and the glyph's name there; all are a full em wide.
        names: The font's names by number.
        moment: When it was made, in a font's seconds.
        path: Where it goes.
    """
    codes = sorted(chosen)
    order = [".notdef", *(_name(number) for number in range(len(codes)))]
    strings = {
        ".notdef": _drawn([[(60, 0), (60, 880), (960, 880), (960, 0)], [(100, 40), (920, 40), (920, 840), (100, 840)]])
    }
    for name, code in zip(order[1:], codes, strict=True):
        font, glyph = chosen[code]
        strings[name] = _outline(font, glyph)
    builder = FontBuilder(EM, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(dict(zip(codes, order[1:], strict=True)))
    builder.setupCFF(names[6], {"FullName": names[4], "FamilyName": names[1]}, strings, {})
    builder.setupHorizontalMetrics({name: (EM, _left(strings[name])) for name in order})
    builder.setupHorizontalHeader(ascent=round(ASCENT * EM), descent=-round(DESCENT * EM))
    builder.setupNameTable({})
    for number, text in names.items():
        builder.font["name"].setName(text, number, 3, 1, 0x409)
    builder.setupOS2(
        sTypoAscender=round(ASCENT * EM), sTypoDescender=-round(DESCENT * EM), usWinAscent=EM, usWinDescent=EM // 4,
        achVendID="XNGL", fsType=0,
    )  # fmt: skip
    builder.setupPost(keepGlyphNames=False)
    builder.font["head"].created = builder.font["head"].modified = moment
    builder.font.recalcTimestamp = False
    builder.save(path)


def _name(number: int) -> str:
    """A short name: they take room."""
    name = ""
    while True:
        number, place = divmod(number, len(_SIGNS))
        name += _SIGNS[place]
        if not number:
            return name


def _outline(font: TTFont, glyph: str) -> T2CharString:
    """A glyph's outline: polygons are thinned, the few that have curves are taken as they are."""
    points, ends, flags = font["glyf"][glyph].getCoordinates(font["glyf"])
    if all(flag & 1 for flag in flags):
        starts = [0, *(end + 1 for end in ends)]
        return _drawn([list(points[first : end + 1]) for first, end in zip(starts, ends, strict=False)])
    pen, half = T2CharStringPen(None, None), EM / FROM
    font.getGlyphSet()[glyph].draw(TransformPen(pen, (half, 0, 0, half, 0, 0)))
    return pen.getCharString()


def _drawn(rings: list[list[Point]]) -> T2CharString:
    pen = T2CharStringPen(None, None)
    for ring in rings:
        thin = [(round(x * EM / FROM), round(y * EM / FROM)) for x, y in simplified(ring)]
        if len(thin) < 3:
            continue
        pen.moveTo(thin[0])
        for point in thin[1:]:
            pen.lineTo(point)
        pen.closePath()
    return pen.getCharString()


def _left(string: T2CharString) -> int:
    bounds = string.calcBounds(None)
    return int(bounds[0]) if bounds else 0


def simplified(ring: list[Point]) -> list[Point]:
    """A closed outline without the points that stray no more than the tolerance (Douglas and Peucker)."""
    if len(ring) < 5:
        return ring
    corner = min(range(len(ring)), key=lambda at: sum(ring[at]))
    turned = [*ring[corner:], *ring[: corner + 1]]
    across = max(range(len(turned)), key=lambda at: _away(turned[at], turned[0], turned[0]))
    return [*_thinned(turned[: across + 1])[:-1], *_thinned(turned[across:])[:-1]]


def _thinned(line: list[Point]) -> list[Point]:
    kept, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        far, at = max((_away(line[at], line[first], line[last]), at) for at in range(first + 1, last))
        if far > TOLERANCE:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return [line[at] for at in sorted(kept)]


def _away(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from a line between two others."""
    (x, y), (ax, ay), (bx, by) = point, first, last
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = 0.0 if not length else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
    return float(((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2) ** 0.5)
