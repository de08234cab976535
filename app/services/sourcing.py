"""Sources of a brief: numbered as they first stand, named in its own words, and missed where something is claimed.

Pure: parts and how cases are cited, no library. In own words a source is `[[name|case id]]`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from app.services.figured import figures, strange
from db import linked
from db.briefs import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.linked import Link

_SENTENCE = re.compile("[^。！？!?；;\n]+[。！？!?；;]*[”’）)】]*(?:\\s?\\[\\[[^\\[\\]\n]{1,300}\\]\\])*")
_CLAIM = re.compile(
    "提高|提升|上升|增长|增加|下降|降低|减少|缩短|降至|升至|达到|优于|高于|低于|翻番|翻一番|第一|首家|首个|率先|领先|显著|明显|"
    "有效|成功|实现了|证明|表明|显示|普遍|均为|全部|大多|多数|过半|半数|一半|最[高低好早大]|取得|获评|荣获|被评为|入选"
)
_HOSPITAL = re.compile(
    "(?:该|这家|那家|某|两家|几家|多家|有的|有些|外|兄弟|另一家|上述|省内|市内|当地|一家)(?:三甲|公立|县级|市级|基层)?(?:医)?院|"
    "[\u4e00-\u9fff]{2,}(?:省|市|县|区|州)[\u4e00-\u9fff]{0,8}(?:医院|卫生院|保健院)|"
    "[\u4e00-\u9fff]{0,8}(?:大学|附属|人民|中心|中医|妇幼|肿瘤|儿童|第[一二三四五六七八九十]+|县|协和)[\u4e00-\u9fff]{0,4}(?:医院|卫生院|保健院)|"
    "(?:医共体|医联体|院方|该中心|该集团|他们)"
)
_DONE = re.compile(
    "把|将|让|由|对|设|建|成立|推|实行|开展|开设|开会|每[年月周天日季]|组织|规定|要求|制定|出台|采用|使用|引进|派|聘|与|向|已|了|是|有|在|先"
)
"""Words that tell of something somebody does or did."""
_WISHED = re.compile(
    "建议|应当|应该|应先|(?<![适相对])应(?!用|急|对|答|诊|届)|拟|打算|计划(?:在|于)|下一步|不妨|力争|争取|值得|可以|可先|能否|是否|想|希望|"
    "需要|[？?]|怎么|怎样|如何|下面|以下|本节|本文"
)
"""What is wished, asked or announced is not claimed."""
_OURS = re.compile("^(?:本院|我院|我们|院内|我科)")


@dataclass(frozen=True, slots=True)
class Sourced:
    """The sources of a brief in the order they first stand: a citation and the cases cited by it."""

    citations: tuple[str, ...] = ()
    of_case: Mapping[str, int] = field(default_factory=dict)
    """Case -> its number, from 1."""

    def number(self, part: Part) -> int | None:
        """A quote's number."""
        return self.of_case.get(part.case_id) if part.kind == "quote" else None


@dataclass(frozen=True, slots=True)
class Unsourced:
    """A sentence that claims something nothing beside it bears out."""

    part_id: str
    sentence: str
    why: str


def numbered(parts: Sequence[Part], cited: Mapping[str, str]) -> Sourced:
    """Number the sources.

    Args:
        parts: The brief, in order.
        cited: Case -> how it is cited now; of cases that are gone what was kept counts.
    """
    citations: dict[str, int] = {}
    of_case: dict[str, int] = {}
    for part in parts:
        kept = dict(part.sources)
        for case in cases_of(part):
            words = cited.get(case) or kept.get(case) or f"{part.case_title or named(part, case)}[Z]."
            of_case[case] = citations.setdefault(words, len(citations) + 1)
    return Sourced(tuple(citations), of_case)


def cases_of(part: Part) -> tuple[str, ...]:
    """The cases a part rests on, in its order, each once."""
    if part.kind == "quote":
        return (part.case_id,) if part.case_id else ()
    if part.kind == "heading":
        return ()
    return tuple(dict.fromkeys(link.id for link in linked.links(part.text) if link.id and link.target == "case"))


def named(part: Part, case: str) -> str:
    """What a part calls a case."""
    return next((link.name for link in linked.links(part.text) if link.id == case), "无题名")


def worded(text: str, sourced: Sourced) -> str:
    """Own words as they are read: sources as numbers, marks next to each other drawn together."""

    def number(link: Link) -> str:
        found = sourced.of_case.get(link.id)
        return f"[{found}]" if found else link.shown

    return linked.rewritten(text, number)


