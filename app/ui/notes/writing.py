"""Small helps while Markdown is typed: lists that go on, boxes ticked, words made bold. Knows cursors alone."""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QTextCursor

from app.ui.notes.formatting import BOX

_ITEM = re.compile(r"^(\s*(?:> ?)*)(?:([-*+])|(\d{1,8})([.)])) (\[[ xX]\] )?")
_QUOTE = re.compile(r"^((?:> ?)+)")
_REACH = 14
"""Pixels left of a box that still tick it."""
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")


def continued(cursor: QTextCursor) -> bool:
    """Begin the next item of a list or the next line of a quote; an item left empty ends the list.

    Returns:
        Whether there was anything to go on with.
    """
    line = cursor.block().text()
    found = _ITEM.match(line) or _QUOTE.match(line)
    if not found or cursor.hasSelection() or cursor.positionInBlock() < len(found[0]):
        return False
    if not line[found.end() :].strip():
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        return True
    cursor.insertText("\n" + _following(found))
    return True


def _following(found: re.Match[str]) -> str:
    if found.re is _QUOTE:
        return str(found[1])
    mark = f"{found[2]} " if found[2] else f"{int(found[3]) + 1}{found[4]} "
    return f"{found[1]}{mark}{'[ ] ' if found[5] else ''}"


def wrapped(cursor: QTextCursor, sign: str) -> QTextCursor:
    """Put a sign round the selection, or take it off; without one the cursor stands between two signs."""
    words = cursor.selectedText()
    if "\u2029" in words:
        return cursor
    if words.startswith(sign) and words.endswith(sign) and len(words) >= 2 * len(sign):
        cursor.insertText(words[len(sign) : -len(sign)])
        return cursor
    cursor.insertText(f"{sign}{words}{sign}")
    if not words:
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, len(sign))
    return cursor


def ticked(cursor: QTextCursor, here: QRect, point: QPoint) -> bool:
    """Tick the box of a checklist, or take the tick off, when that is what was clicked."""
    found = BOX.match(cursor.block().text())
    if not found or abs(point.x() - here.x()) > _REACH or not here.top() <= point.y() <= here.bottom():
        return False
    if not found.end(1) <= cursor.positionInBlock() <= found.end():
        return False
    if cursor.positionInBlock() == found.end() and point.x() > here.x() + 2:
        return False
    turn = QTextCursor(cursor.block())
    turn.setPosition(cursor.block().position() + found.end(1) + 1)
    turn.setPosition(turn.position() + 1, QTextCursor.MoveMode.KeepAnchor)
    turn.insertText(" " if found[2] != " " else "x")
    return True


def turned(text: str, number: int) -> str:
    """A stored text with its box of that number (from 0) ticked, or its tick taken off."""
    fenced, count, lines = False, 0, text.split("\n")
    for at, line in enumerate(lines):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and (found := BOX.match(line)):
            if count == number:
                tick = " " if found[2] != " " else "x"
                lines[at] = line[: found.end(1) + 1] + tick + line[found.end(1) + 2 :]
                break
            count += 1
    return "\n".join(lines)
