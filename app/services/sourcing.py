"""Sources of a brief: numbered as they first stand, named in its own words, and missed where something is claimed.

Pure: parts and how cases are cited, no library. In own words a source is `[[name|case id]]`.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from db import linked
from db.briefs import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from db.linked import Link

_SENTENCE = re.compile("[^。！？!?；;\n]+[。！？!?；;]*[”’）)】]*(?:\\s?\\[\\[[^\\[\\]\n]{1,300}\\]\\])*")
_FIGURE = re.compile(
    r"\d+(?:[.,]\d+)*\s?(?:%|％|‰|分钟|小时|万|亿|元|人|例|项|个|名|次|天|年|倍|位|家|床|分)?|百分之[一二三四五六七八九十百零]+|[一二三四五六七八九十]成"
)
_CLAIM = re.compile(
    "提高|提升|上升|增长|增加|下降|降低|减少|缩短|降至|升至|达到|优于|高于|低于|翻番|翻一番|第一|首家|首个|率先|领先|显著|明显|"
    "有效|成功|实现了|证明|表明|显示|普遍|均为|全部|大多|多数|最[高低好早大]|取得|获评|荣获|被评为"
)
_ORDINAL = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[）)、.．]|第[0-9一二三四五六七八九十]+[，、：])\s*")


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
    """Own sentences with figures or claims that have no source in them and no quote beside them.

    A figure must stand in a quote beside it, too: a quote bears out what it says and no more.
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


def _lacking(sentence: str, beside: str | None) -> str:
    if any(link.target == "case" for link in linked.links(sentence)):
        return ""
    plain = _ORDINAL.sub("", sentence)
    figures = [figure.strip() for figure in _FIGURE.findall(plain)]
    if beside is None:
        return "有数字，没有出处" if figures else "有判断，没有出处" if _CLAIM.search(plain) else ""
    strange = [figure for figure in figures if _digits(figure) not in _digits(beside)]
    return f"“{strange[0]}”不在旁边的引文里" if strange else ""


def _digits(words: str) -> str:
    return re.sub(r"[\s,，]", "", words).replace("％", "%")


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
