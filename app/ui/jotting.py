"""What a person does with notes from the window beyond one card: colours named, templates, histories, links, the trash.

Asks what must be asked in a dialog and does it on a lane of `app.ui.jobs`. Stands beside `app.ui.deeds`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu

from app.services import blanks
from app.ui.cupboard import Cupboard
from app.ui.notes.card_parts import name_inks
from app.ui.notes.purposes import COLOUR_NAMES, colour_name
from app.ui.tending import Tending
from app.wording import PURPOSES
from db import linked
from db.records import Changes, Colour, Purpose

if TYPE_CHECKING:
    from app.services.library import Library
    from app.services.noting import Backlink
    from app.ui.notes.page import NotesPage
    from app.ui.reading.desk import Desk
    from app.ui.reading.reader import Reader
    from app.ui.using import Using
    from app.ui.window import Window
    from db.note_templates import Template
    from db.note_versions import Version
    from db.records import Note


class Jotting(Tending):
    """The deeds on notes of one window."""

    lane = "jotting"

    def __init__(self, window: Window, using: Using) -> None:
        super().__init__(window)
        self._using = using
        self.cupboard = Cupboard(window)
        self._going: str = ""
        self.correct_action = QAction("改正这段文字…", window)
        self.correct_action.triggered.connect(lambda _=False: self.correct())
        window.desk_made.connect(lambda _: self._meet())
        window.session.changed.connect(self._changed)
        window.session.opened.connect(self._opened)
        window.middle.currentChanged.connect(lambda _: self._meet_frame())

    def calls(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        told: dict[str, Callable[[], None]] = {
            "undo": lambda: self._turn(self._window.deeds.undo),
            "redo": lambda: self._turn(self._window.deeds.redo),
            "note_from": self.offer_templates,
            "note_history": self.show_history,
            "free_note": self.free_note,
            "shelf_note": self.shelf_note,
            "correct_text": self.correct,
        }
        told |= self.cupboard.calls()
        return told | {f"note_is_{purpose}": partial(self.set_purpose, purpose) for purpose in PURPOSES}

    # --- where the window's parts meet

    def _opened(self, library: Library) -> None:
        days = self._window.settings.trash_days
        self._window.jobs.write(lambda: library.tidy(days), failed=lambda _: None)

    def _meet(self) -> None:
        desk = self._window.desk
        if desk is None:
            return
        margin = desk.margin
        margin.link_wanted.connect(self.follow)
        margin.note_deed.connect(self._deed)
        margin.template_wanted.connect(self.offer_templates)
        margin.around.changed.connect(self._name_colours)
        margin.around.too_long.connect(self._offer_import)
        margin.around.refresh()
        desk.extra.append(self.correct_action)
        self._meet_text(desk.reader)
        desk.pair.second_made.connect(self._meet_text)
        desk.reader.opened.connect(lambda _: self._arrived())

    def _meet_text(self, reader: Reader) -> None:
        reader.bar.offer("改正", "改正这段文字").clicked.connect(self.correct)
        self._name_colours()

    def _meet_frame(self) -> None:
        """The pages on which cases are put to use came up: among them may be that of all notes."""
        frame = self._using.frame
        if frame is not None and not frame.property("jotting"):
            frame.setProperty("jotting", True)  # noqa: FBT003 - Qt's own
            frame.stack.currentChanged.connect(lambda _: self._meet_page())
        self._meet_page()

    def _meet_page(self) -> None:
        page = self._page()
        if page is not None and not page.property("jotting"):
            page.setProperty("jotting", True)  # noqa: FBT003 - Qt's own
            page.link_wanted.connect(self.follow)
            page.note_deed.connect(self._deed)
            page.around.too_long.connect(self._offer_import)
            page.tags_wanted.connect(self._ask_tag)

    def _offer_import(self, text: str) -> None:
        words = f"这段文字有 {len(text):,} 字，一条笔记里放不下。可以把它导入为案例，再在旁边写笔记。"
        self._window.notice.tell(words, ("导入为案例", lambda: self._window.deeds.import_clipboard(text)), wrong=True)

    def _ask_tag(self, ids: list[str], tags: list[str]) -> None:
        from app.ui.dialogs.asking import AskName

        dialog = AskName("加标签", f"给选中的 {len(ids)} 条笔记加标签。", "加上", self._window)
        dialog.suggest(tags)
        dialog.told.connect(
            lambda tag, _: self._write(
                lambda lib: lib.change_notes(ids, add_tags=[tag]), f"已给 {len(ids)} 条笔记加上标签", "改 "
            )
        )
        dialog.show()

    def _name_colours(self) -> None:
        """Say what colours mean wherever they are chosen."""
        desk = self._window.desk
        if desk is None:
            return
        meanings = desk.margin.around.meanings
        for reader in desk.pair.readers:
            name_inks(reader.bar, meanings)
        for action in desk.actions():
            for colour, name in COLOUR_NAMES.items():
                if action.text().startswith(f"{name}高亮"):
                    meaning = meanings.get(colour, "")
                    action.setText(f"{name}高亮" + (f"：{meaning}" if meaning else ""))

    def _changed(self, changes: Changes) -> None:
        if not changes.content:
            return
        if self._window.desk is not None:
            self._window.desk.margin.around.refresh()

    # --- one note

    def _page(self) -> NotesPage | None:
        """The page of all notes, when it is what a person sees."""
        from app.ui.notes.page import NotesPage

        page = self._using.frame.page if self._using.shown and self._using.frame else None
        return page if isinstance(page, NotesPage) else None

    def set_purpose(self, purpose: Purpose) -> None:
        """Say what the note in hand is for; with a passage selected, highlight it first."""
        if page := self._page():
            page.set_purpose(purpose)
            return
        desk = self._window.desk
        if desk is None or not desk.case_id or self._using.shown:
            return
        key = desk.highlight("yellow") if desk.text.page.selected() else self._in_hand(desk)
        if key:
            desk.margin.notebook.set_purpose(key, purpose)
            desk.margin.choose(key)
        else:
            self._window.notice.tell("先选中一段话，或点一条笔记，再说明它的类型。", wrong=True)

    def _in_hand(self, desk: Desk) -> str:
        """The key of the note that is looked at: its card is chosen, or its highlight stands at the caret."""
        if chosen := desk.margin.cards.chosen_key:
            return chosen
        under = desk.text.page.inks_at(desk.text.page.caret())
        return under[0].note_id if under else ""

    def _note_id(self) -> str:
        """The id of the note in hand; empty when none is."""
        if page := self._page():
            return page.current_id
        desk = self._window.desk
        entry = desk.margin.notebook.entry(self._in_hand(desk)) if desk else None
        return (entry.id or "") if entry else ""

    def _deed(self, note_id: str, deed: str) -> None:
        """Something wanted from a card's menu."""
        if deed == "history":
            self.show_history(note_id)
        elif deed == "links":
            self.show_backlinks(note_id)
        elif deed == "copy_link":
            self._read(lambda library: library.some_notes([note_id]), self._copy_link)
        elif deed == "template":
            self._read(lambda library: library.some_notes([note_id]), self._save_template)
        elif deed.startswith("fill "):
            self._fill_editor(deed.removeprefix("fill "))

    def _copy_link(self, found: tuple[Note, ...]) -> None:
        for note in found:
            name = linked.caption(note.text, note.quote) or "笔记"
            QGuiApplication.clipboard().setText(linked.written(name, note.id, target="note"))
            self._window.notice.tell("已复制链接，可以粘贴到别的笔记里")

    def _save_template(self, found: tuple[Note, ...]) -> None:
        if found:
            self.cupboard.show_templates(found[0].text)

    def show_history(self, note_id: str = "") -> None:
        """What a note said before."""
        wanted = note_id or self._note_id()
        if not wanted:
            self._window.notice.tell("请先点一条笔记。", wrong=True)
            return
        self.flush()

        def work(library: Library) -> tuple[tuple[Note, ...], tuple[Version, ...]]:
            return library.some_notes([wanted]), library.versions(wanted)

        def show(read: tuple[tuple[Note, ...], tuple[Version, ...]]) -> None:
            from app.ui.dialogs.note_history import NoteHistory

            if not read[0]:
                return
            dialog = NoteHistory(read[0][0], read[1], self._window.colours, self._window)
            dialog.back_wanted.connect(
                lambda text: self._write(lambda lib: lib.bring_back(wanted, text), "已恢复旧版", "恢复笔记旧版")
            )
            dialog.show()

        # after what was typed last is stored
        self._window.jobs.write(lambda: None, lambda _: self._read(work, show))

    def show_backlinks(self, note_id: str) -> None:
        """The notes that lead to a note, to go to one of them."""

        def show(found: tuple[Backlink, ...]) -> None:
            menu = QMenu(self._window)
            menu.aboutToHide.connect(menu.deleteLater)
            for one in found[:30]:
                where = one.case_title or "不属于案例"
                words = f"{one.context[:40]}（{where[:20]}）".replace("&", "&&")
                menu.addAction(words, partial(self.follow, f"note/{one.note.id}/0"))
            menu.popup(QCursor.pos())

        self._read(lambda library: library.backlinks("note", note_id), show)

    # --- following links

    def follow(self, link: str) -> None:
        """Go where a link leads: a case, a paragraph of it, a note on its case or on the page of all notes."""
        target, _, rest = link.partition("/")
        id_, _, number = rest.partition("/")
        paragraph = int(number) if number.isascii() and number.isdigit() else 0
        if target == "case":
            self._read(lambda library: library.titles([id_]), lambda found: self._go(id_, paragraph, there=bool(found)))
        elif target == "note":
            self._read(lambda library: library.some_notes([id_]), lambda found: self._go_to_note(id_, found))

    def _go(self, case_id: str, paragraph: int, *, there: bool) -> None:
        if not there:
            self._window.notice.tell(
                "这个案例已经删除；可以在回收站里恢复。", ("打开回收站", self.cupboard.show_trash), wrong=True
            )
            return
        self._using.leave()
        self._window.go_to(case_id)
        if paragraph and self._window.desk:
            self._window.desk.show_case(case_id, self._window.session.text, paragraph=paragraph)

    def _go_to_note(self, note_id: str, found: tuple[Note, ...]) -> None:
        if not found:
            self._window.notice.tell(
                "这条笔记已经删除；可以在回收站里恢复。", ("打开回收站", self.cupboard.show_trash), wrong=True
            )
        elif found[0].case_id:
            self._using.leave()
            self._going = note_id
            self._window.go_to(found[0].case_id)
            self._arrived()
        else:
            self._using.open("notes")
            if page := self._page():
                page.go_to(note_id)

    def _arrived(self) -> None:
        """Stand on the note that was wanted, once its case is there."""
        desk = self._window.desk
        if desk and self._going and desk.margin.notebook.entry(self._going):
            going, self._going = self._going, ""
            desk.splitter.open()
            desk.margin.focus_note(going)
            desk.margin.note_chosen.emit(desk.margin.cards.chosen_key)

    # --- new notes

    def free_note(self) -> None:
        """A note on nothing, on the page of all notes."""
        self._using.open("notes")
        if page := self._page():
            page.new_note()

    def shelf_note(self) -> None:
        """A note on the folder that is shown."""
        place = self._window.side.shelves.shown_place()
        if place is None or place.shelf is None:
            self._window.notice.tell("请先在左侧点一个文件夹，再给它写笔记。", wrong=True)
            return
        self._using.open("notes")
        if page := self._page():
            page.new_note(place.shelf.id)

    def offer_templates(self) -> None:
        """A menu of what a new note on the case can begin with."""
        desk = self._window.desk
        if desk is None or not desk.case_id:
            self._window.notice.tell("请先打开一个案例。", wrong=True)
            return
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        for template in blanks.every(desk.margin.around.templates):
            words = template.name.replace("&", "&&")
            if "{摘录}" in template.text:
                orders = menu.addMenu(words)
                orders.addAction("高亮按位置排列", partial(self.write_from, template, "place"))
                orders.addAction("高亮按颜色排列", partial(self.write_from, template, "colour"))
            else:
                menu.addAction(words, partial(self.write_from, template, "place"))
        menu.addSeparator()
        menu.addAction("管理模板…", self.cupboard.show_templates)
        menu.popup(QCursor.pos())

    def write_from(self, template: Template, order: blanks.Order) -> None:
        """A new note on the case, begun with a template."""
        desk = self._window.desk
        if desk is None or (opened := desk.text.shown) is None:
            return
        meanings = desk.margin.around.meanings
        notes = [entry.note for entry in desk.margin.notebook.entries]
        filling = blanks.Filling(opened.case, notes, order, _called(meanings))
        desk.splitter.open()
        desk.margin.write_note(blanks.filled(template.text, filling))

    def _fill_editor(self, template_id: str) -> None:
        desk = self._window.desk
        if desk is None or (opened := desk.text.shown) is None:
            return
        card = desk.margin.cards.card(desk.margin.cards.chosen_key)
        template = next((one for one in blanks.every(desk.margin.around.templates) if one.id == template_id), None)
        if card and card.editor and template:
            notes = [entry.note for entry in desk.margin.notebook.entries]
            filling = blanks.Filling(opened.case, notes, "place", _called(desk.margin.around.meanings))
            card.editor.insert_markdown(blanks.filled(template.text, filling))
            card.editor.setFocus()

    def correct(self) -> None:
        """Write over what is selected in the text."""
        from app.ui.dialogs.correcting import Correcting

        desk = self._window.desk
        library = self._window.session.library
        opened = desk.text.shown if desk else None
        if desk is None or opened is None or library is None:
            return
        chosen = desk.text.page.selected() if desk.text.tab == "text" else None
        if chosen is None or library.read_only:
            words = "这个案例库只能读取。" if library.read_only else "请先在正文里选中要改正的文字。"
            self._window.notice.tell(words, wrong=True)
            return
        case_id = opened.case.id
        dialog = Correcting(desk.text.page.text, *chosen, self._window)
        dialog.corrected.connect(
            lambda new: self._write(lambda lib: lib.correct_text(case_id, *chosen, new), "已改正", "改正原文")
        )
        dialog.show()

    # --- inside

    def _turn(self, turn: Callable[[], None]) -> None:
        """Undo or redo, after what was typed is stored: it is the last step then."""
        self.flush()
        turn()

    def flush(self) -> None:
        """Hand everything typed in notes to the library, before something is done to what it has."""
        if self._window.desk:
            self._window.desk.margin.flush()
        if page := self._page():
            page.flush()


def _called(meanings: Mapping[Colour, str]) -> dict[Colour, str]:
    return {colour: meanings.get(colour, "") or colour_name(colour) for colour in COLOUR_NAMES}
