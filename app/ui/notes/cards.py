"""The stack of note cards beside the text. It places them and passes on what they want; it knows no library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QWidget

from app.ui.notes.around import Around
from app.ui.notes.card import Card
from app.ui.notes.entries import Entry
from app.ui.notes.stacking import stacked
from app.ui.record import quoting
from app.ui.record.naming import named
from app.ui.theme import Palette

_GAP = 10
_SIDE = 12
_SHARE = 0.6
"""How much of the column's height a long note takes before it is unfolded."""
_AT_ONCE = 5
"""Cards made in one go; more follow when the window has had its turn."""
_NEW = ("＋ 新建笔记（Ctrl N）", "＋ 新建笔记", "＋ 笔记")
"""On the button, as there is room."""


class Cards(QScrollArea):
    """Cards in the order of the text, each as near to its highlight as the others let it."""

    chosen = Signal(str)
    typed = Signal(str, str)
    left = Signal(str)
    colour_wanted = Signal(str, str)
    tags_wanted = Signal(str, str)
    delete_wanted = Signal(str)
    anchor_settled = Signal(str, str)
    began = Signal(str)
    purpose_wanted = Signal(str, str)
    done_wanted = Signal(str, bool)
    link_wanted = Signal(str)
    note_deed = Signal(str, str)
    new_wanted = Signal()
    template_wanted = Signal()
    quote_dropped = Signal(str, object)
    """A `Quote` was dropped on a card, or, its key being "", beside them."""

    def __init__(self, palette: Palette, around: Around, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette, self._around = palette, around
        self._linked: Mapping[str, int] = {}
        around.arrived.connect(self._pictures_came)
        around.changed.connect(self._called_otherwise)
        self.setObjectName("bare")
        self.setAccessibleName("笔记")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ground = named(QWidget(), "inner")
        self.setWidget(self._ground)
        self.viewport().setAcceptDrops(True)
        self._cards: dict[str, Card] = {}
        self._order: list[Entry] = []
        self._tops: dict[str, int] = {}
        self._scroll, self._aligned, self._chosen = 0, False, ""
        self._end, self._reach, self._over = 0, 0, 0
        """Where the last card ends, how far the text can be scrolled, what of the cards it leaves no room for."""
        self._empty = named(
            QLabel("选中正文里的一段话，按 1–4 标色，按 N 写批注；也可以给整个案例写笔记。", self._ground), "quiet"
        )
        self._empty.setWordWrap(True)
        self.new = named(QPushButton(_NEW[0], self), "wide")
        self.new.setAccessibleName("给这个案例新建笔记")
        self.new.clicked.connect(self.new_wanted)
        self.blank = named(QPushButton("模板", self), "wide")
        self.blank.setAccessibleName("用模板新建笔记")
        self.blank.setToolTip("用模板新建笔记，或由全部高亮生成")
        self.blank.clicked.connect(self.template_wanted)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._arrange)
        self._filling = QTimer(self, singleShot=True, interval=0)
        self._filling.timeout.connect(self._fill)
        self.verticalScrollBar().valueChanged.connect(lambda _: self._place_button())
        self.verticalScrollBar().rangeChanged.connect(self._keep_beside)

    # what is shown

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these notes; cards of notes that stay are kept, editors in them too."""
        self._order = list(entries)
        keys = {entry.key for entry in entries}
        for key in [key for key in self._cards if key not in keys]:
            card = self._cards.pop(key)
            card.hide()
            card.deleteLater()
        for entry in entries:
            if entry.key in self._cards:
                self._cards[entry.key].take(entry)
        self._filling.start()
        self._soon.start()

    def _fill(self) -> None:
        missing = [entry for entry in self._order if entry.key not in self._cards]
        for entry in missing[:_AT_ONCE]:
            self._cards[entry.key] = self._made(entry)
        if len(missing) > _AT_ONCE:
            self._filling.start()
        if missing:
            self._soon.start()

    def _made(self, entry: Entry) -> Card:
        card = Card(entry, self._palette, self._around, self._ground)
        card.show_linked(self._linked.get(entry.id or "", 0))
        card.chosen.connect(self.chosen)
        card.typed.connect(self.typed)
        card.left.connect(self.left)
        card.colour_wanted.connect(self.colour_wanted)
        card.tags_wanted.connect(self.tags_wanted)
        card.delete_wanted.connect(self.delete_wanted)
        card.anchor_settled.connect(self.anchor_settled)
        card.began.connect(self.began)
        card.purpose_wanted.connect(self.purpose_wanted)
        card.done_wanted.connect(self.done_wanted)
        card.link_wanted.connect(self.link_wanted)
        card.deed_wanted.connect(self.note_deed)
        card.step_wanted.connect(self._step)
        card.quote_dropped.connect(self.quote_dropped)
        card.grown.connect(self._soon.start)
        card.installEventFilter(self)
        card.choose(on=entry.key == self._chosen)
        card.show()
        return card

    def show_linked(self, counts: Mapping[str, int]) -> None:
        """Say on each card how many notes lead to it; by note id."""
        self._linked = dict(counts)
        ids = {entry.key: entry.id or "" for entry in self._order}
        for key, card in self._cards.items():
            card.show_linked(self._linked.get(ids.get(key, ""), 0))

    def _pictures_came(self, ids: frozenset[str]) -> None:
        for card in self._cards.values():
            if not card.editing and ids & card.body.pictures:
                card.show_again()

    def _called_otherwise(self) -> None:
        for card in self._cards.values():
            card.meanings_changed()

    def card(self, key: str) -> Card | None:
        """The card of a note, made now if it was still to come."""
        if key not in self._cards:
            entry = next((e for e in self._order if e.key == key), None)
            if entry is None:
                return None
            self._cards[key] = self._made(entry)
            self._arrange()
        return self._cards[key]

    def choose(self, key: str) -> None:
        """Let one card stand out and stand beside its passage; "" for none."""
        if self._chosen == key:
            return
        self._chosen = key
        for other, card in self._cards.items():
            card.choose(on=other == key)
        self._arrange()

    @property
    def chosen_key(self) -> str:
        """The card that stands out; empty when none does."""
        return self._chosen

    def bring(self, key: str) -> None:
        """Bring a card into view."""
        if card := self.card(key):
            self._arrange()
            self.ensureVisible(0, card.geometry().center().y(), 0, card.height() // 2 + 50)

    def set_palette(self, palette: Palette) -> None:
        """Show in other colours."""
        self._palette = palette
        for card in self._cards.values():
            card.set_palette(palette)

    def settle(self) -> None:
        """Let every open editor hand over what is typed in it."""
        for card in self._cards.values():
            card.settle()

    def close_editors(self) -> None:
        """Close every open editor."""
        for card in list(self._cards.values()):
            card.close_editor()

    # where cards stand

    def align(self, tops: Mapping[str, int] | None, scroll: int, reach: int) -> None:
        """Say where highlights lie.

        Args:
            tops: By key, counted from the top of this view when the text is at its beginning; None when the
                text is not shown, and cards simply follow each other.
            scroll: How far the text is scrolled.
            reach: How far it can be.
        """
        turned = scroll != self._scroll
        changed = (tops or {}) != self._tops or (tops is not None) != self._aligned or reach != self._reach
        self._reach = reach
        self._tops, self._aligned, self._scroll = dict(tops or {}), tops is not None, scroll
        if changed:
            self._arrange()
        if turned and self._aligned:
            self.verticalScrollBar().setValue(self._beside())

    def _arrange(self) -> None:
        self.setViewportMargins(0, 0, 0, self.new.sizeHint().height() + 2 * _GAP)
        width = self.viewport().width() - 2 * _SIDE
        cards = [self._cards[e.key] for e in self._order if e.key in self._cards]
        most = max(150, round((self.height() - self.new.sizeHint().height()) * _SHARE))
        heights = [card.height_in(width, most) for card in cards]
        room = self.viewport().height() + (self._reach if self._aligned and cards else 0)
        tops = self._stacked(cards, heights, room) if self._aligned else stacked([0] * len(cards), heights, _GAP)
        for card, top, height in zip(cards, tops, heights, strict=True):
            card.setGeometry(QRect(_SIDE, top, width, height))
        self._empty.setVisible(not cards)
        self._empty.setGeometry(_SIDE, 0, width, self._empty.heightForWidth(width) if not cards else 0)
        end = max((t + h for t, h in zip(tops, heights, strict=True)), default=self._empty.height())
        self._over = max(0, end - room) if self._aligned else 0
        hidden = self._aligned and not self._over
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if hidden else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if policy != self.verticalScrollBarPolicy():  # with the bar there is another width to stand in
            self.setVerticalScrollBarPolicy(policy)
            self._soon.start()
        self._ground.resize(self.viewport().width(), max(end, room))
        self._keep_beside()
        self._end = end
        self._place_button()

    def _stacked(self, cards: Sequence[Card], heights: Sequence[int], room: int) -> list[int]:
        """Beside their passages, within the height of the text as far as all of them fit in."""
        last = max(self._tops.values(), default=0)  # what is lost waits at the end, below the last highlight
        lost = {entry.key for entry in self._order if entry.note.anchor == "lost"}
        wanted = [last if card.key in lost else self._tops.get(card.key, 0) for card in cards]
        loose = {at for at, card in enumerate(cards) if card.key in lost or card.key not in self._tops}
        focus = next((at for at, card in enumerate(cards) if card.key == self._chosen), None)
        return stacked(wanted, heights, _GAP, focus, room, loose)

    def _beside(self) -> int:
        """How far cards are scrolled with the text; where they are more than it is high, they end when it ends."""
        return self._scroll + (round(self._over * self._scroll / self._reach) if self._reach else 0)

    def _keep_beside(self) -> None:
        """Follow the text as far as the stack reaches by now; its reach may grow after the text was scrolled."""
        if self._aligned and self.verticalScrollBar().value() < self._beside():
            self.verticalScrollBar().setValue(self._beside())

    def _place_button(self) -> None:
        height = self.new.sizeHint().height()
        below = self._end - self.verticalScrollBar().value() + _GAP
        top = max(0, min(below, self.viewport().height() + _GAP))
        width, side = self.width() - 2 * _SIDE, self.blank.sizeHint().width()
        advance = self.new.fontMetrics().horizontalAdvance
        self.new.setText(next((one for one in _NEW if advance(one) + 26 <= width - side - 6), _NEW[-1]))
        self.new.setGeometry(_SIDE, top, width - side - 6, height)
        self.blank.setGeometry(_SIDE + width - side, top, side, height)
        self.new.raise_()
        self.blank.raise_()

    def _step(self, key: str, by: int) -> None:
        keys = [entry.key for entry in self._order]
        if key in keys and 0 <= keys.index(key) + by < len(keys):
            following = keys[keys.index(key) + by]
            if card := self.card(following):
                card.setFocus()
            self.chosen.emit(following)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A card whose letters changed has another height."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._soon.start()
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A passage of a case may be dropped where no card is."""
        quoting.welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same anywhere in the column."""
        quoting.welcome(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """A passage becomes a note of its own."""
        if quote := quoting.dropped(event):
            self.quote_dropped.emit("", quote)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths make other heights."""
        super().resizeEvent(event)
        self._arrange()
