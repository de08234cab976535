"""快捷键: every action with its keys, found by name, pinyin or by pressing them; any of them can be changed.

Knows only actions and their keys.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui import keys
from app.ui.search.matching import meant

MOUSE = (
    ("筛选项：只看此项", "单击"),
    ("筛选项：同时满足", "Ctrl+单击"),
    ("筛选项：任一满足", "Shift+单击"),
    ("筛选项：排除此项", "Alt+单击"),
    ("筛选项：四种方式的菜单", "右键"),
    ("书架：调整次序", "Alt+↑／Alt+↓"),
    ("书架、分组：收起／展开", "←／→"),
    ("列表：打开并开始阅读", "回车"),
    ("列表：预览", "空格"),
    ("导入核对：入库", "Ctrl+Enter"),
    ("导入核对：全部撤回", "Esc"),
    ("导入核对：换栏", "F6"),
    ("导入核对：接受／去掉／改写一项", "Enter／Del／E"),
    ("导入核对：移动分界", "Alt+↑／Alt+↓"),
    ("导入核对：拆成新案例／并入上一个", "S／M"),
    ("导入核对：移出／归入上面的案例", "Del／Insert"),
)
_ACTION = Qt.ItemDataRole.UserRole + 1


class Press(QLineEdit):
    """Takes the key that is pressed in it; Tab and Escape go on as ever, Backspace empties it."""

    pressed = Signal()
    """Another key stands here."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = QKeySequence()
        self.setAccessibleName("按下新的按键")
        self.setPlaceholderText("点这里，再按下新的按键")
        self.setReadOnly(True)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)

    def key(self) -> QKeySequence:
        """What was pressed; empty for nothing."""
        return self._key

    def take(self, key: QKeySequence) -> None:
        """Let a key stand here."""
        self._key = key
        self.setText(key.toString(QKeySequence.SequenceFormat.NativeText))
        self.pressed.emit()

    def event(self, event: QEvent) -> bool:
        """Keys that would do something else do nothing while one is asked for."""
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if event.type() not in kinds or not isinstance(event, QKeyEvent) or event.key() in _ON:
            return super().event(event)
        event.accept()
        if event.type() == QEvent.Type.KeyPress and event.key() not in _BARE:
            empty = event.key() == Qt.Key.Key_Backspace and not event.modifiers()
            self.take(QKeySequence() if empty else QKeySequence(event.keyCombination()))
        return True


