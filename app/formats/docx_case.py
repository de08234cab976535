"""One case of a sheet as paragraphs of a Word file: record, figures, text or passages, notes.

Knows the sheet and how a story grows; no package.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.formats.chosen import counted, passages, whole
from app.formats.docx_bars import before_and_after
from app.formats.docx_looks import HEI
from app.formats.docx_notes import Frame, blocks, closed, opened
from app.formats.docx_pages import lines as rows_of
from app.formats.docx_pictures import height
from app.formats.docx_story import Story
from app.formats.docx_tables import CELL, RULE, Column, card, grid
from app.formats.docx_tables import words as cell
from app.formats.docx_xml import EDGES, TAB, clean, look, run, told
from app.formats.listed import byline, cited, entry, lists
from app.formats.paragraphs import Paragraph, paragraphs, stretches
from app.formats.sheet import Layout, NotePlace, SheetCase, SheetNote

OWNER = "单位"
_TAGS = re.compile("<[^>]*>")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands: its number, the depth of its heading, whether it begins a page, its source as cited.

    Depth 0: the file's title is its heading. `parts` are the headings of its record and its words, empty without.
    """

    number: str
    depth: int
    fresh: bool
    source: str
    parts: tuple[str, str] = ("", "")


@dataclass
class _Marks:
    """What is to be put between the characters of a case's text, by position; and the notes told at its end."""

    at: dict[int, list[str]] = field(default_factory=dict)
    ends: dict[int, list[str]] = field(default_factory=dict)
    listed: list[SheetNote] = field(default_factory=list)


