"""Themes by weighted words: what a case names again and again or in its title is `auto`, hints are `suggested`.

Every theme's score is a plain sum over the distinct words found (`Evidence`), so that a library's learned weights for
(theme, word) can be added from without. Knows a case's text and title; must not know what a user decided about themes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from app.extract.plans import RESPONSIBLE
from app.extract.tables import rows, taxonomy
from app.extract.taught import NOTHING, Taught, reason
from app.extract.telling import LIKELY, WEIGHTS, Evidence, Places, likely
from db.records import Theme

SURE = 1.0
"""Score from which a theme is `auto` for which nothing speaks but what a library learned."""
LEAST = 0.75
"""Score that a theme needs to be `auto`, however likely: in a text that says little else the rest stays a hint."""
FEATURE = 1.75
"""What a text asks for from which it is longer than those that likelihood was learned from, and needs more: LEAST..."""
BESIDE = 0.2
"""...and this share of the two strongest themes' mean score, both growing with what is asked."""
LESSON = 3.0
"""What a point of score is worth, in log-odds, when lessons gave or took it."""
HINT = 0.65
"""Score from which a theme is worth suggesting."""
MENTION = 0.4
"""The same for one of the taxonomy's own words; in a text of ordinary length it is worth it wherever it stands."""
NEAREST = 4
"""A text of ordinary length has so few words that its strongest themes are suggested, this many..."""
FAINT = 0.3
"""...from this score..."""
NEAR = 1.2
"""...and asking for less than this."""
LISTED = 0.55
"""Share of a word's worth where it only stands in a row of things."""
DONE = 1.45
"""Share where a verb of doing governs it: 推行日间手术."""
HEADED = 1.1
"""Share where it stands in a heading or opens a paragraph."""
INSIDE = 0.45
"""Share where a longer word of another theme holds it: 绩效考核 in 三级公立医院绩效考核."""
AGAIN = 0.2
"""Share that every further mention adds, up to three."""
TITLED = 1.4
"""Added for a word in the title, times its level's worth over the highest."""
TITLED_LIGHT = 0.6
"""Of that, what a word has that only belongs to a theme: titles speak in figures."""
ORDINARY = 500
"""Length up to which a text is ordinary; each doubling beyond asks for more."""
LONGER = 0.4
"""How much more, of the threshold, for each doubling."""
AGAINST = 0.7
"""Share that counts of what was learned against a theme: a case whose own words say it keeps it."""
GAP = 12
"""How far the second half of a two-part word may stand behind the first."""

_ORGANISATION = re.compile(
    r"[一-鿿]{0,8}(?:医院|大学|学院|卫生健康委|卫健委|协会|学会|委员会|研究院|研究所|办公室|报社|杂志社|局|厅)"
)
_PROPER = re.compile(r"(?:附属|大学|省|市|县|区(?!域)|第[一二三四五六七八九十]|人民|国家|全国|中国).{0,6}$")
_DOES = re.compile(
    r"(?:建设|加强|推进|推行|实施|开展|完善|建立|建起|建成|健全|强化|扩大|深化|打造|创建|提升|提高|实行|构建|引进|吸引|探索|发展|优化|"
    r"改革|推动|落实|设立|成立|增强|发挥|培养|培育|降低|规范|推广|启用|组建|加快|做实|做强|支持|鼓励|注重|举办|制定|出台|争创|获批|"
    r"选树|弘扬|传承|推出|开设|试行|办好|改善|缩短|减少|整合|下沉|完成|开通|上线|搭建|创新|聘请|派驻|选派|组织|严格|狠抓|聚焦)[^，。；：、]{0,14}$"
)
_ROW_BEFORE = ("、", "和", "与", "及")
_ROW_AFTER = ("、", "等", "和", "与", "及", "内", "间")
"""What stands beside a word that is one of several things, or only says where."""
_HEADING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?[^。\n]{2,40}$|^.{2,24}?[。：]",
    re.MULTILINE,
)
_CLAUSE_END = re.compile(r"[，。；：\n]")


