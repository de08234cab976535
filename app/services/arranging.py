"""How a person keeps a library in order: folders in folders, tags as a tree, labels, many cases changed at once.

Part of an open library. Every deed is one step of history, however many cases it is about. No SQL (see `db`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.messages import Trouble
from app.services.questions import Questions
from app.services.teaching import settle
from db import cases, shelves, tags, trash
from db.engine import now

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from db.engine import Moment
    from db.history import Step
    from db.records import Changes, Region, Shelf

LONGEST = 60
"""Letters in a tag, with those above it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit:
    """What is to become of many cases. None, or nothing listed, leaves things as they are."""

    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    add_themes: tuple[str, ...] = ()
    remove_themes: tuple[str, ...] = ()
    put: tuple[str, ...] = ()
    """Ids of shelves."""
    take: tuple[str, ...] = ()
    starred: bool | None = None
    owner: str | None = None
    """Empty takes it away."""
    year: int | None = None
    no_year: bool = False
    region: Region | None = None
    """An empty one takes it away."""

    @property
    def parts(self) -> tuple[str, ...]:
        """What is changed, in words."""
        told = {
            "标签": self.add_tags or self.remove_tags, "主题": self.add_themes or self.remove_themes,
            "文件夹": self.put or self.take, "星标": self.starred is not None, "医院": self.owner is not None,
            "年份": self.year is not None or self.no_year, "地区": self.region is not None,
        }  # fmt: skip
        return tuple(words for words, there in told.items() if there)


