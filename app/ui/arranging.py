"""Keeping order from the window: folders in folders, tags as a tree, labels, many cases at once, steps back at once.

Asks what must be asked in a dialog and does it on a lane of `app.ui.jobs`; what came of it is told by a notice with a
way back. Stands beside `app.ui.deeds`, above the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from app.ui.library.order import Order, kept, remembered
from app.ui.library.side import shown
from app.ui.tending import Tending
from db.query import parse

if TYPE_CHECKING:
    from app.services.arranging import Edit
    from app.services.library import Library
    from app.ui.dialogs.asking import AskName
    from app.ui.window import Window
    from db.history import Step
    from db.records import Case, Shelf

COLUMNS = ("标题", "医院", "地区", "年份", "类型", "主题", "标签", "笔记", "星标")


_USUAL = {"有:在读": Order("opened")}
"""Orders of views that differ from the common one."""


class Arranging(Tending):
    """The ordering deeds of one window."""

    lane = "arranging"

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._deeds: dict[str, Callable[[str], None]] = {
            "rename": self.ask_tag_name,
            "merge": self.ask_tag_merge,
            "top": lambda tag: self._move_tag(tag, ""),
            "delete": self._delete_tag,
        }
        shelves, tags = window.side.shelves, window.side.facets.tags
        shelves.move_wanted.connect(self._move_shelf)
        shelves.add_in_wanted.connect(self._add_in)
        shelves.edit_wanted.connect(self.ask_shelf)
        tags.put_wanted.connect(lambda tag, ids: self.tag(ids, tag))
        tags.move_wanted.connect(self._move_tag)
        window.side.facets.deed_wanted.connect(self._do)
        window.session.order_of = self._order_of
        window.column.chips.ordered_by.connect(self._ordered)

    def calls(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        chosen = self._window.list.selected
        return {
            "bulk_edit": lambda: self.ask_edit(chosen()),
            "add_tag": lambda: self.ask_tag(chosen()),
            "label": lambda: self.ask_label(chosen()),
            "clear_label": self.ask_clear_label,
            "history": self.show_history,
            "copy_rows": lambda: self.copy_rows(chosen()),
        }

    # --- many cases at once

    def ask_edit(self, ids: Sequence[str]) -> None:
        """Ask what is to become of these cases, and do it as one step."""
        from app.ui.dialogs.bulk import BulkEdit, There

        def read(library: Library) -> There:
            on = tuple(sorted({tag for case in library.cases(ids) for tag in case.tags}))
            every = tuple(tag for tag, _ in library.every_tag())
            return There(tags=every, on=on, themes=library.themes(), shelves=library.shelves())

        def ask(there: There) -> None:
            dialog = BulkEdit(len(ids), there, self._window)
            dialog.wanted.connect(lambda edit: self._edit(ids, edit))
            dialog.show()

        if ids:
            self._read(read, ask)

    def _edit(self, ids: Sequence[str], edit: Edit) -> None:
        told = f"已修改 {len(ids)} 个案例的{'、'.join(edit.parts)}"
        self._write(lambda library: library.edit_cases(ids, edit), told, "批量修改")

    def copy_rows(self, ids: Sequence[str]) -> None:
        """Put the selected rows on the clipboard as a table, for a spreadsheet or a text."""

        def read(library: Library) -> tuple[tuple[Case, ...], dict[str, str]]:
            return library.cases(ids), {theme.id: theme.name for theme in library.themes()}

        def done(found: tuple[tuple[Case, ...], dict[str, str]]) -> None:
            from app.ui.library.table import as_html, as_text, rows

            made = [COLUMNS, *rows(*found)]
            data = QMimeData()
            data.setText(as_text(made))
            data.setHtml(as_html(made))
            QGuiApplication.clipboard().setMimeData(data)
            self._window.notice.tell(f"已复制 {len(made) - 1} 行，可粘贴到表格或文档")

        if ids:
            self._read(read, done)

    # --- tags and labels

    def tag(self, ids: Sequence[str], tag: str) -> None:
        """Put a tag on cases."""
        self._write(lambda library: library.tag(ids, [tag]), f"已给 {len(ids)} 个案例加标签“{tag}”", "加标签")

    def ask_tag(self, ids: Sequence[str]) -> None:
        """Ask which tag to put on cases."""

        def ask(tags: Sequence[tuple[str, int]]) -> None:
            words = "标签可以分层，用斜杠隔开，例如：学习/党委会。"
            asked = self._ask(f"给 {len(ids)} 个案例加标签", words, "加标签")
            asked.suggest(tag for tag, _ in tags)
            asked.told.connect(lambda tag, _: self.tag(ids, tag))
            asked.show()

        if ids:
            self._read(lambda library: library.every_tag(), ask)

    def ask_tag_name(self, tag: str) -> None:
        """Ask for another name of a tag."""
        words = f"给标签“{tag}”换一个名称，全库的案例、笔记和智能文件夹一起改。斜杠表示上下级；已有同名标签时两者合并。"
        asked = self._ask("标签改名", words, "改名", tag)
        asked.told.connect(
            lambda new, _: self._write(
                lambda library: library.rename_tag(tag, new), f"标签“{tag}”已改为“{new}”", "标签"
            )
        )
        asked.show()

    def ask_tag_merge(self, tag: str) -> None:
        """Ask into which tag this one is to go."""

        def ask(tags: Sequence[tuple[str, int]]) -> None:
            asked = self._ask("合并标签", f"把标签“{tag}”合并到另一个标签，全库一起改。", "合并")
            asked.suggest(other for other, _ in tags if other != tag)
            asked.told.connect(
                lambda into, _: self._write(
                    lambda library: library.merge_tags([tag], into), f"标签“{tag}”已并入“{into}”", "合并"
                )
            )
            asked.show()

        self._read(lambda library: library.every_tag(), ask)

    def _move_tag(self, tag: str, above: str) -> None:
        told = f"标签“{tag}”已移到{f'“{above}”下面' if above else '最上层'}"
        self._write(lambda library: library.move_tag(tag, above), told, "标签")

    def _delete_tag(self, tag: str) -> None:
        self._write(lambda library: library.delete_tag(tag), f"已从全库删除标签“{tag}”", "删除标签")

    def _do(self, field: str, deed: str, value: str) -> None:
        if field == "tag" and (act := self._deeds.get(deed)):
            act(value)

    def ask_label(self, ids: Sequence[str]) -> None:
        """Ask for the label of a working set and put it on cases."""

        def ask(labels: Sequence[str]) -> None:
            words = "把手头要用的一组案例标出来，例如“汇报”；用 标记:汇报 就能找到，用完一步清除。"
            asked = self._ask(f"标记 {len(ids)} 个案例", words, "标记", labels[0] if len(labels) == 1 else "")
            asked.suggest(labels)
            asked.told.connect(
                lambda name, _: self._write(
                    lambda library: library.label(ids, name), f"已标记 {len(ids)} 个案例：{name}", "标记"
                )
            )
            asked.show()

        if ids:
            self._read(lambda library: library.labels(), ask)

    def ask_clear_label(self) -> None:
        """Ask which label to take off all cases; the only one goes at once."""

        def ask(labels: Sequence[str]) -> None:
            if not labels:
                self._window.notice.tell("现在没有标记。选中案例后用“标记选中的案例”就能标出一组。", wrong=True)
            elif len(labels) == 1:
                clear(labels[0])
            else:
                asked = self._ask("清除标记", f"现有标记：{'、'.join(labels)}。", "清除", labels[0])
                asked.suggest(labels)
                asked.told.connect(lambda name, _: clear(name))
                asked.show()

        def clear(name: str) -> None:
            self._write(lambda library: library.clear_label(name), f"已清除标记“{name}”", "清除标记")

        self._read(lambda library: library.labels(), ask)

    # --- shelves

    def _move_shelf(self, shelf_id: str, parent_id: str | None, before_id: str | None) -> None:
        self._write(lambda library: library.move_shelf(shelf_id, parent_id, before_id), "", "移动书架")

    def _add_in(self, parent_id: str) -> None:
        window = self._window
        if (library := window.session.library) is not None:
            window.jobs.write(
                lambda: library.add_shelf_in(parent_id, "新文件夹"),
                lambda shelf: window.deeds.shelf_made.emit(shelf.id),
                window.notice.trouble,
            )

    def ask_shelf(self, shelf_id: str) -> None:
        """Ask for another question and name of a smart shelf."""
        from app.ui.dialogs.bulk import AskShelf

        def ask(shelves: Sequence[Shelf]) -> None:
            shelf = next((one for one in shelves if one.id == shelf_id and one.query is not None), None)
            if shelf is None:
                return
            asked = AskShelf(shelf, self._window.session.text, self._window)
            asked.told.connect(
                lambda name, query: self._write(
                    lambda library: library.ask_shelf(shelf_id, name, query), f"已修改“{name}”", "修改智能文件夹"
                )
            )
            asked.show()

        self._read(lambda library: library.shelves(), ask)

    # --- history

    def show_history(self) -> None:
        """All steps that can be undone or done again; going to one takes all between along."""
        from app.ui.dialogs.history import HistoryList

        def show(steps: tuple[Sequence[Step], Sequence[Step]]) -> None:
            dialog = HistoryList(*steps, self._window)
            dialog.step_wanted.connect(self.turn_to)
            dialog.show()

        self._read(lambda library: library.steps(), show)

    def turn_to(self, step: int) -> None:
        """Undo or redo up to this step."""
        library, notice = self._window.session.library, self._window.notice
        if library is not None:
            self._window.jobs.write(
                lambda: library.turn_to(step),
                lambda count: notice.tell(f"一次走了 {count} 步" if count else "这一步已不在历史里"),
                notice.trouble,
            )

    # --- the order of each view

    def _view(self, text: str) -> str | None:
        """What the order is remembered for: all cases, or a shelf whole; None for every other question."""
        counts = self._window.counts
        query = parse(text)
        place = shown(query, counts.shelves if counts else ())
        return str(query) if place is not None and len(query.clauses) < 2 else None

    def _order_of(self, text: str) -> Order | None:
        view = self._view(text)
        return None if view is None else remembered(self._window.settings.orders).get(view, _USUAL.get(view, Order()))

    def _ordered(self, order: Order) -> None:
        if (view := self._view(self._window.session.text)) is not None:
            orders = remembered(self._window.settings.orders) | {view: order}
            self._window.keep(orders=kept({name: one for name, one in orders.items() if one != Order()}))

    # --- inside

    def _ask(self, title: str, words: str, do: str, name: str = "") -> AskName:
        from app.ui.dialogs.asking import AskName

        return AskName(title, words, do, self._window, name)
