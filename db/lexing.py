"""Cuts a typed query into tokens: operands, operators and parentheses, each with the place it came from.

Linear in the length of the text and never failing: what is nothing else is a word. Full-width punctuation counts
as the plain one. Knows nothing of how tokens are put together (`db.query`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from db import numerals, words
from db.clauses import FIELDS, GRADES, HAS, KINDS, Compare, Near, Operand, Term, Within

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 32
"""Groups within groups; deeper parentheses are passed over."""
LARGEST = 1e15
_NEARBY = 20
"""Characters between the words of a NEAR that does not say."""
_MOST_WORDS = 16
_FARTHEST = 100_000
_NAMES = {name: field for field, name in FIELDS.items()} | {field: field for field in FIELDS}
_NAMES |= {"hospital": "owner", "单位": "owner", "年": "year", "省": "region", "市": "region", "is": "has",
           "notes": "note", "body": "text", "place": "region"}  # fmt: skip
_OPERATORS: dict[str, Literal["or", "and", "not"]] = {
    "OR": "or",
    "或": "or",
    "AND": "and",
    "且": "and",
    "NOT": "not",
    "非": "not",
}
_MINUS = "-－−"
_OPENING, _CLOSING = "(（", ")）"
_QUOTES = {
    opening: re.compile(closing)
    for opening, closing in (('"', '"'), ("＂", "＂"), ("“", "[“”]"), ("”", "[“”]"), ("「", "」"), ("『", "』"))
}
_COMMAS = ",，;；"
_FIELD = re.compile("([A-Za-z]+|[\u4e00-\u9fff]{1,4})[:：]")
_CHUNK = re.compile(r"[^\s()（）,，;；]+")
_INSIDE = re.compile(r"[(（][^\s()（）]*[)）]")
"""Parentheses within a word, as in 办法（试行）."""
_CALL = re.compile("(NEAR|SENT|PARA|near|sent|para|邻近|同句|同段)[(（]")
_CALLED: dict[str, Within] = {"sent": "sentence", "同句": "sentence", "para": "paragraph", "同段": "paragraph"}
_ARGUMENT = re.compile(r'[^\s,，;；、()（）"＂“”「」『』]+')
_COMPARING = "<>=＜＞＝≥≤≧≦"
_RELATION = "([<>＜＞]\\s?[=＝]|[=＝]\\s?[<>＜＞]|[<>＜＞=＝≥≤≧≦])"
_IN_METRIC = '[^\\s<>=＜＞＝≥≤≧≦()（）,，;；:："＂“”「」『』]'
_METRIC = f"({_IN_METRIC}(?:{_IN_METRIC}|[(（]{_IN_METRIC}{{1,20}}[)）]){{0,39}})[ \u3000]?"
_COMPARE = re.compile(
    _METRIC + _RELATION + r"[ \u3000]?"
    r"((?:\d{1,15}(?:[.．]\d{1,6})?(?:[百千](?!分))?|[百千万零〇一二两三四五六七八九十亿分之点]{1,20})[万亿]{0,2})"
    r"([%％‰℃A-Za-z\u4e00-\u9fff]{0,8})(?=[\s()（）,，;；]|\Z)"
)
_HALF = re.compile(_METRIC + _RELATION + r"[ \u3000]{0,9}[\d.．百千万零〇一二两三四五六七八九十亿分之点]{0,20}\Z")
_TENTHS = re.compile("成([一二三四五六七八九半]?)")
_RELATIONS = {"≥": ">=", "≤": "<=", "≧": ">=", "≦": "<=", "=>": ">=", "=<": "<="}
_NAMED = re.compile("[\u4e00-\u9fff]|[A-Za-z]{2}")
_FIXED: dict[str, dict[str, str]] = {"kind": KINDS, "has": HAS, "evidence": GRADES}
"""Fields that have some few values: key -> how it is written."""
_BEGUN_YEARS = re.compile(r"(?:\d{4}年?)?(?:\.{1,2}|…|-|—|－|~|～|至|到)?\d{0,3}年?")
_YEARS = re.compile(r"(\d{4})?年?(\.\.|…|-|—|－|~|～|至|到)?(\d{4})?年?")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a typed query. `operand` is None for operators and parentheses."""

    kind: Literal["operand", "or", "and", "not", "open", "close"]
    start: int
    end: int
    operand: Operand | None = None
    field: str | None = None
    """Of an opening parenthesis: the field that was written before it."""


