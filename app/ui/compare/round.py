"""共读: rounds a library sent out or was asked to read, one at a time, and all there are in a menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.messages import Trouble
from app.services import gathering, returning, rounds
from app.ui.compare.round_back import GiveBack
from app.ui.compare.round_form import RoundForm
from app.ui.compare.round_start import StartRound
from app.ui.compare.round_table import RoundTable
from app.ui.compare.saving import Saving
from app.ui.compare.which import Which, nothing_yet
from app.ui.dialogs import files
from app.ui.legible import legible
from app.ui.record.naming import named
from app.ui.use.page import Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.gathering import Passage
    from app.services.rounds import Going
    from app.task import Task
    from app.ui.theme import Palette
    from db.records import Changes
    from db.rounds import Handed, Round

_PACKS = "交换包 (*.xlpack)"


class RoundPage(Page):
    """One round at a time."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.rounds: tuple[Round, ...] = ()
        self.round: Round | None = None
        self._wanted = ""
        self._here: frozenset[str] = frozenset()
        self.saving = Saving(self.jobs, self)
        self.saving.due.connect(self.flush)
        self.saving.done.connect(self._load)
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
        self.table.mine.toggled.connect(lambda _: self._noted())
        self.set_palette(self.colours)

    def _build(self) -> None:
        self.which = Which("共读", self._offer, self)
        self.take = named(QPushButton("收回执…", self), "action", "收读者交回的回执，或打开别人发来的共读包")
        self.take.setToolTip("读者交回的回执、别人发来的共读包，都从这里打开；也可以直接拖进窗口")
        self.take.clicked.connect(self._take)
        self.start = named(QPushButton("发起共读…", self), "action", "把这些案例交给几位读者")
        self.start.clicked.connect(self._start)
        self.begin = named(QPushButton("发起共读…", self), "primary", "发起共读")
        self.begin.clicked.connect(self._start)
        words = (
            "还没有共读。\n把左上角的这些案例各做成一个交换包，交给几位读者；他们在自己的案例库里读、划线、"
            "说推荐还是不采用，\n交回一个回执文件。收齐后，谁和谁看法一致、在哪一段话上有不同意见，这里并排列出。"
        )
        self.empty = nothing_yet(words, self.begin, self)
        for tool in (self.take, self.start):
            tool.hide()
        self.stack = QStackedWidget(self)
        for part in (self.empty, self.form, self.table):
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
        self.which.set_palette(palette)
        self.table.set_palette(palette)

    def tools(self) -> Sequence[QWidget]:
        """Which round, what came back, a new one."""
        return (self.which, self.take, self.start) if self.round is not None else (self.take,)

    def exported(self) -> Callable[[Task], Sheet] | None:
        """What the readers of a round said."""
        one = self.round
        if one is None or one.asked:
            return None
        library, mine = self.library, self.table.mine.isChecked()
        return lambda task: gathering.sheet(library, one, task, mine=mine)

    def flush(self) -> None:
        """Write what was answered."""
        if not self.saving.owed or self.round is None or not self.form.flushable():
            return
        library, one, answers = self.library, self.round, self.form.answers()
        self.saving.write(lambda into: rounds.answer(library, one.id, answers, into))

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
        if self.saving.busy:
            return
        wanted = self._wanted or (self.round.id if self.round else "")
        self.round = next((one for one in found if one.id == wanted), found[0] if found else None)
        self._wanted = ""
        self._tell_which()
        proxy = self.begin if self.round is None else self.form.cases if self.round.asked else self.table.table
        focused = self.hasFocus() or self.begin.hasFocus()
        self.setFocusProxy(proxy)
        if self.round is None:
            self.stack.setCurrentWidget(self.empty)
        elif self.round.asked:
            self.stack.setCurrentWidget(self.form)
            self.form.show_round(self.round, here)
        else:
            self.stack.setCurrentWidget(self.table)
            self.table.show_round(self.round, here)
            self._noted()
        if focused:
            proxy.setFocus()
        self.stirred.emit()

    def _noted(self) -> None:
        if (case := self.table.chosen()) is not None:
            self._note(case)

    def _note(self, case: Handed) -> None:
        library, one, mine = self.library, self.round, self.table.mine.isChecked()
        if one is None:
            return

        def work(task: Task) -> tuple[Passage, ...]:
            return gathering.passages(library, one, case.here, task, mine=mine)

        there = case.here in self._here
        self.jobs.read(work, lambda f: self.table.show_passages(case, f, there=there), lane="round notes")

    # --- writing

    def _changed(self) -> None:
        if self.library.read_only:
            self._say("这个案例库只能读，意见不会保存。", wrong=True)
            return
        self.saving.wait()

    # --- out and in

    def _start(self) -> None:
        """Ask who reads what, and make the packages."""
        scope, library = self.scope, self.library
        if not scope.case_ids:
            return
        if len(scope.case_ids) > rounds.CASES:
            self.jobs.trouble.emit(Trouble("round_many", str(len(scope.case_ids))))
            return
        name = scope.name if scope.name.endswith("共读") else f"{scope.name} 共读"
        dialog = StartRound(name, len(scope.case_ids), self)
        agreed = dialog.exec()
        told = (dialog.name.text(), dialog.people(), dialog.asked(), dialog.offered(), dialog.noted.isChecked())
        dialog.deleteLater()
        folder = QFileDialog.getExistingDirectory(self, "把包放在哪个文件夹", self._folder()) if agreed else ""
        if not folder:
            return
        name, people, asked, offered, noted = told

        def work(task: Task) -> tuple[Round, tuple[Path, ...]]:
            return rounds.send(
                library, name, scope.case_ids, people, asked, Path(folder), options=offered, noted=noted, task=task
            )

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
        """Show what would go, once it is known."""
        one, library = self.round, self.library
        if one is not None:
            self.flush()
            self.jobs.write(lambda: rounds.going(library, one.id), self._ask_back)  # after what was just answered

    def _ask_back(self, going: Sequence[Going]) -> None:
        """Ask which notes go and where the return is put, and write it."""
        one, library = self.round, self.library
        if one is None:
            return
        dialog = GiveBack(going, (self.form.done, len(one.cases)), self)
        agreed, chosen_notes = dialog.exec(), dialog.chosen()
        dialog.deleteLater()
        if not agreed:
            return
        start = str(Path(self._folder()) / rounds.file_name(one))
        named = QFileDialog.getSaveFileName(self, "交回：回执存到", start, _PACKS)[0]
        chosen = files.settled(self, named, ".xlpack")
        if chosen is None:
            return
        path = chosen.path

        def done(noted: int) -> None:
            self._say(f"回执已存为 {path.name}，附批注 {noted} 条，请交给发起人")

        self.jobs.long(lambda task: rounds.give_back(library, one.id, path, chosen_notes, task), done, title="交回共读")

    def _read(self, case_id: str) -> None:
        self.flush()
        self.case_wanted.emit(case_id, 0, 0)

    # --- which round

    def _tell_which(self) -> None:
        if self.round is not None:
            self.which.tell(self.round.name)

    def _offer(self) -> None:
        def told(one: Round) -> str:
            return f"请我读 {len(one.cases)} 案" if one.asked else f"交回 {len(one.returns)}/{len(one.readers)}"

        now = self.round.id if self.round is not None else ""
        self.which.list_names(
            (one.name, told(one), one.id == now, partial(self.show_round, one.id)) for one in self.rounds
        )
        if self.round is not None and self.round.readers:
            more = self.which.names.addMenu("重做一个包")
            for reader in self.round.readers:
                more.addAction(legible(reader).replace("&", "&&"), partial(self._again, reader))
            back = self.which.names.addMenu("退回已收的回执")
            back.setEnabled(bool(self.round.returns))
            for one in self.round.returns:
                back.addAction(legible(one.reader).replace("&", "&&"), partial(self._send_back, one.reader))
        self.which.names.addAction("删除这次共读", self._delete)

    def _send_back(self, reader: str) -> None:
        """Let go of what a reader gave back."""
        library, one = self.library, self.round
        if one is not None:
            self.jobs.write(
                lambda: returning.send_back(library, one.id, reader),
                lambda _: self._say(f"已退回 {reader} 的回执和随它来的批注；Ctrl+Z 可以恢复"),
            )

    def _delete(self) -> None:
        if self.round is None:
            return
        library, one = self.library, self.round
        self.saving.drop()
        self.jobs.write(
            lambda: rounds.delete(library, one.id),
            lambda _: self._say(f"已删除共读“{one.name}”，批注保留；Ctrl+Z 可以恢复"),
        )

    def _folder(self) -> str:
        return self.settings.last_folder or str(Path.home())

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self.said.emit(words, wrong)
