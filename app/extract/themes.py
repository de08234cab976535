"""Themes by the taxonomy's trigger words: sure ones `auto`, single hints `suggested`, each with its reason.

Knows a case's text and title; must not know what a user decided about themes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.extract.plans import RESPONSIBLE
from app.extract.tables import rows, taxonomy
from db.records import Theme

LONG = 5
"""A trigger of so many characters is sure by itself, unless it is one of a row."""
_ORGANISATION = re.compile(
    r"[一-鿿]{0,8}(?:医院|大学|学院|卫生健康委|卫健委|协会|学会|委员会|研究院|研究所|办公室|报社|杂志社|局|厅)"
)
_PROPER = re.compile(r"(?:附属|大学|省|市|县|区(?!域)|第[一二三四五六七八九十]|人民|国家|全国|中国).{0,6}$")
_DOES = re.compile(
    r"(?:建设|加强|推进|推行|实施|开展|完善|建立|建起|建成|健全|强化|扩大|深化|打造|创建|提升|提高|实行|构建|引进|吸引|探索|发展|优化|"
    r"改革|推动|落实|设立|成立|增强|发挥|培养|培育|降低|规范|推广|启用|组建|加快|做实|做强|支持|鼓励|注重|举办|制定|出台|争创|获批|"
    r"选树|弘扬|传承|推出|开设|试行|办好|改善|缩短|减少|整合|下沉|完成)[^，。；：、]{0,14}$"
)
_OBJECT = re.compile(
    r"[^，。；、的]{0,4}(?:建设|管理|制度|改革|体系|机制|工程|中心|培养|引进|能力|队伍|服务|模式|平台|工作|活动|教育|占比)"
)
_ROW_BEFORE = ("、", "和", "与", "及")
_ROW_AFTER = ("、", "等", "和", "与", "及", "内", "间", "的")
"""What stands beside a trigger that is one of several things, or only says where or whose."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    theme: str
    further: bool
    """Whether the trigger is not the taxonomy's own: such a one says less."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A trigger found: where, whether it stands in a row of things, whether something is done about it."""

    start: int
    end: int
    word: str
    listed: bool
    done: bool
    further: bool


@dataclass(frozen=True, slots=True)
class _Index:
    """All triggers by their first two characters, so that one pass over a text finds them all."""

    by_two: dict[str, tuple[tuple[str, _Leaf], ...]]

    def find(self, text: str) -> Iterator[tuple[_Leaf, int, int]]:
        """The triggers in a text with their places; of one leaf's triggers the longest, none inside another."""
        lower = text.lower()
        last: dict[str, int] = {}
        for i in range(len(lower) - 1):
            for word, leaf in self.by_two.get(lower[i : i + 2], ()):
                if i >= last.get(leaf.theme, 0) and lower.startswith(word, i):
                    last[leaf.theme] = i + len(word)
                    yield leaf, i, i + len(word)


@lru_cache(maxsize=1)
def _index() -> _Index:
    by_two: dict[str, list[tuple[str, _Leaf]]] = {}
    words = {
        (leaf["id"], word.replace(",", "，").lower()): False
        for top in taxonomy()
        for leaf in top["leaves"]
        for word in leaf["triggers"]
    }
    for theme, further in rows("practices", "triggers.tsv"):
        for word in further.lower().split("、"):
            words.setdefault((theme, word), True)
    for (theme, word), is_further in words.items():
        by_two.setdefault(word[:2], []).append((word, _Leaf(theme, is_further)))
    return _Index({two: tuple(sorted(found, key=lambda f: -len(f[0]))) for two, found in by_two.items()})


@lru_cache(maxsize=1)
def _blocked() -> dict[str, re.Pattern[str]]:
    """For a trigger the words around it that make it a person, an object or a member of a list."""
    return {row[0].lower(): re.compile(row[1]) for row in rows("practices", "contexts.tsv")}


def find_themes(text: str, title: str = "", owner: str = "") -> tuple[Theme, ...]:
    """The themes of a case, sure ones first.

    Args:
        text: The case's own text; start and end count in it.
        title: Its headline; a trigger there is sure.
        owner: The organisation's name, in which no trigger counts.
    """
    body = text[: _body_end(text)]
    hits = _collected(body, owner)
    titled: dict[str, str] = {}
    for leaf, start, end in _index().find(title):
        if not _is_blocked(title, start, end):
            titled.setdefault(leaf.theme, title[start:end])
    found = [_judged(theme, hits.get(theme, []), titled.get(theme)) for theme in {**titled, **hits}]
    return tuple(sorted(found, key=lambda t: (t.status != "auto", -t.score, t.id)))


def _body_end(text: str) -> int:
    tail = RESPONSIBLE.search(text[-400:])
    return len(text) - len(text[-400:]) + tail.start() if tail else len(text)


def _collected(text: str, owner: str) -> dict[str, list[_Hit]]:
    holes = _names(text, owner)
    found: dict[str, list[_Hit]] = {}
    for leaf, start, end in _index().find(text):
        if any(a <= start and end <= b for a, b in holes) or _is_blocked(text, start, end):
            continue
        before, after = text[max(0, start - 24) : start], text[end : end + 12]
        done = bool(_DOES.search(re.split("[，。；：\n]", before)[-1]))
        hit = _Hit(
            start,
            end,
            text[start:end],
            listed=before.endswith(_ROW_BEFORE) or after.startswith(_ROW_AFTER),
            done=done and (end - start >= 4 or bool(_OBJECT.match(after))),
            further=leaf.further,
        )
        found.setdefault(leaf.theme, []).append(hit)
    return found


def _names(text: str, owner: str) -> list[tuple[int, int]]:
    """Where organisations are named: a trigger inside a name is not a theme."""
    holes = [m.span() for m in _ORGANISATION.finditer(text) if len(m.group()) >= 5 and _is_name(m.group())]
    for name in filter(None, {owner, re.sub(r"[（(].*", "", owner)}):
        holes += [m.span() for m in re.finditer(re.escape(name), text)]
    return sorted(holes)


def _is_name(words: str) -> bool:
    return "的" not in words and bool(_PROPER.search(words))


def _judged(theme: str, hits: Sequence[_Hit], title: str | None) -> Theme:
    distinct = len({hit.word for hit in hits})
    weight = sum(0.5 if hit.further else 1.0 for hit in hits)
    alone = any(_is_enough(hit) for hit in hits)
    sure = title is not None or alone or (weight >= 2.0 or (weight >= 1.0 and distinct >= 2))
    score = min(1.0, 0.35 + 0.12 * len(hits) + 0.1 * distinct + (0.3 if title else 0) + (0.15 if alone else 0))
    words = "、".join(dict.fromkeys([*([title] if title else []), *(hit.word for hit in hits)]))
    where = "标题与正文" if title and hits else "标题" if title else f"正文 {len(hits)} 处"
    start, end = (hits[0].start, hits[0].end) if hits else (None, None)
    return Theme(theme, round(score, 2), "auto" if sure else "suggested", start, end, f"{where}见“{words}”"[:120])


def _is_enough(hit: _Hit) -> bool:
    """Whether one trigger is sure by itself."""
    if hit.listed:
        return False
    if hit.further:
        return hit.done and hit.end - hit.start >= 4
    return hit.done or len(hit.word.strip("“”")) >= LONG


def _is_blocked(text: str, start: int, end: int) -> bool:
    pattern = _blocked().get(text[start:end].lower())
    if pattern is None:
        return False
    at = max(0, start - 8)
    return any(m.start() + at <= start and end <= m.end() + at for m in pattern.finditer(text[at : end + 10]))
