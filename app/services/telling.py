"""A query as a Chinese sentence. Only words: nothing is asked of a library here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from db.clauses import HAS, Compare, Group, Near, Term, counted

if TYPE_CHECKING:
    from db.clauses import Clause, Operand, Query

_SAID = {
    "theme": "主题是“{}”", "region": "地区在{}", "practice": "做法有“{}”", "owner": "医院名含“{}”", "kind": "类型是{}",
    "tag": "标签有“{}”", "shelf": "在书架“{}”里", "title": "标题含“{}”", "text": "正文含“{}”", "note": "笔记含“{}”",
    "label": "标记为“{}”", "evidence": "证据是“{}”",
}  # fmt: skip
_NOT = {
    "theme": "主题不是“{}”", "region": "地区不在{}", "practice": "没有做法“{}”", "owner": "医院名不含“{}”",
    "kind": "类型不是{}", "tag": "没有标签“{}”", "shelf": "不在书架“{}”里", "title": "标题不含“{}”",
    "text": "正文不含“{}”", "note": "笔记不含“{}”", "label": "没有标记“{}”", "evidence": "证据不是“{}”",
}  # fmt: skip
_HAS = {
    HAS["notes"]: ("有笔记", "没有笔记"), HAS["starred"]: ("加了星标", "没有星标"), HAS["unread"]: ("还没读", "读过"),
    HAS["read"]: ("读过", "还没读"), HAS["tags"]: ("有标签", "没有标签"), HAS["kin"]: ("另有重复讲述", "没有重复讲述"),
    HAS["reading"]: ("正在读", "没有在读"), HAS["finished"]: ("读完了", "还没读完"),
}  # fmt: skip
_RELATIONS = {">=": "不低于", "<=": "不超过", ">": "高于", "<": "低于", "=": "等于"}
_LONGEST = 40
_MOST = 12
"""Conditions that are told one by one."""


Named = Callable[[str], str]
"""How a theme is called that the query names by its id."""


def _as_typed(theme: str) -> str:
    return theme


def sentence(query: Query, total: int, named: Named = _as_typed) -> str:
    """The whole query: 含“党建”，且地区在江西的案例，共 12 个。"""
    if not query.clauses:
        return f"全部案例，共 {total} 个。"
    told = _all(query, named)
    joined = told if told.endswith("的") else f"{_spaced(told)}的"
    return f"{joined}案例，共 {total} 个。" if total else f"{joined}案例，一个也没有。"


def clause(asked: Clause, named: Named = _as_typed) -> str:
    """One condition."""
    if len(asked.any) == 1:
        return _operand(asked.any[0], named, negated=asked.negated)
    told = [_operand(one, named, negated=False) for one in asked.any[:_MOST]]
    told = [*map(_spaced, told[:-1]), told[-1]]
    either = "或".join(told) + (f"等 {len(asked.any)} 项之一" if len(asked.any) > _MOST else "")
    return f"除去{_spaced(either)}的" if asked.negated else either


def _spaced(told: str) -> str:
    """Words that may be followed by Chinese ones."""
    return f"{told} " if told[-1].isascii() else told


def short(text: str) -> str:
    """A text that fits into a sentence."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _all(query: Query, named: Named) -> str:
    told = [clause(one, named) for one in query.clauses[:_MOST]]
    more = f"，等 {len(query.clauses)} 个条件都符合" if len(query.clauses) > _MOST else ""
    return "，且".join(told) + more


def _operand(one: Operand, named: Named, *, negated: bool) -> str:
    if isinstance(one, Term):
        return _term(one, named, negated=negated)
    if isinstance(one, Near):
        told = _near(one)
    elif isinstance(one, Compare):
        told = f"“{short(one.metric)}”{_RELATIONS[one.op]} {counted(one.value)}{one.unit or ''}"
    else:
        told = _group(one, named)
    return f"除去{_spaced(told)}的" if negated else told


def _term(one: Term, named: Named, *, negated: bool) -> str:
    value = short(named(one.value) if one.field == "theme" else one.value)
    if one.field == "year":
        return f"不在{_years(one.value)}" if negated else f"在{_years(one.value)}"
    if one.field == "has":
        return _HAS[one.value][negated]
    if one.field is None:
        return f"不含“{value}”" if negated else f"含“{value}”"
    return (_NOT if negated else _SAID)[one.field].format(value)


def _years(value: str) -> str:
    first, dots, last = value.partition("..")
    if not dots:
        return f" {first} 年"
    if first and last:
        return f" {first} 至 {last} 年"
    return f" {first} 年及以后" if first else f" {last} 年及以前"


def _near(one: Near) -> str:
    named = "、".join(f"“{short(word)}”" for word in one.words[:_MOST])
    if isinstance(one.within, int):
        return f"{named}相距不超过 {one.within} 字"
    return f"{named}在同一{'句' if one.within == 'sentence' else '段'}里"


def _group(one: Group, named: Named) -> str:
    return f"（{_all(one.query, named)}）"
