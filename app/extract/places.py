"""Where a case is: the place in the name of a hospital, by the gazetteer, an exception list and a table.

Only names are read (owner, site, speaker line, title), never the body: a mention is not a location. Knows nothing
of how names were found.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from app.extract.names import split_aliases
from app.extract.tables import rows
from db.records import Basis, Region

NOT_A_PLACE = "-"
"""In the exception list: these words are part of a hospital's name and no place; read the rest."""
_SUFFIX = re.compile(r"(?:特别行政区|自治[区州县旗]|林区|特区|新区|地区|[省市州盟县区旗])$")
_NATIONS = re.compile(
    r"(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|裕固|保安|独龙|鄂伦春|普米|各)族?$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer; level 1 province, 2 prefecture, 3 county."""

    code: str
    name: str
    parent: str
    level: int


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All places by code, by full name and by short name."""

    places: dict[str, Place]
    full: dict[str, list[Place]]
    short: dict[str, list[Place]]
    longest: int
    starts: frozenset[str]
    """The first two characters of all names."""

    def chain(self, place: Place) -> list[Place]:
        """The place and those above it, province first."""
        found = [place]
        while found[0].parent:
            found.insert(0, self.places[found[0].parent])
        return found


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Load the gazetteer; a few milliseconds, once."""
    places = {c: Place(c, n, p, int(level)) for c, n, p, level in rows("regions", "regions.tsv")}
    full: dict[str, list[Place]] = {}
    short: dict[str, list[Place]] = {}
    for place in places.values():
        full.setdefault(place.name, []).append(place)
        if len(brief := shorten(place.name)) >= 2:
            short.setdefault(brief, []).append(place)
            if place.name.endswith("自治州"):
                full.setdefault(brief + "州", []).append(place)
        elif place.level == 3 and len(place.name) == 2:
            short.setdefault(place.name, []).append(place)
    for old, code in (row[:2] for row in rows("regions", "former.tsv")):
        full.setdefault(old, []).append(places[code])
    starts = frozenset(name[:2] for names in (full, short) for name in names)
    return Gazetteer(places, full, short, max(map(len, full)), starts)


@lru_cache(maxsize=4096)
def shorten(name: str) -> str:
    """A place's name without what says its kind: 恩施土家族苗族自治州 -> 恩施, 沙县区 -> 沙县."""
    brief = _SUFFIX.sub("", name)
    if "自治" in name:
        while (bare := _NATIONS.sub("", brief)) != brief and len(bare) >= 2:
            brief = bare
    return brief


def is_place(name: str) -> bool:
    """Whether a name is nothing but full names of places, the wider ones first: 兰州市七里河区."""
    book, at = gazetteer(), 0
    while at < len(name):
        size = next((n for n in range(min(book.longest, len(name) - at), 1, -1) if name[at : at + n] in book.full), 0)
        if not size:
            return False
        at += size
    return bool(name)


def locate(name: str, basis: Basis = "owner") -> Region:
    """The region a name tells, or an empty one. The last place in the name counts; the table fills in a city."""
    plain, aliases = split_aliases(name)
    for text in (plain, *aliases):
        region = _locate(text, basis)
        if region is None or region.province:
            return region or Region()
    return Region()


def _locate(text: str, basis: Basis) -> Region | None:
    """The region of one plain name; None when the name is known to have none."""
    for key, value in _longest_first("exceptions.tsv"):
        if key in text:
            if value == NOT_A_PLACE:
                text = text.replace(key, "", 1)
                break
            place = _in_name(text[text.index(key) + len(key) :])
            return region_of(place.code, basis) if place else region_of(value, "table") if value else None
    found = _in_name(text)
    table = _in_table(text)
    if table and (found is None or (found.level == 1 and table.startswith(found.code[:2]))):
        return region_of(table, "table")
    return region_of(found.code, basis) if found else Region()


@lru_cache(maxsize=4)
def _longest_first(table: str) -> tuple[tuple[str, str], ...]:
    pairs = [(row[0], row[1] if len(row) > 1 else "") for row in rows("regions", table)]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
def _in_table(name: str) -> str | None:
    for key, code in _longest_first("hospitals.tsv"):
        if key in name:
            return code
    return None


def _in_name(name: str) -> Place | None:
    """Walk along the name; each place either lies within the one before or takes its stead."""
    book = gazetteer()
    current: Place | None = None
    at = 0
    while at < len(name):
        found, length = _at(book, name, at, current)
        if found:
            current, at = found, at + length
        else:
            at += 1
    return current


def _at(book: Gazetteer, name: str, at: int, current: Place | None) -> tuple[Place | None, int]:
    if name[at : at + 2] not in book.starts:
        return None, 0
    for length in range(min(book.longest, len(name) - at), 1, -1):
        word = name[at : at + length]
        if name.startswith("区域", at + length - 1):  # 滇西区域医疗中心 stands in no 西区
            continue
        candidates = book.full.get(word, [])
        place = _choose(book, candidates, current)
        if place:
            return place, length
        brief = [p for p in book.short.get(word, []) if p.level < 3 or (current and _within(book, p, current))]
        place = _choose(book, brief, current)
        if place and not _is_more_than_a_place(name, at, length, place):
            return place, length
    return None, 0


def _is_more_than_a_place(name: str, at: int, length: int, place: Place) -> bool:
    """Whether a short county name goes on as another word, such as a gate or a street."""
    rest = name[at + length :]
    return place.level == 3 and bool(re.match(r"(?:门|桥|街|路|大学|友好)", rest))


def _choose(book: Gazetteer, candidates: list[Place], current: Place | None) -> Place | None:
    """The candidate within the current place, else the highest level if that leaves one."""
    if current:
        inside = [p for p in candidates if _within(book, p, current)]
        if inside:
            return min(inside, key=lambda p: p.level)
    if not candidates:
        return None
    level = min(p.level for p in candidates)
    best = [p for p in candidates if p.level == level]
    return best[0] if len(best) == 1 else None


def _within(book: Gazetteer, place: Place, outer: Place) -> bool:
    return outer in book.chain(place)


def region_of(code: str, basis: Basis) -> Region:
    """A region by its code, with the names above it; municipalities have no city."""
    book = gazetteer()
    place = book.places.get(code)
    if place is None:
        return Region()
    chain = {p.level: p.name for p in book.chain(place)}
    return Region(chain.get(1), chain.get(2), chain.get(3), code, basis)


def site_of(owner: str, text: str) -> str | None:
    """The branch a text is about: the owner's own name with a place and 医院 behind it, named again and again."""
    plain, _ = split_aliases(owner)
    if len(plain) < 4:
        return None
    named = Counter(m.group() for m in re.finditer(re.escape(plain) + r"[一-鿿]{2,6}?(?:医院|院区|分院)", text))
    for name, count in named.most_common(3):
        place = _in_name(name[len(plain) :])
        if count >= 2 and place is not None:
            return name
    return None


def groups(text: str) -> tuple[str, ...]:
    """Informal areas that the text names, such as 长三角."""
    return tuple(row[0] for row in rows("regions", "groups.tsv") if row[0] in text)


_OWN_LEVEL = (
    (3, re.compile(r"我[县区旗]|[县区]委、[县区]政府|全[县区](?!域)")),
    (2, re.compile(r"我[市州盟]|[市州]委、[市州]政府|全市")),
    (1, re.compile(r"我[省区]|(?:省委|自治区党委)、(?:省|自治区)政府|全省")),
)


def leading_place(text: str) -> Place | None:
    """The place a plan speaks for (我市, 全县): of that level, the one it names by its full name most often."""
    book = gazetteer()
    counts: Counter[str] = Counter()
    for found in re.finditer(r"[省市州盟县区旗]", text[:60000]):
        for start in range(max(0, found.end() - book.longest), found.end() - 1):
            named = book.full.get(text[start : found.end()], ())
            if len(named) == 1:
                counts[named[0].code] += 1
                break
    levels = sorted(_OWN_LEVEL, key=lambda own: -len(own[1].findall(text[:8000])))
    own = levels[0][0] if levels[0][1].search(text[:8000]) else None
    for code, count in counts.most_common():
        place = book.places[code]
        if count >= 2 and own in (None, place.level):
            return place
    return None
