"""What a person teaches the library from the window: own themes, themes on cases, names of practices.

Asks what must be asked in a dialog and does it on a lane of `app.ui.jobs`; what came of it is told by a notice with a
way back. Stands beside `app.ui.deeds`, above the window.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.tending import Tending
from db.records import Changes, ThemeNode

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.services.library import Library
    from app.services.namesakes import Likely
    from app.services.teaching import Judged, Learned
    from app.task import Task
    from app.ui.dialogs.asking import AskName
    from app.ui.dialogs.learned import LearnedThemes
    from app.ui.dialogs.practices import PracticeNames
    from app.ui.window import Window
    from db.practices import Named


class Lessons(Tending):
    """The teaching deeds of one window."""

    lane = "teaching"

    who_wanted = Signal(str)
    """Who else has this practice is to be shown."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._names: PracticeNames | None = None
        self._learned: LearnedThemes | None = None
        self._deeds: dict[tuple[str, str], Callable[[str], None]] = {
            ("practice", "who"): self.who_wanted.emit,
            ("practice", "merge"): lambda name: self.ask_merge([name]),
            ("practice", "rename"): self.ask_rename,
            ("practice", "hide"): lambda name: self.hide([name], on=True),
            ("theme", "new"): lambda parent: self.ask_theme(parent=parent),
            ("theme", "rename"): self._ask_theme_name,
            ("theme", "delete"): self._delete_theme,
            ("theme", "add"): lambda _: self.pick_theme(self._shown()),
        }
        window.side.facets.deed_wanted.connect(self.do)
        window.desk_made.connect(self._meet)
        window.session.changed.connect(self._changed)
        window.session.opened.connect(lambda _: self._close())

    def calls(self) -> dict[str, Callable[[], None]]:
        """What the actions of these names do."""
        chosen = self._window.list.selected
        return {
            "add_theme": lambda: self.pick_theme(chosen()),
            "new_theme": self.ask_theme,
            "practices": self.show_practices,
            "learned": self.show_learned,
            "judge_chosen": lambda: self.judge(chosen()),
            "judge_all": lambda: self.judge(None),
        }

    def _shown(self) -> list[str]:
        """The case in the reader."""
        desk = self._window.desk
        return [desk.case_id] if desk is not None and desk.case_id else []

    def _meet(self) -> None:
        if self._window.desk is not None:
            self._window.desk.deed_wanted.connect(self.do)

    def do(self, field: str, deed: str, value: str) -> None:
        """A deed wanted from a menu in a facet, a chip or a row; `value` is a practice or a theme."""
        if act := self._deeds.get((field, deed)):
            act(value)

    # --- practices

    def show_practices(self) -> None:
        """The list of all practices."""
        from app.ui.dialogs.practices import PracticeNames

        if self._names is None:
            self._names = names = PracticeNames(self._window)
            names.destroyed.connect(lambda: setattr(self, "_names", None))
            names.merge_wanted.connect(self.ask_merge)
            names.merged.connect(self._merge)
            names.rename_wanted.connect(self.ask_rename)
            names.hide_wanted.connect(lambda some, on: self.hide(some, on=on))
            names.filter_wanted.connect(lambda name: self._window.session.choose("practice", name, "only"))
        self._fill_names()
        self._names.show()
        self._names.raise_()

    def ask_merge(self, names: Sequence[str]) -> None:
        """Ask what practices are to be called, and make them one."""

        def ask(named: Sequence[Named]) -> None:
            there = [one.name for one in named if not one.hidden]
            many = len(names) > 1
            told = f"把选中的 {len(names)} 种做法合并为一个" if many else f"把做法“{names[0]}”合并到另一个做法"
            asked = self._ask("合并做法", f"{told}。各案例的原文写法不变，以后导入的也照此归并。", "合并")
            asked.suggest(there)
            if many:  # the one in most cases is the likeliest name
                asked.line.setText(next((name for name in there if name in names), names[0]))
                asked.line.selectAll()
            asked.told.connect(lambda into, _: self._merge(names, into))
            asked.show()

        self._read(lambda library: library.practices(), ask)

    def ask_rename(self, name: str) -> None:
        """Ask for another name of a practice."""
        words = f"给做法“{name}”换一个名称。如果已有同名的做法，两者会合并。"
        asked = self._ask("改名", words, "改名", name)
        asked.told.connect(
            lambda new, _: self._write(
                lambda library: library.rename_practice(name, new), f"做法“{name}”已改名为“{new}”", "做法"
            )
        )
        asked.show()

    def hide(self, names: Sequence[str], *, on: bool) -> None:
        """Show practices nowhere, or show them again."""
        what = f"做法“{names[0]}”" if len(names) == 1 else f"{len(names)} 种做法"
        told = f"已隐藏{what}，可在“做法管理”中重新显示" if on else f"已重新显示{what}"
        self._write(lambda library: library.hide_practices(names, on), told, "隐藏" if on else "重新显示")

    def _merge(self, names: Sequence[str], into: str) -> None:
        self._write(lambda library: library.merge_practices(names, into), f"已合并为做法“{into}”", "合并")

    def _fill_names(self) -> None:
        def work(library: Library) -> tuple[Sequence[Named], Sequence[Likely]]:
            from app.services.namesakes import namesakes

            named = library.practices()
            return named, namesakes(named)

        def done(found: tuple[Sequence[Named], Sequence[Likely]]) -> None:
            if self._names is not None:
                self._names.fill(*found)

        self._read(work, done, lane="names")

    # --- themes

    def ask_theme(self, *, parent: str | None = None, name: str = "", cases: Sequence[str] = ()) -> None:
        """Ask for a new theme, and put it on these cases."""
        from app.ui.dialogs.themes import paths

        def ask(themes: Sequence[ThemeNode]) -> None:
            words = "新主题可以用来标注、筛选；标过几个案例后，导入时会自动建议它。"
            asked = self._ask("新建主题", words, "新建", name)
            below = _id(themes, parent)
            asked.place("放在", [("最上层", None), *((way, theme.id) for way, theme in paths(themes))], below)
            asked.told.connect(made)
            asked.show()

        def made(told: str, place: str | None) -> None:
            done = f"已新建主题“{told}”" + (f"，并加到 {len(cases)} 个案例" if cases else "")
            self._write(lambda library: library.add_theme(told, place, cases), done, "新建主题")

        self._read(lambda library: library.themes(), ask)

    def pick_theme(self, cases: Sequence[str]) -> None:
        """Ask which theme to put on cases."""
        from app.ui.dialogs.themes import PickTheme

        def ask(themes: Sequence[ThemeNode]) -> None:
            if not cases:
                return
            title = "加主题" if len(cases) == 1 else f"给 {len(cases)} 个案例加主题"
            names = {theme.id: theme.name for theme in themes}
            pick = PickTheme(title, themes, self._window)
            pick.picked.connect(
                lambda theme: self._write(
                    lambda library: library.settle_themes(cases, theme, on=True),
                    f"已加主题“{names[theme]}”",
                    "确认主题",
                )
            )
            pick.new_wanted.connect(lambda typed: self.ask_theme(name=typed, cases=cases))
            pick.show()

        self._read(lambda library: library.themes(), ask)

    def show_learned(self) -> None:
        """What was learned from corrections."""
        from app.ui.dialogs.learned import LearnedThemes

        if self._learned is None:
            self._learned = dialog = LearnedThemes(self._window)
            dialog.destroyed.connect(lambda: setattr(self, "_learned", None))
            dialog.forget_wanted.connect(
                lambda some: self._write(lambda library: library.forget_lessons(some), "已忘掉学到的", "忘掉")
            )
            dialog.judge_wanted.connect(lambda: self.judge(None))
        self._fill_learned()
        self._learned.show()
        self._learned.raise_()

    def judge(self, cases: Sequence[str] | None) -> None:
        """Judge themes again by what was learned: of these cases, or of all."""
        library = self._window.session.library
        if library is None:
            return

        def done(told: Judged) -> None:
            if not told.changed:
                self._window.notice.tell(f"看过 {told.cases} 个案例，主题都不用改。")
                return
            did = f"建议或认定 {told.added} 处，去掉 {told.removed} 处"
            words = f"看过 {told.cases} 个案例，改了 {told.changed} 个：{did}"
            self._window.notice.tell(words, ("撤销", self._back("按已学到的")))

        def work(task: Task) -> Judged:
            return library.judge_themes(cases, task)

        self._window.jobs.long(work, done, self._window.notice.trouble, title="重新判断主题")

    def _fill_learned(self) -> None:
        def done(learned: Sequence[Learned]) -> None:
            if self._learned is not None:
                self._learned.fill(learned)

        self._read(lambda library: library.learned(), done, lane="learned")

    def _ask_theme_name(self, theme: str) -> None:
        def ask(themes: Sequence[ThemeNode]) -> None:
            if (wanted := _id(themes, theme)) is None:
                return
            name = next(node.name for node in themes if node.id == wanted)
            asked = self._ask("主题改名", f"给主题“{name}”换一个名称。", "改名", name)
            asked.told.connect(
                lambda new, _: self._write(
                    lambda library: library.rename_theme(wanted, new), f"主题已改名为“{new}”", "主题改名"
                )
            )
            asked.show()

        self._read(lambda library: library.themes(), ask)

    def _delete_theme(self, theme: str) -> None:
        def work(library: Library) -> None:
            if (wanted := _id(library.themes(), theme)) is not None:
                library.delete_theme(wanted)

        self._write(work, "已删除主题，案例都还在", "删除主题")

    # --- inside

    def _ask(self, title: str, words: str, do: str, name: str = "") -> AskName:
        from app.ui.dialogs.asking import AskName

        over: QWidget = self._names if self._names is not None and self._names.isVisible() else self._window
        return AskName(title, words, do, over, name)

    def _changed(self, changes: Changes) -> None:
        if changes.content and self._names is not None:
            self._fill_names()
        if changes.content and self._learned is not None:
            self._fill_learned()

    def _close(self) -> None:
        for dialog in (self._names, self._learned):
            if dialog is not None:
                dialog.close()

    def _back(self, label: str) -> Callable[[], None]:
        return partial(self._window.deeds.take_back, label)


def _id(themes: Sequence[ThemeNode], told: str | None) -> str | None:
    """The theme meant by an id or, where it is the only one, by a name."""
    return next((theme.id for theme in themes if told in (theme.id, theme.name)), None)
