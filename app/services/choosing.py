"""What of a library goes out and how: one frozen choice, kept by name as a template.

Knows the sheet's vocabulary; no library, no window, no file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, cast, get_args

from app.formats.sheet import Body, Format, Layout, NotePlace
from app.wording import PURPOSES
from db.records import Colour, Purpose

Order = Literal["listed", "title", "place", "year"]
Group = Literal["none", "theme", "region", "owner"]
NoteSort = Literal["passage", "remark", "case"]
"""A highlight without words, one with words or tags, and a note on the case as a whole."""

FIELDS = (
    "单位", "地区", "类型", "年份", "主题", "做法", "成效",
    "别名", "实施地点", "发言人", "责任单位", "跨区域", "奖项", "证据", "标签",
)  # fmt: skip
"""Parts of the record that can be left out. Title, source and warnings cannot."""

LAYOUTS: dict[Layout, str] = {
    "simple": "简明版",
    "official": "公文版式（素面）",
    "cards": "摘录卡片",
    "table": "对比表",
}
BODIES: dict[Body, str] = {"text": "全文", "noted": "摘录和笔记", "excerpts": "只要摘录", "record": "只要记录"}
PLACES: dict[NotePlace, str] = {"beside": "随文", "comments": "页边批注", "end": "集中在案例后", "none": "不带笔记"}
ORDERS: dict[Order, str] = {"listed": "按列表", "title": "按标题", "place": "按地区", "year": "按年份，新的在前"}
GROUPS: dict[Group, str] = {"none": "不分组", "theme": "按主题", "region": "按地区", "owner": "按单位"}
SORTS: dict[NoteSort, str] = {"passage": "只有高亮", "remark": "带批注的高亮", "case": "案例笔记"}

PURPOSED: dict[Purpose, str] = {**PURPOSES, "": "没有注明用途的"}

_NAME = 40
_CHOSEN: dict[str, tuple[str, ...]] = {
    "body": get_args(Body), "layout": get_args(Layout), "notes": get_args(NotePlace),
    "order": get_args(Order), "group": get_args(Group),
}  # fmt: skip
_SEVERAL: dict[str, tuple[str, ...] | None] = {
    "fields": FIELDS, "note_colours": get_args(Colour), "note_sorts": get_args(NoteSort),
    "note_purposes": get_args(Purpose), "note_tags": None,
}  # fmt: skip
_NOT_KEPT = ("case_ids", "title", "filters")
"""What belongs to one export and to no template."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One export. None means all of a kind; empty `note_tags` means any, with tags or without."""

    case_ids: tuple[str, ...] = ()
    title: str = ""
    filters: str = ""
    """The query that found the cases; told on the cover in words."""
    fields: tuple[str, ...] | None = None
    """Of `FIELDS`."""
    body: Body = "text"
    note_colours: tuple[Colour, ...] | None = None
    note_sorts: tuple[NoteSort, ...] | None = None
    note_purposes: tuple[Purpose, ...] | None = None
    """What a note is for; a passage without words is taken whatever is chosen here."""
    note_tags: tuple[str, ...] = ()
    """A note goes out when it has one of these."""
    notes: NotePlace = "beside"
    order: Order = "listed"
    group: Group = "none"
    layout: Layout = "simple"
    contents: bool = True
    archival: bool = False
    """PDF/A, for files that are to be kept for long."""
    every: bool = False
    """All themes and practices of a case, not only the first."""


@dataclass(frozen=True)
class Template:
    """A choice with its format, without cases."""

    choice: Choice = Choice()
    format: Format = "pdf"


def kept(template: Template) -> str:
    """A template as JSON."""
    return json.dumps(_plain(template), ensure_ascii=False)


def taken(text: str) -> Template:
    """Read a template; whatever is missing, bad or unknown is as by default."""
    return _template(_read(text))


def all_kept(templates: Mapping[str, Template]) -> str:
    """Templates by name as JSON."""
    return json.dumps({name: _plain(one) for name, one in templates.items()}, ensure_ascii=False)


def all_taken(text: str) -> dict[str, Template]:
    """Read templates by name, in the order they were kept."""
    return {
        name: _template(cast("dict[str, Any]", one))
        for name, one in _read(text).items()
        if isinstance(one, dict) and name.strip() and len(name) <= _NAME
    }


def _plain(template: Template) -> dict[str, Any]:
    choice = {name: value for name, value in asdict(template.choice).items() if name not in _NOT_KEPT}
    return {"format": template.format, **choice}


def _template(known: dict[str, Any]) -> Template:
    read: dict[str, Any] = {f.name: _fitting(f.name, known[f.name]) for f in fields(Choice) if f.name in known}
    choice = replace(Choice(), **{name: value for name, value in read.items() if value is not _BAD})
    format_ = known.get("format")
    return Template(choice, cast("Format", format_)) if format_ in get_args(Format) else Template(choice)


_BAD = object()


def _fitting(name: str, value: object) -> object:
    """The value in a choice's own shape, or `_BAD`."""
    if name in _CHOSEN:
        return value if value in _CHOSEN[name] else _BAD
    if name in _SEVERAL:
        if value is None:
            return () if name == "note_tags" else None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return _BAD
        allowed = _SEVERAL[name]
        return tuple(one for one in value if allowed is None or one in allowed)
    return value if name in ("contents", "archival", "every") and isinstance(value, bool) else _BAD


def _read(text: str) -> dict[str, Any]:
    try:
        known = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}
