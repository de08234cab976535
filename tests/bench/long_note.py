"""How long the window stands still while a very long note is opened, typed in and closed.

`python -m tests.bench.long_note [CHARACTERS]`: hundreds of headings, links and boxes, in the margin of a case.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app import settings
from app.services.library import Library
from app.ui import app as program
from app.ui.notes.card import Card
from app.ui.notes.pasted import LONGEST
from db.records import CaseDraft, DocumentDraft


def written(size, case_id):
    """A note of so many characters: a heading, a link and a box in every few lines."""
    part = "## 第 {n} 节\n\n这一节写候诊怎样变短，**要点**见[[一个案例|" + case_id + "]]。\n\n- [ ] 问财务 #待办\n\n"
    part += "把挂号、缴费、取药三处并成一处，少走两趟路。" * 12 + "\n\n"
    return "".join(part.format(n=n) for n in range(1, size // len(part) + 2))[:size]


def run(window, words, work, seconds=1.5):
    """Do something; tell how long it and the longest round of events after it took, and of the thread alone."""
    spent, longest = took(work), (0.0, 0.0)
    quiet = time.perf_counter()
    while time.perf_counter() - quiet < seconds:
        longest = max(longest, took(events), key=lambda one: one[1])
        if not window.jobs.idle:
            quiet = time.perf_counter()
        time.sleep(0.002)
    told = "".join(f"{wall * 1000:>8.1f} ms ({own * 1000:>6.1f})" for wall, own in (spent, longest))
    print(f"{words:<44}{told}", flush=True)


def events():
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def took(work):
    """Seconds by the clock and of this thread's processor time."""
    begun, used = time.perf_counter(), time.thread_time()
    work()
    return time.perf_counter() - begun, time.thread_time() - used


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "长.xinglin"
        library = Library.open(path)
        case = CaseDraft(kind="hospital", title="一个案例", text="候诊由一小时缩短到十分钟。" * 20)
        library.add_document(DocumentDraft(path="/d/a.txt", name="a.txt", text=case.text, fingerprint="one"), (case,))
        (case_id,) = library.find("").ids
        library.highlight(case_id, 0, 8, "yellow", written(size, case_id))
        library.add_note(case_id, "短的一条。")
        library.close()
        print(f"{'':<44}  at once (thread's own)    longest after it (thread's own)")
        application = program.make_application(["xinglin"])
        window = program.make_window(settings.Settings())
        window.shell.resize(1440, 900)
        window.shell.show()
        run(window, "open the library", lambda: program.start(window, path))
        cards = sorted(window.findChildren(Card), key=lambda card: -len(card._note.text))
        long, short = cards[0], cards[-1]
        for again in ("", " again"):
            run(window, f"open the editor{again}", long.edit)
            run(window, f"type a letter{again}", lambda: QTest.keyClicks(long.editor, "a"))
            run(window, f"close it, nothing more typed{again}", lambda: long.close_editor(refocus=True))
        run(window, "open the editor", long.edit)
        run(window, "type, and close it at once", lambda: (QTest.keyClicks(long.editor, "b"), long.close_editor()))
        run(window, "open the editor", long.edit)
        run(window, "leave it for the editor of a short note", short.edit)
        QGuiApplication.clipboard().setText(written(min(size, LONGEST), case_id))
        run(window, "paste the most a paste may be into it", short.editor.paste)
        assert len(short.editor.text()) > 0.9 * min(size, LONGEST)
        run(window, "close that", lambda: short.close_editor(refocus=True))
        window.shell.close()
        application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
