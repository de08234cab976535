"""What a query is made of: terms, words near each other, comparisons, groups, clauses; and how each is written.

Frozen records; knows nothing of the library nor of how typed text is read (`db.query`). Only a term can have a
field; the `field` of every other operand is None, and its string is how it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

FIELDS = {
    "theme": "主题", "region": "地区", "practice": "做法", "owner": "医院", "year": "年份", "kind": "类型",
    "tag": "标签", "shelf": "书架", "has": "有", "title": "标题", "text": "正文", "note": "笔记", "label": "标记",
    "evidence": "证据",
}  # fmt: skip
"""Field -> the Chinese name it is written with."""
WORDED = frozenset({"title", "text", "note"})
"""The fields that look for words in one part of a case."""
KINDS = {"hospital": "医院", "expert": "专家", "plan": "方案", "plan_task": "任务", "other": "其他"}
HAS = {
    "notes": "笔记",
    "starred": "星标",
    "unread": "未读",
    "read": "已读",
    "reading": "在读",
    "finished": "读完",
    "tags": "标签",
    "kin": "重复",
}
GRADES = {"0": "无数据", "1": "单点数字", "2": "前后对比", "3": "排名或第三方", "4": "获奖"}
"""Grade of evidence -> how it is written."""
UNPLACED = "全国/未标注"
"""The region value of cases without a place."""
Within: TypeAlias = int | Literal["sentence", "paragraph"]
Relation: TypeAlias = Literal[">=", "<=", ">", "<", "="]
_SEPARATE = re.compile(r'[\s"＂“”「」『』()（）,，;；、]')
"""What a value written without quotes cannot hold."""
_GREAT = {"亿": 10**8, "万": 10**4}
_CALLED = {"sentence": "同句", "paragraph": "同段"}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: text when `field` is None. `phrase` was written in quotes."""

    field: str | None
    value: str
    phrase: bool = False

    def __str__(self) -> str:
        if self.field is None:
            return quoted(self.value) if self.phrase else self.value
        return f"{FIELDS[self.field]}:{_safe(self.value)}"


@dataclass(frozen=True, slots=True)
class Near:
    """Words that stand together: within so many characters that are not theirs, in a sentence, in a paragraph."""

    words: tuple[str, ...]
    within: Within

    @property
    def field(self) -> None:
        """No field."""

    def __str__(self) -> str:
        words = " ".join(map(_safe, self.words))
        return f"NEAR({words}, {self.within})" if isinstance(self.within, int) else f"{_CALLED[self.within]}({words})"


@dataclass(frozen=True, slots=True)
class Compare:
    """A counted result of a metric beyond, at or below a value. 万 and 亿 are multiplied out."""

    metric: str
    op: Relation
    value: float
    unit: str | None = None

    @property
    def field(self) -> None:
        """No field."""

    def __str__(self) -> str:
        return f"{self.metric}{self.op}{counted(self.value)}{self.unit or ''}"


@dataclass(frozen=True, slots=True)
class Group:
    """A query in parentheses."""

    query: Query

    @property
    def field(self) -> None:
        """No field."""

    def __str__(self) -> str:
        return f"({self.query})"


Operand: TypeAlias = Term | Near | Compare | Group


@dataclass(frozen=True, slots=True)
class Clause:
    """Any of the operands, or none of them when negated."""

    any: tuple[Operand, ...]
    negated: bool = False

    @property
    def field(self) -> str | None:
        """The one field all operands speak of; None for text and for mixtures."""
        fields = {operand.field for operand in self.any}
        return fields.pop() if len(fields) == 1 else None

    def __str__(self) -> str:
        joined = " OR ".join(map(str, self.any))
        if not self.negated:
            return joined
        return f"-({joined})" if len(self.any) > 1 else f"-{joined}"


@dataclass(frozen=True, slots=True)
class Query:
    """All of the clauses."""

    clauses: tuple[Clause, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.clauses))

    @property
    def worded(self) -> bool:
        """Whether any text is looked for."""
        return any(_words(one) for clause in self.clauses if not clause.negated for one in clause.any)

    @property
    def words(self) -> tuple[str, ...]:
        """The text that is looked for, in order, each once: what is marked in a found case."""
        asked = [word for clause in self.clauses if not clause.negated for one in clause.any for word in _words(one)]
        return tuple(dict.fromkeys(asked))


def _words(operand: Operand) -> tuple[str, ...]:
    if isinstance(operand, Near):
        return operand.words
    if isinstance(operand, Group):
        return operand.query.words
    if isinstance(operand, Term) and (operand.field is None or operand.field in WORDED):
        return (operand.value,)
    return ()


def number(value: float) -> str:
    """A number without exponent, whole ones without a point."""
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def counted(value: float) -> str:
    """A number as people write it: 2亿, 1.5万; one that would be no shorter so stays as it is."""
    for name, scale in _GREAT.items():
        amount = Decimal(repr(value)) / scale
        if amount >= 1 and amount == round(amount, 2):
            return f"{amount.normalize():f}{name}"
    return number(value)


def quoted(value: str) -> str:
    """In quotes, those inside doubled."""
    return '"' + value.replace('"', '""') + '"'


def _safe(value: str) -> str:
    return quoted(value) if not value or _SEPARATE.search(value) else value
