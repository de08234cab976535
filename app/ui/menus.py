"""The menus of the top bar: which actions stand in them, and in what order. Knows actions by name, not what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.ui import theme
from app.ui.actions import SCALES
from app.ui.uses import KINDS

if TYPE_CHECKING:
    from app.ui.actions import Actions
    from app.ui.window import Window


def fill(window: Window, actions: Actions) -> None:
    """Give the buttons of the top bar their menus."""
    some = actions.some
    look = QMenu("显示", window)
    for action in (
        *some(
            *(f"theme_{name}" for name in theme.TITLES),
            "own_theme",
            "",
            "continue",
            "beside",
            "",
            "larger",
            "smaller",
            "indent",
            "",
            "review_imports",
            "",
        ),
        *some(*(f"scale_{scale}" for scale in SCALES), "", "side", "preview", "", "shortcuts", "about"),
    ):
        put(look, action)
    export = QMenu("导出", window)
    for action in some(
        "export", "", "export_pdf", "export_docx", "export_xlsx", "export_md", "export_json", "",
        "export_bib", "export_ris", "copy_citations", "", "export_pack",
    ):  # fmt: skip
        put(export, action)
    library = some(
        "undo", "redo", "history", "", "search_options", "synonyms", "search_syntax", "",
        "open_library", "new_library", "backup", "restore", "check", "reindex", "",
        "practices", "learned", "judge_all", "clear_label", "",
        "meanings", "note_templates", "free_note", "trash", "",
        "load_starter", "remove_starter", "", "import_files", "import_folder", "import_clipboard", "review_imports",
        "", "palette", "quit",
    )  # fmt: skip
    window.top.set_menus(library, look, export)
    use = QMenu("用案例", window)
    for action in some(*(f"use_{kind.name}" for kind in KINDS)):
        put(use, action)
    window.top.set_uses(use)


def put(menu: QMenu, action: QAction | None) -> None:
    """Add an action to a menu; None is a line."""
    if action is None:
        menu.addSeparator()
    else:
        menu.addAction(action)
