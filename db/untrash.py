"""Thrown rows back into their tables, under new keys; what they pointed at is found again by its id.

What is in the library again already (an undo, another import) is left as it is. Knows what `db.trash` keeps.
"""

# ruff: noqa: S608 - the names in this SQL are our own, values are always bound
from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from db import kin, note_links, trash
from db.models import RECORDED, metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from db.trash import Body, Row, Thing

_AT_ONCE = 500
_ORDER: tuple[Thing, ...] = ("case", "shelf", "note", "tag")
"""What others hang on comes first."""
Keys = dict[int, int]
"""Of an entry -> as given anew."""


def restore(connection: Connection, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Bring entries back and take them out of the trash.

    Returns:
        The ids of all cases that came back or got something back, and of the entries that are back.
    """
    touched: list[str] = []
    back: list[str] = []
    for thing in _ORDER:
        bodies = trash.bodies(connection, ids, thing)
        while some := list(islice(bodies, _AT_ONCE)):
            touched += _restore(connection, thing, [body for _, body in some])
            back += [id_ for id_, _ in some]
    trash.drop(connection, back)
    return touched, back


def _restore(connection: Connection, thing: Thing, bodies: Sequence[Body]) -> list[str]:
    if thing == "tag":
        return [one for body in bodies for one in _tag(connection, body)]
    waiting = _Waiting(connection)
    returning = [_Return(connection, body, waiting) for body in bodies]
    touched = [one for each in returning for one in each.carry()]
    waiting.write()
    for each in returning:
        each.tell_stories()
    return touched


class _Waiting:
    """Rows on their way in, with their keys already: written table by table, so that undo plays long runs back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: dict[str, list[Row]] = {table.name: [] for table in RECORDED}
        self._next: dict[str, int] = {}
        self._ids: dict[tuple[str, str], int] = {}

    def add(self, table: str, row: Row, key: int | None = None) -> int:
        """Give a row its key, and let it wait."""
        if key is None:
            if table not in self._next:
                sql = f"SELECT coalesce(max(key), 0) + 1 FROM {table}"
                self._next[table] = int(self._connection.exec_driver_sql(sql).scalar_one())
            key = self._next[table]
            self._next[table] += 1
        self._rows[table].append(row | {"key": key})
        if "id" in row:
            self._ids[table, row["id"]] = key
        return key

    def taken(self, table: str, id_: str) -> int | None:
        """The key of a row that is there or waits."""
        return self._ids.get((table, id_)) or _taken(self._connection, table, id_)

    def write(self) -> None:
        """Write everything: what this version of the library still has a column for."""
        for table, rows in self._rows.items():
            known = {column.name for column in metadata.tables[table].columns}
            for names, some in groupby(rows, key=lambda row: tuple(name for name in row if name in known)):
                columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
                sql = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})"
                self._connection.exec_driver_sql(sql, [tuple(row[name] for name in names) for row in some])


