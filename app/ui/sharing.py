"""分享前检查 in the window: what is to go out is looked over, a person chooses, and the record comes after the file.

Asks in a dialog, works on a lane of `app.ui.jobs`. Knows the window and what is hidden; not what is exported, or how.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.formats.write import Goods
    from app.services.hiding import Sighting
    from app.services.withholding import Withholding
    from app.task import Task
    from app.ui.window import Window

UNCHECKED_PACK = "笔记里的图片不在检查之内。"
UNCHECKED_SHEET = "图片里的字检查不到；有内容被替换时，笔记里的图片不随文件送出。"


def look_over(
    window: Window,
    collect: Callable[[Task], Goods],
    output: Path | None,
    go: Callable[[Withholding, Path | None], None],
) -> None:
    """List what tells who somebody is in what is to go out; `go` with what hides what was chosen, and where to.

    Args:
        window: Whose dialog it is.
        collect: What is to go out.
        output: The file it is to become, None for paper; another one is handed on when its name is changed too.
        go: Called once a person has agreed.
    """
    stem = output.stem if output else ""

    def read(task: Task) -> tuple[tuple[Sighting, ...], str]:
        from app.services import hiding

        goods = collect(task)
        return hiding.found(goods, stem), _unchecked(goods)

    def asked(found: tuple[tuple[Sighting, ...], str]) -> None:
        from app.services.withholding import Withholding, free
        from app.ui.dialogs.hiding import HidingDialog

        dialog = HidingDialog(found[0], window, unchecked=found[1], file=output.name if output else "")
        agreed = dialog.exec()
        hide = Withholding(dialog.accepted_sightings(), dialog.style_chosen(), dialog.log.isChecked(), stem)
        name = dialog.file_name()
        dialog.deleteLater()
        if agreed:
            go(hide, free(output.with_name(name)) if output and name != output.name else output)

    window.jobs.long(read, asked, window.notice.trouble, title="分享前检查")


def record_elsewhere(window: Window, hide: Withholding, title: str) -> None:
    """Ask where the record of what was hidden on paper is to be kept."""
    from app.formats.write import suggested_name
    from app.services.withholding import record_name
    from app.ui.dialogs import files

    name = record_name(Path(suggested_name(title, "txt")).stem)
    folder = Path(window.settings.last_folder or Path.home())
    chosen = files.new_text(window, folder / name, "隐去记录存到")
    if chosen is None:
        window.notice.tell("没有另存隐去记录。")
        return

    def work() -> Path:
        return hide.keep(chosen.path, replace=chosen.replaces)

    window.jobs.write(work, lambda path: window.notice.tell(f"隐去记录已存为“{path.name}”"), window.notice.trouble)


def _unchecked(goods: Goods) -> str:
    """What nobody has looked at, in words."""
    from db.records import Packed

    if isinstance(goods, Packed):
        return UNCHECKED_PACK if goods.pictures else ""
    pictures = any(note.pictures for case in goods.cases for note in case.notes)
    return UNCHECKED_SHEET if pictures else ""