@dataclass(frozen=True, slots=True)
class _Word:
    theme: str
    level: str
    first: str
    second: str
    """The other half of a two-part word, or nothing."""
    own: bool

    @property
    def name(self) -> str:
        return f"{self.first}…{self.second}" if self.second else self.first


@dataclass(frozen=True, slots=True)
class _Hit:
    word: _Word
    start: int
    end: int


@lru_cache(maxsize=1)
def _index() -> dict[str, tuple[_Word, ...]]:
    """All words by their first two characters, longest first, so that one pass over a text finds them all."""
    own = {
        leaf["id"]: tuple(trigger.replace(",", "，").lower() for trigger in leaf["triggers"])
        for top in taxonomy()
        for leaf in top["leaves"]
    }
    words: dict[tuple[str, str], _Word] = {}
    for theme, level, told in rows("practices", "triggers.tsv"):
        for word in told.lower().split(" "):
            first, _, second = word.partition("~")
            holds = any(trigger in first for trigger in own.get(theme, ()))
            words.setdefault((theme, word), _Word(theme, level, first, second, holds))
    for theme, triggers in own.items():
        for word in triggers:
            words.setdefault((theme, word), _Word(theme, "3", word, "", own=True))
    by_two: dict[str, list[_Word]] = {}
    for found in words.values():
        by_two.setdefault(found.first[:2], []).append(found)
    return {two: tuple(sorted(found, key=lambda w: (-len(w.first), not w.second))) for two, found in by_two.items()}


@lru_cache(maxsize=1)
def _blocked() -> dict[str, re.Pattern[str]]:
    """For a word the words around it that make it a person, an object or a member of a list."""
    return {row[0].lower(): re.compile(row[1]) for row in rows("practices", "contexts.tsv")}


def find_themes(
    text: str, title: str = "", owner: str = "", taught: Taught = NOTHING, named: Places = ()
) -> tuple[Theme, ...]:
    """The themes of a case, sure ones first.

    Args:
        text: The case's own text; start and end count in it.
        title: Its headline; a word there weighs more.
        owner: The organisation's name, in which no word counts.
        taught: What a library learned: added to a theme's score for its words that the text or title has.
        named: Where the text names practices.
    """
    by_theme = evidence_by_theme(text, title, owner)
    asked = asked_of(len(text))
    scores = {theme: sum(evidence.weight for evidence in told) / asked for theme, told in by_theme.items()}
    strongest = sum(sorted(scores.values())[-2:]) / 2
    chances = likely(by_theme, text, asked, named)
    heard = taught.heard(text, title)
    for theme, words in heard.items():
        told = sum(weight for _, weight in words)
        told = told if told > 0 else AGAINST * told
        scores[theme] = scores.get(theme, 0.0) + told
        chances[theme] = chances[theme] + LESSON * told if theme in chances else LIKELY + LESSON * (told - SURE)
        if theme not in by_theme and scores[theme] >= HINT:
            by_theme[theme] = list(_learned(theme, words, text, title))
    faint = _nearest(scores, asked)
    floor = max(LEAST, BESIDE * strongest) * asked / FEATURE if asked > FEATURE else LEAST
    sure = {theme for theme, chance in chances.items() if chance >= LIKELY and scores[theme] >= floor}
    found = (
        _judged(theme, told, scores[theme], theme in sure, heard.get(theme, ()))
        for theme, told in by_theme.items()
        if scores[theme] >= HINT or (scores[theme] > 0 and _is_mentioned(told, asked, heard.get(theme, ()), faint))
    )
    return tuple(sorted(found, key=lambda t: (t.status != "auto", -t.score, t.id)))


def asked_of(length: int) -> float:
    """By how much a text of this length needs more than one of ordinary length: it touches upon more things."""
    return 1.0 + LONGER * log2(max(1.0, length / ORDINARY))


