"""Formatted text from elsewhere as Markdown: what a note can hold comes along, everything else is left behind.

No script, style, form or fetched thing gets through: of a tag only its meaning is taken, of an address only one that
begins with http, https or mailto. Pure: HTML in, text and pictures' addresses out; any string is HTML.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

LONGEST = 2_000_000
"""Characters of HTML that are looked at."""
_DEEPEST = 8
_PICTURES = 20
_DATA = 12_000_000
_SILENT = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "template",
        "noscript",
        "iframe",
        "object",
        "svg",
        "math",
        "select",
        "textarea",
    }
)
_BLOCKS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "figure", "figcaption", "address", "dl", "dt", "dd",
     "center", "form", "fieldset", "aside", "nav"}
)  # fmt: skip
_SIGNS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~", "code": "`"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>()\[\]\"]{1,500}", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_LIVE = re.compile(r"([\\`*\[\]|])")


class Pasted(NamedTuple):
    """Markdown, and the pictures in it: `picture:0`, `picture:1` … stand for these data addresses."""

    text: str
    pictures: tuple[str, ...] = ()


def pasted(html: str) -> Pasted:
    """Formatted text as Markdown."""
    reader = _Reader()
    reader.feed(html[:LONGEST])
    reader.close()
    return Pasted(reader.told(), tuple(reader.pictures))


class _Table:
    def __init__(self) -> None:
        self.rows: list[list[str]] = []

    def told(self) -> str:
        width = max((len(row) for row in self.rows), default=0)
        if not width:
            return ""
        rows = [row + [""] * (width - len(row)) for row in self.rows]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


class _Reader(HTMLParser):
    """Reads tags one by one; blocks are put together line by line, so nothing nests in here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures: list[str] = []
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._lead = ""
        self._silent: list[str] = []
        self._open: list[str] = []
        self._shown: list[str] = []
        """Of the open signs those that say anything new, at most one of a kind."""
        self._lists: list[tuple[list[int], bool]] = []
        self._quotes = 0
        self._heading = 0
        self._table: _Table | None = None
        self._inner = 0
        self._address: list[str] = []
        self._kept = False
        self._code: list[str] | None = None
        """The lines of a block of code, as they stand; None outside of one."""

    def told(self) -> str:
        self._end_code()
        self._end()
        self._inner = 0
        self._end_table()
        lines: list[str] = []
        for block in self._blocks:
            if lines and not (_item(block) and _item(lines[-1])) and not (_quote(block) and _quote(lines[-1])):
                lines.append("")
            lines += block.split("\n")
        return "\n".join(lines).strip("\n")

    # what HTMLParser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent or tag in _SILENT:
            if tag in _SILENT:
                self._silent.append(tag)
            return
        known = {name: value or "" for name, value in attrs}
        if self._code is not None:
            self._code.append("\n" if tag == "br" else "")
        elif tag in _SIGNS:
            self._sign(tag, known)
        elif tag == "a":
            found = _ADDRESS.fullmatch(known.get("href", "").strip())
            self._address.append(found[0] if found else "")
            self._words.append("[" if found else "")
        elif tag == "img":
            self._picture(known)
        elif tag == "input" and known.get("type", "").lower() == "checkbox":
            self._words.append("[x] " if "checked" in known else "[ ] ")
        elif tag == "br":
            self._words.append(" " if self._table else "\n")
        else:
            self._block(tag, known)

    def _block(self, tag: str, known: dict[str, str]) -> None:
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._end()
            self._heading = int(tag[1])
        elif tag in ("ul", "ol"):
            self._end()
            start = known.get("start", "1")
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
            self._lists.append(([first], tag == "ol"))
        elif tag == "li":
            self._end()
            self._lead = self._item()
        elif tag == "blockquote":
            self._end()
            self._quotes += 1
        elif tag == "hr":
            self._end()
            self._put("---")
        elif tag in ("table", "tr", "td", "th"):
            self._cells(tag)
        elif tag == "pre":
            self._end()
            self._code = None if self._table else []
        elif tag in _BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            del self._silent[len(self._silent) - (tag == self._silent[-1]) :]
        elif self._code is not None:
            self._end_code(only=tag == "pre")
        elif tag in _SIGNS:
            self._unsign()
        elif tag == "a" and self._address:
            address = self._address.pop()
            self._words.append(f"]({address})" if address else "")
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "table":
            self._end_table()
        elif tag in ("ul", "ol", "blockquote", "li", "h1", "h2", "h3", "h4", "h5", "h6") or tag in _BLOCKS:
            self._end()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._quotes = max(0, self._quotes - (tag == "blockquote"))

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._code is not None:
            self._code.append(data)
        else:
            self._words.append(_LIVE.sub(r"\\\1", _BLANKS.sub(" ", data)))

    # inside

    def _sign(self, tag: str, known: dict[str, str]) -> None:
        shown = {_SIGNS[other] for other in self._shown}
        plain = (tag in ("b", "i") and "normal" in known.get("style", "")) or _SIGNS[tag] in shown
        self._shown += [] if plain else [tag]
        self._open.append("" if plain else tag)
        self._words.append("" if plain else f"\x00{_SIGNS[tag]}")

    def _unsign(self) -> None:
        if self._open:
            was = self._open.pop()
            self._shown = [tag for tag in self._shown if tag != was]
            self._words.append(f"\x01{_SIGNS[was]}" if was else "")

    def _picture(self, known: dict[str, str]) -> None:
        source = known.get("src", "")
        words = _BLANKS.sub(" ", known.get("alt", "")).strip()[:60].translate({91: None, 93: None})
        if source.startswith("data:image/") and len(source) <= _DATA and len(self.pictures) < _PICTURES:
            self._words.append(f"![{words or '图片'}](picture:{len(self.pictures)})")
            self.pictures.append(source)
        elif words:
            self._words.append(words)

    def _end_code(self, *, only: bool = True) -> None:
        """A block of code between fences longer than any in it; its lines stay as they are."""
        if self._code is None or not only:
            return
        words, self._code = "".join(self._code).replace("\xa0", " ").strip("\n").rstrip(), None
        if words:
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", words)), default=0))
            lead, self._lead = self._lead, ""
            self._put(lead + f"{fence}\n{words}\n{fence}".replace("\n", "\n" + " " * len(lead)))

    def _item(self) -> str:
        depth = min(len(self._lists), _DEEPEST)
        if not depth:
            return "- "
        number, numbered = self._lists[-1]
        mark = f"{number[0]}. " if numbered else "- "
        number[0] += 1
        return "    " * (depth - 1) + mark

    def _cells(self, tag: str) -> None:
        table = self._table
        if table is None:
            self._end()
            if tag == "table":
                self._table = _Table()
        elif tag == "table":  # a table in a cell gives its words
            self._inner += 1
        elif not self._inner:
            self._end_cell()
            if tag == "tr" or not table.rows:
                table.rows.append([])
            self._kept = tag != "tr"
        else:
            self._words.append(" ")

    def _end_cell(self) -> None:
        if self._table and self._kept and not self._inner:
            self._table.rows[-1].append(self._line().replace("\n", " "))
            self._kept = False

    def _end_table(self) -> None:
        if self._inner:
            self._inner -= 1
        elif self._table:
            self._end_cell()
            self._line()
            table, self._table = self._table, None
            self._put(table.told())

    def _line(self) -> str:
        """What was said since the last block, tidied: signs hug their words, and those around nothing go."""
        closing = "".join(f"\x01{_SIGNS[tag]}" for tag in reversed(self._shown))
        words = "".join(self._words) + closing
        self._words = [f"\x00{_SIGNS[tag]}" for tag in self._shown]
        for _ in range(len(set(_SIGNS.values()))):  # as deep as they can stand in each other
            words = re.sub(r"\x00(\*\*|\*|~~|`)(\s*)\x01\1", r"\2", words)
        words = re.sub(r"\x00(\*\*|\*|~~|`)([ \n]*)", r"\2\1", words)
        words = re.sub(r"([ \n]*)\x01(\*\*|\*|~~|`)", r"\2\1", words)
        return "\n".join(_BLANKS.sub(" ", line).strip() for line in words.strip().split("\n"))

    def _end(self) -> None:
        if self._table:
            self._words.append(" ")
            return
        words = self._line()
        lead, self._lead = self._lead, ""
        heading, self._heading = self._heading, 0
        if not words.strip():
            self._lead = lead
            return
        if heading:
            words = "#" * heading + " " + words.replace("\n", " ")
        elif not lead:
            words = re.sub(r"^(#{1,6} |>|[-+] |\d{1,9}[.)] )", r"\\\1", words, flags=re.MULTILINE)
        self._put(lead + words.replace("\n", "\n" + " " * len(lead)))

    def _put(self, block: str) -> None:
        if block:
            mark = "> " * min(self._quotes, 3)
            self._blocks.append("\n".join(mark + line for line in block.split("\n")) if mark else block)


def _item(line: str) -> bool:
    return bool(re.match(r"(?:> )*\s*(?:- |\d{1,9}\. )", line))


def _quote(line: str) -> bool:
    return line.startswith("> ")