class Teller:
    """Tells the cases of one sheet into a story."""

    def __init__(self, story: Story, layout: Layout, notes: NotePlace, *, every: bool = False) -> None:
        self._every = every
        self._story = story
        self._layout = layout
        self._notes = notes

    def tell(self, case: SheetCase, place: Place) -> None:
        """Set one case."""
        story = self._story
        general = whole(case)
        comments = [story.asides.comment(note) for note in general] if self._notes == "comments" else []
        around = "".join(map(opened, comments)), "".join(map(closed, comments))
        if place.depth:
            listed = entry(place.number, case, dict(case.fields).get(OWNER, "") or case.owner)
            words = f"{place.number}{case.title}"
            story.head(place.depth, words, listed=listed, before=around[0], after=around[1], fresh=place.fresh)
            around = "", ""
        self._record(case, place, around)
        depth = min(place.depth + 1 + bool(place.parts[0]), 3)
        if place.parts[1]:
            story.head(place.depth + 1, place.parts[1])
        if self._layout == "cards":
            self._cards(case)
            numbered_: Sequence[SheetNote] = ()
        elif case.text.strip():
            numbered_ = self._text(case, depth)
        else:
            numbered_ = self._excerpts(case)
        self._closing(numbered_, () if comments else general, depth)

    def _record(self, case: SheetCase, place: Place, around: tuple[str, str]) -> None:
        story = self._story
        reference = story.asides.footnote(place.source) if place.source else ""
        line = told(byline(case))
        if line or reference or any(around):
            words = line or "来源"
            # the dot between two facts stays with the one before it
            kept = run(words).replace(" ·", "\u00a0·")
            story.say("Byline", words, around[0] + kept + around[1] + reference)
        if reference:
            style = story.look.styles["FootnoteText"]
            # the rule above it is a line of the text
            rule = story.look.styles["Normal"].line
            story.pages.spend(rows_of(style, f"1 {place.source}", story.look.room) * style.line + rule)
        if place.parts[0]:
            story.head(place.depth + 1, place.parts[0])
        for name, value in _fields(case, every=self._every):
            self._pair(told(name), told(value))
        if case.warnings:
            words = "".join(map(told, case.warnings))
            if story.look.official:
                story.say("Warning", f"（{words}）")
            else:
                story.say("Warning", f"请注意　{words}", _bold("请注意　") + run(words))
        if case.results:
            self._figures(case)

    def _pair(self, name: str, value: str) -> None:
        if self._story.look.official:
            self._story.say("Record", f"{name}：{value}", _name(f"{name}：") + run(value))
        else:
            self._story.say("Record", value, run(name, look(name, colour=self._story.look.muted)) + TAB + run(value))

    def _figures(self, case: SheetCase) -> None:
        story = self._story
        wide = story.look.room - 52
        columns = [Column(wide * 0.52), Column(wide * 0.48), Column(52)]
        story.say("Gap", "")
        rows = [[cell(name, bold=True) for name in ("指标", "数值", "出处")]]
        style = story.look.styles["Cell"]
        heights = []
        for result in case.results:
            metric = told(result.metric) + ("（目标）" if result.target else "")
            rows.append(
                [cell(metric), cell(told(result.value)), self._mark(f"§{result.paragraph}" if result.paragraph else "")]
            )
            told_ = ((metric, columns[0]), (told(result.value), columns[1]))
            heights.append(max(rows_of(style, words, column.width - CELL) for words, column in told_))
        for count in (1, *heights):
            story.pages.spend(style.line * count + style.before + style.after + RULE)
        story.put(grid(columns, rows, plain=story.look.official))
        story.say("Gap", "")
        if not story.look.official:  # a 公文 is black text
            before_and_after(story, case)

    def _text(self, case: SheetCase, depth: int) -> Sequence[SheetNote]:
        marks = self._marks(case)
        referred = cited(case)
        for part in paragraphs(case):
            inner = _woven(part, marks, plain=self._story.look.official)
            number = f"〔§{part.number}〕" if part.number in referred else ""
            if part.heading:
                self._story.say(f"Heading{depth}", part.text + number, inner + self._mark(number))
            else:
                self._story.say("BodyText", part.text + number, inner + self._mark(number))
            if self._notes == "beside":
                for note in part.notes:
                    self._beside(note, quoted=len(part.notes) > 1)
        return marks.listed

    def _marks(self, case: SheetCase) -> _Marks:
        """Comments around their passages, or numbers behind them."""
        marks = _Marks()
        bounds = stretches(case.text)
        for note in passages(case):
            if not (note.text.strip() or note.tags) or self._notes not in ("comments", "end") or not bounds:
                continue
            start, end = _clamped(note, bounds)
            if self._notes == "comments":
                number = self._story.asides.comment(note)
                if start < end:
                    marks.at.setdefault(start, []).append(opened(number))
                    marks.ends.setdefault(end, []).append(closed(number))
                else:
                    marks.ends.setdefault(end, []).append(opened(number) + closed(number))
            else:
                marks.listed.append(note)
                words = f"〔注{len(marks.listed)}〕"
                marks.ends.setdefault(end, []).append(run(words, look(words, raised=True)))
        return marks

    def _excerpts(self, case: SheetCase) -> Sequence[SheetNote]:
        """Passages without the text around them."""
        listed: list[SheetNote] = []
        for note in passages(case):
            speaks = bool(note.text.strip() or note.tags)
            before = after = ""
            if speaks and self._notes == "comments":
                number = self._story.asides.comment(note)
                before, after = opened(number), closed(number)
            elif speaks and self._notes == "end":
                listed.append(note)
                words = f"〔注{len(listed)}〕"
                after = run(words, look(words, raised=True))
            self._quote(note, "Excerpt", before, after)
            if speaks and self._notes == "beside":
                self._beside(note, quoted=False)
        return listed

    def _quote(self, note: SheetNote, style: str, before: str = "", after: str = "") -> None:
        lines = _lines(note)
        number = f"〔§{note.paragraph}〕" if note.paragraph else ""
        for i, line in enumerate(lines):
            inner = run(line, look(line, colours=(note.colour,), plain=self._story.look.official))
            inner = (before if not i else "") + inner
            if i == len(lines) - 1:
                inner += after + self._mark(number)
            self._story.say(style, line, inner)

    def _beside(self, note: SheetNote, *, quoted: bool, label: str = "") -> None:
        story = self._story
        style = story.look.styles["Note"]
        left = style.left * style.size
        frame = Frame(
            "Note",
            left,
            (story.look.room - left) * 0.9,
            story.look.muted,
            story.look.accent,
            story.look.official,
            story.asides.drawn,
        )
        for line in blocks(note, frame, quoted=quoted, label=label):
            story.put(line, _TAGS.sub("", line), "Note")
            if drawn := height(line):
                story.pages.spend(drawn)
        story.say("Gap", "")

    def _cards(self, case: SheetCase) -> None:
        """A card for each passage, with what was noted on it and where it comes from."""
        story = self._story
        owner = dict(case.fields).get(OWNER, "") or case.owner
        origin = told("　".join(part for part in (owner, f"《{case.title}》") if part))
        for note in passages(case):
            inner = Story(story.look, 0)
            inner.asides = story.asides
            teller = Teller(inner, "cards", self._notes)
            before = after = ""
            speaks = bool(note.text.strip() or note.tags)
            if speaks and self._notes == "comments":
                number = story.asides.comment(note)
                before, after = opened(number), closed(number)
            lines = _lines(note)
            for i, line in enumerate(lines):
                words = run(line)
                inner.say("CardText", line, (before if not i else "") + words + (after if line is lines[-1] else ""))
            if speaks and self._notes in ("beside", "end"):
                teller._beside(note, quoted=False)
            place = f"　§{note.paragraph}" if note.paragraph else ""
            inner.say("CardFoot", origin + place)
            tall = sum(20 * (1 + len(line) // 34) for line in lines) + 17 * (1 + len(note.text) // 36) + 40.0
            tall += height(inner.xml)
            story.put(card(story.look.room, inner.xml, EDGES[note.colour]), height=tall)
            story.say("Gap", "")

    def _mark(self, words: str) -> str:
        return run(words, look(words, colour=self._story.look.muted)) if words else ""

    def _closing(self, listed: Sequence[SheetNote], general: Sequence[SheetNote], depth: int) -> None:
        """Notes that stand after the text: numbered ones on passages, then those on the whole case."""
        if not listed and not general:
            return
        self._story.say(f"Heading{depth}", "笔记" if listed else "案例笔记")
        for i, note in enumerate(listed, 1):
            self._beside(note, quoted=True, label=f"注{i}　")
        for note in general:
            self._beside(note, quoted=bool(note.quote))


def numbered(number: int, *, bracketed: bool) -> str:
    """A case's number before its title: 三、 or, below a group that has its own, （三）."""
    return f"（{counted(number)}）" if bracketed else f"{counted(number)}、"


def _fields(case: SheetCase, *, every: bool) -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name, value in case.fields if value and not (name == OWNER and value in case.byline))
    yield from lists(case, every=every)


def _clamped(note: SheetNote, bounds: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """A note's passage without blank text at its ends, so that both stand in a paragraph."""
    start, end = note.start or 0, note.end or 0
    inside = [(left, right) for left, right in bounds if left < end and right > start]
    if not inside:
        nearest = bounds[max(0, bisect.bisect_right([left for left, _ in bounds], start) - 1)][1]
        return nearest, nearest
    return max(start, inside[0][0]), min(end, inside[-1][1])


def _woven(part: Paragraph, marks: _Marks, *, plain: bool = False) -> str:
    """A paragraph's runs with the marks between its characters. A passage ends before the next one begins."""
    made: list[str] = []
    at = part.start
    made += _due(marks.at, at)
    for piece in part.runs:
        end = at + len(piece.text)
        cuts = sorted({*_within(marks.at, at, end), *_within(marks.ends, at, end), end})
        for cut in cuts:
            words = piece.text[at - (end - len(piece.text)) : cut - (end - len(piece.text))]
            made.append(run(words, look(clean(words), colours=piece.colours, plain=plain)))
            made += _due(marks.ends, cut)
            if cut < part.start + len(part.text):
                made += _due(marks.at, cut)
            at = cut
    return "".join(made)


def _due(marks: dict[int, list[str]], at: int) -> Iterable[str]:
    return marks.pop(at, ())


def _within(marks: dict[int, list[str]], start: int, end: int) -> Iterator[int]:
    return (at for at in marks if start < at <= end)


def _lines(note: SheetNote) -> list[str]:
    return [told(line) for line in note.quote.split("\n") if line.strip()] or ["（没有原文）"]


def _bold(words: str) -> str:
    return run(words, look(words, bold=True))


def _name(words: str) -> str:
    return run(words, look(words).replace("/>", f' w:eastAsia="{HEI}"/>', 1))
