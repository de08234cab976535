"""The keys of actions: those they come with, those a person gave them, and who else has the same. Asks no library.

An action is known by its object name; one without gets one from its words. What a person chose is kept in the
settings as name -> keys, and only where it differs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence

_FIRST = "firstKeys"


def name(action: QAction) -> str:
    """What an action is known by."""
    if not action.objectName():
        action.setObjectName(f"desk:{action.text()}")
    return action.objectName()


def meet(actions: Iterable[QAction]) -> None:
    """Remember the keys actions come with; for new ones, before any others are given them."""
    for action in actions:
        name(action)
        if action.property(_FIRST) is None:
            action.setProperty(_FIRST, _told(action.shortcuts()))


def first(action: QAction) -> list[QKeySequence]:
    """The keys an action came with."""
    return _read(str(action.property(_FIRST) or ""))


def chosen(told: str) -> dict[str, str]:
    """What the settings say: name -> keys; what makes no sense is left out."""
    try:
        read = json.loads(told or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(read, dict):
        return {}
    return {str(one): keys for one, keys in read.items() if isinstance(keys, str) and (not keys or _read(keys))}


def apply(actions: Iterable[QAction], chosen_: Mapping[str, str]) -> None:
    """Give actions the keys a person chose, and all others those they came with."""
    for action in actions:
        wanted = _read(chosen_[name(action)]) if name(action) in chosen_ else first(action)
        if action.shortcuts() != wanted:
            action.setShortcuts(wanted)


def told(actions: Sequence[QAction], before: Mapping[str, str]) -> str:
    """For the settings: the keys of those actions whose keys are others than they came with.

    Args:
        actions: Those there are now.
        before: What was chosen before; kept for actions that are not there now.
    """
    there = {name(one) for one in actions}
    other = {one: keys for one, keys in before.items() if one not in there}
    other |= {name(one): _told(one.shortcuts()) for one in actions if one.shortcuts() != first(one)}
    return json.dumps(other, ensure_ascii=False) if other else ""


def shown(action: QAction) -> str:
    """An action's keys for people."""
    return " 或 ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())


def conflicts(action: QAction, key: QKeySequence, actions: Sequence[QAction]) -> list[QAction]:
    """Other actions that have this key where it would be pressed for this one too."""
    return [other for other in actions if other is not action and key in other.shortcuts() and _meet(action, other)]


def _meet(one: QAction, other: QAction) -> bool:
    """Whether one press can mean either: one of them works in the whole window, or both in one part."""
    whole = Qt.ShortcutContext.WindowShortcut
    if whole in (one.shortcutContext(), other.shortcutContext()):
        return True
    return bool(set(one.associatedObjects()) & set(other.associatedObjects()))


def typing(key: QKeySequence) -> bool:
    """Whether a key is one that types: without Ctrl or Alt, and no function key."""
    if key.count() != 1:
        return False
    press = _press(key)
    held = press.keyboardModifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return not held and press.key() < Qt.Key.Key_Escape


def _told(keys: Iterable[QKeySequence]) -> str:
    return " ".join(key.toString(QKeySequence.SequenceFormat.PortableText) for key in keys)


def _read(told_: str) -> list[QKeySequence]:
    read = [QKeySequence.fromString(one, QKeySequence.SequenceFormat.PortableText) for one in told_.split(" ") if one]
    return [key for key in read if not key.isEmpty() and _press(key).key() != Qt.Key.Key_unknown]


def _press(key: QKeySequence) -> QKeyCombination:
    """The first press of a sequence."""
    first_ = key[0]  # type: ignore[index]  # the stubs do not know that it can be indexed
    assert isinstance(first_, QKeyCombination)  # noqa: S101 - tells mypy
    return first_
