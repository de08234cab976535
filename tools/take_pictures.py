"""Take pictures of the real window and of exported pages, for the README and for looking: `take_pictures.py FOLDER`.

Options: `--theme light|sepia|dark|contrast`, `--size 1440x900`, `--scale 1.0`, `--library FILE` (default: the starter
cases), `--query WORDS`, `--page matrix|results|insight|…`, `--name FILE`. Needs no screen.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", default="light")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--scale", default="1.0")
    parser.add_argument("--library", type=Path)
    parser.add_argument("--query", default="绩效 地区:江西省")
    parser.add_argument("--page", default="")
    parser.add_argument("--name", default="window.png")
    return parser.parse_args()


def _annotated(folder: Path) -> Path:
    """A library of the starter cases with a few notes, as someone would have after a morning's work."""
    from app.services import starter
    from app.services.library import Library

    path = folder / "示例案例库.xinglin"
    library = Library.open(path)
    starter.load(library)
    thoughts = (
        ("yellow", "可借鉴：本院党委会议题模板也加上“第一议题”一栏。", ("可借鉴", "制度")),
        ("blue", "需核对本省的经费口径。", ("待核实",)),
        ("green", "与南昌大学第一附属医院的月度考核对照着看。", ("对标",)),
    )
    for rank, case_id in enumerate(library.find("绩效 地区:江西省").ids):
        case = library.case(case_id)
        sentences = [s for line in case.text.split("\n") for s in line.split("。") if 16 < len(s) < 60]
        for colour, text, tags in thoughts if rank == 0 else thoughts[:1]:
            quote = sentences.pop(1 if len(sentences) > 1 else 0)
            start = case.text.index(quote)
            library.highlight(case.id, start, start + len(quote), colour, text, tags)  # type: ignore[arg-type]
    library.star(library.find("绩效").ids[:3], on=True)
    library.add_shelf("党委会学习材料")
    library.add_shelf("近三年·绩效", "绩效 年份:2021..2023")
    library.close()
    return path


def main() -> int:
    """Open the window, ask, wait until everything is shown, grab."""
    options = _options()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = options.scale
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XINGLIN_DATA"] = folder
        from PySide6.QtCore import QTimer

        from app import settings
        from app.ui import app as program
        from app.ui.commands import Commands

        application = program.make_application(["xinglin"])
        program.keep_swept(application)
        window = program.make_window(settings.changed(settings.Settings(), theme=options.theme))
        width, height = map(int, options.size.split("x"))
        window.shell.resize(width, height)
        window.shell.show()
        program.start(window, options.library or _annotated(Path(folder)))
        QTimer.singleShot(1500, lambda: window.session.search(options.query))
        if options.page:
            commands = window.findChild(Commands)
            assert commands is not None
            QTimer.singleShot(3200, lambda: commands.using.open(options.page))
        wait = 3500 + 2000 * bool(options.page)
        QTimer.singleShot(wait, lambda: window.shell.grab().save(str(options.folder / options.name)))
        QTimer.singleShot(wait + 300, window.shell.close)
        QTimer.singleShot(wait + 1000, application.quit)
        application.exec()
    return 0


if __name__ == "__main__":
    sys.exit(main())
