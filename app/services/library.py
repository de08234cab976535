"""The open library: everything a person can ask of it or do to it, one short method per use.

Reads may run on any thread and several at once; writes are one at a time. Every write is one transaction, one
undo step and one `Changes` notice. No SQL here (see `db`), no words for people (see `app.messages`).
"""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app import paths
from app.services.arranging import Arranging
from app.services.asking import Asking
from app.services.bookmarking import Bookmarking
from app.services.correcting import Correcting
from app.services.linking import Linking
from app.services.merging import Packing
from app.services.noting import Noting
from app.services.questions import How, Sort
from app.services.reimporting import Reimporting
from app.services.teaching import Teaching, put
from app.services.trashing import Trashing
from app.task import QUIET, Task
from db import cases, note_links, notes, shelves, tags, themes, trash
from db.engine import Store, now
from db.records import Changes, Shelf, ThemeNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from db.engine import Moment
    from db.history import Step
    from db.records import CaseDraft, DocumentDraft
    from db.search import Search

__all__ = ["How", "Library", "Sort", "taxonomy"]
STARTER_NAME = "示例案例库"


class Library(Asking, Reimporting, Teaching, Packing, Arranging, Correcting, Linking, Noting, Trashing, Bookmarking):
    """A library file that is open."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._told: list[Callable[[Changes], None]] = []
        self._told_lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Library:
        """Open a library, making it when it is missing and wanted.

        Raises:
            db.errors.LibraryError: in one of its kinds; the file is then as it was.
            FileNotFoundError: missing and not to be created.
        """
        library = cls(Store.open(path, create=create))
        try:
            library._seed()
        except BaseException:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        self._store.close()

    @property
    def store(self) -> Store:
        """The file itself, for those who keep it safe."""
        return self._store

    @property
    def path(self) -> Path:
        """The library's file."""
        return self._store.path

    @property
    def id(self) -> str:
        """Unique to this library, kept through copies and backups."""
        return self._store.id

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._store.read_only

    @property
    def name(self) -> str:
        """What the library is called: the starter library's name as long as nothing else is in it."""
        return STARTER_NAME if self.only_starter() else self.path.stem

    def changed_elsewhere(self) -> bool:
        """Whether another program wrote since the last look; told to those who listen as a change of anything."""
        changed = self._store.changed_elsewhere()
        if changed:
            self._tell(Changes(label="别处的改动"))
        return changed

    def on_change(self, tell: Callable[[Changes], None]) -> Callable[[], None]:
        """Have every later write told, on the thread that wrote, after its commit; returns what stops the telling."""
        with self._told_lock:
            self._told.append(tell)

        def stop() -> None:
            with self._told_lock:
                if tell in self._told:
                    self._told.remove(tell)

        return stop

    # --- writing: cases

    def add_document(
        self, document: DocumentDraft, drafts: Sequence[CaseDraft], label: str = "导入"
    ) -> tuple[str, ...]:
        """Store a document with its cases; returns the cases' ids, each followed by those of its tasks."""
        return self.add_documents([(document, drafts)], label)[0]

    def add_documents(
        self, pairs: Sequence[tuple[DocumentDraft, Sequence[CaseDraft]]], label: str = "导入"
    ) -> tuple[tuple[str, ...], ...]:
        """Store several documents as one step."""
        with self._storing(label) as (connection, touched, stored):
            added = tuple(put(connection, document, drafts, now()) for document, drafts in pairs)
            touched.update(*added)
            stored += [case_id for ids in added for case_id in ids]
        return added

    def delete_cases(self, ids: Sequence[str], task: Task = QUIET) -> tuple[int, int]:
        """Delete cases with their tasks and notes; undo brings all of it back.

        Returns:
            How many of those named went, and how many tasks went along with them.

        Raises:
            Cancelled: the task was stopped; nothing is deleted then.
        """
        with self._writing("删除案例") as (connection, touched):
            keys = list(cases.keys(connection, ids).values())
            count = len(keys)
            trash.throw_cases(connection, keys, now(), lambda at: task.step(at, 2 * count, "放进回收站"))
            touched.update(cases.remove(connection, keys, lambda at: task.step(count + at, 2 * count, "从库里移出")))
            task.step(2 * count, 2 * count)
        return count, len(touched) - count

    def star(self, ids: Sequence[str], on: bool) -> None:
        """Put a star on cases or take it off."""
        with self._writing("加星标" if on else "去星标") as (connection, touched):
            cases.star(connection, self._touch(connection, ids, touched), on=on)

    def tag(self, ids: Sequence[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Put tags on cases and take others off."""
        added, removed = tuple(filter(None, map(tags.tidy, add))), tuple(remove)
        with self._writing("加标签" if added else "去标签") as (connection, touched):
            cases.tag(connection, self._touch(connection, ids, touched), added, removed)

    def keep_place(self, case_id: str, position: int, progress: float) -> None:
        """Remember where a person is reading; no undo step."""
        with self._store.writing("阅读", undoable=False) as connection:
            key = cases.key_of(connection, case_id)
            flipped = cases.keep_place(connection, key, position, progress, now())
        self._tell(Changes(label="阅读", cases=frozenset([case_id]), content=flipped))

    def settle_practice(self, case_id: str, name: str, on: bool) -> None:
        """A person says that a case has a practice, or has it not; no later run changes that."""
        with self._writing("确认做法" if on else "移除做法") as (connection, touched):
            touched.add(case_id)
            cases.settle_practice(connection, cases.key_of(connection, case_id), name, on=on)

    def rename_case(self, id: str, title: str) -> None:  # noqa: A002 - the record's own word
        """Give a case another title."""
        with self._writing("改标题") as (connection, touched):
            touched.add(id)
            cases.rename(connection, cases.key_of(connection, id), title)
            note_links.rename(connection, "case", id)

    def has_starter(self) -> bool:
        """Whether the starter library is in here."""
        with self._reading() as connection:
            return "starter" in cases.origins(connection)

    def only_starter(self) -> bool:
        """Whether nothing but the starter library is in here."""
        with self._reading() as connection:
            return cases.origins(connection) == {"starter"}

    def remove_starter(self) -> int:
        """Take the starter library out; returns the number of cases that went. Those with notes go to the trash."""
        with self._writing("移除示例") as (connection, touched):
            keys = cases.of_origin(connection, "starter")
            trash.throw_cases(connection, notes.noted(connection, keys), now())
            touched.update(cases.remove(connection, keys))
        return len(touched)

    # --- writing: shelves

    def add_shelf(self, name: str, query: str | None = None) -> Shelf:
        """A new shelf; a smart one when it has a query."""
        with self._writing("新建书架") as (connection, _):
            return shelves.add(connection, name, query)

    def rename_shelf(self, shelf_id: str, name: str) -> None:
        """Give a shelf another name."""
        with self._writing("重命名书架") as (connection, _):
            shelves.rename(connection, shelf_id, name)

    def delete_shelf(self, shelf_id: str) -> None:
        """Take a shelf away; its cases stay."""
        with self._writing("删除书架") as (connection, _):
            trash.throw_shelf(connection, shelf_id, now())
            shelves.remove(connection, shelf_id)

    def put(self, shelf_id: str, case_ids: Sequence[str]) -> None:
        """Put cases on a shelf."""
        with self._writing("放上书架") as (connection, touched):
            shelves.put(connection, shelf_id, self._touch(connection, case_ids, touched))

    def take(self, shelf_id: str, case_ids: Sequence[str]) -> None:
        """Take cases off a shelf."""
        with self._writing("移出书架") as (connection, touched):
            shelves.take(connection, shelf_id, self._touch(connection, case_ids, touched))

    # --- history

    @property
    def undo_label(self) -> str | None:
        """What undo would take back."""
        return self._store.history.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again."""
        return self._store.history.redo_label

    def undo(self) -> str | None:
        """Take the last step back; returns what it was, None when there was none."""
        return self._turned(self._store.undo())

    def redo(self) -> str | None:
        """Do the last step taken back again; returns what it was, None when there was none."""
        return self._turned(self._store.redo())

    # --- for services that are no part of this class

    def reading(self, task: Task = QUIET) -> AbstractContextManager[Moment]:
        """One moment of the library, to read from.

        Raises:
            Cancelled: the task was stopped.
        """
        return self._reading(task)

    def searching(self, task: Task = QUIET) -> AbstractContextManager[tuple[Moment, Search]]:
        """One moment of the library with what finds and counts in it.

        Raises:
            Cancelled: the task was stopped.
        """
        return self._searching(task)

    def writing(self, label: str, into: Step | None = None) -> AbstractContextManager[tuple[Moment, set[str]]]:
        """One named step that can be undone, and the ids of the cases it touches, to be added to; told afterwards."""
        return self._writing(label, into)

    # --- inside

    def _turned(self, step: Step | None) -> str | None:
        if step is None:
            return None
        self._typed = ("", None, 0.0)
        self._tell(Changes(label=step.label))
        return step.label

    @staticmethod
    def _touch(connection: Moment, ids: Sequence[str], touched: set[str]) -> list[int]:
        found = cases.keys(connection, ids)
        touched.update(found)
        return list(found.values())

    @contextmanager
    def _writing(self, label: str, into: Step | None = None) -> Iterator[tuple[Moment, set[str]]]:
        touched: set[str] = set()
        with self._store.writing(label, into=into) as connection:
            yield connection, touched
            leading = note_links.leading(connection, "case", touched)
        self._tell(Changes(label=label, cases=frozenset(touched), leading=leading))

    def _tell(self, changes: Changes) -> None:
        with self._told_lock:
            told = list(self._told)
        for tell in told:
            tell(changes)

    def _seed(self) -> None:
        wanted = taxonomy()
        if self.read_only or not wanted:
            return
        with self._reading() as connection:
            had = {theme.id: theme for theme in themes.every(connection) if not theme.own}
        if had != {theme.id: theme for theme in wanted}:
            with self._store.writing("主题", undoable=False) as connection:
                themes.seed(connection, wanted)


def taxonomy() -> tuple[ThemeNode, ...]:
    """The built-in themes, each top followed by its leaves; empty when they are not shipped."""
    try:
        tops = json.loads(paths.resource("taxonomy.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    nodes = []
    for top in tops:
        nodes.append(ThemeNode(top["id"], top["name"], None, top.get("definition", "")))
        nodes += [ThemeNode(leaf["id"], leaf["name"], top["id"], leaf.get("definition", "")) for leaf in top["leaves"]]
    return tuple(nodes)
