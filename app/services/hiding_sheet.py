"""A sheet as the texts in it, and the same sheet with words in them replaced: every text there is, however deep.

What is text is told by the types of the sheet's own records, so that a field that is added is looked over without
being named here; only words of the house (layouts, colours, marks of sources) are none. Places in a case's text move
with it. Knows sheets; not what tells who somebody is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetPicture
from app.services import sighting
from app.services.replacing import Swapper, moved

_Record = TypeVar("_Record")
_OURS = re.compile(r"[0-9a-f]{16,64}")
"""An id as the library gives it; by chance it may look like the number of a card."""
_SVG_WORDS = re.compile(r"(?<=>)[^<>]+(?=<)|(?<=\")[^\"<>]*[㐀-鿿][^\"<>]*(?=\")")
"""Text and what is read aloud; everything else in a drawing is where its lines are."""


def texts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """(title of its case, or of the sheet; text) of all there is to read in a sheet, as often as it stands there."""
    for case in sheet.cases:
        yield from ((case.title, words) for words in _strings(case) if not _OURS.fullmatch(words))
    yield from ((sheet.title, words) for words in _strings(replace(sheet, cases=())))


def speakers(sheet: Sheet) -> frozenset[str]:
    """People who speak in public: in a case's record, as authors of a source, or signing a note."""
    names = {value.split("，")[0] for case in sheet.cases for name, value in case.fields if name == "发言人"}
    names |= {name for source in sheet.sources if source.facts for name in source.facts.authors}
    names |= {note.author for case in sheet.cases for note in case.notes}
    return sighting.public(names)


def changed(sheet: Sheet, swapper: Swapper) -> Sheet:
    """The sheet with every known word replaced wherever it stands, notes still on their words."""
    cases = tuple(_case(case, swapper) for case in sheet.cases)
    return replace(_changed(replace(sheet, cases=()), swapper.change), cases=cases)


def _case(case: SheetCase, swapper: Swapper) -> SheetCase:
    rest = _changed(replace(case, notes=()), swapper.change)
    return replace(rest, notes=tuple(_note(note, case.text, rest.text, swapper) for note in case.notes))


def _note(note: SheetNote, before: str, after: str, swapper: Swapper) -> SheetNote:
    """A note on its words again; one that ends inside a name marks all of what took its place."""
    # nobody can look over here what a picture shows
    made = replace(_changed(replace(note, pictures=()), swapper.change), start=note.start, end=note.end)
    if note.start is None or note.end is None:
        return made
    swaps = swapper.swaps(before)
    start, end = moved(note.start, swaps, first=True), moved(note.end, swaps, first=False)
    exact = before[note.start : note.end] == note.quote
    return replace(made, start=start, end=end, quote=after[start:end] if exact else made.quote)


@cache
def _worded(kind: type) -> frozenset[str]:
    """The fields of a record that hold words of the house: of a closed set, and so no text of anybody."""
    hints = get_type_hints(kind)
    return frozenset(name for name, hint in hints.items() if any(get_origin(one) is Literal for one in _parts(hint)))


def _parts(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401 - whatever a record says of itself
    """A type, or all that a union of types is made of."""
    return (hint,) if get_origin(hint) in (Literal, tuple, None) else get_args(hint)


def _strings(value: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a sheet holds
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _strings(one)
    elif is_dataclass(value) and not isinstance(value, type):
        told = _worded(type(value))
        if isinstance(value, SheetPicture):
            yield from (html.unescape(found.group()) for found in _SVG_WORDS.finditer(value.svg))
            value = replace(value, svg="")
        for field in fields(value):
            if field.name not in told:
                yield from _strings(getattr(value, field.name))


def _changed(record: _Record, change: Callable[[str], str]) -> _Record:
    """A record of the sheet with every text in it changed."""
    kind: type = type(record)
    told = _worded(kind)
    names = [field.name for field in fields(record) if field.name not in told]  # type: ignore[arg-type]
    values = {name: _value(getattr(record, name), change) for name in names}
    if isinstance(record, SheetPicture):
        values["svg"] = _SVG_WORDS.sub(lambda found: _redrawn(found.group(), change), record.svg)
    made: _Record = replace(record, **values)  # type: ignore[type-var]
    return made


def _redrawn(words: str, change: Callable[[str], str]) -> str:
    """Words of a drawing changed; those that nothing befalls stay as they are written."""
    plain = html.unescape(words)
    made = change(plain)
    return words if made == plain else html.escape(made)


def _value(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - whatever a sheet holds
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_value(one, change) for one in value)
    return _changed(value, change) if is_dataclass(value) else value