class Shortcuts(QDialog):
    """A table that is searched by name or by key, and below it the keys of the current row to change."""

    changed = Signal()
    """The keys of some action are others now."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.setObjectName("shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(600, parent.width() - 40), min(600, parent.height() - 40))
        self._actions = list(actions)
        keys.meet(self._actions)
        self._pressed: QKeySequence | None = None
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("输入名称、拼音首字母，或直接按组合键来查")
        self.line.setAccessibleName("按名称或按键查找")
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.table = QTreeWidget(self)
        self.table.setAccessibleName("快捷键")
        self.table.setHeaderLabels(["操作", "按键"])
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.press = Press(self)
        self.give = _button("改为此键", self)
        self.add = _button("再加此键", self)
        self.clear = _button("不要按键", self)
        self.reset = _button("恢复原键", self)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setAccessibleName("按键说明")
        self._build()
        self._fill()

    def _build(self) -> None:
        buttons = QDialogButtonBox(self)
        self.reset_all = buttons.addButton("全部恢复原键", QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton("关闭", QDialogButtonBox.ButtonRole.RejectRole).clicked.connect(self.reject)
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        change = QHBoxLayout()
        change.addWidget(self.press, 1)
        for button in (self.give, self.add, self.clear, self.reset):
            change.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        column.addWidget(self.line)
        column.addWidget(self.table, 1)
        column.addLayout(change)
        column.addWidget(self.told)
        column.addWidget(buttons)
        self.line.textChanged.connect(self._typed)
        self.table.currentItemChanged.connect(self._look)
        self.press.pressed.connect(self._look)
        self.give.clicked.connect(lambda: self._set([self.press.key()]))
        self.add.clicked.connect(self._add)
        self.clear.clicked.connect(lambda: self._set([]))
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)

    def _fill(self) -> None:
        self.table.clear()
        with_keys = [action for action in self._actions if action.shortcuts()]
        for action in (*with_keys, *(one for one in self._actions if one not in with_keys)):
            item = QTreeWidgetItem([_words(action), keys.shown(action)])
            item.setData(0, _ACTION, action)
            self.table.addTopLevelItem(item)
        for name, pressed in MOUSE:
            item = QTreeWidgetItem([name, pressed])
            item.setToolTip(0, "固定的用法，不能改")
            self.table.addTopLevelItem(item)
        self.table.setCurrentIndex(self.table.model().index(0, 0))
        self._look()

    def current(self) -> QAction | None:
        """The action of the current row; None for what cannot be changed."""
        item = self.table.currentItem()
        found = item.data(0, _ACTION) if item else None
        return found if isinstance(found, QAction) else None

    def choose(self, name: str) -> None:
        """Make an action the current one."""
        for row in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(row)
            action = item.data(0, _ACTION) if item else None
            if item and isinstance(action, QAction) and keys.name(action) == name:
                self.table.setCurrentItem(item)

    # --- finding

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt gives it
        """A key that types nothing is looked for as a key."""
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return False
        if not isinstance(event, QKeyEvent) or event.key() in _BARE or _edits(event):
            return False
        key = QKeySequence(event.keyCombination())
        if keys.typing(key) or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.line.setText(key.toString(QKeySequence.SequenceFormat.NativeText))
            self._pressed = key
            self._narrow()
        return True

    def _typed(self) -> None:
        self._pressed = None
        self._narrow()

    def _narrow(self) -> None:
        words = self.line.text().strip()
        for row in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(row)
            if item:
                item.setHidden(not self._fits(item, words))

    def _fits(self, item: QTreeWidgetItem, words: str) -> bool:
        if self._pressed is not None:
            action = item.data(0, _ACTION)
            return isinstance(action, QAction) and self._pressed in action.shortcuts()
        plain = words.casefold() in f"{item.text(0)} {item.text(1)}".casefold()
        return plain or (len(words) > 1 and meant(words, item.text(0)) is not None)

    # --- changing

    def _look(self) -> None:
        action, key = self.current(), self.press.key()
        there = action is not None
        self.press.setEnabled(there)
        for button in (self.give, self.add):
            button.setEnabled(there and not key.isEmpty())
        self.clear.setEnabled(action is not None and bool(action.shortcuts()))
        self.reset.setEnabled(action is not None and action.shortcuts() != keys.first(action))
        self.told.setText(self._said(action, key))
        self.told.setObjectName("popoverwrong" if action and keys.conflicts(action, key, self._actions) else "quiet")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def _said(self, action: QAction | None, key: QKeySequence) -> str:
        if action is None:
            return "这一行是固定的用法，不能改。"
        pressed = key.toString(QKeySequence.SequenceFormat.NativeText)
        if key.isEmpty():
            return f"选中的操作：{_words(action)}。"
        if others := keys.conflicts(action, key, self._actions):
            names = "、".join(f"“{_words(one)}”" for one in others)
            return f"{pressed} 现在用于{names}；改给“{_words(action)}”后，原来的操作就没有这个键了。"
        if keys.typing(key) and action.shortcutContext() == Qt.ShortcutContext.WindowShortcut:
            return f"{pressed} 单独一个键：只在没有输入框时有效，打字时不会触发。"
        return f"{pressed} 没有别的操作在用。"

    def _add(self) -> None:
        if action := self.current():
            self._set([*action.shortcuts(), self.press.key()])

    def _set(self, wanted: Sequence[QKeySequence]) -> None:
        action = self.current()
        if action is None:
            return
        for key in wanted:
            for other in keys.conflicts(action, key, self._actions):
                other.setShortcuts([one for one in other.shortcuts() if one != key])
        action.setShortcuts(list(dict.fromkeys(wanted)))
        self._done()

    def _reset(self) -> None:
        if action := self.current():
            self._set(keys.first(action))

    def _reset_all(self) -> None:
        keys.apply(self._actions, {})
        self._done()

    def _done(self) -> None:
        self.press.take(QKeySequence())
        for row in range(self.table.topLevelItemCount()):
            item = self.table.topLevelItem(row)
            action = item.data(0, _ACTION) if item else None
            if item and isinstance(action, QAction):
                item.setText(1, keys.shown(action))
        self._look()
        self.changed.emit()


_ON = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)
_BARE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_unknown)


def _edits(event: QKeyEvent) -> bool:
    """Keys by which a line is edited stay with the line."""
    edits = (
        QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.SelectAll, QKeySequence.StandardKey.Copy,
        QKeySequence.StandardKey.Cut,
    )  # fmt: skip
    moves = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Backspace)
    plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return any(event.matches(one) for one in edits) or (plain and event.key() in (*moves, Qt.Key.Key_Delete))


def _words(action: QAction) -> str:
    """An action's name; undo and redo without what they would do now."""
    return action.text().partition("：")[0] if action.objectName() in ("undo", "redo") else action.text()


def _button(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAutoDefault(False)
    return button
