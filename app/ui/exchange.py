"""Cases going to other people and coming from them: packages, citations, and the look before something is shared.

Asks in a dialog, works on a lane of `app.ui.jobs`, tells by a notice. Stands beside `app.ui.deeds`, above the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.ui import sharing

if TYPE_CHECKING:
    from app.formats.sheet import Format
    from app.formats.write import Goods
    from app.services.packing import Met
    from app.services.withholding import Withholding
    from app.task import Task
    from app.ui.dialogs.export import Request
    from app.ui.window import Window
    from db.records import Packed
    from db.rounds import Round

LABEL = "导入交换包"
ACTIONS: tuple[Format, ...] = ("pdf", "docx", "xlsx", "md", "json", "bib", "ris", "pack")
"""Formats that have an action of their own."""


class Exchange(QObject):
    """The exchanging deeds of one window."""

    round_wanted = Signal(str)
    """What was handed out or given back is to be looked at; the round's id."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.deeds.take_packs = self.import_packs
        window.deeds.keep_record = partial(sharing.record_elsewhere, window)

    def calls(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        as_: dict[str, Callable[[], None]] = {f"export_{name}": partial(self.export, name) for name in ACTIONS}
        return as_ | {"export": self.export, "copy_citations": self.copy_citations}

    # --- out

    def export(self, format_: Format | None = None) -> None:
        """Ask what to export and do it; without a format, the one chosen last."""
        from app.services.choosing import kept
        from app.ui.dialogs.export import ExportDialog, Scope

        window = self._window
        chosen, current = window.list.selected(), window.desk.case_id if window.desk else None
        scopes = [
            Scope("选中的案例", chosen if len(chosen) > 1 else ()),
            Scope("当前列表", tuple(window.list.ids())),
            Scope("正在阅读的案例", (current,) if current else ()),
        ]
        folder = Path(window.settings.last_folder or Path.home())
        name = window.counts.name if window.counts else "案例"
        dialog = ExportDialog(
            scopes,
            format_,
            window.session.text or name,
            folder,
            window,
            library=window.session.library,
            jobs=window.jobs,
            settings=window.settings,
            filters=window.session.text,
            palette=window.colours,
        )
        dialog.templates_kept.connect(lambda told: window.keep(export_templates=told))
        if dialog.exec():
            request = dialog.request()
            window.keep(export_last=kept(dialog.choices.template()))
            self.send(request)
        dialog.deleteLater()

    def send(self, request: Request) -> None:
        """To paper or to a file, looked over first when that was asked."""
        window, text = self._window, self._window.session.text

        def go(to: Request, hide: Withholding | None) -> None:
            if to.printed:
                window.deeds.print_out(to, hide)
            else:
                window.deeds.export(to, text, hide)

        if not request.printed:
            window.keep(last_folder=str(request.output.parent))
        if request.sharing:
            self.look_over(request, go)
        else:
            go(request, None)

    def copy_citations(self) -> None:
        """Put the sources of the selected cases, or of the one being read, on the clipboard as they are cited."""
        window, library = self._window, self._window.session.library
        chosen, current = window.list.selected(), window.desk.case_id if window.desk else None
        ids = chosen if len(chosen) > 1 or not current else (current,)
        if library is None or not ids:
            return

        def read(task: Task) -> tuple[str, ...]:
            from app.services import exporting

            return tuple(source.citation for source in exporting.sheet(library, ids, task=task).sources)

        def done(cited: tuple[str, ...]) -> None:
            lines = [f"[{number}] {words}" for number, words in enumerate(cited, 1)] if len(cited) > 1 else cited
            QGuiApplication.clipboard().setText("\n".join(lines))
            window.notice.tell(f"已复制 {len(cited)} 条引文（GB/T 7714）")

        window.jobs.read(read, done, window.notice.trouble, lane="citations")

    # --- in

    def import_packs(self, given: Sequence[Path]) -> None:
        """Read packages one after the other, tell what each brings, and take it in when that is wanted."""
        library = self._window.session.library
        if library is None or not given:
            return
        path, rest = given[0], given[1:]

        def read(task: Task) -> tuple[Packed, Met]:
            from app.services import packing
            from app.services.merging import Met

            packed = packing.read(path, task)
            return packed, Met() if packed.rounds else library.meet(packed)

        def failed(error: Exception) -> None:
            self._window.notice.trouble(error)
            self.import_packs(rest)

        def asked(found: tuple[Packed, Met]) -> None:
            if found[0].rounds:
                self._receive(found[0])
            else:
                self._ask(path, *found)
            self.import_packs(rest)

        self._window.jobs.long(read, asked, failed, title="读取交换包")

    def _receive(self, packed: Packed) -> None:
        """Take in what one is asked to read, or what a reader gave back, and show it."""
        window, library = self._window, self._window.session.library
        if library is None:
            return

        def work() -> tuple[Round, str]:
            from app.services import returning

            return returning.received(library, packed)

        def done(found: tuple[Round, str]) -> None:
            window.notice.tell(found[1], ("去看", lambda: self.round_wanted.emit(found[0].id)))

        window.jobs.write(work, done, window.notice.trouble)

    def _ask(self, path: Path, packed: Packed, met: Met) -> None:
        from app.services.packing import summary
        from app.ui.dialogs.packing import PackDialog

        window, library = self._window, self._window.session.library
        if met.nothing or library is None:
            window.notice.tell(summary(met))
            return
        dialog = PackDialog(path.name, met, window)
        agreed, decided, habits = dialog.exec(), dialog.decided(), dialog.habits.isChecked()
        dialog.deleteLater()
        if not agreed:
            return

        def done(brought: Met) -> None:
            window.notice.tell(summary(brought), ("撤销", lambda: window.deeds.take_back(LABEL)))
            if brought.case_ids:
                window.deeds.case_wanted.emit(brought.case_ids[0])

        label = f"{LABEL}“{path.name}”"
        window.jobs.write(
            lambda: library.take_in(packed, "both", label, decided, habits=habits), done, window.notice.trouble
        )

    # --- before sharing

    def look_over(self, request: Request, go: Callable[[Request, Withholding], None]) -> None:
        """List what tells who somebody is in what is to go out; `go` with what was asked for and what hides it."""
        library, choice = self._window.session.library, request.choice
        if library is None or choice is None:
            return

        def collect(task: Task) -> Goods:
            from app.services import exporting

            return exporting.collected(library, choice, "pdf" if request.printed else request.format, task)

        def agreed(hide: Withholding, output: Path | None) -> None:
            output = output or request.output
            told = request.replace and output == request.output
            go(replace(request, title=hide.renamed(request.title), output=output, replace=told), hide)

        sharing.look_over(self._window, collect, None if request.printed else request.output, agreed)
