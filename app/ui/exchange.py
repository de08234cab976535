"""Cases going to other people and coming from them: exchange packages, and the look before an export is shared.

Asks in a dialog, works on a lane of `app.ui.jobs`, tells by a notice. Stands beside `app.ui.deeds`, above the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.services.hiding import Sighting, Style
    from app.services.packing import Met
    from app.task import Task
    from app.ui.dialogs.export import Request
    from app.ui.window import Window
    from db.records import Packed

LABEL = "导入交换包"


class Exchange(QObject):
    """The exchanging deeds of one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.deeds.take_packs = self.import_packs

    def calls(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        return {"export_pack": self.export_pack}

    # --- out

    def export_pack(self) -> None:
        """Ask which cases go into a package and where it is to be, and write it."""
        from app.formats.sheet import PACK_SUFFIX as SUFFIX
        from app.formats.write import suggested_name
        from app.services import packing
        from app.ui.dialogs.packing import PackScope, save_place

        window, library = self._window, self._window.session.library
        chosen, current = window.list.selected(), window.desk.case_id if window.desk else None
        scopes = [("选中的案例", tuple(chosen) if len(chosen) > 1 else ()), ("当前列表", tuple(window.list.ids()))]
        scopes += [("正在阅读的案例", (current,) if current else ())]
        scopes = [scope for scope in scopes if scope[1]]
        if library is None or not scopes:
            return
        dialog = PackScope([(words, len(ids)) for words, ids in scopes], window)
        agreed, place = dialog.exec(), dialog.chosen()
        dialog.deleteLater()
        if not agreed:
            return
        stem = suggested_name(window.session.text or (window.counts.name if window.counts else "案例"), "pack")
        folder = Path(window.settings.last_folder or Path.home())
        output = save_place(window, folder / Path(stem).with_suffix(SUFFIX))
        if output is None:
            return
        window.keep(last_folder=str(output.parent))
        ids = scopes[place][1]

        def done(made: Path) -> None:
            window.notice.tell(f"已导出交换包：{made.name}，{len(ids)} 个案例")

        window.jobs.long(
            lambda task: packing.export(library, ids, output, replace=True, task=task),
            done,
            window.notice.trouble,
            title="导出交换包",
        )

    # --- in

    def import_packs(self, given: Sequence[Path]) -> None:
        """Read packages one after the other, tell what each brings, and take it in when that is wanted."""
        library = self._window.session.library
        if library is None or not given:
            return
        path, rest = given[0], given[1:]

        def read(task: Task) -> tuple[Packed, Met]:
            from app.services import packing

            packed = packing.read(path, task)
            return packed, library.meet(packed)

        def failed(error: Exception) -> None:
            self._window.notice.trouble(error)
            self.import_packs(rest)

        def asked(found: tuple[Packed, Met]) -> None:
            self._ask(path, *found)
            self.import_packs(rest)

        self._window.jobs.long(read, asked, failed, title="读取交换包")

    def _ask(self, path: Path, packed: Packed, met: Met) -> None:
        from app.services.packing import summary
        from app.ui.dialogs.packing import PackDialog

        window, library = self._window, self._window.session.library
        if met.nothing or library is None:
            window.notice.tell(summary(met))
            return
        dialog = PackDialog(path.name, met, window)
        agreed, differing = dialog.exec(), dialog.differing()
        dialog.deleteLater()
        if not agreed:
            return

        def done(brought: Met) -> None:
            window.notice.tell(summary(brought), ("撤销", lambda: window.deeds.take_back(LABEL)))
            if brought.case_ids:
                window.deeds.case_wanted.emit(brought.case_ids[0])

        label = f"{LABEL}“{path.name}”"
        window.jobs.write(lambda: library.take_in(packed, differing, label), done, window.notice.trouble)

    # --- before sharing

    def look_over(self, request: Request, go: Callable[[Callable[[Sheet], Sheet]], None]) -> None:
        """List what tells who somebody is in what is to be exported; `go` with what hides what was chosen."""
        library, choice = self._window.session.library, request.choice
        if library is None or choice is None:
            return

        def read(task: Task) -> tuple[Sheet, tuple[Sighting, ...]]:
            from app.services import exporting, hiding

            made = exporting.sheet(library, choice, task=task)
            return made, hiding.found(made)

        def asked(found: tuple[Sheet, tuple[Sighting, ...]]) -> None:
            from app.ui.dialogs.hiding import HidingDialog

            dialog = HidingDialog(*found, self._window)
            agreed = dialog.exec()
            accepted, style, logged = dialog.accepted_sightings(), dialog.style_chosen(), dialog.log.isChecked()
            dialog.deleteLater()
            if agreed:
                go(lambda sheet: _hide(sheet, accepted, style, request.output if logged else None))

        self._window.jobs.long(read, asked, self._window.notice.trouble, title="分享前检查")


def _hide(sheet: Sheet, accepted: Sequence[Sighting], style: Style, beside: Path | None) -> Sheet:
    """The sheet with what was accepted replaced; the log of it is written beside the export when that is wanted."""
    from app.formats.write import save
    from app.services import hiding

    made, done = hiding.hidden(sheet, accepted, style)
    if beside is not None and done:
        place = beside.with_name(f"{beside.stem} 隐去记录.txt")
        save(lambda: hiding.log(done).encode("utf-8-sig"), place, replace=True)
    return made
