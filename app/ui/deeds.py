"""What a person does to the library from the window: import, delete, star, undo, shelves, export, keep safe.

Every deed runs on a lane of `app.ui.jobs`; what came of it is told by a notice with a way back, never by a dialog.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from app.messages import Trouble
from app.task import Cancelled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.importing import Outcome, Prepared
    from app.services.library import Library
    from app.services.withholding import Withholding
    from app.task import Task
    from app.ui.dialogs.export import Request
    from app.ui.jobs import Jobs
    from app.ui.notices import Notice
    from app.ui.theme import Palette

_MANY = 500
"""Cases whose deletion is told step by step."""

_OVERTAKEN = "之后又有别的改动，请用 Ctrl+Z 逐步撤销。"


class Deeds(QObject):
    """The deeds on the library given by `of`, told through one notice strip."""

    case_wanted = Signal(str)
    shelf_made = Signal(str)
    """Id of a new shelf whose name should be typed now."""

    def __init__(self, jobs: Jobs, notice: Notice, of: Callable[[], Library | None], window: QWidget) -> None:
        super().__init__(window)
        self._jobs = jobs
        self._notice = notice
        self._of = of
        self._window = window
        self.review: Callable[[Library, Sequence[Path] | str], bool] | None = None
        """Looks over what comes in first; False when it is to be imported at once."""
        self.take_packs: Callable[[Sequence[Path]], None] | None = None
        """Takes exchange packages in."""
        self.keep_record: Callable[[Withholding, str], None] | None = None
        """Asks where the record of what was hidden on paper is to be kept; paper has no file it could lie beside."""

    # --- in

    def import_paths(self, given: Sequence[Path]) -> None:
        """Import files and folders; one notice says what became of them."""
        library = self._of()
        if library is None or not given:
            return
        if library.read_only:
            self._notice.tell("这个案例库只能读取，不能导入。请把它复制到有写入权限的文件夹再打开。", wrong=True)
            return
        from app.formats.pack import is_pack

        packs = [path for path in given if is_pack(path) and path.is_file()]
        if packs and self.take_packs:
            self.take_packs(packs)
            given = [path for path in given if path not in packs]
        if not given or (self.review and self.review(library, given)):
            return
        from app.services.importing import import_paths

        held: list[Prepared] = []

        def done(outcomes: tuple[Outcome, ...]) -> None:
            if held:
                self._prove(library, held, outcomes)
            else:
                self.imported(outcomes)

        self._jobs.long(lambda task: import_paths(library, given, task, held=held), done, self._failed, title="导入")

    def _prove(self, library: Library, held: Sequence[Prepared], before: Sequence[Outcome]) -> None:
        """Ask about changed versions of stored files, then tell of them with the files imported before."""
        from app.services.importing import commit
        from app.ui.dialogs.proof import prove

        def go(files: Sequence[Prepared]) -> None:
            done = lambda outcomes: self.imported((*before, *outcomes))  # noqa: E731 - one line says it
            self._jobs.write(lambda: commit(library, files), done, self._failed)

        def back() -> None:
            if before:
                self.imported(before)

        prove(library, self._jobs, lambda: held, self._colours(), self._window, go, self._failed, back)

    def import_clipboard(self, text: str = "") -> None:
        """Import a text: this one, or what is on the clipboard, which may be files that were copied."""
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None when it is empty on some systems
        urls = [] if text or data is None else data.urls()
        files = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        text = text or (data.text() if data else "")
        library = self._of()
        if files:
            self.import_paths(files)
        elif not text.strip():
            self._notice.tell("剪贴板里没有文字。请先复制一段文字再导入。", wrong=True)
        elif library is not None and not (self.review and self.review(library, text)):
            from app.services.importing import import_text

            self._jobs.long(
                lambda task: (import_text(library, text, "剪贴板", task),), self.imported, self._failed, title="导入"
            )

    def imported(self, outcomes: Sequence[Outcome]) -> None:
        """Tell what became of imported files, with a way back, and show the first new case.

        Who is writing goes on writing: the case is offered instead.
        """
        from app.ui.dialogs.imports import summary

        came = [outcome for outcome in outcomes if outcome.case_ids]
        first = came[0].case_ids[0] if came else ""
        failed = any(outcome.status == "failed" for outcome in outcomes)
        offers: list[tuple[str, Callable[[], None]]] = []
        if outcomes:
            offers.append(("查看", lambda: self.show_outcomes(outcomes)))
        if came:
            offers.append(("撤销", self._take_back("导入")))
        writing = self._writing()
        if came and writing:
            offers.append(("打开", lambda: self.case_wanted.emit(first)))
        self._notice.tell(summary(outcomes), *offers, wrong=failed or not outcomes)
        if came and not writing:
            self.case_wanted.emit(first)

    def _writing(self) -> bool:
        """Whether somebody is in the middle of a text of the window, be the window in front or not."""
        focus = self._window.focusWidget()
        return isinstance(focus, QTextEdit | QPlainTextEdit) and not focus.isReadOnly()

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """The list of files with what became of each."""
        from app.ui.dialogs.imports import ImportResults

        results = ImportResults(outcomes, self._window)
        results.case_wanted.connect(self.case_wanted)
        results.show()

    def load_starter(self) -> None:
        """Put the starter library in."""
        if (library := self._of()) is None:
            return
        from app.services import starter

        def done(count: int) -> None:
            words = f"已载入示例，{count} 个案例" if count else "示例案例已经在库中"
            self._notice.tell(words, *([("撤销", self._take_back("载入示例"))] if count else []))

        self._jobs.long(lambda _: starter.load(library), done, self._failed, title="载入示例")

    def remove_starter(self) -> None:
        """Take the starter library out, without asking: it can be undone."""
        self._write(
            lambda library: library.remove_starter(),
            lambda count: self._notice.tell(f"已移除 {count} 个示例案例", ("撤销", self._take_back("移除示例"))),
        )

    # --- cases and shelves

    def show_kin(self, case_id: str) -> None:
        """The cases that tell the same story, beside each other."""
        from app.ui.dialogs.kin import KinDialog

        if (library := self._of()) is not None and case_id:
            shown = KinDialog(library, self._jobs, case_id, self._colours(), self._window)
            shown.case_wanted.connect(self.case_wanted)
            shown.open()

    def join(self, ids: Sequence[str]) -> None:
        """Let cases tell one story."""
        if len(ids) < 2:
            self._notice.tell("请先选中两篇或更多案例，再并为同一报道。", wrong=True)
        else:
            self._write(
                lambda library: library.join(ids),
                lambda _: self._notice.tell(
                    f"已把 {len(ids)} 篇并为同一报道", ("撤销", self._take_back("并为同一报道"))
                ),
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Delete cases, without asking: it can be undone. Very many take a while, and can be stopped."""

        def done(gone: tuple[int, int]) -> None:
            count, tasks = gone
            along = f"，连同其中 {tasks} 项任务" if tasks else ""
            self._notice.tell(f"已删除 {count} 个案例{along}", ("撤销", self._take_back("删除案例")))

        def failed(error: Exception) -> None:
            if isinstance(error, Cancelled):
                self._notice.tell("已停止，一个案例也没有删除。")
            else:
                self._failed(error)

        library = self._of()
        if library is not None and len(ids) > _MANY:
            self._jobs.long(lambda task: library.delete_cases(ids, task), done, failed, title="删除案例")
        elif ids:
            self._write(lambda library: library.delete_cases(ids), done)

    def star(self, ids: Sequence[str], *, on: bool | None = None) -> None:
        """Star cases; without `on` all get one unless all have one."""

        def work(library: Library) -> None:
            wanted = not all(case.starred for case in library.cases(ids)) if on is None else on
            library.star(ids, wanted)

        if ids:
            self._write(work)

    def put(self, shelf_id: str, ids: Sequence[str]) -> None:
        """Put cases into a folder."""
        self._write(
            lambda library: library.put(shelf_id, ids),
            lambda _: self._notice.tell(f"已放入 {len(ids)} 个案例", ("撤销", self._take_back("放上书架"))),
        )

    def take(self, shelf_id: str, ids: Sequence[str]) -> None:
        """Take cases out of a folder; they stay in the library."""
        self._write(
            lambda library: library.take(shelf_id, ids),
            lambda _: self._notice.tell(f"已移出 {len(ids)} 个案例", ("撤销", self._take_back("移出书架"))),
        )

    def add_shelf(self, query: str | None = None) -> None:
        """A new folder, or a smart one for a question; its name is typed in place."""
        name = "新文件夹" if query is None else query[:40]
        self._write(lambda library: library.add_shelf(name, query), lambda shelf: self.shelf_made.emit(shelf.id))

    def rename_shelf(self, shelf_id: str, name: str) -> None:
        """Give a folder another name."""
        self._write(lambda library: library.rename_shelf(shelf_id, name))

    def delete_shelf(self, shelf_id: str) -> None:
        """Delete a folder; its cases stay."""
        self._write(
            lambda library: library.delete_shelf(shelf_id),
            lambda _: self._notice.tell("已删除文件夹，里面的案例都还在", ("撤销", self._take_back("删除书架"))),
        )

    # --- back and forth

    def undo(self) -> None:
        """Take the last step back."""
        self._write(
            lambda library: library.undo(),
            lambda label: self._notice.tell(f"已撤销：{label}" if label else "没有可以撤销的操作"),
        )

    def redo(self) -> None:
        """Do again what was taken back."""
        self._write(
            lambda library: library.redo(),
            lambda label: self._notice.tell(f"已重做：{label}" if label else "没有可以重做的操作"),
        )

    def _take_back(self, label: str) -> Callable[[], None]:
        """Undo, but only if nothing else was done since: a notice's button must not undo another step."""

        def work(library: Library) -> str | None:
            return library.undo() if (library.undo_label or "").startswith(label) else None

        def done(undone: str | None) -> None:
            self._notice.tell(f"已撤销：{undone}" if undone else _OVERTAKEN, wrong=not undone)

        return lambda: self._write(work, done)

    def take_back(self, label: str) -> None:
        """Undo the last step if that is what it is called, else say why not."""
        self._take_back(label)()

    # --- out

    def told_written(self, output: Path, more: str = "") -> None:
        """Say that a file was written, with ways to it, and what else there is to say."""
        ways = (("打开", lambda: _open(output)), ("打开文件夹", lambda: _open(output.parent)))
        self._notice.tell(f"已导出：{output.name}{more}", *ways)

    def export(self, request: Request, filters: str, hide: Withholding | None = None) -> None:
        """Write the file, perhaps with names hidden; the notice opens it."""
        if (library := self._of()) is None:
            return
        from app.services import exporting
        from app.ui.hidden_names import recorded

        choice = request.choice or exporting.Choice(case_ids=request.case_ids, title=request.title, filters=filters)

        def work(task: Task) -> tuple[exporting.Outcome, str]:
            outcome = exporting.deliver(
                library, choice, request.format, request.output, replace=request.replace, task=task, hide=hide
            )
            return outcome, recorded(hide, outcome.path)

        def done(found: tuple[exporting.Outcome, str]) -> None:
            outcome, more = found
            output = outcome.path
            self._notice.tell(
                f"已导出 {len(request.case_ids)} 个案例：{output.name}{more}"
                + (f"。{outcome.warning}" if outcome.warning else ""),
                ("打开", lambda: _open(output)),
                ("打开文件夹", lambda: _open(output.parent)),
            )

        self._jobs.long(work, done, self._failed, title="导出")

    def print_out(self, request: Request, hide: Withholding | None = None) -> None:
        """Set the pages, perhaps with names hidden, and show them before they are printed."""
        library, choice = self._of(), request.choice
        if library is None or choice is None:
            return
        from app.services import exporting
        from app.ui.dialogs.printing import PrintPreview

        def done(pdf: bytes) -> None:
            title = request.title or "案例选编"
            PrintPreview(pdf, title, self._jobs, self._colours(), self._window).show()
            if hide and hide.recorded and self.keep_record:
                self.keep_record(hide, title)

        self._jobs.long(lambda task: exporting.printed(library, choice, task, hide), done, self._failed, title="排版")

    def backup(self, target: Path | None) -> None:
        """A checked copy of the library."""
        from app.services import keeping

        self._long(
            lambda library: keeping.backup(library, target),
            lambda made: self._notice.tell(f"已备份到 {made}", ("打开文件夹", lambda: _open(made.parent))),
            "备份",
        )

    def check(self) -> None:
        """Say whether the library is sound."""
        from app.services import keeping

        if (library := self._of()) is None:
            return
        self._jobs.long(
            lambda task: keeping.check(library, task),
            lambda report: self._notice.tell("".join(report.sentences), wrong=not report.sound),
            self._failed,
            title="检查案例库",
        )

    def reindex(self) -> None:
        """Build the search index anew."""
        from app.services import keeping

        if (library := self._of()) is None:
            return
        self._jobs.long(
            lambda task: keeping.reindex(library, task),
            lambda _: self._notice.tell("检索已重建"),
            self._failed,
            title="重建检索",
        )

    # --- inside

    def _colours(self) -> Palette:
        from app.ui import theme

        found = getattr(self._window, "colours", None)
        return found if isinstance(found, theme.Palette) else theme.LIGHT

    def _write(self, work: Callable[[Library], object], done: Callable[..., None] | None = None) -> None:
        library = self._of()
        if library is None:
            return
        self._jobs.write(lambda: work(library), done, self._failed)

    def _long(self, work: Callable[[Library], Path], done: Callable[[Path], None], title: str) -> None:
        if (library := self._of()) is not None:
            self._jobs.long(lambda _: work(library), done, self._failed, title=title)

    def _failed(self, error: Exception) -> None:
        self._notice.trouble(error)


def _open(path: Path) -> None:
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise Trouble("missing", str(path))