class Arranging(Questions):
    """The part of a library that keeps order."""

    if TYPE_CHECKING:

        def _writing(self, label: str) -> AbstractContextManager[tuple[Moment, set[str]]]: ...
        def _tell(self, changes: Changes) -> None: ...
        def undo(self) -> str | None: ...  # noqa: D102 - see the library
        def redo(self) -> str | None: ...  # noqa: D102

    # --- many cases at once

    def edit_cases(self, ids: Sequence[str], edit: Edit) -> int:
        """Change many cases as one step; returns how many there were.

        Raises:
            db.errors.NoSuchRecord: a shelf, a theme or one of the cases is gone; nothing was changed.
        """
        if not ids or not edit.parts:
            return 0
        with self._writing(f"批量修改 {len(ids)} 案的{'、'.join(edit.parts)}") as (connection, touched):
            found = cases.keys(connection, ids)
            touched.update(found)
            keys = list(found.values())
            cases.tag(connection, keys, map(tags.tidy, edit.add_tags), edit.remove_tags)
            for themes, on in ((edit.add_themes, True), (edit.remove_themes, False)):
                for theme in themes:
                    settle(connection, list(found), theme, on=on)
            for shelf in edit.put:
                shelves.put(connection, shelf, keys)
            for shelf in edit.take:
                shelves.take(connection, shelf, keys)
            if edit.starred is not None:
                cases.star(connection, keys, on=edit.starred)
            cases.set_plain(connection, keys, **_plain(edit))
        return len(found)

    # --- shelves

    def move_shelf(self, shelf_id: str, parent_id: str | None, before_id: str | None = None) -> None:
        """Put a shelf into a folder, or at the top; before another one there, or as the last.

        Raises:
            Trouble: a folder cannot stand in itself.
        """
        every = {shelf.id: shelf for shelf in self.shelves()}
        at = parent_id
        while at is not None and at in every:
            if at == shelf_id:
                raise Trouble("inside_itself", every[at].name)
            at = every[at].parent_id
        with self._writing("移动书架") as (connection, _):
            shelves.move(connection, shelf_id, parent_id, before_id)

    def add_shelf_in(self, parent_id: str | None, name: str, query: str | None = None) -> Shelf:
        """A new shelf in a folder; a smart one when it has a query."""
        with self._writing("新建书架") as (connection, _):
            return shelves.add(connection, name, query, parent_id)

    def ask_shelf(self, shelf_id: str, name: str, query: str) -> None:
        """Change what a smart shelf asks and what it is called."""
        with self._writing(f"修改智能文件夹“{name}”") as (connection, _):
            shelves.rename(connection, shelf_id, name)
            shelves.ask(connection, shelf_id, query)

    # --- tags

    def every_tag(self) -> tuple[tuple[str, int], ...]:
        """Every tag of a case or a note, with how often it stands, by name."""
        with self._reading() as connection:
            return tags.every(connection)

    def rename_tag(self, old: str, new: str) -> None:
        """Call a tag otherwise everywhere, with those below it; where the name is there already, they become one.

        Raises:
            Trouble: no name is left, or the tag would stand below itself.
        """
        told = _tag(new)
        if told == old:
            return
        if tags.within(told, old):
            raise Trouble("inside_itself", old)
        there = any(tags.within(tag, told) for tag, _ in self.every_tag())
        words = f"标签“{old}”{'合并到' if there else '改名为'}“{told}”"
        with self._writing(words) as (connection, touched):
            touched.update(tags.rename(connection, old, told))

    def merge_tags(self, names: Sequence[str], into: str) -> None:
        """Make these tags one, everywhere."""
        told = _tag(into)
        others = [name for name in dict.fromkeys(names) if name != told]
        if any(tags.within(told, name) for name in others):
            raise Trouble("inside_itself", told)
        with self._writing(f"合并 {len(others)} 个标签到“{told}”") as (connection, touched):
            for name in others:
                touched.update(tags.rename(connection, name, told))

    def move_tag(self, tag: str, above: str) -> None:
        """Let a tag stand below another one, or at the top when that is empty."""
        name = tag.rpartition(tags.PARTS)[2]
        self.rename_tag(tag, f"{above}{tags.PARTS}{name}" if above else name)

    def delete_tag(self, tag: str) -> None:
        """Take a tag away everywhere, with those below it."""
        with self._writing(f"删除标签“{tag}”") as (connection, touched):
            trash.throw_tag(connection, tag, now())
            touched.update(tags.remove(connection, tag))

    # --- labels: what is worked on for a while

    def label(self, ids: Sequence[str], name: str, on: bool = True) -> None:
        """Put a label on cases or take it off; asked for as `标记:名称`."""
        told = _tag(name)
        with self._writing(f"标记“{told}”" if on else f"取消标记“{told}”") as (connection, touched):
            found = cases.keys(connection, ids)
            touched.update(found)
            one = [f"{tags.LABELS}{tags.PARTS}{told}"]
            cases.tag(connection, found.values(), one if on else (), () if on else one)

    def labels(self) -> tuple[str, ...]:
        """The labels there are, by name."""
        above = tags.LABELS + tags.PARTS
        return tuple(tag.removeprefix(above) for tag, _ in self.every_tag() if tag.startswith(above))

    def clear_label(self, name: str) -> None:
        """Take a label off all cases."""
        with self._writing(f"清除标记“{name}”") as (connection, touched):
            touched.update(tags.remove(connection, f"{tags.LABELS}{tags.PARTS}{name}"))

    # --- history

    def steps(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """What can be undone, the last first; and what can be done again, the next first."""
        history = self._store.history
        return history.done, history.undone

    def turn_to(self, step_id: int) -> int:
        """Undo or redo all steps up to this one, itself included; returns how many.

        A step that is in the history no more is left alone.
        """
        for steps, turn in ((self._store.history.done, self.undo), (self._store.history.undone, self.redo)):
            if step_id in (ids := [step.id for step in steps]):
                return sum(turn() is not None for _ in range(ids.index(step_id) + 1))
        return 0


def _plain(edit: Edit) -> dict[str, str | int | None]:
    values: dict[str, str | int | None] = {}
    if edit.owner is not None:
        values["owner"] = " ".join(edit.owner.split()) or None
    if edit.year is not None or edit.no_year:
        values["year"] = edit.year
    if (region := edit.region) is not None:
        values |= {"province": region.province, "city": region.city, "county": region.county, "adcode": region.adcode}
        values["basis"] = "user" if region.province else None
    return values


def _tag(words: str) -> str:
    told = tags.tidy(words)[:LONGEST]
    if not told:
        raise Trouble("name")
    return told
