"""What a case may answer to a question: passages of its text, each with the reason it was thought of.

Drawn from the outline, practices and results that understanding found, and from the question's own words. A passage is
offered for the one question it answers best. Nothing is ever put into a matrix by itself. Knows one case and the
questions asked of it; no library, no matrix.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.formats.paragraphs import stretches
from app.services.recording import value_in_words
from db import words
from db.records import Case, Section

MOST = 5
"""Passages offered for a cell."""
_LISTED = 4 * MOST
"""Passages of a question that are looked at: the best of them may answer another one better."""
LONGEST = 90
"""Characters of a passage."""
FIRST: tuple[tuple[str, str], ...] = (
    ("背景", "背景"), ("做法", "做法"), ("成效", "成效"), ("难点", "难点"), ("可借鉴", "可借鉴"),
)  # fmt: skip
"""The questions a matrix begins with, title and role."""
RESULTS = "成效"
_FIGURES = r"(?<!大)数据(?!平台|中心|治理|安全|共享)|数字(?!化|医|技术|转型|平台|赋能)"
"""Figures, not the digital."""
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (RESULTS, re.compile(rf"成效|效果|结果|成果|见效|{_FIGURES}|指标|成绩|变化")),
    ("可借鉴", re.compile(r"借鉴|启示|经验|体会|推广|启发")),
    ("难点", re.compile(r"难点|困难|难题|问题$|哪些问题|挑战|瓶颈|不足|短板|痛点|障碍|教训")),
    ("背景", re.compile(r"背景|为什么|为何|起因|缘起|现状|动因")),
    ("做法", re.compile(r"做法|举措|措施|路径|办法")),
)
_SECTION = {"背景": "背景", "做法": "做法", "成效": "成效", "可借鉴": "启示"}
_HARD = re.compile(r"难点|难题|困难|困境|瓶颈|痛点|短板|挑战|掣肘|制约|矛盾突出|不足|堵点|薄弱")
_LESSON = re.compile(r"启示|体会|经验|可复制|可推广|推广|借鉴|实践证明|实践表明")
_BY = {
    "change": 3.0, "named": 3.0, "practice": 2.5, "section": 2.2, "figure": 2.0, "word": 1.8, "opening": 1.5,
    "aim": 1.5, "doubtful practice": 1.2,
}  # fmt: skip
"""How well a passage answers by what it was found by: what several questions want goes by this."""
_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]*[”’）]?")
_CLAUSE = re.compile(r"[^，,：:]+[，,：:]?")
_ENDS = "。；;，,、：: \t"
_ASKED = (
    "怎样 怎么 怎么样 如何 什么 哪里 哪儿 哪些 哪个 是否 有没有 有无 多少 为何 何时 谁 的 了 吗 呢 与 和 及 在 上 进 做"
    " 有 本院 我院 医院 工作 情况 方面 进行"
)
_ASKING = frozenset(_ASKED.split(" "))


@dataclass(frozen=True, slots=True)
class Hint:
    """A passage that may answer a question. `reason` says why, in words; `paragraph` counts from 1."""

    start: int
    end: int
    text: str
    reason: str
    paragraph: int = 0


def role_of(title: str) -> str:
    """What a question asks for, by its words; empty when it is none of the known kinds."""
    return next((role for role, pattern in _ROLES if pattern.search(title)), "")


def hints(case: Case, title: str, role: str) -> tuple[Hint, ...]:
    """Passages that may answer a question asked alone, the likeliest first, none overlapping another.

    Args:
        case: With its outline, practices and results.
        title: The question as the person words it.
        role: One of `FIRST`'s; empty for a question that goes by its words.
    """
    return dealt(case, ((title, role),))[0]


def dealt(case: Case, questions: Sequence[tuple[str, str]]) -> tuple[tuple[Hint, ...], ...]:
    """Passages for every question asked of a case, titles and roles as for `hints`; none is offered for two of them.

    Round by round each question takes its next best; where two want the same words, the one they answer better has
    them and the other goes on to its own next.
    """
    asking = [_Asking(tuple(_told(case, title, role))) for title, role in questions]
    for _ in range(MOST):
        waiting = list(reversed(asking))
        while waiting:
            waiting += _next(waiting.pop(), asking)
        for one in asking:
            one.keep()
    begun = [start for start, _ in stretches(case.text)]
    return tuple(
        tuple(replace(hint, paragraph=max(1, bisect_right(begun, hint.start))) for hint in one.kept) for one in asking
    )


_Span = tuple[int, int, float, str]
"""Start, end, how well it answers, and why it was thought of."""


@dataclass(eq=False)
class _Asking:
    """A question on its way down the list of what may answer it."""

    listed: tuple[tuple[Hint, float], ...]
    at: int = 0
    wanted: tuple[Hint, float] | None = None
    kept: list[Hint] = field(default_factory=list)

    def keep(self) -> None:
        """What nobody else wanted more is this one's."""
        if self.wanted:
            self.kept.append(self.wanted[0])
            self.wanted = None


def _next(one: _Asking, asking: Sequence[_Asking]) -> list[_Asking]:
    """Let a question take its next best; returns those that lost theirs to it."""
    while one.at < len(one.listed):
        hint, worth = one.listed[one.at]
        one.at += 1
        rivals = [other for other in asking if other.wanted and _meet(hint, other.wanted[0])]
        gone = any(_meet(hint, there) for other in asking for there in other.kept)
        if gone or any(other.wanted and other.wanted[1] >= worth for other in rivals):
            continue
        for other in rivals:
            other.wanted = None
        one.wanted = hint, worth
        return rivals
    return []