def unsourced(parts: Sequence[Part]) -> tuple[Unsourced, ...]:
    """Own sentences with figures, claims or a hospital's doings that have no source in them and no quote beside them.

    A figure must stand in a quote beside it, too, as the same number of the same: a quote bears out what it says and
    no more.
    """
    found: list[Unsourced] = []
    for at, part in enumerate(parts):
        if part.kind != "own":
            continue
        beside = _beside(parts, at)
        judged = ((one, _lacking(one, beside)) for one in _SENTENCE.findall(part.text))
        found += [Unsourced(part.id, linked.plain(one).strip(), why) for one, why in judged if why]
    return tuple(found)


def _beside(parts: Sequence[Part], at: int) -> str | None:
    """The words of the quotes right before and after a part; None when there are none."""
    near = [*_run(parts, range(at - 1, -1, -1)), *_run(parts, range(at + 1, len(parts)))]
    return "\n".join(near) if near else None


def _run(parts: Sequence[Part], places: range) -> list[str]:
    words = []
    for place in places:
        if parts[place].kind != "quote":
            break
        words.append(parts[place].text)
    return words


@lru_cache(maxsize=4096)
def _lacking(sentence: str, beside: str | None) -> str:
    if any(link.target == "case" for link in linked.links(sentence)):
        return ""
    told = figures(sentence)
    wished = bool(_WISHED.search(sentence))
    of_others = not wished and _of_others(sentence)
    if beside is None:
        if told:
            return "有数字，没有出处"
        if not wished and _CLAIM.search(sentence):
            return "有判断，没有出处"
        return "说到医院的做法，没有出处" if of_others else ""
    missing = strange(told, figures(beside))
    if missing is not None:
        return f"“{missing.words}”不在旁边的引文里"
    return "旁边的引文没有说到这件事" if of_others and not told and _apart(sentence, beside) else ""


def _of_others(sentence: str) -> bool:
    """Whether a sentence says what a hospital does, other than our own."""
    return bool(_HOSPITAL.search(sentence) and _DONE.search(sentence) and not _OURS.match(sentence.strip()))


def _apart(sentence: str, beside: str) -> bool:
    """Whether two texts have no two characters in a row in common but the hospital's name."""
    rest = re.sub("[^\u4e00-\u9fff]+", " ", _HOSPITAL.sub(" ", sentence))
    return not any(pair in beside for pair in map("".join, pairwise(rest)) if " " not in pair)


# --- carried away


def as_text(name: str, parts: Sequence[Part], sourced: Sourced, places: Mapping[str, str]) -> str:
    """The brief as plain text with numbers, and its sources after it."""
    lines = [name, ""]
    for part in parts:
        if part.kind == "quote":
            lines.append(f"“{_flat(part.text)}”{tail(part, sourced, places)}")
        elif part.text.strip():
            lines += ([""] if part.kind == "heading" else []) + [worded(part.text, sourced).strip()]
    if sourced.citations:
        lines += ["", "出处", *(f"[{number}] {words}" for number, words in enumerate(sourced.citations, 1))]
    return "\n".join(lines).strip() + "\n"


def as_html(name: str, parts: Sequence[Part], sourced: Sourced, places: Mapping[str, str]) -> str:
    """The same for programs that take headings and quotations."""
    made = [f"<h1>{html.escape(name)}</h1>"]
    for part in parts:
        words = html.escape(worded(part.text, sourced).strip()).replace("\n", "<br>")
        if part.kind == "quote":
            made.append(f"<blockquote>“{words}”{html.escape(tail(part, sourced, places))}</blockquote>")
        elif words and part.kind == "heading":
            made.append(f"<h{part.level + 1}>{words}</h{part.level + 1}>")
        elif words:
            made.append(f"<p>{words}</p>")
    if sourced.citations:
        rows = "".join(f"<p>[{number}] {html.escape(words)}</p>" for number, words in enumerate(sourced.citations, 1))
        made.append(f"<h3>出处</h3>{rows}")
    return "".join(made)


def tail(part: Part, sourced: Sourced, places: Mapping[str, str]) -> str:
    """What stands behind a quote: whose it is, its place there and its number."""
    place = places.get(part.id, "")
    where = f"（{part.case_title}{f' {place}' if place else ''}）" if part.case_title else ""
    number = sourced.number(part)
    return f"{where}[{number}]" if number else where


def _flat(words: str) -> str:
    return " ".join(line.strip() for line in words.splitlines() if line.strip())