def evidence_by_theme(text: str, title: str = "", owner: str = "") -> dict[str, list[Evidence]]:
    """Theme -> the words that speak for it."""
    by_theme: dict[str, list[Evidence]] = {}
    for evidence in evidence_for(text, title, owner):
        by_theme.setdefault(evidence.theme, []).append(evidence)
    return by_theme


def evidence_for(text: str, title: str = "", owner: str = "") -> tuple[Evidence, ...]:
    """All words that speak for a theme, each with what it is worth here."""
    body = text[: _body_end(text)]
    mentions: dict[_Word, list[tuple[_Hit, float]]] = {}
    for hit, share in _apart(_weighed(body, _names(body, owner))):
        mentions.setdefault(hit.word, []).append((hit, share))
    titled = {hit.word: share for hit, share in _apart(_weighed(title, _names(title, owner)))}
    found = []
    for word in dict.fromkeys([*titled, *mentions]):
        shares = sorted((share for _, share in mentions.get(word, [])), reverse=True)
        worth = WEIGHTS[word.level]
        weight = worth * (shares[0] + AGAIN * sum(shares[1:4])) if shares else 0.0
        if word in titled:
            weight += TITLED * worth * min(1.0, titled[word]) * (1.0 if word.level in "34" else TITLED_LIGHT)
        places = tuple((hit.start, hit.end) for hit, _ in mentions.get(word, []))
        found.append(Evidence(word.theme, word.name, weight, places, word in titled, word.own, word.level))
    return tuple(found)


def _apart(weighed: Iterable[tuple[_Hit, float]]) -> Iterator[tuple[_Hit, float]]:
    """Of one theme's words that overlap only the one that is worth most: the same place speaks once."""
    by_theme: dict[str, list[tuple[_Hit, float]]] = {}
    for hit, share in weighed:
        by_theme.setdefault(hit.word.theme, []).append((hit, share))
    for hits in by_theme.values():
        best: tuple[_Hit, float] | None = None
        reach = 0
        for hit, share in sorted(hits, key=lambda h: (h[0].start, -h[0].end)):
            if best is None or hit.start >= reach:
                if best is not None:
                    yield best
                best, reach = (hit, share), hit.end
            elif share * WEIGHTS[hit.word.level] > best[1] * WEIGHTS[best[0].word.level]:
                best, reach = (hit, share), max(reach, hit.end)
        if best is not None:
            yield best


def _learned(theme: str, words: Iterable[tuple[str, float]], text: str, title: str) -> Iterator[Evidence]:
    """Where the words stand that a library learned for a theme."""
    for word, weight in words:
        at = text.find(word)
        yield Evidence(theme, word, weight, ((at, at + len(word)),) if at >= 0 else (), word in title)


def _body_end(text: str) -> int:
    tail = RESPONSIBLE.search(text[-400:])
    return len(text) - len(text[-400:]) + tail.start() if tail else len(text)