class _Return:
    """The way back of one entry's rows."""

    def __init__(self, connection: Connection, body: Body, waiting: _Waiting) -> None:
        self._connection = connection
        self._body = body
        self._waiting = waiting
        self._refs: Mapping[str, Mapping[str, Any]] = body.get("refs", {})
        self._cases: Keys = {}
        self._notes: Keys = {}
        self._shelves: Keys = {}
        self._touched: list[str] = []

    def carry(self) -> list[str]:
        for row in self._body.get("shelves", ()):
            self._shelf(row)
        plans_first = sorted(self._body.get("cases", ()), key=lambda row: (row["parent_key"] is not None, row["key"]))
        for row in plans_first:
            self._case(row)
        for row in self._body.get("notes", ()):
            self._note(row)
        self._details()
        self._onto_shelves()
        return self._touched

    def _case(self, row: Row) -> None:
        if self._waiting.taken("cases", row["id"]):
            return
        paper = self._refs["documents"][str(row["document_key"])]
        values = {"document_key": self._document(paper), "parent_key": None}
        if row["parent_key"] is not None:
            values["parent_key"] = self._cases.get(row["parent_key"]) or self._found("cases", row["parent_key"])
        self._cases[row["key"]] = self._waiting.add("cases", row | values)
        self._touched.append(row["id"])

    def _document(self, id_: str) -> int:
        key = self._waiting.taken("documents", id_)
        if key is None:
            row = trash.document(self._connection, id_)
            if row is None:  # emptied away by age: the case is more than its source
                row = {
                    "id": id_,
                    "imported_at": "",
                    "origin": "import",
                    "fingerprint": f"lost {id_}",
                    "name": "已清除的来源",
                }
            key = self._waiting.add("documents", row)
            trash.drop_document(self._connection, id_)
        return key

    def _note(self, row: Row) -> None:
        if self._waiting.taken("notes", row["id"]):
            if row["shelf_key"] in self._shelves:  # it had become a free one when its shelf went
                sql = "UPDATE notes SET shelf_key = ?, kind = 'shelf' WHERE id = ? AND kind = 'free'"
                self._connection.exec_driver_sql(sql, (self._shelves[row["shelf_key"]], row["id"]))
            return
        on = self._own(self._cases, "cases", row["case_key"])
        at = self._own(self._shelves, "shelves", row["shelf_key"])
        values: Row = {"case_key": on, "shelf_key": at}
        if on is None and at is None:
            values |= {"kind": "free", "start": None, "end": None}
        key = self._waiting.add("notes", row | values)
        self._notes[row["key"]] = key
        for told in note_links.rows_of(key, row["text"]):
            self._waiting.add("note_links", told)
        if on is not None and row["case_key"] not in self._cases:
            self._touched.append(str(self._refs["cases"][str(row["case_key"])]))

    def _shelf(self, row: Row) -> None:
        if self._waiting.taken("shelves", row["id"]):
            return
        above = self._own(self._shelves, "shelves", row["parent_key"])
        self._shelves[row["key"]] = self._waiting.add("shelves", row | {"parent_key": above})

    def _details(self) -> None:
        for table in ("case_themes", "case_practices", "case_results", "case_tags"):
            self._fill(table, "case_key", self._cases)
        for row in self._body.get("reading", ()):
            if row["key"] in self._cases:
                self._waiting.add("reading", row, self._cases[row["key"]])
        for table in ("note_tags", "note_versions"):
            self._fill(table, "note_key", self._notes)

    def _fill(self, table: str, column: str, keys: Keys) -> None:
        for row in self._body.get(table, ()):
            if row[column] in keys:
                self._waiting.add(table, row | {column: keys[row[column]]})

    def _onto_shelves(self) -> None:
        for row in self._body.get("shelf_cases", ()):
            case = self._own(self._cases, "cases", row["case_key"])
            shelf = self._own(self._shelves, "shelves", row["shelf_key"])
            if case is None or shelf is None:
                continue
            self._waiting.add("shelf_cases", {"shelf_key": shelf, "case_key": case})
            if row["case_key"] not in self._cases:
                self._touched.append(str(self._refs["cases"][str(row["case_key"])]))

    def tell_stories(self) -> None:
        """Let its cases tell the stories they told; when they are in their table."""
        for row in self._body.get("kin", ()):
            if row["case_key"] not in self._cases:
                continue
            key = self._cases[row["case_key"]]
            told = (_story(self._connection, id_) for id_ in self._refs["stories"][str(row["story"])])
            story = next((one for one in told if one is not None), None)
            if story is None:
                kin.begin(self._connection, key)
            else:
                kin.add(self._connection, story, key)

    def _own(self, keys: Keys, table: str, key: int | None) -> int | None:
        return None if key is None else keys.get(key) or self._found(table, key)

    def _found(self, table: str, key: int) -> int | None:
        id_ = self._refs.get(table, {}).get(str(key))
        return self._waiting.taken(table, id_) if id_ else None


def _tag(connection: Connection, body: Body) -> list[str]:
    touched: list[str] = []
    for of, table, owner in (("on", "case_tags", "cases"), ("at", "note_tags", "notes")):
        for tag, id_ in body[of]:
            if (key := _taken(connection, owner, id_)) is not None:
                column = f"{owner.removesuffix('s')}_key"
                sql = f"INSERT OR IGNORE INTO {table} ({column}, tag) VALUES (?, ?)"
                connection.exec_driver_sql(sql, (key, tag))
                touched += [id_] if owner == "cases" else []
    return touched


def _story(connection: Connection, id_: str) -> int | None:
    sql = "SELECT k.story FROM kin k JOIN cases c ON c.key = k.case_key WHERE c.id = ?"
    found = connection.exec_driver_sql(sql, (id_,)).first()
    return None if found is None else int(found[0])


def _taken(connection: Connection, table: str, id_: str) -> int | None:
    found = connection.exec_driver_sql(f"SELECT key FROM {table} WHERE id = ?", (id_,)).first()
    return None if found is None else int(found[0])
