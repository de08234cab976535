"""A program that is killed: it keeps a library busy and tells, line by line, what it did. Started by `test_killing`.

Reads `writer|window SEED` from standard input; for each a copy of this process lives until it is killed. A life writes
to its journal before and after everything it does; the journal outlives it.

    begin N DEED HOW-MANY NAME     about to write
    done N CHANGE DIGEST           written: the library's change and what is in all its tables
    key SECONDS LENGTH             so much stands in the note now
    ready                          begun
"""

from __future__ import annotations

import hashlib
import os
import random
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

from db.errors import NoSuchRecord

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TYPED = "清晨查房先听患者说再看化验单这样问出来的问题比表格多"
"""What is typed into the note, over and over."""
AT_ONCE = 12


def state(library):
    """The change of the library, and what is in all its tables."""
    from db.models import RECORDED

    told = hashlib.blake2b(digest_size=12)
    with library.store.reading() as connection:
        change = connection.exec_driver_sql("SELECT change FROM state").scalar_one()
        for table in RECORDED:
            for row in connection.execute(table.select().order_by(*table.primary_key.columns)):
                told.update(repr((table.name, tuple(row))).encode())
    return change, told.hexdigest()


class Writer:
    """Does one thing after the other to a library."""

    def __init__(self, library, seed, say):
        self.library, self.say = library, say
        self.chance = random.Random(seed)
        self.seed, self.count = seed, 0
        self.note = None

    def live(self):
        self.say("ready")
        while True:
            self.step()

    def step(self):
        self.count += 1
        ids = list(self.library.find("", limit=0, facets=False).ids)
        deeds = [self.import_, self.type, self.shelf, self.undo, self.redo]
        deeds += [self.tag, self.star, self.theme, self.delete, self.bulk, self.mark, self.rename] if ids else []
        deed, many, name = self.chance.choice(deeds), self.chance.randint(1, AT_ONCE), f"n{self.seed}n{self.count}n"
        self.say(f"begin {self.count} {deed.__name__} {many if deed == self.import_ else min(many, len(ids))} {name}")
        deed(ids[: min(many, len(ids))], many, name)
        self.say(f"done {self.count} {' '.join(map(str, state(self.library)))}")

    def import_(self, _ids, many, name):
        from tests.db.making import draft, paper

        body = "窗口前移到病区，排队少了。"
        self.library.add_document(paper(name), [draft(f"{name} 第{at}案", body * 3) for at in range(many)])

    def type(self, _ids, _many, name):
        if self.note is None:
            self.note = self.library.add_note(None, name).id
        try:
            self.library.change_note(self.note, text=name + TYPED * self.chance.randint(1, 9))
        except NoSuchRecord:  # undo took the note away
            self.note = None

    def shelf(self, ids, _many, name):
        shelves = [shelf.id for shelf in self.library.shelves()]
        shelf = self.library.add_shelf_in(self.chance.choice([None, *shelves]), name)
        self.library.put(shelf.id, ids)

    def undo(self, *_):
        self.library.undo()

    def redo(self, *_):
        self.library.redo()

    def tag(self, ids, _many, name):
        self.library.tag(ids, [f"批/{name}"])

    def star(self, ids, *_):
        self.library.star(ids, self.chance.random() < 0.5)

    def theme(self, ids, *_):
        self.library.settle_themes(ids, self.chance.choice(self.library.themes()).id, on=self.chance.random() < 0.7)

    def delete(self, ids, *_):
        self.library.delete_cases(ids[:3])

    def bulk(self, ids, _many, name):
        from app.services.arranging import Edit

        self.library.edit_cases(ids, Edit(add_tags=(f"批/{name}",), starred=True, year=2020, owner=name))

    def mark(self, ids, *_):
        self.library.highlight(ids[0], 0, 4, "green", "记")

    def rename(self, ids, _many, name):
        self.library.rename_case(ids[0], name)


def open_window(path, say):
    """The real window, in which somebody writes a note, imports and stars, for ever."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app import settings
    from app.ui import app as program
    from app.ui.commands import Commands

    program.keep_swept(program.make_application(["killed"]))
    window = program.make_window(settings.Settings(review_imports=False))
    window.shell.resize(1366, 768)
    window.shell.show()
    window.shell.activateWindow()
    window.open(path)
    _wait(lambda: window.desk is not None and window.desk.case_id and window.jobs.idle)
    QTest.qWait(200)
    _wait(lambda: window.jobs.idle)
    actions = window.findChild(Commands).every()
    next(action for action in actions if action.text() == "给案例写笔记").trigger()
    _wait(_in_editor)
    say("ready")
    editor, length = QApplication.focusWidget(), 0
    pieces = path.with_suffix(".txt")
    pieces.write_text("清河县人民医院推行夜间门诊，晚上八点前都能挂号，半年多看了三千人次。", encoding="utf-8")
    while True:
        for letter in TYPED:
            editor.insertPlainText(letter)
            length += 1
            say(f"key {time.monotonic():.4f} {length}")
            QTest.qWait(4)
        window.deeds.star(window.list.ids()[:1])
        if length == len(TYPED):
            window.deeds.import_paths([pieces])


def _wait(until):
    from PySide6.QtCore import QCoreApplication

    end = time.monotonic() + 60
    while not until():
        assert time.monotonic() < end, "it did not happen in time"
        QCoreApplication.processEvents()
        time.sleep(0.002)


def _in_editor():
    from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextEdit

    focused = QApplication.focusWidget()
    return isinstance(focused, QPlainTextEdit | QTextEdit) and not focused.isReadOnly()


def live(kind, path, seed, journal):
    """One life; it ends by being killed."""
    handle = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(line):
        os.write(handle, f"{line}\n".encode())

    try:
        if kind == "window":
            open_window(path, say)
        else:
            from app.services.library import Library

            Writer(Library.open(path), seed, say).live()
    except BaseException:  # noqa: BLE001 - whatever it is, the test wants to read it
        say(f"wrong {traceback.format_exc()!r}")
    os._exit(1)


def main():
    """Copies of this process, one at a time."""
    for needed in ("app.services.importing", "app.ui.commands", "app.ui.reading.desk", "tests.db.making"):
        import_module(needed)  # once, before the copies are made
    for line in sys.stdin:
        kind, path, seed, journal = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            live(kind, Path(path), int(seed), journal)
        _tell(child)
        os.waitpid(child, 0)
        _tell("gone")
    return 0


def _tell(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
