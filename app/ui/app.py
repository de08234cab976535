"""Starts the window: paints it empty at once, then loads fonts and library, off the window's thread."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QLibraryInfo, QLocale, QProcess, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import paths
from app import settings as kept
from app.messages import Trouble
from app.ui import theme
from app.ui.instance import Instance
from app.ui.shell import Shell
from app.ui.sweeping import Sweeping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from app.services.library import Library
    from app.settings import Settings
    from app.ui.window import Window

NAME = "Xinglin"
_TURN = 0.001
"""Seconds for which other threads may make the window wait."""
_log = logging.getLogger(__name__)


def run(argv: Sequence[str], library_path: Path | None) -> int:
    """Show the window until it is closed.

    Args:
        argv: The program's name and what is left for Qt.
        library_path: The library to open; None for the one used last.

    Returns:
        The exit code.

    Raises:
        Trouble: when there is no display.
    """
    settings = kept.load(paths.settings())
    application = make_application(argv, settings.scale)
    instance = Instance(paths.data())
    if not instance.take():
        instance.hand_over(library_path)
        return 0
    shell = Shell(settings)
    keep_swept(application)
    made: list[Window] = []
    shell.painted.connect(lambda: made.append(_begin(shell, settings, instance, library_path)))
    shell.show()
    code = application.exec()
    instance.release()
    if made and made[0].restart_wanted:
        program, *words = command()
        QProcess.startDetached(program, words, str(paths.program()))
    return code


def _begin(shell: Shell, settings: Settings, instance: Instance, library_path: Path | None) -> Window:
    threading.Thread(target=lambda: import_module("app.services.library"), daemon=True).start()
    window = make_window(settings, shell)
    instance.wanted.connect(lambda library: _raise(window, library))
    start(window, library_path)
    return window


def make_application(argv: Sequence[str], scale: float = 1.0) -> QApplication:
    """The one `QApplication`, dressed: Chinese words on Qt's own buttons, one style everywhere.

    Raises:
        Trouble: when there is no display.
    """
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        raise Trouble("display")
    if scale > 1.0:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{scale:g}")
    there = QApplication.instance()
    if isinstance(there, QApplication) and there.applicationName() == NAME:
        return there
    application = there if isinstance(there, QApplication) else QApplication(list(argv))
    application.setApplicationName(NAME)
    application.setApplicationDisplayName("杏林案库")
    application.setStyle("Fusion")
    application.setFont(theme.sans())
    application.setWindowIcon(QIcon(str(paths.resource("icons", "xinglin.svg"))))
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    return application


def keep_swept(application: QApplication) -> Callable[[], None]:
    """Let nothing be taken apart on other threads, nor hold the window up for them; wherever a real window is made.

    Returns:
        What ends it; does nothing where it was so already.
    """
    if application.findChild(Sweeping) is not None:
        return lambda: None
    sweeping, turn = Sweeping(application), sys.getswitchinterval()
    sys.setswitchinterval(_TURN)

    def end() -> None:
        sweeping.end()
        sys.setswitchinterval(turn)

    return end


def make_window(settings: Settings, shell: Shell | None = None) -> Window:
    """Fill a shell with the window and its workers; errors nobody foresaw are logged and told in it."""
    from app.ui.commands import Commands
    from app.ui.jobs import Jobs
    from app.ui.window import Window

    shell = shell or Shell(settings)
    window = Window(settings, Jobs(shell), shell)
    Commands(window)
    window.settings_changed.connect(lambda changed: _save_soon(window, changed))
    shell.closing.connect(lambda: _save(window.settings))

    def unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        _log.critical("unforeseen", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            window.notice.trouble(error)

    sys.excepthook = unforeseen
    return window


def start(window: Window, library_path: Path | None) -> None:
    """After the first paint: letters if the machine has none, and the library."""
    from app.ui import fonts

    last = Path(window.settings.library) if window.settings.library else None
    path = library_path or (last if last and last.is_file() else paths.library())
    first = path == paths.library() and not window.settings.starter_offered
    if last and not library_path and path != last:
        window.notice.tell(f"找不到上次的案例库“{last.name}”，已打开默认的案例库。", wrong=True)
    if first:
        window.session.opened.connect(lambda _: window.keep(starter_offered=True))
    window.open(path, _load_starter if first else None)
    fonts.load(window.jobs, window.letters_came)
    fonts.follow(window)


def command() -> list[str]:
    """The words that start this program anew."""
    return [sys.executable] if paths.frozen() else [sys.executable, "-m", "app"]


def prove(library: Path) -> str:
    """Open the window on a library, wait until its list is filled and a case is shown, and close it.

    Returns:
        A sentence with the times it took.

    Raises:
        Trouble: when there is no display.
        TimeoutError: when the list was not filled within a minute.
    """
    end = keep_swept(make_application(sys.argv[:1]))
    hook = sys.excepthook
    began = time.perf_counter()
    shell = Shell(kept.Settings())
    shell.show()
    try:
        painted = _wait(lambda: shell.was_painted, began)
        window = make_window(kept.Settings(), shell)
        window.open(library)
        filled = _wait(lambda: bool(window.list.ids()) and bool(window.desk and window.desk.case_id), began)
        shown = len(window.list.ids())
    finally:
        shell.close()
        shell.deleteLater()
        sys.excepthook = hook
        end()
    return f"窗口 {painted * 1000:.0f} 毫秒后画出，{filled * 1000:.0f} 毫秒后列出 {shown} 个案例。"


def _wait(until: Callable[[], bool], began: float, seconds: float = 60.0) -> float:
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: loop.quit() if until() or time.perf_counter() - began > seconds else None)
    timer.start()
    loop.exec()
    if not until():
        raise TimeoutError("the window did not fill its list")
    return time.perf_counter() - began


def _load_starter(library: Library) -> None:
    """Runs on the reading lane: the very first start shows something to read."""
    from app.services import starter

    if not library.read_only and not library.totals().all:
        starter.load(library)


def _raise(window: Window, library: str) -> None:
    shell = window.shell
    if shell.isMinimized():
        shell.showNormal()
    shell.raise_()
    shell.activateWindow()
    if library:
        window.open(Path(library))


def _save_soon(window: Window, changed: Settings) -> None:
    """Not on the window's thread: a busy disk takes a quarter of a second to put one file in another's place."""
    window.jobs.read(lambda _: _save(changed), lambda _: None, lane="settings")


def _save(settings: Settings) -> None:
    try:
        kept.save(paths.settings(), settings)
    except OSError as error:
        _log.warning("settings were not kept", exc_info=error)
