"""Texts to begin a note with: those that come with the program, and how one is filled from a case and its highlights.

What stands between braces is filled in: {案例} {单位} {地区} {日期} {摘录}. Pure: records in, Markdown out.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.formats.paragraphs import paragraph_at
from app.wording import place
from db import linked
from db.note_templates import Template
from db.records import Colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from db.records import Case, Note

Order = Literal["place", "colour"]
BUILT_IN = (
    Template(
        "study",
        "学习笔记",
        "# 学习笔记：{案例}\n\n## 摘录\n{摘录}\n\n## 可借鉴之处\n- \n\n## 本院差距\n- \n\n## 行动建议\n- [ ] \n",
        own=False,
    ),
    Template(
        "meeting",
        "会议记录",
        "# 会议记录\n\n时间：{日期}\n议题：{案例}\n参加：\n\n## 讨论\n- \n\n## 决定\n- \n\n## 待办\n- [ ] \n",
        own=False,
    ),
    Template(
        "compare",
        "对标分析",
        "# 对标分析：{案例}\n\n| 方面 | {单位} | 本院 |\n| --- | --- | --- |\n| 做法 |  |  |\n| 成效 |  |  |\n"
        "| 条件 |  |  |\n\n## 结论\n",
        own=False,
    ),
    Template("excerpts", "摘录汇编", "# 摘录：{案例}\n\n{摘录}\n", own=False),
)
_BLANK = re.compile(r"\{(案例|单位|地区|日期|摘录)\}")


@dataclass(frozen=True, slots=True)
class Filling:
    """What a template is filled from; without a case the blanks for it stay empty."""

    case: Case | None = None
    notes: Sequence[Note] = ()
    order: Order = "place"
    colours: Mapping[Colour, str] | None = None
    """What each colour is called, in the order they are to stand in."""
    today: dt.date | None = None


def filled(text: str, filling: Filling) -> str:
    """A template's text with its blanks filled, each kind in one go: what is filled in is not looked at again."""
    case, today = filling.case, filling.today or dt.datetime.now().astimezone().date()
    words = {
        "案例": linked.written(case.title, case.id) if case else "",
        "单位": (case.owner or "") if case else "",
        "地区": place(case.region) if case else "",
        "日期": f"{today.year}年{today.month}月{today.day}日",
        "摘录": _excerpts(filling),
    }
    return _BLANK.sub(lambda found: words[found[1]], text)


def _excerpts(filling: Filling) -> str:
    case = filling.case
    marked = [note for note in filling.notes if note.kind == "highlight" and note.quote.strip()]
    if case is None or not marked:
        return ""
    marked.sort(key=lambda note: (note.start is None, note.start or 0, note.end or 0))
    if filling.order == "place":
        return "\n\n".join(_excerpt(case, note) for note in marked)
    called = filling.colours or {}
    groups = []
    for colour in called or dict.fromkeys(note.colour for note in marked):
        some = [note for note in marked if note.colour == colour]
        if some:
            groups.append(f"### {called.get(colour, colour)}\n\n" + "\n\n".join(_excerpt(case, one) for one in some))
    return "\n\n".join(groups)


def _excerpt(case: Case, note: Note) -> str:
    number = 0 if note.start is None or note.anchor == "lost" else paragraph_at(case.text, note.start)
    lines = [f"> {line.strip()}" for line in note.quote.splitlines() if line.strip()]
    lines.append(f"> —— {linked.written(case.title, case.id, number)}")
    said = note.text.strip()
    return "\n".join(lines) + (f"\n\n{said}" if said else "")


def quoted(words: str, title: str, case_id: str, paragraph: int) -> str:
    """A passage as a block quotation, with a link to where it stands under it."""
    lines = [f"> {line.strip()}" for line in words.splitlines() if line.strip()]
    return "\n".join([*lines, f"> —— {linked.written(title, case_id, paragraph)}"]) + "\n"


def every(own: Iterable[Template]) -> tuple[Template, ...]:
    """A person's own templates after those that come with the program."""
    return (*BUILT_IN, *own)
