"""How long a case of a megabyte takes to its first paint, how long it holds the window up, how soon a highlight shows.

Run: `python -m tests.bench.reading [BYTES]`. The real desk over a real library, without a screen. Prints milliseconds:
from asking for the case to its first painted text; the longest pass of the event loop while it opens and is set to its
end, while it is scrolled page by page, and in changes of size and width; from the key to the painted highlight.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

_SENTENCE = "门诊流程一改再改，患者少跑了3趟，“护士”也不再来回奔走，DRG付费占92%以上。"


def _text(size: int, paragraph: int) -> str:
    body = _SENTENCE * paragraph
    return "\n".join(body for _ in range(max(1, size // len(body.encode()))))


class Passes:
    """Runs the event loop and remembers its longest pass, in milliseconds: as it was waited for, and as it worked."""

    def __init__(self) -> None:
        from PySide6.QtCore import QCoreApplication

        self._process = QCoreApplication.processEvents
        self.longest = self.busiest = 0.0

    def run(self, until: Callable[[], bool], seconds: float = 60.0) -> None:
        """Let the window work until something is so."""
        end = time.perf_counter() + seconds
        while not until():
            self.one()
            time.sleep(0.0005)
            if time.perf_counter() > end:
                raise TimeoutError

    def one(self) -> None:
        """One pass."""
        begun, worked = time.perf_counter(), time.thread_time()
        self._process()
        self.longest = max(self.longest, (time.perf_counter() - begun) * 1000)
        self.busiest = max(self.busiest, (time.thread_time() - worked) * 1000)

    def taken(self) -> str:
        """The longest since the last look, and the work of the hardest: other programs do not count in that."""
        told = f"{self.longest:5.0f} ms, at work {self.busiest:4.0f} ms"
        self.longest = self.busiest = 0.0
        return told


def measure(size: int, paragraph: int) -> None:
    """One text: so many bytes in paragraphs of so many sentences."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest

    from app.services.library import Library
    from app.settings import Settings, changed
    from app.ui import theme
    from app.ui.jobs import Jobs
    from app.ui.reading.desk import Desk
    from db.records import CaseDraft, DocumentDraft

    class Painted(QObject):
        at = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            del watched
            if event.type() == QEvent.Type.Paint:
                Painted.at = time.perf_counter()
            return False

        def after(self, begun: float) -> bool:
            return Painted.at > begun

    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "速.xinglin")
        texts = (_SENTENCE * 3, _text(size, paragraph))
        drafts = [CaseDraft(kind="hospital", title="一件事", text=text) for text in texts]
        small, large = library.add_document(
            DocumentDraft(path="/d", name="d", text="d", fingerprint="d", title="d"), drafts
        )
        jobs, passes = Jobs(), Passes()
        desk = Desk(library, jobs, theme.LIGHT, Settings())
        page, filter_ = desk.reader.page, Painted()
        desk.resize(850, 830)
        desk.show()
        desk.show_case(small)
        passes.run(lambda: jobs.idle)
        page.viewport().installEventFilter(filter_)
        passes.taken()
        begun = time.perf_counter()
        desk.show_case(large)
        passes.run(lambda: len(page.text) == len(texts[1]) and Painted.at > begun)
        print(f"  first paint {(time.perf_counter() - begun) * 1000:7.0f} ms, longest pass {passes.taken()}")
        passes.run(lambda: page.galley.whole)
        print(f"  set to its end after {(time.perf_counter() - begun):.1f} s, longest pass {passes.taken()}")
        bar, frames = page.verticalScrollBar(), []
        for _ in range(200):
            begun = time.perf_counter()
            bar.setValue(bar.value() + page.viewport().height() // 3)
            passes.one()
            frames.append((time.perf_counter() - begun) * 1000)
        print(f"  scrolling   {statistics.median(frames):7.1f} ms a step, longest {max(frames):5.0f} ms")
        passes.taken()
        for words, values in (("size", {"reading_size": 16}), ("width", {"column_width": 30})):
            begun = time.perf_counter()
            desk.set_settings(changed(page._settings, **values))
            passes.one()
            print(f"  other {words:6}{(time.perf_counter() - begun) * 1000:7.0f} ms")
            passes.run(lambda: page.galley.whole)
        painted = []
        page.setFocus()
        for _ in range(15):
            start = page.in_view().start + 40
            page.select(start, start + 12)
            passes.run(lambda: jobs.idle)
            begun = time.perf_counter()
            QTest.keyClick(page, Qt.Key.Key_1)
            passes.run(partial(filter_.after, begun))
            painted.append((time.perf_counter() - begun) * 1000)
            passes.run(lambda: jobs.idle)
            bar.setValue(bar.value() + 200)
        print(f"  key to painted highlight {statistics.median(painted):5.1f} ms, longest {max(painted):5.1f} ms")
        desk.flush()
        jobs.close()
        desk.hide()
        library.close()


def main() -> int:
    """Measure short and very long paragraphs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XINGLIN_DATA"] = folder
        from PySide6.QtWidgets import QApplication

        application = QApplication(sys.argv[:1])
        size = int(sys.argv[1]) if len(sys.argv) > 1 else 1_050_000
        for paragraph in (5, 60, 12_000):
            print(f"{size:,} bytes in paragraphs of {len(_SENTENCE) * paragraph:,} characters")
            measure(size, paragraph)
        del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
