"""Looks over everything a window shows, the way a screen reader meets it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QSplitterHandle,
    QTabBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QAbstractItemView, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QProgressBar, QAbstractSpinBox,
    QAbstractSlider, QTabBar,
)  # fmt: skip
QTS_OWN = ("qt_", "scrollbutton", "ScrollLeftButton", "ScrollRightButton")
SAYS_NOTHING = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window, QAccessible.Role.Pane,
                QAccessible.Role.Whitespace, QAccessible.Role.LayeredPane}  # fmt: skip
ROLES = (
    (QAbstractButton, {"Button", "CheckBox", "RadioButton", "ButtonMenu", "ButtonDropDown", "PushButton"}),
    (QLineEdit, {"EditableText", "StaticText"}),
    (QTextEdit, {"EditableText", "StaticText", "Document"}),
    (QPlainTextEdit, {"EditableText", "StaticText", "Document"}),
    (QComboBox, {"ComboBox"}),
    (QAbstractItemView, {"List", "Tree", "Table"}),
    (QTabBar, {"PageTabList"}),
    (QProgressBar, {"ProgressBar"}),
)
ROWS = 30
"""Rows of a list that are heard."""


def inside(widget, kind):
    """Whether a widget is a part of one of this kind."""
    above = widget.parent()
    while above is not None:
        if isinstance(above, kind):
            return True
        above = above.parent()
    return False


def ours(widget):
    """Whether a widget is one of our own controls and not a part Qt makes for one."""
    own_part = widget.objectName().startswith(QTS_OWN) or type(widget).__name__ in (
        "QHeaderView", "QLineEditIconButton", "QTableCornerButton", "QComboBoxListView", "QToolBarExtension",
    )  # fmt: skip
    if own_part or isinstance(widget, QScrollBar | QSplitterHandle | QHeaderView):
        return False
    if inside(widget, QComboBox | QAbstractSpinBox | QCalendarWidget | QFileDialog):
        return False
    in_view = isinstance(widget, QAbstractButton) and isinstance(widget.parent(), QLineEdit | QAbstractItemView)
    return not in_view


def focusable(widget):
    """Whether the keyboard can be put into a widget."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()


def told(widget):
    """Name and role as a screen reader is told them."""
    face = QAccessible.queryAccessibleInterface(widget)
    if face is None:
        return "", QAccessible.Role.NoRole
    return face.text(QAccessible.Text.Name), face.role()


def wrongs(root):
    """What a screen reader could not tell a person of everything shown below `root`."""
    found = []
    for widget in [root, *root.findChildren(QWidget)]:
        if not widget.isVisible() or not ours(widget):
            continue
        is_control = isinstance(widget, CONTROLS)
        takes = focusable(widget) and not isinstance(widget, QAbstractScrollArea)
        if widget.focusProxy() is None and (is_control or takes):
            found += _wrong(widget, is_control=is_control)
        if isinstance(widget, QAbstractItemView):
            found += _silent_rows(widget)
    if root.isWindow() and not isinstance(root, QMenu) and not (root.windowTitle() or root.accessibleName()):
        found.append(f"{_called(root)}: a window without a name")
    return found


def _wrong(widget, *, is_control):
    name, role = told(widget)
    found = []
    if not name.replace("&", "").strip():
        found.append(f"{_called(widget)}: no name")
    for kind, roles in ROLES:
        if isinstance(widget, kind) and role.name not in roles:
            found.append(f"{_called(widget)} “{name}”: told as {role.name}")
    if not is_control and role in SAYS_NOTHING:
        found.append(f"{_called(widget)} “{name}”: takes the keyboard and is told as {role.name}")
    return found


def _silent_rows(view):
    model = view.model()
    if model is None or isinstance(view, QHeaderView):
        return []
    root = view.rootIndex()
    found = []
    for row in range(min(ROWS, model.rowCount(root))):
        index = model.index(row, 0, root)
        words = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
        if not str(words or "").strip() and view.visualRect(index).isValid() and not _waits(view, index):
            found.append(f"{_called(view)}: row {row} is silent")
    return found


def _waits(view, index):
    """Whether a row holds a widget, which speaks for itself."""
    return isinstance(view, QAbstractItemView) and view.indexWidget(index) is not None


def menus(root):
    """Entries of menus nobody could tell apart."""
    return [
        f"{_called(menu)}: an entry without words"
        for menu in root.findChildren(QMenu)
        for action in menu.actions()
        if not (action.isSeparator() or action.text().strip() or action.menu())
        and type(action).__name__ != "QWidgetAction"
    ]


def _called(widget):
    names, at = [], widget
    while isinstance(at, QObject) and len(names) < 3:
        names.append(f"{type(at).__name__}#{at.objectName()}")
        at = at.parent()
    return " < ".join(names)


def everything():
    """What is wrong in everything shown now, dialogs and what pops up included."""
    found = []
    for root in QApplication.topLevelWidgets():
        if root.isVisible() and not isinstance(root, QFileDialog) and root.objectName() != "qtooltip_label":
            found += wrongs(root) + menus(root)
    return found