class Started(NamedTuple):
    """A field or a comparison whose value may still be missing."""

    name: str
    """The field, or the metric as typed."""
    sign: str
    """The comparison; empty for a field."""
    value: str


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query, in order."""
    return _Lexer(text).read()


def accepted(field: str, value: str) -> str | None:
    """The value as the field writes it; None when the field cannot have it. Years may come in either order."""
    if field == "year":
        match = _YEARS.fullmatch(unicodedata.normalize("NFKC", value))
        if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            return None
        first, last = match[1] or "", match[3] or ""
        if first and last:
            first, last = sorted((first, last))
        return f"{first}..{last}" if match[2] else first or last
    if field in _FIXED:
        names, plain = _FIXED[field], words.simplified(value)
        return names.get(value.lower()) or (plain if plain in names.values() else None)
    return value or None


def awaited(field: str, value: str) -> bool:
    """Whether a value may become one of the field's when it is typed on; as it is, it is none yet."""
    if not value:
        return True
    if field == "year":
        return _BEGUN_YEARS.fullmatch(unicodedata.normalize("NFKC", value)) is not None
    if field not in _FIXED:
        return False
    names = _FIXED[field].values()
    return (value.isascii() and value.isalpha()) or any(name.startswith(words.simplified(value)) for name in names)


def field_named(name: str) -> str | None:
    """The field with this Chinese name, Traditional or Simplified, or with this English one."""
    return _NAMES.get(name.lower()) or (None if name.isascii() else _NAMES.get(words.simplified(name)))


def started(text: str, start: int, end: int) -> Started | None:
    """The field or the comparison that is written at a place and goes on to another one."""
    match = _FIELD.match(text, start, end)
    if match and (field := field_named(match[1])):
        return Started(field, "", text[match.end() : end].strip())
    half = _HALF.match(text, start, end)
    return Started(half[1], half[2], "") if half and _NAMED.search(half[1]) else None


def calls(text: str, start: int, end: int) -> bool:
    """Whether what stands there is the beginning of a NEAR of which no word was written yet."""
    match = _CALL.match(text, start, end)
    return match is not None and not any(map(str.isalnum, text[match.end() : end]))


def operator(word: str) -> Literal["or", "and", "not"] | None:
    """The operator a word is, in capitals or not, full-width or not."""
    return _OPERATORS.get(unicodedata.normalize("NFKC", word).upper())


def relation(sign: str) -> Literal[">=", "<=", ">", "<", "="]:
    """The comparison a sign stands for."""
    plain = unicodedata.normalize("NFKC", sign).replace(" ", "").replace("\u3000", "")
    return _RELATIONS.get(plain, plain)  # type: ignore[return-value]


