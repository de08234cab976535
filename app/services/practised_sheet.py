"""Practices as a sheet: the list as it is narrowed, and one card. Knows the sheet, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.formats.sheet import Sheet, SheetCell, SheetPart, SheetTable
from app.services.cited import Cited, check, laid
from app.services.practising import Card, Catalogue, Doer
from app.task import QUIET, Task

if TYPE_CHECKING:
    from app.services.library import Library

MOST = 500
"""Practices in the table; how many more there are is said."""


def sheet(library: Library, catalogue: Catalogue, card: Card | None, whose: str, task: Task = QUIET) -> Sheet:
    """Lay out a card, when one is shown, and the list it was chosen from.

    Raises:
        Cancelled: the task was stopped.
    """
    cited = Cited(library)
    parts: list[SheetPart] = []
    if card is not None:
        rows = []
        for doer in card.doers:
            check(task)
            rows.append(_doer(doer, cited))
        parts.append(
            SheetTable(
                title=f"做法：{card.name}",
                head=("谁在做", "原话", "成效"),
                rows=tuple(rows),
                hint=told(card),
                widths=(28, 46, 26),
            )
        )
    parts.append(_listed(catalogue))
    return laid(library, f"做法卡：{card.name}" if card else "做法", whose, parts, cited)


def told(card: Card) -> str:
    """A card's facts in one line."""
    since = f"最早见于 {card.since} 年（{card.first}）" if card.since else ""
    parts = (card.type, f"{card.total} 案", f"另 {card.guessed} 案待确认" if card.guessed else "", since)
    return " · ".join(part for part in parts if part)


def _doer(doer: Doer, cited: Cited) -> tuple[tuple[SheetCell, ...], ...]:
    where = " · ".join(part for part in (doer.where, str(doer.year or ""), "方案要求" if doer.asked else "") if part)
    who = [SheetCell(doer.who), *([SheetCell(where)] if where else [])]
    quote = (
        cited.quote(doer.case_id, doer.quote, doer.paragraph) if doer.quote else SheetCell("原文未标出处", empty=True)
    )
    results = tuple(SheetCell(one) for one in doer.results) or (SheetCell("文中没有数字", empty=True),)
    return tuple(who), (quote,), results


def _listed(catalogue: Catalogue) -> SheetTable:
    some = catalogue.listed[:MOST]
    left = len(catalogue.listed) - len(some)
    return SheetTable(
        title="做法一览",
        head=("做法", "类型", "案例", "最早见于", "原文写法"),
        rows=tuple(
            (
                (SheetCell(one.name),),
                (SheetCell(one.type),),
                (SheetCell(str(one.cases)),),
                (SheetCell(str(one.since or "")),),
                (SheetCell("、".join(one.surfaces[:4])),),
            )
            for one in some
        ),
        hint=f"{len(catalogue.listed)} 种做法" + (f"，表中列出前 {len(some)} 种" if left else ""),
        widths=(30, 10, 8, 12, 40),
    )
