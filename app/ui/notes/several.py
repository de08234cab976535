"""The list of all notes as a view, and the menu of what several of them can become at once. Knows notes, no library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QToolButton, QWidget

from app.ui.notes.purposes import KEYS, SIGNS
from app.ui.notes.rows import NoteLook, NoteRows, coloured
from app.ui.record.naming import named
from app.wording import PURPOSES
from db.records import Colour, Note


def made_list(rows: NoteRows, look: NoteLook) -> QListView:
    """A view of all notes: rows of one height, several can be selected."""
    view = named(QListView(), "allNotes", "全部笔记")
    view.setModel(rows)
    view.setItemDelegate(look)
    view.setUniformItemSizes(True)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    return view


def ranges(model: NoteRows, rows: Sequence[int]) -> QItemSelection:
    """Rows in order as few stretches: thousands chosen one by one would take a minute."""
    found = QItemSelection()
    first = last = -2
    for row in (*rows, -2):
        if row == last + 1:
            last = row
            continue
        if first >= 0:
            found.select(model.index(first), model.index(last))
        first = last = row
    return found


def stand_on(view: QListView, model: NoteRows, rows: Sequence[int]) -> None:
    """Select these rows and no other; the first is made current and brought into view unless they are all there are."""
    chosen = view.selectionModel()
    if rows != sorted({index.row() for index in chosen.selectedRows()}):
        chosen.select(ranges(model, rows), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    if len(rows) < model.rowCount():
        chosen.setCurrentIndex(model.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate)
        view.scrollTo(model.index(rows[0]))


def several_menu(
    parent: QWidget, notes: Sequence[Note], meanings: Mapping[Colour, str], change: Callable[..., None]
) -> QMenu:
    """What the chosen notes can become; `change` is called with what of them is to be another."""
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    kinds = menu.addMenu("类型")
    for purpose, words in PURPOSES.items():
        kinds.addAction(f"{SIGNS[purpose]}  {words}\t{KEYS[purpose]}", partial(change, purpose=purpose))
    kinds.addAction("没有类型", partial(change, purpose=""))
    colours = menu.addMenu("颜色")
    for name, colour in coloured(meanings):
        colours.addAction(name, partial(change, colour=colour))
    tags = sorted({tag for note in notes for tag in note.tags})
    taking = menu.addMenu("去标签")
    taking.setEnabled(bool(tags))
    for tag in tags[:30]:
        taking.addAction(f"#{tag}".replace("&", "&&"), partial(change, remove_tags=[tag]))
    if any(note.purpose == "todo" for note in notes):
        menu.addAction("标为已完成", partial(change, done=True))
        menu.addAction("标为未完成", partial(change, done=False))
    return menu


def button(words: str, told: str, act: Callable[[], object]) -> QToolButton:
    """A button for the bar above the page."""
    made = QToolButton()
    made.setObjectName("plain")
    made.setText(words)
    made.setAccessibleName(told)
    made.setToolTip(told)
    made.clicked.connect(lambda _=False: act())
    return made