class _Lexer:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.passed = 0

    def read(self) -> Iterator[Token]:
        while self._skip():
            start = self.at
            one = self._parenthesis() or self._operator() or self._field()
            if one is None:
                operand = self._quoted_text() if self.text[start] in _QUOTES else self._call() or self._compared()
                operand = operand or (self._word() if self.at == start else None)
                one = Token("operand", start, self.at, operand) if operand else None
            if one is not None:
                yield one

    def _skip(self) -> bool:
        """Pass over what separates, and over parentheses too deep; whether anything is left."""
        text, size = self.text, len(self.text)
        while self.at < size:
            character = text[self.at]
            if character in _OPENING and self.depth == DEEPEST:
                self.passed += 1
            elif character in _CLOSING and self.passed:
                self.passed -= 1
            elif not character.isspace() and character not in _COMMAS:
                return True
            self.at += 1
        return False

    def _parenthesis(self) -> Token | None:
        start, character = self.at, self.text[self.at]
        if character in _OPENING:
            return self._open(start, None)
        if character in _CLOSING and self.depth:
            self.at += 1
            self.depth -= 1
            return Token("close", start, self.at)
        return None

    def _open(self, start: int, field: str | None) -> Token:
        self.at += 1
        self.depth += 1
        return Token("open", start, self.at, field=field)

    def _operator(self) -> Token | None:
        start = self.at
        if self.text[start] in _MINUS:
            self.at += 1
            return Token("not", start, self.at)
        for size in (3, 2, 1):
            kind = operator(self.text[start : start + size])
            if kind and self._ends(start + size):
                self.at = start + size
                return Token(kind, start, self.at)
        return None

    def _ends(self, at: int) -> bool:
        return at >= len(self.text) or self.text[at].isspace() or self.text[at] in _OPENING + _CLOSING + _COMMAS

    def _field(self) -> Token | None:
        start = self.at
        match = _FIELD.match(self.text, start)
        field = field_named(match[1]) if match else None
        if match is None or field is None:
            return None
        self.at = match.end()
        if self.at < len(self.text) and self.text[self.at] in _OPENING and self.depth < DEEPEST:
            return self._open(start, field)
        value = self._valued()
        if good := accepted(field, value.strip()):
            return Token("operand", start, self.at, Term(field, good))
        return Token("operand", start, self.at, Term(None, self.text[start : self.at], phrase=True))

    def _valued(self) -> str:
        """The value from here on, or after one space when a plain word comes then."""
        here = self.at
        spaced = self.text[here : here + 1] in (" ", "\u3000")
        if spaced:
            self.at += 1
            if self.at >= len(self.text) or self._operator() or _FIELD.match(self.text, self.at):
                self.at = here
                return ""
        if self.at < len(self.text) and self.text[self.at] in _QUOTES:
            return self._quoted()
        value = self._chunks(stops=True)
        if not value:
            self.at = here
        return value

    def _quoted_text(self) -> Operand | None:
        value = self._quoted()
        return Term(None, value, phrase=True) if value.strip() else None

    def _quoted(self) -> str:
        """What stands in quotes from here on; a quote that is never closed goes to the end."""
        closing = _QUOTES[self.text[self.at]]
        pieces = []
        self.at += 1
        while True:
            end = closing.search(self.text, self.at)
            pieces.append(self.text[self.at : end.start() if end else None])
            self.at = end.end() if end else len(self.text)
            if end is None:
                break
            if end[0] != '"' or self.text[self.at : self.at + 1] != '"':
                break
            pieces.append('"')
            self.at += 1
        return "".join(pieces)

    def _call(self) -> Operand | None:
        start = self.at
        match = _CALL.match(self.text, start)
        if match is None:
            return None
        self.at = match.end()
        words, last = self._arguments()
        within = _CALLED.get(match[1].lower(), _NEARBY)
        if isinstance(within, int) and len(words) > 2 and last is not None:
            within, words = last, words[:-1]
        words = words[:_MOST_WORDS]
        if len(words) > 1:
            return Near(tuple(words), within)
        written = self.text[start : self.at]
        return Term(None, words[0] if words else written, phrase=True)

    def _arguments(self) -> tuple[list[str], int | None]:
        """The words up to the closing parenthesis, and the last one as a distance when it is one after a comma."""
        words: list[str] = []
        comma, distance = False, None
        while self.at < len(self.text):
            character = self.text[self.at]
            if character in _CLOSING:
                self.at += 1
                break
            if character in _QUOTES:
                word, distance = self._quoted().strip(), None
            elif match := _ARGUMENT.match(self.text, self.at):
                self.at = match.end()
                word = match[0]
                counted = comma and re.fullmatch("[0-9０-９]{1,6}", word)
                distance = min(int(word), _FARTHEST) if counted else None
            else:
                comma = character in _COMMAS + "、" or (comma and character.isspace())
                self.at += 1
                continue
            comma = False
            words += [word] if word else []
        return words, distance

    def _compared(self) -> Operand | None:
        match = _COMPARE.match(self.text, self.at)
        if match is None or not _NAMED.search(match[1]):
            return None
        value, unit = _amount(match[3], match[4])
        sign = relation(match[2])
        if value is None or value >= LARGEST:
            return None
        year = field_named(match[1]) == "year"
        asked = _years(sign, value) if year and unit in (None, "年") else None
        if year and asked is None:
            return None
        self.at = match.end()
        return Term("year", asked) if asked else Compare(match[1], sign, value, unit)

    def _word(self) -> Operand:
        return _text(self._chunks(stops=False))

    def _chunks(self, *, stops: bool) -> str:
        """A word: up to white space, a group, the end of the group, or a comma with something else behind it."""
        text, start = self.text, self.at
        while self.at < len(text):
            character = text[self.at]
            if character.isspace():
                break
            if character in _COMMAS and (stops or self._separates()):
                break
            if character in _OPENING:
                inside = _INSIDE.match(text, self.at)
                if not inside:
                    break
                self.at = inside.end()
            elif character in _CLOSING and self.depth:
                break
            else:
                chunk = _CHUNK.match(text, self.at)
                self.at = chunk.end() if chunk else self.at + 1
        return text[start : self.at]

    def _separates(self) -> bool:
        """Whether the comma here stands between clauses, not within a word."""
        after = self.text[self.at + 1 : self.at + 2]
        if not after or after.isspace() or after in _MINUS or after in _COMMAS:
            return True
        if after in _QUOTES or after in _OPENING or after in _CLOSING:
            return True
        match = _FIELD.match(self.text, self.at + 1)
        return bool(match and field_named(match[1]))


def _text(value: str) -> Term:
    """Text as a word, or in quotes when as a word it would be read as something else somewhere."""
    return Term(None, value, phrase=not _plain(value))


def _plain(value: str) -> bool:
    if operator(value) or value[0] in _COMPARING or value[-1] in _COMPARING:
        return False
    return not any(mark in _INSIDE.sub("", value) for mark in _OPENING + _CLOSING)


def _amount(digits: str, unit: str) -> tuple[float | None, str | None]:
    """The number written, multiplied out, and what it counts; no number when it is not one."""
    value = numerals.number(digits)
    unit = unit.replace("％", "%")
    if digits.startswith("百分之"):
        return (float(value), "%") if value is not None and not unit else (None, None)
    if value is None or unit[:1] in ("万", "亿"):
        return None, None
    if tenths := _TENTHS.fullmatch(unit) if value <= 10 else None:
        return float(value * 10 + (numerals.number(tenths[1].replace("半", "五")) or 0 if tenths[1] else 0)), "%"
    return float(value), unit or None


def _years(sign: str, value: float) -> str | None:
    """A comparison of the year as the field writes it."""
    year = int(value) + {">": 1, "<": -1}.get(sign, 0)
    if value != int(value) or not 1000 <= year <= 9999:
        return None
    return {">": f"{year}..", ">=": f"{year}..", "=": str(year)}.get(sign, f"..{year}")
