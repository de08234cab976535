"""共读: rounds a library sent out or was asked to read, one at a time, and all there are in a menu."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.services import gathering, returning, rounds
from app.ui import icons
from app.ui.compare.round_form import RoundForm
from app.ui.compare.round_start import StartRound
from app.ui.compare.round_table import RoundTable
from app.ui.record.naming import named
from app.ui.use.page import Page, Scope, Setting
from db.errors import NoSuchRecord

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.gathering import Passage
    from app.task import Task
    from app.ui.theme import Palette
    from db.history import Step
    from db.records import Changes
    from db.rounds import Handed, Round

AUTOSAVE = 700
_SITTING = 30.0
_PACKS = "交换包 (*.xlpack)"


class RoundPage(Page):
    """One round at a time."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.rounds: tuple[Round, ...] = ()
        self.round: Round | None = None
        self._wanted = ""
        self._here: frozenset[str] = frozenset()
        self._dirty = False
        self._writes = 0
        self._step: Step | None = None
        self._typed_at = 0.0
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE)
        self._soon.timeout.connect(self.flush)
        self.form = RoundForm(self)
        self.table = RoundTable(self.colours, self)
        self._build()
        self.form.changed.connect(self._changed)
        self.form.left.connect(self.flush)
        self.form.case_wanted.connect(self._read)
        self.form.back_wanted.connect(self._give_back)
        self.form.cases.currentRowChanged.connect(lambda _: self.flush())
        self.table.case_chosen.connect(self._note)
        self.table.passage_wanted.connect(self.case_wanted)
        self.set_palette(self.colours)

    def _build(self) -> None:
        self.which = named(QPushButton("共读 ", self), "action", "选共读")
        self.which.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.which.setMaximumWidth(260)
        self.menu = QMenu(self.which)
        self.menu.aboutToShow.connect(self._offer)
        self.which.setMenu(self.menu)
        self.take = named(QPushButton("收回执…", self), "action", "收读者交回的回执，或打开别人发来的共读包")
        self.take.setToolTip("读者交回的回执、别人发来的共读包，都从这里打开；也可以直接拖进窗口")
        self.take.clicked.connect(self._take)
        self.start = named(QPushButton("发起共读…", self), "action", "把这些案例交给几位读者")
        self.start.clicked.connect(self._start)
        empty = QWidget(self)
        words = named(
            QLabel(
                "还没有共读。\n把左上角的这些案例各做成一个交换包，交给几位读者；他们在自己的案例库里读、划线、"
                "说推荐还是不采用，\n交回一个回执文件。收齐后，谁和谁看法一致、在哪一段话上有不同意见，这里并排列出。",
                empty,
            ),
            "emptywords",
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setWordWrap(True)
        self.begin = named(QPushButton("发起共读…", empty), "primary", "发起共读")
        self.begin.clicked.connect(self._start)
        column = QVBoxLayout(empty)
        column.addStretch(2)
        column.addWidget(words)
        column.addSpacing(12)
        column.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.empty = empty
        self.stack = QStackedWidget(self)
        for part in (empty, self.form, self.table):
            self.stack.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    # --- what the frame asks of a page

    def show_scope(self, scope: Scope) -> None:
        """What a new round would be of; the one shown stays."""
        super().show_scope(scope)
        for button in (self.start, self.begin):
            button.setEnabled(bool(scope.case_ids) and not self.library.read_only)
        self._load()

    def refresh(self, changes: Changes) -> None:
        """Something was written, here or elsewhere."""
        if changes.content:
            self._load()

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        self.which.setIcon(icons.icon("down", palette.muted, 12))
        self.table.set_palette(palette)

    def tools(self) -> Sequence[QWidget]:
        """Which round, what came back, a new one."""
        return (self.which, self.take, self.start)

    def exported(self) -> Callable[[Task], Sheet] | None:
        """What the readers of a round said."""
        one = self.round
        if one is None or one.asked:
            return None
        library = self.library
        return lambda task: gathering.sheet(library, one, task)

    def flush(self) -> None:
        """Write what was answered."""
        if not self._dirty or self.round is None or not self.form.flushable():
            return
        self._soon.stop()
        self._dirty = False
        self._writes += 1
        library, one, answers = self.library, self.round, self.form.answers()
        fresh = time.monotonic() - self._typed_at < _SITTING
        self._typed_at = time.monotonic()

        def work() -> None:
            self._step = rounds.answer(library, one.id, answers, self._step if fresh else None)

        self.jobs.write(work, lambda _: self._written(), self._failed)

    def show_wanted(self, id: str) -> None:  # noqa: A002 - the record's own word
        """Show the round that was asked for."""
        if id:
            self.show_round(id)

    def show_round(self, round_id: str) -> None:
        """Show this round, now or as soon as it is read."""
        self.flush()
        self._wanted = round_id
        self._load()

    # --- reading

    def _load(self) -> None:
        library = self.library

        def work(_: Task) -> tuple[tuple[Round, ...], frozenset[str]]:
            found = rounds.every(library)
            return found, rounds.present(library, [case.here for one in found for case in one.cases])

        self.jobs.read(work, lambda found: self._loaded(*found), lane="rounds")

    def _loaded(self, found: tuple[Round, ...], here: frozenset[str]) -> None:
        self.rounds, self._here = found, here
        if self._dirty or self._writes:
            return
        wanted = self._wanted or (self.round.id if self.round else "")
        self.round = next((one for one in found if one.id == wanted), found[0] if found else None)
        self._wanted = ""
        self._tell_which()
        if self.round is None:
            self.stack.setCurrentWidget(self.empty)
        elif self.round.asked:
            self.stack.setCurrentWidget(self.form)
            self.form.show_round(self.round, here)
        else:
            self.stack.setCurrentWidget(self.table)
            self.table.show_round(self.round)
            if (case := self.table.chosen()) is not None:
                self._note(case)
        self.stirred.emit()

    def _note(self, case: Handed) -> None:
        library, one = self.library, self.round
        if one is None:
            return

        def work(task: Task) -> tuple[Passage, ...]:
            return gathering.passages(library, one, case.here, task)

        there = case.here in self._here
        self.jobs.read(work, lambda f: self.table.show_passages(case, f, there=there), lane="round notes")

    # --- writing

    def _changed(self) -> None:
        if self.library.read_only:
            self._say("这个案例库只能读，意见不会保存。", wrong=True)
            return
        self._dirty = True
        self._soon.start()

    def _written(self) -> None:
        self._writes -= 1
        self._load()

    def _failed(self, error: Exception) -> None:
        self._writes -= 1
        self.jobs.trouble.emit(error)
        if not isinstance(error, NoSuchRecord):
            self._dirty = True
            QTimer.singleShot(8000, self, self.flush)

    # --- out and in

    def _start(self) -> None:
        """Ask who reads what, and make the packages."""
        scope, library = self.scope, self.library
        if not scope.case_ids:
            return
        dialog = StartRound(f"{scope.name} 共读", len(scope.case_ids), self)
        agreed = dialog.exec()
        told = (dialog.name.text(), dialog.people(), dialog.asked(), dialog.noted.isChecked())
        dialog.deleteLater()
        folder = QFileDialog.getExistingDirectory(self, "把包放在哪个文件夹", self._folder()) if agreed else ""
        if not folder:
            return
        name, people, asked, noted = told

        def work(task: Task) -> tuple[Round, tuple[Path, ...]]:
            return rounds.send(library, name, scope.case_ids, people, asked, Path(folder), noted=noted, task=task)

        def done(found: tuple[Round, tuple[Path, ...]]) -> None:
            self.show_round(found[0].id)
            self._say(f"已做好 {len(found[1])} 个共读包，在“{Path(folder).name}”里，请分别交给读者")

        self.jobs.long(work, done, title="发起共读")

    def _again(self, reader: str) -> None:
        one, library = self.round, self.library
        folder = QFileDialog.getExistingDirectory(self, "把包放在哪个文件夹", self._folder())
        if one is None or not folder:
            return
        self.jobs.long(
            lambda task: rounds.again(library, one.id, reader, Path(folder), task),
            lambda path: self._say(f"已做好：{path.name}"),
            title="重做共读包",
        )

    def _take(self) -> None:
        """Take in what readers gave back, one file after the other."""
        chosen, _ = QFileDialog.getOpenFileNames(self, "收回执", self._folder(), _PACKS)
        if chosen:
            self.take_in([Path(name) for name in chosen])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Take in files that were given back or handed out."""
        library = self.library

        def work(task: Task) -> tuple[Round, str]:
            return returning.receive(library, paths[0], task)

        def done(found: tuple[Round, str]) -> None:
            self.show_round(found[0].id)
            self._say(found[1])
            rest()

        def failed(error: Exception) -> None:
            self.jobs.trouble.emit(error)
            rest()

        def rest() -> None:
            if paths[1:]:
                self.take_in(paths[1:])

        self.jobs.long(work, done, failed, title="收回执")

    def _give_back(self) -> None:
        """Ask where the return goes, and write it."""
        one, library = self.round, self.library
        if one is None:
            return
        self.flush()
        start = str(Path(self._folder()) / rounds.file_name(one))
        chosen, _ = QFileDialog.getSaveFileName(self, "交回：回执存到", start, _PACKS)
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ".xlpack" else path.with_name(path.name + ".xlpack")

        def done(noted: int) -> None:
            self._say(f"回执已存为 {path.name}，附批注 {noted} 条，请交给发起人")

        def go() -> None:
            self.jobs.long(lambda task: rounds.give_back(library, one.id, path, task), done, title="交回共读")

        self.jobs.write(lambda: None, lambda _: go())  # after what was just answered

    def _read(self, case_id: str) -> None:
        self.flush()
        self.case_wanted.emit(case_id, 0, 0)

    # --- which round

    def _tell_which(self) -> None:
        name = self.round.name if self.round else "共读"
        shown = self.which.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 180)
        self.which.setText(f"{shown} ".replace("&", "&&"))
        self.which.setToolTip(name)
        self.which.setAccessibleName(f"共读：{name}")
        self.which.setEnabled(self.round is not None)

    def _offer(self) -> None:
        self.menu.clear()
        for one in self.rounds:
            told = f"请我读 {len(one.cases)} 案" if one.asked else f"交回 {len(one.returns)}/{len(one.readers)}"
            action = self.menu.addAction(f"{one.name}\t{told}".replace("&", "&&"), partial(self.show_round, one.id))
            action.setCheckable(True)
            action.setChecked(self.round is not None and self.round.id == one.id)
        self.menu.addSeparator()
        if self.round is not None and self.round.readers:
            more = self.menu.addMenu("重做一个包")
            for reader in self.round.readers:
                more.addAction(reader.replace("&", "&&"), partial(self._again, reader))
        self.menu.addAction("删除这次共读", self._delete)

    def _delete(self) -> None:
        if self.round is None:
            return
        library, one = self.library, self.round
        self._dirty = False
        self.jobs.write(
            lambda: rounds.delete(library, one.id),
            lambda _: self._say(f"已删除共读“{one.name}”，批注保留；Ctrl+Z 可以恢复"),
        )

    def _folder(self) -> str:
        return self.settings.last_folder or str(Path.home())

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self.said.emit(words, wrong)