def _hits(text: str) -> list[_Hit]:
    """The words in a text with their places; of one theme's words the longest, none inside another."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    last: dict[str, int] = {}
    found = []
    index = _index()
    for i in range(len(lower) - 1):
        for word in index.get(lower[i : i + 2], ()):
            if i < last.get(word.theme, 0) or not lower.startswith(word.first, i):
                continue
            end = i + len(word.first)
            if word.second:
                reach = _CLAUSE_END.split(lower[end : end + GAP + len(word.second)], maxsplit=1)[0]
                at = reach.find(word.second)
                if at < 0:
                    continue
                found.append(_Hit(word, i, end + at + len(word.second)))
            else:
                last[word.theme] = end
                found.append(_Hit(word, i, end))
    return found


def _weighed(text: str, holes: Sequence[tuple[int, int]]) -> Iterator[tuple[_Hit, float]]:
    """The words that count in a text, each with its share of worth by the way it stands there."""
    hits = _hits(text)
    headings = _within([m.span() for m in _HEADING.finditer(text)], len(text)) if "\n" in text else bytearray(len(text))
    named = _within(holes, len(text))
    longest = _longest(hits, len(text))
    for hit in hits:
        if named[hit.start] and named[hit.end - 1]:
            continue
        if _is_blocked(text, hit.start, hit.end):
            continue
        share = HEADED if headings[hit.start] else 1.0
        share *= _standing(text, hit)
        if longest[hit.start] > hit.end - hit.start and not hit.word.second:
            share *= INSIDE
        yield hit, share


def _within(spans: Sequence[tuple[int, int]], length: int) -> bytearray:
    """For each character whether it lies in one of the spans."""
    inside = bytearray(length)
    for start, end in spans:
        inside[start:end] = b"\x01" * (end - start)
    return inside


def _longest(hits: Sequence[_Hit], length: int) -> list[int]:
    """For each character the length of the longest plain word of any theme that covers it."""
    longest = [0] * length
    for hit in hits:
        size = hit.end - hit.start
        if not hit.word.second:
            for i in range(hit.start, hit.end):
                longest[i] = max(longest[i], size)
    return longest


def _standing(text: str, hit: _Hit) -> float:
    before, after = text[max(0, hit.start - 24) : hit.start], text[hit.end : hit.end + 2]
    if before.endswith(_ROW_BEFORE) or after.startswith(_ROW_AFTER):
        return LISTED
    does = hit.word.second and _DOES.search(hit.word.first)
    return DONE if does or _DOES.search(_CLAUSE_END.split(before)[-1]) else 1.0


def _names(text: str, owner: str) -> list[tuple[int, int]]:
    """Where organisations are named: a word inside a name is not a theme."""
    holes = [m.span() for m in _ORGANISATION.finditer(text) if len(m.group()) >= 5 and _is_name(m.group())]
    for name in filter(None, {owner, re.sub(r"[（(].*", "", owner)}):
        holes += [m.span() for m in re.finditer(re.escape(name), text)]
    return holes


def _is_name(words: str) -> bool:
    return "的" not in words and bool(_PROPER.search(words))


def _nearest(scores: Mapping[str, float], asked: float) -> frozenset[str]:
    """The themes that a short text comes nearest to, however few words speak for them."""
    near = sorted((theme for theme, score in scores.items() if score >= FAINT), key=lambda t: (-scores[t], t))
    return frozenset(near[:NEAREST] if asked < NEAR else ())


def _is_mentioned(
    told: Sequence[Evidence], asked: float, heard: Sequence[tuple[str, float]], faint: frozenset[str]
) -> bool:
    """Whether one of the taxonomy's own words or being nearest is enough to suggest; not against what was learned."""
    if sum(weight for _, weight in heard) < 0:
        return False
    return told[0].theme in faint or any(e.own and (asked == 1.0 or e.weight / asked >= MENTION) for e in told)


def _judged(
    theme: str, told: Sequence[Evidence], score: float, sure: bool, heard: Sequence[tuple[str, float]] = ()
) -> Theme:
    told = sorted(told, key=lambda e: -e.weight)
    places = sum(len(e.places) for e in told)
    titled = any(e.titled for e in told)
    words = "、".join(e.word for e in told)
    where = f"标题与正文 {places} 处" if titled and places else "标题" if titled else f"正文 {places} 处"
    start, end = next((e.places[0] for e in told if e.places), (None, None))
    status = "auto" if sure else "suggested"
    learned = reason(heard)
    why = learned if {e.word for e in told} <= {word for word, _ in heard} else f"{where}见“{words}”"[:120]
    if learned and why != learned:
        why = f"{why}；{learned}"
    return Theme(theme, round(min(1.0, score / 2), 2), status, start, end, why)  # type: ignore[arg-type]


def _is_blocked(text: str, start: int, end: int) -> bool:
    pattern = _blocked().get(text[start:end].lower())
    if pattern is None:
        return False
    at = max(0, start - 8)
    return any(m.start() + at <= start and end <= m.end() + at for m in pattern.finditer(text[at : end + 10]))
