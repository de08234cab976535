"""The menus of a card: what the note is for, its words, its links. They tell the card; there is no library here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu

from app.services import blanks
from app.ui.notes.editor import NoteEditor
from app.ui.notes.framed import Framed
from app.ui.notes.pasted import put_file
from app.ui.notes.pictures import SUFFIXES
from app.ui.notes.purposes import KEYS, SIGNS, colour_name
from app.ui.record.wording import INKS
from app.wording import PURPOSES
from db import linked
from db.records import Note

TABLE = "| 项目 | 内容 |\n| --- | --- |\n|  |  |\n|  |  |\n"


def purpose_menu(card: Framed) -> QMenu:
    """What a note is for."""
    menu = _menu(card)
    _purposes(menu, card)
    return menu


def card_menu(card: Framed) -> QMenu:
    """Everything that can be done with a note; while it is written, with its text first."""
    menu = _menu(card)
    note = card.note
    if note is None:
        return menu
    if card.editor:
        _text(menu, card, card.editor)
    else:
        menu.addAction("编辑", card.edit)
    _purposes(menu.addMenu("类型"), card)
    if note.start is not None:
        colours = menu.addMenu("颜色")
        for colour in INKS:
            words = colour_name(colour, card.around.meanings.get(colour, ""))
            _ticked(colours, words, on=note.colour == colour).triggered.connect(
                partial(card.colour_wanted.emit, card.key, colour)
            )
    menu.addSeparator()
    _links(menu, card, note)
    menu.addAction("改动历史…", partial(card.deed_wanted.emit, card.key, "history"))
    menu.addAction("存为模板…", partial(card.deed_wanted.emit, card.key, "template"))
    menu.addSeparator()
    menu.addAction("删除", partial(card.delete_wanted.emit, card.key))
    return menu


def _menu(card: Framed) -> QMenu:
    menu = QMenu(card)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _ticked(menu: QMenu, words: str, *, on: bool) -> QAction:
    action = QAction(words, menu)
    action.setCheckable(True)
    action.setChecked(on)
    menu.addAction(action)
    return action


def _purposes(menu: QMenu, card: Framed) -> None:
    for purpose, words in PURPOSES.items():
        action = _ticked(menu, f"{SIGNS[purpose]}  {words}", on=bool(card.note and card.note.purpose == purpose))
        action.setShortcut(QKeySequence(KEYS[purpose]))
        action.triggered.connect(partial(card.purpose_wanted.emit, card.key, purpose))


def _links(menu: QMenu, card: Framed, note: Note) -> None:
    for link in list(linked.links(note.text))[:12]:
        if link.id and not link.gone:
            menu.addAction(
                f"打开：{link.shown[:30]}",
                partial(card.link_wanted.emit, f"{link.target}/{link.id}/{link.paragraph}"),
            )
    if card.linked:
        menu.addAction(f"看提到它的 {card.linked} 条笔记", partial(card.deed_wanted.emit, card.key, "links"))
    if note.id:
        menu.addAction("复制到这条笔记的链接", partial(card.deed_wanted.emit, card.key, "copy_link"))


def _text(menu: QMenu, card: Framed, editor: NoteEditor) -> None:
    chosen = editor.textCursor().hasSelection()
    for words, act, on in (
        ("撤销键入", editor.undo, editor.document().isUndoAvailable()),
        ("重做键入", editor.redo, editor.document().isRedoAvailable()),
        ("剪切", editor.cut, chosen),
        ("复制", editor.copy, chosen),
        ("粘贴", editor.paste, editor.canPaste()),
    ):
        menu.addAction(words, act).setEnabled(on)
    insert = menu.addMenu("插入")
    insert.addAction("图片…", partial(_picture, card, editor))
    insert.addAction("表格", partial(editor.insert_markdown, TABLE))
    insert.addAction("待办清单", partial(editor.insert_markdown, "- [ ] "))
    insert.addAction("链接 [[", partial(_link, editor))
    templates = menu.addMenu("套用模板")
    for template in blanks.every(card.around.templates):
        templates.addAction(template.name, partial(card.deed_wanted.emit, card.key, f"fill {template.id}"))
    menu.addSeparator()


def _link(editor: NoteEditor) -> None:
    editor.setFocus()
    editor.textCursor().insertText("[[")


def _picture(card: Framed, editor: NoteEditor) -> None:
    suffixes = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    path, _ = QFileDialog.getOpenFileName(card.window(), "插入图片", "", f"图片 ({suffixes})")
    if path:
        put_file(editor.drawn, card.around, Path(path))
