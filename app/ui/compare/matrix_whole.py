"""What is done to a matrix as a whole, and what is asked before: made, named, copied, deleted, given cases.

Knows the page's parts it is given, not the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.services.comparing import ROWS
from app.ui.compare.matrix_adding import ChooseCases
from app.ui.compare.matrix_deeds import Deeds
from app.ui.compare.matrix_empty import AT_ONCE, FEW
from app.ui.dialogs.asking import AskName
from app.ui.jobs import Jobs
from app.ui.use.page import Scope
from db.compared import Column

if TYPE_CHECKING:
    from db.compared import Line

Many = Callable[[Sequence[str]], None]


class Whole:
    """The deeds on whole matrices of one page."""

    def __init__(
        self, deeds: Deeds, jobs: Jobs, home: QWidget, show: Callable[[str], None], said: Callable[[str], None]
    ) -> None:
        self._deeds, self._jobs, self._home, self._show, self._said = deeds, jobs, home, show, said
        self.scope = Scope("")

    def acts(self) -> dict[str, Callable[[], None]]:
        """What can be wished by name."""
        return {
            "new": self._new,
            "few": lambda: self._create(self.scope.case_ids[:FEW]),
            "whole": lambda: self._create(self.scope.case_ids),
            "choose": lambda: self._choose(self._create, ()),
            "add_cases": self._add_cases,
            "add_scope": lambda: self._deeds.add_cases(self.scope.case_ids),
            "add_column": self._add_column,
            "rename": self._rename,
            "copy": self._copy,
            "delete": self._delete,
        }

    def _create(self, ids: Sequence[str]) -> None:
        name, comparing = self.scope.name or "对标矩阵", self._deeds.comparing
        self._deeds.write(lambda: comparing.create(name, ids), self._show)

    def _new(self) -> None:
        if len(self.scope.case_ids) > AT_ONCE:
            self._choose(self._create, ())
        else:
            self._create(self.scope.case_ids)

    def _add_cases(self) -> None:
        grid = self._deeds.grid
        there = tuple(line.case_id for line in grid.lines) if grid else ()
        self._choose(self._deeds.add_cases if grid else self._create, there)

    def _choose(self, done: Many, there: Sequence[str]) -> None:
        """Let a person choose among the cases of the scope, and do something with them."""
        known = set(there)
        ids = [one for one in self.scope.case_ids if one not in known]
        if not ids:
            self._said("范围里的案例都已经在矩阵里了。从左上角换一个范围，可以加别的案例。")
            return

        def show(lines: tuple[Line, ...]) -> None:
            dialog = ChooseCases(lines, ROWS - len(known), self._home)
            dialog.told.connect(lambda chosen: done(tuple(chosen)))
            dialog.show()

        self._jobs.read(lambda _: self._deeds.comparing.facts(ids), show, lane="matrix cases")

    def _copy(self) -> None:
        comparing, one = self._deeds.comparing, self._deeds.id
        if one:
            self._deeds.write(lambda: comparing.copy(one), self._show)

    def _delete(self) -> None:
        grid, comparing = self._deeds.grid, self._deeds.comparing
        if grid:
            one, told = grid.matrix.id, f"已删除“{grid.matrix.name}”，Ctrl+Z 可以撤销。"
            self._deeds.write(lambda: comparing.delete(one), lambda _: self._said(told))

    def _rename(self) -> None:
        grid, comparing = self._deeds.grid, self._deeds.comparing
        if grid:
            one = grid.matrix.id
            self._name("改名", "这张矩阵叫什么？", grid.matrix.name, lambda name: comparing.rename(one, name))

    def _add_column(self) -> None:
        one, comparing = self._deeds.id, self._deeds.comparing
        if one:
            words = "想问各家的一个问题，例如“绩效怎样考”。按问题里的词给建议。"
            self._name("加一列问题", words, "", lambda title: comparing.add_column(one, title))

    def rename_column(self, column: Column) -> None:
        """Ask a question in other words."""
        one, comparing = self._deeds.id, self._deeds.comparing
        words = "换一种问法；已填的内容不变，建议按新的问法找。"
        self._name("改列名", words, column.title, lambda title: comparing.rename_column(one, column.id, title))

    def _name(self, title: str, words: str, name: str, done: Callable[[str], object]) -> None:
        dialog = AskName(title, words, "好", self._home, name)
        dialog.told.connect(lambda told, _: self._deeds.write(lambda: done(told)))
        dialog.show()
