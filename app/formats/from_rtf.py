r"""Rich text (rtf): paragraphs, table rows and notes; hidden and deleted text, pictures, heads and feet left out.

A tokenizer of our own, for what Chinese programs write: bytes in the code page of the font or the file, `\u` with
its fallback, automatic numbers as the writing program printed them. Knows nothing of files.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.formats.document import Document
from app.messages import Trouble

_TOKEN = re.compile(
    rb"(?P<bin>\\bin(?P<size>\d{1,10}) ?)|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\'(?P<byte>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)|[\r\n\0\\]",
    re.DOTALL,
)
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437",
}  # fmt: skip
"""Code pages by `\\fcharset`; 0, 1 and 2 say nothing, and the file's own counts."""
_PAGES = {936: "gb18030", 54936: "gb18030", 10008: "gb18030", 950: "cp950", 10000: "mac_roman", 65001: "utf-8"}
_SKIPPED = frozenset([
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "nonshppict", "themedata", "colorschememapping", "datastore", "latentstyles", "listtable",
    "listoverridetable", "rsidtbl", "generator", "xmlnstbl", "fldinst", "bkmkstart", "bkmkend", "comment", "annotation",
    "atnid", "atnauthor", "atrfstart", "atrfend", "atntime", "atnref", "atndate", "revtbl", "filetbl", "objdata",
    "objclass", "objname", "sp", "pnseclvl", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "template",
    "xe", "tc", "rxe", "private", "passwordhash", "userprops", "docvar", "mmathPr", "wgrffmtfilter", "upr", "fchars",
    "lchars", "htmltag", "shprslt", "nonesttables",
])  # fmt: skip
_OPENED = frozenset(["shpinst", "ud", "fldrslt", "nesttableprops"])
"""Destinations whose words are read although they may be starred, which says that a reader need not know them."""
_PLACES = {"listtext": "number", "pntext": "number", "shptxt": "box"}
_WRITTEN = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n", "tab": "\t", "cell": "\t",
    "nestcell": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": "\u3000", "enspace": " ", "qmspace": " ", "zwj": "", "zwnj": "",
}  # fmt: skip
_SIGNS = {b"\\": "\\", b"{": "{", b"}": "}", b"~": "\xa0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}
_DEEPEST = 5000
_SYMBOLS = "symbols"
"""Instead of a codec: the bytes of a font that shows signs (Wingdings) are no words."""
_UNLABELLED = re.compile(rb"(?:[\xa1-\xf7][\xa1-\xfe]|[\0-\x7f])+")
_PAIRS = re.compile(rb"(?:[\xb0-\xf7][\xa1-\xfe]){2}")


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and what ends with it. `into` says where its words go, the body when empty."""

    skipped: bool = False
    codec: str = ""
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    into: str = ""


def parse(data: bytes) -> Document:
    """A rich text's document.

    Raises:
        Trouble: `broken` for what is no rich text, `no_text`.
    """
    if not data.lstrip(b"\xef\xbb\xbf \r\n\t\0").startswith(b"{\\rtf"):
        raise Trouble("broken")
    reader = _Reader(data)
    text = _tidied(reader.words)
    notes = [f"[{number}] {_tidied(words)}" for number, words in enumerate(reader.notes, 1)]
    text = "\n".join([text, *notes]).strip("\n")
    if not text.strip():
        raise Trouble("no_text")
    told = {name: _tidied(words).strip() or None for name, words in reader.told.items()}
    return Document(text=text, encoding="rtf", doubts=reader.doubts(), alternatives=(), **told)


class _Reader:
    """Goes through the tokens once, with the groups that are open on a stack of its own."""

    def __init__(self, data: bytes) -> None:
        self.words: list[str] = []
        self.notes: list[list[str]] = []
        self.told: dict[str, list[str]] = {}
        self._page = "gb18030"
        self._fonts: dict[int, str] = {}
        self._font: int | None = None
        self._default: int | None = None
        self._state = _State()
        self._stack: list[_State] = []
        self._number: list[str] = []
        self._box: list[str] = []
        self._boxes: list[str] = []
        self._bytes = bytearray()
        self._due = 0
        self._starred = self._fresh = False
        self._lost = 0
        self._run(data)

    def doubts(self) -> tuple[str, ...]:
        """What may be wrong with the words."""
        if not self._lost:
            return ()
        return (f"有 {self._lost} 处字节无法解码，原处以“\ufffd”标出。",)

    def _run(self, data: bytes) -> None:
        position = 0
        while found := _TOKEN.match(data, position):
            position = found.end()
            if found["bin"]:
                position += int(found["size"])
            elif found["brace"]:
                self._group(opens=found["brace"] == b"{")
                if not self._stack and found["brace"] == b"}":
                    break
            elif found["word"]:
                self._word(found["word"].decode("ascii"), found["number"])
            elif found["sign"]:
                self._sign(found["sign"])
            else:
                self._literal(found)
        self._flush()

    def _group(self, *, opens: bool) -> None:
        self._flush()
        self._due = 0
        self._starred, self._fresh = False, opens
        if opens:
            if len(self._stack) >= _DEEPEST:
                raise Trouble("broken")
            self._stack.append(self._state)
            if self._state.into == "fonts":
                self._font = None
        elif self._stack:
            ended, self._state = self._state.into, self._stack.pop()
            if ended != self._state.into:
                self._close(ended)

    def _close(self, ended: str) -> None:
        """Put what a number or a box gathered where it belongs."""
        if ended == "number":
            number = "".join(self._number).strip()
            self._number = []
            if any(c.isalnum() for c in number):  # the rest are bullets
                self._put(number + " " if number[-1].isascii() else number)
        elif ended == "box":
            self._boxes.append("".join(self._box).strip("\n"))
            self._box = []

    def _lay_boxes(self) -> None:
        """Put text boxes after the paragraph they hang on."""
        self.words.extend(f"\n{box}" if self.words and self.words[-1][-1:] != "\n" else box for box in self._boxes)
        if self._boxes:
            self.words.append("\n")
        self._boxes = []

    def _literal(self, found: re.Match[bytes]) -> None:
        data = bytes([int(found["byte"], 16)]) if found["byte"] else found["text"] or b""
        if not data:  # line ends of the file mean nothing
            return
        self._starred = self._fresh = False
        if self._due:
            dropped = min(self._due, len(data))
            self._due -= dropped
            data = data[dropped:]
        if data and not self._silent():
            self._bytes += data

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
            return
        self._fresh = False
        if self._due:
            self._due -= 1
            return
        self._say(_SIGNS.get(sign, ""))

    def _word(self, word: str, number: bytes | None) -> None:
        value = int(number) if number else None
        if word == "u" and value is not None:
            self._unicode(value)
            return
        if self._due and word in _WRITTEN:
            self._due -= 1
            return
        self._flush()
        starred, fresh = self._starred, self._fresh
        self._starred = self._fresh = False
        if fresh and self._opened(word, starred=starred):
            return
        if word in _WRITTEN:
            self._say(_WRITTEN[word])
        else:
            self._setting(word, value)

    def _opened(self, word: str, *, starred: bool) -> bool:
        """Whether this first word of a group says where the group's words belong."""
        state = self._state
        if word in ("fonttbl", "info"):
            self._state = replace(state, skipped=True, into="fonts" if word == "fonttbl" else "info")
        elif state.into == "info" and word in ("title", "author"):
            self._state = replace(state, skipped=False, into=word)
            self.told[word] = []
        elif state.skipped and word == "ud" and not state.into:
            self._state = replace(state, skipped=False)
        elif state.skipped:
            return state.into != "fonts"
        elif word == "footnote":
            self._put(f"[{len(self.notes) + 1}]")
            self.notes.append([])
            self._state = replace(state, into="note")
        elif word in _PLACES:
            self._state = replace(state, into=_PLACES[word])
        elif word in _OPENED:
            pass
        elif starred or word in _SKIPPED:
            self._state = replace(state, skipped=True)
        else:
            return False
        return True

    def _setting(self, word: str, value: int | None) -> None:
        if word == "ansicpg" and value:
            self._page = _known(_PAGES.get(value, f"cp{value}"), self._page)
        elif word == "mac":
            self._page = "mac_roman"
        elif word == "deff":
            self._default = value
        elif word == "f" and value is not None:
            self._chosen(value)
        elif word == "fcharset" and self._state.into == "fonts" and self._font is not None and value is not None:
            self._fonts[self._font] = _SYMBOLS if value == 2 else _known(_CHARSETS.get(value, ""), "")
        else:
            self._manner(word, value)

    def _manner(self, word: str, value: int | None) -> None:
        """How the words that follow are set."""
        if word == "uc" and value is not None:
            self._state = replace(self._state, fallback=min(max(value, 0), 16))
        elif word == "v":
            self._state = replace(self._state, hidden=value != 0)
        elif word == "deleted":
            self._state = replace(self._state, deleted=value != 0)
        elif word == "plain":
            self._state = replace(
                self._state, hidden=False, deleted=False, codec=self._fonts.get(self._default or 0, "")
            )

    def _chosen(self, font: int) -> None:
        if self._state.into == "fonts":
            self._font = font
        else:
            self._state = replace(self._state, codec=self._fonts.get(font, ""))

    def _unicode(self, value: int) -> None:
        self._starred = self._fresh = False
        self._flush()
        self._due = self._state.fallback
        if not self._silent():
            self._put(chr(value & 0xFFFF) if value & 0xFFE0 or value in (9, 10) else "")

    def _silent(self) -> bool:
        state = self._state
        return state.skipped or state.hidden or state.deleted

    def _say(self, words: str) -> None:
        self._flush()
        if not self._silent():
            self._put(words)
            if words == "\n" and not self._state.into:
                self._lay_boxes()

    def _put(self, words: str) -> None:
        into = self._state.into
        if into in ("title", "author"):
            self.told[into].append(words)
        elif into == "note":
            self.notes[-1].append(words)
        else:
            {"number": self._number, "box": self._box}.get(into, self.words).append(words)

    def _flush(self) -> None:
        """Give out the bytes gathered so far as characters: one may be of two bytes, so they wait for each other."""
        if self._bytes:
            words = _decoded(bytes(self._bytes), self._state.codec, self._page)
            self._bytes.clear()
            self._lost += words.count("\ufffd")
            self._put("".join(c for c in words if c >= " " or c == "\t"))


def _decoded(data: bytes, codec: str, page: str) -> str:
    """The characters of a run of bytes by its font's code page, else the file's."""
    if codec == _SYMBOLS or (not codec and page == "cp1252"):
        # Chinese that some programs write without saying so
        if _UNLABELLED.fullmatch(data) and _PAIRS.search(data):
            return data.decode("gb18030", "replace")
        if codec == _SYMBOLS:
            return ""
    return data.decode(codec or page, "replace")


def _known(codec: str, otherwise: str) -> str:
    try:
        codecs.lookup(codec)
    except LookupError:
        return otherwise
    return codec


def _tidied(pieces: Iterable[str]) -> str:
    """The pieces as lines; halves of characters beyond 16 bits come together, marks after a row's last cell go."""
    words = "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "\n".join(_lines(words)).strip("\n")


def _lines(words: str) -> Iterator[str]:
    for line in words.replace("\r", "").split("\n"):
        yield line.rstrip(" \t") if line.strip() else ""
