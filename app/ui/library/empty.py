"""What stands where nothing is: an empty library shows where to drop files, a question without hits how to go on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.legible import legible
from app.ui.search.marking import caption, tip
from db.answers import Advice, Offer


class EmptyLibrary(QWidget):
    """Where to drop files, and the starter library."""

    files_wanted = Signal()
    folder_wanted = Signal()
    starter_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.area = QFrame(self)
        self.area.setObjectName("droparea")
        self.area.setMaximumWidth(620)
        inside = QVBoxLayout(self.area)
        inside.setContentsMargins(40, 44, 40, 40)
        inside.setSpacing(12)
        inside.addWidget(_words("把文件或文件夹拖到这里", "emptytitle"))
        inside.addWidget(
            _words("txt、Word（.docx）、PDF、网页都可以。一篇汇编会自动分成一个个案例，原文完整保留。", "emptywords")
        )
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.files = _button("导入文件…", "primary")
        self.folder = _button("导入文件夹…", "action")
        for button, wanted in ((self.files, self.files_wanted), (self.folder, self.folder_wanted)):
            button.clicked.connect(wanted)
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside.addSpacing(6)
        inside.addLayout(buttons)
        inside.addSpacing(14)
        inside.addWidget(_words("想先看看？载入随程序附带的示例，随时可以一键移除。", "emptywords"))
        self.starter = _button("载入示例案例库", "action")
        self.starter.clicked.connect(self.starter_wanted)
        inside.addWidget(self.starter, 0, Qt.AlignmentFlag.AlignHCenter)
        _centre(self, self.area)

    def aim(self, *, on: bool) -> None:
        """Show that what is dragged would be taken."""
        self.area.setProperty("aimed", on)
        self.area.style().unpolish(self.area)
        self.area.style().polish(self.area)


class NoHits(QScrollArea):
    """Nothing found: what made it so, and what would find something, each one click away; scrolled where it is low."""

    clear_wanted = Signal()
    asked = Signal(str)
    """A question that was offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        page = QWidget()
        page.setObjectName("empty")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(page)
        box = QWidget(page)
        inside = QVBoxLayout(box)
        inside.setSpacing(10)
        inside.addWidget(_words("没有符合的案例", "emptytitle"))
        self.words = _words(_GO_ON, "emptywords")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        inside.addWidget(self.words)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(6)
        inside.addLayout(self._offers)
        self.buttons: list[QPushButton] = []
        self.clear = _button("清除全部条件", "link")
        self.clear.clicked.connect(self.clear_wanted)
        inside.addSpacing(4)
        inside.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignHCenter)
        _centre(page, box)

    def forget(self) -> None:
        """Say nothing of an earlier question."""
        self.words.setText(_GO_ON)
        while (item := self._offers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []

    def show_advice(self, advice: Advice) -> None:
        """Say which clauses found nothing, and offer what would find something."""
        self.forget()
        killers = "、".join(f"“{_short(_bare(one))}”" for one in advice.killers[:3])
        many = f"等 {len(advice.killers)} 个条件" if len(advice.killers) > 3 else ""
        if killers:
            self.words.setText(f"卡在 {killers}{many}。" + ("可以试试：" if advice.offers else _GO_ON))
        for kind, title in _OFFERED.items():
            offers = [offer for offer in advice.offers if offer.kind == kind][:_EACH]
            if offers:
                self._offers.addWidget(_words(title, "emptyhead"))
            for offer in offers:
                button = _Offered(offer)
                button.clicked.connect(lambda _=False, query=offer.query: self.asked.emit(query))
                self._offers.addWidget(button)
                self.buttons.append(button)


_GO_ON = "换一个词，或去掉上面的一个条件试试。"
_OFFERED = {"spelling": "是不是要找", "words": "拆开来找", "anywhere": "放宽一点", "without": "少一个条件"}
_EACH = 4
_NARROWEST, _EDGES = 80, 30


class _Offered(QPushButton):
    """An offer and how many cases it has; what is offered is cut where there is little room, the count never."""

    def __init__(self, offer: Offer) -> None:
        super().__init__()
        self._label, self._count = legible(_short(offer.label)), f"　{offer.count} 案"
        self.setObjectName("offered")
        self.setAccessibleName(f"{offer.label}，{offer.count} 个案例")
        self.setToolTip(tip(offer.query))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setText(caption(self._label) + self._count)
        self.setMinimumWidth(_NARROWEST)

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = self.fontMetrics()
        room = self.width() - _EDGES - metrics.horizontalAdvance(self._count)
        told = metrics.elidedText(legible(self._label), Qt.TextElideMode.ElideRight, room)
        self.setText(caption(told) + self._count)


def _bare(clause: str) -> str:
    """A clause without quotes round the whole of it: others are put round it here."""
    whole = len(clause) > 2 and clause[0] == clause[-1] == '"'
    return clause[1:-1].replace('""', '"') if whole else clause


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


_LONGEST = 20
"""Characters of a word or an offer: the column may be narrow."""


def _words(text: str, look: str) -> QLabel:
    label = QLabel(legible(text))
    label.setObjectName(look)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    return label


def _button(words: str, look: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(look)
    button.setAccessibleName(words)
    return button


def _centre(outer: QWidget, inner: QWidget) -> None:
    column = QVBoxLayout(outer)
    column.setContentsMargins(24, 24, 24, 24)
    column.addStretch(2)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(inner, 8)
    row.addStretch(1)
    column.addLayout(row)
    column.addStretch(3)