def _meet(one: Hint, other: Hint) -> bool:
    return one.start < other.end and one.end > other.start


def _told(case: Case, title: str, role: str) -> Iterator[tuple[Hint, float]]:
    """What may answer one question, the likeliest first, none overlapping another, each with how well."""
    found: list[Hint] = []
    for start, end, worth, reason in _candidates(case, title, role):
        start, end = _tidy(case.text, *_passage(case.text, start, end))  # noqa: PLW2901
        hint = Hint(start, end, case.text[start:end], reason)
        if end - start < 4 or any(_meet(hint, one) for one in found):
            continue
        found.append(hint)
        yield hint, worth
        if len(found) == _LISTED:
            break


def _candidates(case: Case, title: str, role: str) -> Iterator[_Span]:
    if role == RESULTS:
        yield from _figures(case)
    elif role == "做法":
        yield from _practices(case)
    elif role == "难点":
        yield from _worded(case.text, _HARD)
    if role in _SECTION:
        yield from _sections(case, _SECTION[role])
    if role == "可借鉴":
        yield from _worded(case.text, _LESSON)
    if not role:
        yield from _asked(case, title)


def _figures(case: Case) -> Iterator[_Span]:
    """Results, those with something before them first; aims last."""
    told = [one for one in case.results if one.start is not None and one.end is not None and one.status != "suggested"]
    for one in sorted(told, key=lambda r: (r.type == "target", r.before is None, r.value is None, r.start or 0)):
        what = "目标" if one.type == "target" else "成效"
        worth = _BY["aim" if one.type == "target" else "figure" if one.before is None else "change"]
        yield one.start or 0, one.end or 0, worth, f"{what}：{one.metric} {value_in_words(one, case.text)}"


def _practices(case: Case) -> Iterator[_Span]:
    told = [one for one in case.practices if one.start is not None and one.end is not None]
    for one in sorted(told, key=lambda p: (p.status == "suggested", p.start or 0)):
        doubt = "（待确认）" if one.status == "suggested" else ""
        worth = _BY["doubtful practice" if doubt else "practice"]
        yield one.start or 0, one.end or 0, worth, f"做法“{one.name.replace('“', '‘').replace('”', '’')}”{doubt}"


def _sections(case: Case, role: str) -> Iterator[_Span]:
    """The first sentences of the parts that play a role; of what was done, one of each."""
    for section in case.outline:
        if section.role == role:
            reason = f"提纲“{section.heading}”" if section.heading else f"段首像是{role}"
            sentences = list(_body(case.text, section))
            worth = _BY["section" if section.heading else "opening"]
            yield from ((start, end, worth, reason) for start, end in sentences[: 1 if role == "做法" else 2])


def _body(text: str, section: Section) -> Iterator[tuple[int, int]]:
    """The sentences of a section without its heading."""
    start, end = max(0, section.start), min(section.end, len(text))
    if section.heading and text.startswith(section.heading, start):
        start += len(section.heading)
    for found in _SENTENCE.finditer(text, start, end):
        if len(found.group().strip(_ENDS)) >= 6:
            yield found.span()


def _worded(text: str, pattern: re.Pattern[str]) -> Iterator[_Span]:
    """Sentences with telling words, each once."""
    for start, end in stretches(text):
        for sentence in _SENTENCE.finditer(text, start, end):
            if told := pattern.search(sentence.group()):
                at = sentence.start() + told.start()
                yield at, at + len(told.group()), _BY["word"], f"含“{told.group()}”"


def asked_words(title: str) -> tuple[str, ...]:
    """The words of a question that an answer may share with it."""
    cut = [word.strip() for word in words.cut(title)]
    telling = [word for word in cut if word not in _ASKING and re.search(r"\w", word)]
    long = [word for word in telling if len(word) > 1]
    return tuple(dict.fromkeys(long or telling))


def _asked(case: Case, title: str) -> Iterator[_Span]:
    """Sentences that share words with the question, those with more of them first; practices named by them before."""
    asked = asked_words(title)
    if not asked:
        return
    for start, end, _, reason in _practices(case):
        if any(word in reason for word in asked):
            yield start, end, _BY["named"], reason
    scored = []
    for start, end in stretches(case.text):
        for sentence in _SENTENCE.finditer(case.text, start, end):
            shared = [word for word in asked if word in sentence.group()]
            if shared:
                at = sentence.start() + sentence.group().index(shared[0])
                scored.append((-len(shared), len(sentence.group()) > LONGEST, at, shared))
    for _, _, at, shared in sorted(scored, key=lambda one: one[:3])[:_LISTED]:
        worth = _BY["named"] * len(shared) / len(asked)
        yield at, at + len(shared[0]), worth, "含" + "".join(f"“{word}”" for word in shared)


def _passage(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence a stretch stands in; of a long one the clauses around the stretch."""
    first = max(text.rfind(mark, 0, start) for mark in "。！？；!?;\n") + 1
    last = next((found.start() + 1 for found in re.finditer("[。！？；!?;\n]", text[end:])), len(text) - end) + end
    if last - first <= LONGEST:
        return first, last
    left, right = start, end
    for clause in _CLAUSE.finditer(text, first, last):
        if clause.start() <= start < clause.end():
            left, right = clause.start(), max(end, clause.end())
        elif clause.start() >= right and clause.end() - left <= LONGEST:
            right = clause.end()
    return (left, right) if right - left <= 2 * LONGEST else (start, end)


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks and without the marks that end a sentence."""
    while start < end and text[start] in _ENDS + "\n":
        start += 1
    while end > start and text[end - 1] in _ENDS + "\n":
        end -= 1
    return start, end
