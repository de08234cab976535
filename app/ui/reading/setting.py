"""阅读设置: how the text looks, in one small window over it. Every choice is told at once; nothing is applied here."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.settings import Settings
from app.ui import theme, tinting
from app.ui.picking import Pick
from app.ui.record.naming import named, tool

_SLIDERS: tuple[tuple[str, str, float, float, float, str], ...] = (
    ("reading_size", "字号", 8, 48, 1, "{:.0f} 磅"),
    ("column_width", "栏宽", 20, 60, 1, "{:.0f} 字"),
    ("line_height", "行距", 1.2, 2.6, 0.05, "{:.2f} 倍"),
    ("paragraph_space", "段距", 0, 2, 0.05, "{:.2f} 字"),
    ("reading_pace", "阅读速度", 100, 1000, 25, "{:.0f} 字/分"),
)
"""Setting, its name, lowest, highest, step, how a value is told."""
_SWITCHES = (
    ("first_line_indent", "首行缩进两字"),
    ("script_gap", "中西文间留空"),
    ("even_edges", "两端对齐"),
    ("paragraph_numbers", "显示段落号 §"),
)
_OF_PAGE = (*(one[0] for one in _SLIDERS), *(one[0] for one in _SWITCHES), "reading_font")
_SHIPPED = ("Xinglin Song", "Xinglin Hei")
_DEFAULT = "默认（宋体）"


def families() -> list[str]:
    """The families of letters this machine has for Chinese, the shipped ones and the best known first."""
    there = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    first = [name for name in (*_SHIPPED, *theme.SERIF, *theme.SANS) if name in there]
    return list(dict.fromkeys([*first, *sorted(name for name in there if not name.startswith((".", "@")))]))


class ReadingSettings(QFrame):
    """The window over the page."""

    chosen = Signal(object)
    """Names of settings and their new values."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        named(self, "readingSettings", "阅读设置")
        self._filling, self._settings = False, Settings()
        self._sliders: dict[str, tuple[QSlider, QLabel, float, float, str]] = {}
        self._switches: dict[str, QCheckBox] = {}
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 12)
        box.setSpacing(9)
        box.addLayout(self._themes())
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(7)
        self.font_box = named(Pick("正文字体", (), None), "familyBox", "正文字体")
        self.font_box.setMinimumWidth(210)
        self.font_box.activated.connect(lambda at: self._tell(reading_font=str(self.font_box.itemData(at) or "")))
        grid.addWidget(QLabel("字体"), 0, 0)
        grid.addWidget(self.font_box, 0, 1, 1, 2)
        for row, one in enumerate(_SLIDERS, 1):
            self._slider(grid, row, *one)
        box.addLayout(grid)
        switches = QGridLayout()
        for at, (key, words) in enumerate(_SWITCHES):
            self._switches[key] = switch = QCheckBox(words)
            switch.setAccessibleName(words)
            switch.toggled.connect(lambda on, key=key: self._tell(**{key: on}))
            switches.addWidget(switch, at // 2, at % 2)
        box.addLayout(switches)
        self.reset = named(QPushButton("恢复默认"), "wide", "阅读设置恢复默认")
        self.reset.clicked.connect(self._reset)
        box.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignRight)

    def _themes(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.themes = QButtonGroup(self)
        for name, words in theme.TITLES.items():
            button = tool("swatch", words, f"主题：{words}")
            button.setCheckable(True)
            button.setProperty("theme", name)
            button.clicked.connect(lambda _=False, name=name: self._tell(theme=name))
            self.themes.addButton(button)
            row.addWidget(button, 1)
        self.own = tool("plain", "…", "自定主题的颜色")
        self.own.setToolTip("自定主题的纸色和字色")
        self.own.clicked.connect(self._own)
        row.addWidget(self.own)
        return row

    def _own(self) -> None:
        """Ask for the colours of the theme of one's own; a window that pops up would hide the dialog."""
        from app.ui.reading.own_theme import OwnTheme

        self.hide()
        dialog = OwnTheme(*tinting.chosen(self._settings), self.parentWidget() or self)
        dialog.chosen.connect(self.chosen)
        dialog.open()

    def _paint(self, button: QAbstractButton) -> None:
        """Draw the button of a theme in its own colours."""
        name = str(button.property("theme"))
        colours = theme.PALETTES[name] if name != "own" else tinting.made(*tinting.chosen(self._settings))
        button.setStyleSheet(
            f"QToolButton {{ background: {colours.paper}; color: {colours.ink}; border: 1px solid {colours.box};"
            f" border-radius: 6px; padding: 5px 9px; }}"
            f"QToolButton:checked, QToolButton:focus {{ border: 2px solid {colours.accent}; padding: 4px 8px; }}"
        )

    def _slider(
        self, grid: QGridLayout, row: int, key: str, words: str, low: float, high: float, step: float, told: str
    ) -> None:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, round((high - low) / step))
        slider.setPageStep(max(1, slider.maximum() // 8))
        slider.setAccessibleName(words)
        value = named(QLabel(), "quiet")
        value.setMinimumWidth(66)
        self._sliders[key] = (slider, value, low, step, told)
        slider.valueChanged.connect(lambda at, key=key: self._slid(key, at))
        grid.addWidget(QLabel(words), row, 0)
        grid.addWidget(slider, row, 1)
        grid.addWidget(value, row, 2)

    def show_settings(self, settings: Settings) -> None:
        """Show what is chosen now."""
        self._filling, self._settings = True, settings
        for key, (slider, label, low, step, told) in self._sliders.items():
            value = float(getattr(settings, key))
            slider.setValue(round((value - low) / step))
            label.setText(told.format(value))
            slider.setAccessibleDescription(label.text())
        for key, switch in self._switches.items():
            switch.setChecked(bool(getattr(settings, key)))
        for button in self.themes.buttons():
            button.setChecked(button.property("theme") == settings.theme)
            self._paint(button)
        self._show_family(settings.reading_font)
        self._filling = False

    def _show_family(self, chosen: str) -> None:
        if not self.font_box.count():
            self.font_box.addItem(_DEFAULT, "")
            for name in families():
                self.font_box.addItem(
                    {"Xinglin Song": "杏林宋（自带）", "Xinglin Hei": "杏林黑（自带）"}.get(name, name), name
                )
        at = self.font_box.findData(chosen)
        if at < 0:
            self.font_box.addItem(f"{chosen}（本机没有）", chosen)
            at = self.font_box.count() - 1
        self.font_box.setCurrentIndex(at)

    def show_under(self, widget: QWidget) -> None:
        """Come up under a button, wholly on its screen."""
        self.adjustSize()
        room = widget.screen().availableGeometry()
        corner = widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4))
        x = min(max(corner.x(), room.left() + 4), max(room.left() + 4, room.right() - self.width() - 4))
        y = min(max(corner.y(), room.top() + 4), max(room.top() + 4, room.bottom() - self.height() - 4))
        self.move(x, y)
        self.show()
        self.font_box.setFocus()

    def _slid(self, key: str, at: int) -> None:
        slider, label, low, step, told = self._sliders[key]
        value = round(low + at * step, 4)
        label.setText(told.format(value))
        slider.setAccessibleDescription(label.text())
        whole = isinstance(getattr(Settings(), key), int)
        self._tell(**{key: int(value) if whole else value})

    def _tell(self, **values: object) -> None:
        if not self._filling:
            self.chosen.emit(values)

    def _reset(self) -> None:
        self.chosen.emit({field.name: field.default for field in fields(Settings) if field.name in _OF_PAGE})
