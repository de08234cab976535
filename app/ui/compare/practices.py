"""做法: the practices of the cases, and one of them as a card.

Asks off the window's thread; merging, renaming and hiding are one step each that can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.services import practising
from app.services.practising import By, Card, Catalogue, Narrowing
from app.ui import icons
from app.ui.compare.practices_card import PracticeCard
from app.ui.compare.practices_list import PracticeNames
from app.ui.dialogs.asking import AskName
from app.ui.legible import legible
from app.ui.reading.flow import Flow
from app.ui.record.naming import named
from app.ui.use.empty import Empty
from app.ui.use.page import Page, Scope, Setting

if TYPE_CHECKING:
    from app.formats.sheet import Sheet
    from app.task import Task
    from app.ui.theme import Palette
    from db.records import Changes

ORDERS: dict[By, str] = {"count": "按案例数", "name": "按读音", "since": "按最早年份"}
_PAUSE = 120
"""Milliseconds after the last key before the list is narrowed."""
_LONG = 8


class PracticesPage(Page):
    """The page."""

    lanes = ("practices", "practice card")

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.catalogue = Catalogue()
        self.narrowing = Narrowing()
        self._go = ""
        self._read_of: tuple[Scope, Narrowing] | None = None
        """What was asked when what is listed was read."""
        self._build(setting.palette)
        self.set_palette(setting.palette)

    def _build(self, palette: Palette) -> None:
        self.names = PracticeNames(palette, self)
        self.card = PracticeCard(palette, self)
        left = QFrame(self)
        left.setObjectName("useCard")
        self.line = named(QLineEdit(left), "narrower", "查找做法")
        self.line.setPlaceholderText("名称、原文写法或拼音")
        self.line.setClearButtonEnabled(True)
        self.menus = {
            name: self._menu(name, left)
            for name in ("type", "theme", "region", "by", "shown")
        }  # fmt: skip
        self.hint = named(QLabel(left), "useHint")
        self.empty = named(QLabel(left), "emptywords")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        head, row = QHBoxLayout(), QHBoxLayout()
        for box in (head, row):
            box.setContentsMargins(14, 0, 14, 0)
            box.setSpacing(6)
        choices = QWidget(left)
        flow = Flow(choices)
        row.addWidget(choices)
        head.addWidget(named(QLabel("做法", left), "useHead"))
        head.addWidget(self.line, 1)
        for button in self.menus.values():
            flow.addWidget(button)
        column = QVBoxLayout(left)
        column.setContentsMargins(1, 12, 1, 8)
        column.setSpacing(7)
        column.addLayout(head)
        column.addLayout(row)
        self.hint.setContentsMargins(14, 0, 14, 0)
        column.addWidget(self.hint)
        column.addWidget(self.names, 1)
        column.addWidget(self.empty, 1)
        self.split = QSplitter(self)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(14)
        self.split.addWidget(left)
        self.split.addWidget(self.card)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        self.split.setSizes([460, 690])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        self.none = Empty(self)
        self.none.hide()
        self.none.wished.connect(self.wish)
        whole.addWidget(self.split)
        whole.addWidget(self.none)
        self.setFocusProxy(self.names)
        self._connect()

    def _connect(self) -> None:
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self._narrow(words=self.line.text()))
        self.line.textChanged.connect(lambda _: self._pause.start())
        self.line.returnPressed.connect(self.names.setFocus)
        self.names.name_chosen.connect(self._show)
        self.names.onward.connect(self.card.area.setFocus)
        self.names.rename_wanted.connect(partial(self._deed, "rename"))
        self.names.merge_wanted.connect(partial(self._deed, "merge"))
        self.names.hide_wanted.connect(partial(self._deed, "hide"))
        self.names.customContextMenuRequested.connect(self._context)
        self.card.case_wanted.connect(self.case_wanted)
        self.card.name_wanted.connect(self.show_wanted)
        self.card.region_wanted.connect(lambda name: self._narrow(region=name))
        self.card.deed_wanted.connect(self._deed)

    def _menu(self, name: str, parent: QWidget) -> QPushButton:
        button = named(QPushButton(parent), "action")
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(partial(self._fill_menu, name, menu))
        button.setMenu(menu)
        return button

    # --- what the frame asks for

    def show_scope(self, scope: Scope) -> None:
        """Look at the practices of other cases."""
        super().show_scope(scope)
        self._ask()

    def refresh(self, changes: Changes) -> None:
        """Look again."""
        if changes.content:
            self._ask()

    def show_wanted(self, id: str) -> None:  # noqa: A002 - the record's own word
        """Show the card of the practice of this name, listed or not."""
        self._go = id
        if id and not self.names.go(id):
            self._show(id)

    def set_palette(self, palette: Palette) -> None:
        """Take other colours."""
        super().set_palette(palette)
        self.names.colours = palette
        self.names.viewport().update()
        self.card.set_palette(palette)
        for button in self.menus.values():
            button.setIcon(icons.icon("down", palette.muted, 12))
        self._name_menus()

    def exported(self) -> Callable[[Task], Sheet] | None:
        """The card that is shown, and the list."""
        library, card, scope, narrowing = self.library, self.card.card, self.scope, self.narrowing
        listed = self.catalogue if self._read_of == (scope, narrowing) else None
        if not (listed.listed if listed else scope.case_ids) and card is None:
            return None

        def make(task: Task) -> Sheet:
            from app.services import practised_sheet

            now = listed or practising.catalogue(library, narrowing, scope.case_ids, task)
            return practised_sheet.sheet(library, now, card, scope.name, task)

        return make

    # --- asking

    def _narrow(self, **wanted: str | bool) -> None:
        changed = replace(self.narrowing, **wanted)  # type: ignore[arg-type]  # each by its own name
        if changed != self.narrowing:
            self.narrowing = changed
            self._ask()

    def _ask(self) -> None:
        library, narrowing, scope = self.library, self.narrowing, self.scope
        self._name_menus()
        if self._read_of is None or self._read_of[0] != scope:
            self.hint.setText(f"正在汇总 {len(scope.case_ids):,} 案的做法……")

        def done(found: Catalogue) -> None:
            self._read_of = (scope, narrowing)
            self._listed(found)

        self.jobs.read(
            lambda task: practising.catalogue(library, narrowing, scope.case_ids, task), done, lane="practices"
        )

    def _listed(self, found: Catalogue) -> None:
        self.catalogue = found
        go, self._go = self._go, ""
        self.names.setVisible(bool(found.listed))
        self.empty.setVisible(not found.listed)
        self.empty.setText(self._why_empty())
        many = len(found.listed)
        held = f"，{found.standing} 种国家常设制度未列" if found.standing else ""
        self.hint.setText(f"{many} 种做法{held}")
        before = self.names.current()
        if go or not self.card.card:
            self.names.fill(found.listed, go)
        else:
            self.names.fill(found.listed, "")
        if go and self.names.current() != go:
            self._show(go)
        elif not found.listed:
            self.card.show_card(None, "从左边选一种做法，这里说谁在做、从哪年起、原话怎么说。")
        elif before == self.names.current() and before:
            self._show(before)
        self._stand()
        self.stirred.emit()

    def _stand(self) -> None:
        """Without cases there is nothing to list; a card that was wanted is shown all the same."""
        bare = not self.scope.case_ids and self.card.card is None
        self.split.setVisible(not bare)
        self.none.setVisible(bare)
        if bare:
            self.none.no_cases(self.scope)

    def _why_empty(self) -> str:
        if self.narrowing != Narrowing(by=self.narrowing.by):
            return "没有符合这些条件的做法。清空查找的字或换一个条件看看。"
        return "这些案例里还没有认出有名称的做法。"

    def _show(self, name: str) -> None:
        library = self.library

        def done(card: Card | None) -> None:
            self.card.show_card(card, f"已经没有案例有做法“{name}”。")
            self._stand()
            self.stirred.emit()

        self.jobs.read(lambda task: practising.card(library, name, task), done, lane="practice card")

    # --- narrowing

    def _name_menus(self) -> None:
        now = self.narrowing
        names = {id_: name for id_, name, _ in self.catalogue.themes}
        told = {
            "type": now.type or "类型",
            "theme": names.get(now.theme, now.theme) or "主题",
            "region": now.region or "地区",
            "by": ORDERS[now.by],
            "shown": "显示",
        }
        what = {
            "type": "按类型筛选",
            "theme": "按主题筛选",
            "region": "按地区筛选",
            "by": "排列次序",
            "shown": "显示哪些",
        }
        for name, button in self.menus.items():
            words = told[name]
            button.setText((words if len(words) <= _LONG else words[: _LONG - 1] + "…") + " ")
            button.setToolTip(legible(f"{what[name]}：{words}"))
            button.setAccessibleName(f"{what[name]}，现在是：{words}")

    def _fill_menu(self, name: str, menu: QMenu) -> None:
        menu.clear()
        now = self.narrowing
        if name == "by":
            for by, words in ORDERS.items():
                self._tick(menu, words, by == now.by, partial(self._narrow, by=by))
            return
        if name == "shown":
            for field, words in (("standing", "国家常设制度"), ("guessed", "只有待确认的"), ("hidden", "已隐藏的")):
                on = bool(getattr(now, field))
                self._tick(menu, words, on, partial(self._narrow, **{field: not on}))
            return
        known = {"type": self.catalogue.types, "theme": self.catalogue.themes, "region": self.catalogue.regions}[name]
        chosen = cast("str", getattr(now, name))
        self._tick(menu, "全部", not chosen, partial(self._narrow, **{name: ""}))
        for value, words, many in known:
            inside = "    " if name == "theme" and "." in value else ""
            self._tick(menu, f"{inside}{words}  {many}", value == chosen, partial(self._narrow, **{name: value}))

    @staticmethod
    def _tick(menu: QMenu, words: str, on: bool, act: Callable[[], None]) -> None:
        action = menu.addAction(words.replace("&", "&&"), act)
        action.setCheckable(True)
        action.setChecked(on)

    # --- deeds

    def _chosen(self) -> list[str]:
        chosen = self.names.chosen()
        card = self.card.card
        return chosen if len(chosen) > 1 or card is None else [card.name]

    def _context(self, place: QPoint) -> None:
        names = self._chosen()
        if not names:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        many = len(names) > 1
        menu.addAction(f"合并选中的 {len(names)} 种…" if many else "合并到…", partial(self._deed, "merge"))
        menu.addAction("改名…", partial(self._deed, "rename")).setEnabled(not many)
        menu.addAction("隐藏", partial(self._deed, "hide"))
        menu.addAction("看案例", partial(self._deed, "list")).setEnabled(not many)
        menu.popup(self.names.viewport().mapToGlobal(place))

    def _deed(self, deed: str) -> None:
        names = self._chosen()
        if not names:
            return
        if deed == "list":
            self.filter_wanted.emit("practice", names[0])
        elif self.library.read_only:
            self.said.emit("这个案例库只能读，不能改做法的名称。", True)  # noqa: FBT003 - a Signal takes no names
        elif deed in ("hide", "show"):
            self._hide(names, on=deed == "hide")
        elif deed == "rename":
            self._ask_name(names[0])
        else:
            self._ask_merge(names)

    def _hide(self, names: Sequence[str], *, on: bool) -> None:
        what = f"做法“{names[0]}”" if len(names) == 1 else f"{len(names)} 种做法"
        self._write(lambda: self.library.hide_practices(names, on), f"已{'隐藏' if on else '重新显示'}{what}")

    def _ask_name(self, name: str) -> None:
        words = f"给做法“{name}”换一个名称。如果已有同名的做法，两者会合并。"
        asked = AskName("改名", words, "改名", self, name)
        asked.told.connect(
            lambda new, _: self._write(
                lambda: self.library.rename_practice(name, new), f"做法“{name}”已改名为“{new}”", new
            )
        )
        asked.show()

    def _ask_merge(self, names: Sequence[str]) -> None:
        many = len(names) > 1
        what = f"把选中的 {len(names)} 种做法合并为一个" if many else f"把做法“{names[0]}”合并到另一个做法"
        asked = AskName("合并做法", f"{what}。各案例的原文写法不变，以后导入的也照此归并。", "合并", self)
        asked.suggest([line.name for line in self.catalogue.listed if many or line.name != names[0]])
        if many:  # the one in most cases is the likeliest name
            best = max(self.catalogue.listed, key=lambda line: (line.name in names, line.cases))
            asked.line.setText(best.name)
            asked.line.selectAll()
        asked.told.connect(
            lambda into, _: self._write(
                lambda: self.library.merge_practices(names, into), f"已合并为做法“{into}”", into
            )
        )
        asked.show()

    def _write(self, work: Callable[[], None], told: str, go: str = "") -> None:
        def done(_: object) -> None:
            self.said.emit(f"{told}，可以撤销", False)  # noqa: FBT003 - a Signal takes no names

        if go:
            self._go = go
        self.jobs.write(work, done)
