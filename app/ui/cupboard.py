"""The dialogs of what notes are made with and what became of them: meanings of colours, templates, the trash.

Stands below `app.ui.jotting`; what is done is told by a notice with a way back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.services import blanks
from app.ui.tending import Tending
from db.records import Changes, Colour

if TYPE_CHECKING:
    from app.ui.dialogs.note_templates import NoteTemplates
    from app.ui.dialogs.trash import Trash
    from app.ui.window import Window
    from db.note_templates import Template
    from db.trash import Thrown


class Cupboard(Tending):
    """The dialogs of one window."""

    lane = "jotting"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._trash: Trash | None = None
        self._templates: NoteTemplates | None = None
        window.session.changed.connect(self._changed)
        window.session.opened.connect(lambda _: self._close())

    def calls(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        return {"meanings": self.show_meanings, "note_templates": self.show_templates, "trash": self.show_trash}

    def _close(self) -> None:
        for dialog in (self._trash, self._templates):
            if dialog is not None:
                dialog.close()

    def _changed(self, changes: Changes) -> None:
        if changes.content and self._trash is not None:
            self._fill_trash()
        if changes.content and self._templates is not None:
            self._fill_templates()

    def show_meanings(self) -> None:
        """What colours mean, to be named."""

        def show(known: Mapping[Colour, str]) -> None:
            from app.ui.dialogs.meanings import Meanings

            dialog = Meanings(known, self._window.colours, self._window)
            dialog.named.connect(
                lambda told: self._write(lambda library: library.set_meanings(told), "已保存颜色含义", "改颜色含义")
            )
            dialog.show()

        self._read(lambda library: library.meanings(), show)

    def show_templates(self, text: str = "") -> None:
        """The templates; with a text, a new one to be named."""

        def show(own: tuple[Template, ...]) -> None:
            from app.ui.dialogs.note_templates import NoteTemplates

            self._templates = dialog = NoteTemplates(blanks.every(own), self._window, text)
            dialog.destroyed.connect(lambda: setattr(self, "_templates", None))
            dialog.added.connect(
                lambda name, told: self._write(lambda lib: lib.add_template(name, told), "已存为模板", "存为笔记模板")
            )
            dialog.changed.connect(
                lambda which, name, told: self._write(
                    lambda lib: lib.change_template(which, name, told), "模板已保存", "改笔记模板"
                )
            )
            dialog.removed.connect(
                lambda which: self._write(lambda lib: lib.delete_template(which), "已删除模板", "删除笔记模板")
            )
            dialog.show()

        if self._templates is not None:
            self._templates.close()
        self._read(lambda library: library.templates(), show)

    def _fill_templates(self) -> None:
        def done(own: tuple[Template, ...]) -> None:
            if self._templates is not None:
                self._templates.fill(blanks.every(own))

        self._read(lambda library: library.templates(), done, lane="templates")

    def show_trash(self) -> None:
        """What was deleted."""
        from app.ui.dialogs.trash import Trash

        if self._trash is None:
            self._trash = dialog = Trash(self._window.settings.trash_days, self._window)
            dialog.destroyed.connect(lambda: setattr(self, "_trash", None))
            dialog.back_wanted.connect(
                lambda ids: self._write(lambda lib: lib.put_back(ids), f"已恢复 {len(ids)} 项", "从回收站恢复")
            )
            dialog.drop_wanted.connect(
                lambda ids: self._write(lambda lib: lib.throw_away(ids), f"已彻底删除 {len(ids)} 项", "彻底删除")
            )
            dialog.empty_wanted.connect(
                lambda: self._write(lambda lib: lib.empty_trash(), "已清空回收站", "清空回收站")
            )
        self._fill_trash()
        self._trash.show()
        self._trash.raise_()

    def _fill_trash(self) -> None:
        def done(thrown: tuple[Thrown, ...]) -> None:
            if self._trash is not None:
                self._trash.fill(thrown)

        self._read(lambda library: library.thrown(), done, lane="trash")
