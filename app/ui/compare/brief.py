"""简报: briefs of a library, written from headings, quotes and own words. Saves as one writes.

What is typed is stored within a second and before anything else happens; a write that failed is tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.services import briefing, sourcing
from app.ui.compare.brief_editor import BriefEditor
from app.ui.compare.brief_side import Side, quote_of
from app.ui.compare.saving import Saving
from app.ui.compare.which import Which, nothing_yet
from app.ui.dialogs.asking import AskName
from app.ui.record.naming import named
from app.ui.use.page import Page, Scope, Setting
from db.briefs import Brief, Part
from db.cases import new_id
from db.errors import NoSuchRecord

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.briefing import Excerpt, Opened
    from app.task import Task
    from app.ui.record.quoting import Quote
    from app.ui.theme import Palette
    from db.briefs import BriefHead
    from db.records import Changes

Known = tuple[tuple["Excerpt", ...], tuple[tuple[str, str], ...]]


class BriefPage(Page):
    """One brief at a time, and all there are in a menu."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.heads: tuple[BriefHead, ...] = ()
        self.brief: Brief | None = None
        self._label = ""
        self._fresh = False
        """Whether the brief was just chosen."""
        self.saving = Saving(self.jobs, self)
        self.saving.due.connect(self.flush)
        self.saving.done.connect(self._load)
        self.editor = BriefEditor(self.colours, self)
        self.side = Side(self)
        self._build()
        self._wire()
        self.set_palette(self.colours)

    def _build(self) -> None:
        self.which = Which("简报", self._offer, self)
        self.copy = named(QPushButton("复制全文", self), "action", "复制全文，带出处编号")
        self.copy.setToolTip("复制全文，带编号和出处，可以贴进 Word 或 WPS")
        self.copy.clicked.connect(self._copy)
        self.copy.hide()
        self.begin = named(QPushButton("写一份简报", self), "primary", "写一份简报")
        self.begin.clicked.connect(self._new)
        words = "还没有简报。\n简报把几个案例里的原话和自己的话排在一起，出处自动编号，缺出处的话会提醒。"
        self.empty = nothing_yet(words, self.begin, self)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.addWidget(self.editor)
        self.split.addWidget(self.side)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        self.split.setSizes([860, 440])
        self.split.setChildrenCollapsible(False)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.split)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _wire(self) -> None:
        editor, side = self.editor, self.side
        editor.changed.connect(self._changed)
        editor.case_wanted.connect(self._go_to_case)
        editor.quote_wanted.connect(self._quote)
        editor.retake_wanted.connect(self._retake)
        editor.turned.connect(self._turn)
        editor.left.connect(self.flush)
        editor.out.connect(lambda: side.currentWidget().setFocus(Qt.FocusReason.TabFocusReason))
        editor.checked.connect(lambda _, missing: side.show_missing(missing))
        side.excerpt_wanted.connect(self._take)
        side.quote_wanted.connect(lambda quote: self._quote(quote, editor.at() + 1))
        side.text_wanted.connect(self._show_text)
        side.cited.connect(self._cite)
        side.sentence_wanted.connect(editor.go_to)
        side.allowed.connect(editor.allow)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What can be written in, or begun, takes the focus."""
        if self.brief is None:
            self.begin.setFocus(event.reason())
        else:
            self.editor.go(max(0, self.editor.at()))

    # --- what the frame asks of a page

    def show_scope(self, scope: Scope) -> None:
        """The side shows other cases; the brief stays."""
        super().show_scope(scope)
        self._fill()
        self._load()

    def refresh(self, changes: Changes) -> None:
        """Something was written, here or elsewhere."""
        if changes.content:
            self._load()
            if changes.label != briefing.WRITING:
                self._fill()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        self.which.set_palette(palette)
        self.editor.set_palette(palette)

    def tools(self) -> Sequence[QWidget]:
        """Which brief, and all of it to the clipboard."""
        return (self.which, self.copy) if self.brief is not None else ()

    def exported(self) -> Callable[[Task], Sheet] | None:
        """The brief as it stands."""
        if self.brief is None or not any(part.text.strip() for part in self.editor.parts()):
            return None
        library, brief = self.library, self._as_it_stands()
        return lambda task: briefing.sheet(library, brief, task)

    def flush(self) -> None:
        """Write what was typed."""
        if self.saving.owed and self.brief is not None and not self.editor.composing:
            self._write(self._label or briefing.WRITING, typing=not self._label)

    # --- reading

    def _load(self) -> None:
        library, wanted = self.library, self.brief.id if self.brief else None

        def work(task: Task) -> tuple[tuple[BriefHead, ...], Opened | None]:
            heads = briefing.every(library)
            ids = [head.id for head in heads]
            chosen = wanted if wanted in ids else next(iter(ids), None)
            return heads, briefing.opened(library, chosen, task) if chosen else None

        self.jobs.read(work, lambda found: self._loaded(wanted, *found), lane="brief")

    def _loaded(self, wanted: str | None, heads: tuple[BriefHead, ...], seen: Opened | None) -> None:
        self.heads = heads
        if self.saving.busy:
            return  # what is on its way is newer; the write's own notice loads again
        if wanted != (self.brief.id if self.brief else None):
            return  # another one was chosen meanwhile
        same = self.brief is not None and seen is not None and self.brief.id == seen.brief.id
        self.brief = seen.brief if seen else None
        self.stack.setCurrentWidget(self.split if seen else self.empty)
        self._tell_which()
        if seen is not None:
            self.editor.show_title(seen.brief.name)
            self.editor.know(seen.cited, seen.places)
            self.editor.show_parts(seen.brief.parts or (Part(id=new_id(), kind="own"),))
            if self.isVisible() and (self._fresh or not same):
                self.editor.go(0, -1)
            self._fresh = False
        self.stirred.emit()

    def _fill(self) -> None:
        library, ids = self.library, self.scope.case_ids

        def work(task: Task) -> Known:
            return briefing.excerpts(library, ids, task), briefing.titles(library, ids, task)

        self.jobs.read(work, lambda found: self.side.fill(*found), lane="brief side")

    def _show_text(self, case_id: str) -> None:
        if not case_id:
            return
        library = self.library
        self.jobs.read(
            lambda _: library.case(case_id),
            lambda case: self.side.original.show_text(case.id, case.title, case.text),
            lambda error: self._gone() if isinstance(error, NoSuchRecord) else self.jobs.trouble.emit(error),
            lane="brief text",
        )

    # --- writing

    def _changed(self, label: str) -> None:
        """What one types waits a moment; what one does is written with a name of its own."""
        if self.library.read_only:
            self._say("这个案例库只能读，简报的改动不会保存。", wrong=True)
            return
        self.stirred.emit()
        self.saving.wait()
        if label:
            self._label = label
            self.flush()

    def _as_it_stands(self) -> Brief:
        assert self.brief is not None  # noqa: S101 - asked for only then
        return Brief(id=self.brief.id, name=self.brief.name, parts=self.editor.parts())

    def _write(self, label: str, *, typing: bool) -> None:
        library, brief = self.library, self._as_it_stands()
        self._label = ""
        self.saving.write(lambda into: briefing.save(library, brief.id, brief.parts, label, into), typing=typing)

    def _turn(self, back: bool) -> None:
        """Undo or redo from within the text: what is being typed is stored first."""
        self.flush()
        library = self.library
        self.saving.end_sitting()
        self.jobs.write(library.undo if back else library.redo, lambda _: self._load())

    # --- taking in

    def _quote(self, quote: Quote, number: int) -> None:
        library = self.library
        self.flush()

        def done(found: tuple[Part, str]) -> None:
            self._insert(number, found[0], found[1])

        def work(_: Task) -> tuple[Part, str]:
            return briefing.quoted(library, quote.case_id, quote.start, quote.end)

        self.jobs.read(work, done, lane="brief quote")

    def _insert(self, number: int, part: Part, place: str, words: str = "") -> None:
        self.editor.know({**self.editor.cited, **dict(part.sources)}, {})
        own = [Part(id=new_id(), kind="own", text=words)] if words else []
        self.editor.insert(number, [part, *own], {part.id: place}, "加引文")

    def _take(self, excerpt: Excerpt, along: bool) -> None:
        """Take a highlight in, with what was noted on it when that is wanted; a note without a passage as own words."""
        quote, number = quote_of(excerpt), self.editor.at() + 1
        words = excerpt.note.text.strip()
        if quote is None:
            if words:
                self.editor.insert(number, [Part(id=new_id(), kind="own", text=words)], {}, "加批注")
            return
        library = self.library
        self.jobs.read(
            lambda _: briefing.quoted(library, quote.case_id, quote.start, quote.end),
            lambda found: self._insert(number, *found, words if along else ""),
            lane="brief quote",
        )

    def _retake(self, part: Part) -> None:
        library = self.library
        self.jobs.read(
            lambda _: briefing.quoted(library, part.case_id, part.start or 0, part.end or 0),
            lambda found: self.editor.swap(part.id, *found),
            lane="brief quote",
        )

    def _cite(self, title: str, case_id: str) -> None:
        library = self.library

        def done(cited: dict[str, str]) -> None:
            self.editor.know({**self.editor.cited, **cited}, {})
            self.editor.cite(title, case_id)

        self.jobs.read(lambda task: briefing.citations(library, [case_id], task), done, lane="brief cite")

    def _go_to_case(self, case_id: str, start: int, end: int) -> None:
        self.flush()
        self.case_wanted.emit(case_id, start, end)

    # --- which brief

    def _tell_which(self) -> None:
        if self.brief is not None:
            self.which.tell(self.brief.name)

    def _offer(self) -> None:
        now = self.brief.id if self.brief is not None else ""
        self.which.list_names(
            (head.name, f"{head.parts} 段", head.id == now, partial(self._open, head.id)) for head in self.heads
        )
        menu = self.which.names
        menu.addAction("新建简报", self._new)
        if self.brief is not None:
            menu.addAction("重命名…", self._rename)
            menu.addAction("复制一份", self._duplicate)
            menu.addAction("删除这份简报", self._delete)

    def _open(self, brief_id: str) -> None:
        self.flush()
        self.brief = Brief(id=brief_id, name="")
        self._fresh = True
        self.editor.show_parts(())
        self.jobs.write(lambda: None, lambda _: self._load())

    def _new(self) -> None:
        self.flush()
        library, name = self.library, self.scope.name
        title = f"{name} 简报" if name and name != "全部案例" else briefing.NAME
        self.jobs.write(lambda: briefing.create(library, title), lambda brief: self._open(brief.id))

    def _duplicate(self) -> None:
        if self.brief is not None:
            self.flush()
            library, brief_id = self.library, self.brief.id
            self.jobs.write(lambda: briefing.copy(library, brief_id), lambda brief: self._open(brief.id))

    def _rename(self) -> None:
        if self.brief is None:
            return
        library, brief_id = self.library, self.brief.id
        dialog = AskName("重命名简报", "简报的名称，也是导出文件的标题。", "改名", self, self.brief.name)
        dialog.told.connect(lambda name, _: self.jobs.write(lambda: briefing.rename(library, brief_id, name)))
        dialog.open()

    def _delete(self) -> None:
        if self.brief is None:
            return
        library, brief_id, name = self.library, self.brief.id, self.brief.name
        self.saving.drop()
        self.jobs.write(
            lambda: briefing.delete(library, brief_id),
            lambda _: self._say(f"已删除简报“{name}”，Ctrl+Z 可以恢复"),
        )

    def _copy(self) -> None:
        """Put all of it on the clipboard, numbered."""
        if self.brief is None:
            return
        self.editor.number()
        told = (self.brief.name, self.editor.parts(), self.editor.sourced, self.editor.places)
        data = QMimeData()
        data.setText(sourcing.as_text(*told))
        data.setHtml(sourcing.as_html(*told))
        QGuiApplication.clipboard().setMimeData(data)
        lacking = f"；还有 {len(self.editor.missing)} 句缺出处" if self.editor.missing else ""
        self._say(f"已复制全文和 {len(self.editor.sourced.citations)} 条出处{lacking}")

    def _gone(self) -> None:
        self._say("这个案例已经删除了。", wrong=True)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self.said.emit(words, wrong)
