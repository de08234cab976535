"""Before something is shared: what in it tells who somebody is, and the same with that replaced.

The same person has the same mark everywhere, and highlights stay on their words. Patients and numbers are proposed
for hiding; people who speak or work for a hospital in public are listed and left as they are. Finds by shape and by
what stands around, so it may miss something: a person looks over the list. Knows sheets and packages; no library.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from app.formats.sheet import SheetCase, SheetNote
from app.formats.write import Goods
from app.services import hiding_rows, sighting
from app.services.replacing import Swapper, Swaps, moved, pattern
from app.services.sighting import KINDS, Kind, Spot
from db.records import Packed

__all__ = ["KINDS", "Kind", "Replaced", "Sighting", "Style", "found", "hidden", "log", "marked"]

Style = Literal["some", "letter"]
"""张某甲, or 患者A."""
WANTED: frozenset[Kind] = frozenset({"patient", "identity", "phone", "admission", "email", "address"})
"""Kinds proposed for hiding."""
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CONTEXT = 16
_Record = TypeVar("_Record")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One person or number, however often it stands there."""

    kind: Kind
    words: str
    forms: tuple[str, ...]
    """All it is called by, itself first."""
    count: int
    before: str
    after: str
    """What stands around its first place."""
    where: str
    """Title of the case it stands in first."""
    wanted: bool


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was put in the place of one thing, and how often."""

    kind: Kind
    words: str
    mark: str
    count: int


def found(goods: Goods) -> tuple[Sighting, ...]:
    """Everything in a sheet or package that tells who somebody is, by kind and in the order it stands there."""
    public, texts = _told(goods)
    met: dict[tuple[Kind, str], tuple[Spot, str, str]] = {}
    for title, text in texts:
        for spot in sighting.spots(text, public):
            met.setdefault((spot.kind, spot.words), (spot, title, text))
    merged = _merged(met)
    every = "\n".join(text for _, text in texts)
    listed = [_sighting(key, forms, met[key], every) for key, forms in merged.items()]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted((one for one in listed if one.count), key=lambda one: order[one.kind]))


def hidden(goods: Goods, accepted: Collection[Sighting], style: Style = "some") -> tuple[Goods, tuple[Replaced, ...]]:
    """The sheet or package with what was accepted replaced wherever it stands, and what was done."""
    chosen = [one for one in found(goods) if (one.kind, one.words) in {(a.kind, a.words) for a in accepted}]
    marks = marked(chosen, style)
    named = {form: marks[one] for one in chosen for form in one.forms}
    if not named:
        return goods, ()
    swapper = Swapper(named)
    made: Goods
    if isinstance(goods, Packed):
        made = hiding_rows.changed(goods, swapper)
    else:
        cases = tuple(_case(case, swapper) for case in goods.cases)
        made = replace(_changed(replace(goods, cases=()), swapper.change), cases=cases)
    done = [Replaced(one.kind, one.words, marks[one], 0) for one in chosen]
    return made, tuple(replace(one, count=swapper.counts[one.mark]) for one in done)


def marked(chosen: Sequence[Sighting], style: Style = "some") -> dict[Sighting, str]:
    """What is put in the place of each, in their order."""
    marks: dict[Sighting, str] = {}
    used: dict[str, int] = {}
    for one in chosen:
        stem = _stem(one, style)
        used[stem] = number = used.get(stem, 0) + 1
        if one.kind not in sighting.PEOPLE:
            marks[one] = f"〔{stem}{number}〕"
        elif style == "letter":
            marks[one] = stem + _letters(number)
        else:
            marks[one] = stem + (_STEMS[number - 1] if number <= len(_STEMS) else str(number))
    return marks


def log(done: Iterable[Replaced]) -> str:
    """What was replaced, as a text file for whoever shares the sheet."""
    lines = [f"{KINDS[one.kind]}\t{one.words}\t{one.mark}\t{one.count} 处" for one in done]
    head = "隐去记录。本表能还原身份，请单独保管，不要和导出的文件一起发出。\n\n类别\t原文\t替换为\t次数\n"
    return head + "".join(f"{line}\n" for line in lines)


def _told(goods: Goods) -> tuple[frozenset[str], list[tuple[str, str]]]:
    """Who speaks in public, and (title, text) of all there is to read."""
    if isinstance(goods, Packed):
        return hiding_rows.speakers(goods), list(hiding_rows.texts(goods))
    texts = [(case.title, text) for case in goods.cases for text in _words(case)]
    texts += [(source.citation, source.citation) for source in goods.sources] + [(goods.title, goods.title)]
    return frozenset(name for case in goods.cases for name in _speakers(case)), texts


def _speakers(case: SheetCase) -> Iterator[str]:
    """People a case names in its record: they speak in public."""
    for name, value in case.fields:
        if name == "发言人":
            yield value.split("，")[0].strip()


def _words(case: SheetCase) -> Iterator[str]:
    yield from (case.text, case.title, case.byline, case.source_line)
    yield from (value for _, value in case.fields)
    yield from (words for note in case.notes for words in (note.text, note.quote))
    yield from (words for result in case.results for words in (result.metric, result.value))


def _merged(met: Mapping[tuple[Kind, str], tuple[Spot, str, str]]) -> dict[tuple[Kind, str], tuple[str, ...]]:
    """What is one: 李大爷 is 李建国 when he is the only patient 李 of that case; a patient is no one else."""
    patients = {words for kind, words in met if kind == "patient"}
    forms: dict[tuple[Kind, str], tuple[str, ...]] = {}
    for (kind, words), (_, title, _) in met.items():
        if kind in ("person", "staff", "speaker") and words in patients:
            continue
        if kind == "person" and any((other, words) in met for other in ("staff", "speaker")):
            continue
        if kind == "staff" and ("speaker", words) in met:
            continue
        full = [
            name
            for of, name in met
            if of == "patient" and _named(name) and name[0] == words[0] and met[of, name][1] == title
        ]
        full = [name for name in full if not met["patient", name][0].aside] or full
        if kind == "patient" and not _named(words) and len(full) == 1:
            own = forms.get(("patient", full[0]), (full[0],))
            forms["patient", full[0]] = (*own, words)
            continue
        forms.setdefault((kind, words), (words,))
    return {key: tuple(dict.fromkeys(each)) for key, each in forms.items()}


def _named(words: str) -> bool:
    """Whether a patient is called by name, and not 李大爷."""
    return not sighting.CALLED.fullmatch(words)


def _sighting(key: tuple[Kind, str], forms: tuple[str, ...], first: tuple[Spot, str, str], every: str) -> Sighting:
    kind, words = key
    spot, title, text = first
    before = text[max(0, spot.start - _CONTEXT) : spot.start].rpartition("\n")[2]
    after = text[spot.end : spot.end + _CONTEXT].partition("\n")[0]
    count = len(pattern(forms).findall(every))
    return Sighting(kind, words, forms, count, before, after, title, kind in WANTED and spot.sure)


def _stem(one: Sighting, style: Style) -> str:
    if one.kind not in sighting.PEOPLE:
        return KINDS[one.kind]
    if style == "letter":
        return "患者" if one.kind == "patient" else "人员"
    return f"{sighting.surname(one.words)}某"


def _letters(number: int) -> str:
    """1 is A, 27 is AA."""
    told = ""
    while number:
        number, rest = divmod(number - 1, 26)
        told = chr(ord("A") + rest) + told
    return told


def _case(case: SheetCase, swapper: Swapper) -> SheetCase:
    swaps = swapper.swaps(case.text)
    text = swapper.change(case.text)
    notes = tuple(_note(note, case.text, text, swaps, swapper.change) for note in case.notes)
    rest = _changed(replace(case, text="", notes=()), swapper.change)
    return replace(rest, text=text, notes=notes, id=case.id)


def _note(note: SheetNote, before: str, after: str, swaps: Swaps, change: Callable[[str], str]) -> SheetNote:
    """A note on its words again; one that ends inside a name marks all of what took its place."""
    start, end = note.start, note.end
    quote = change(note.quote)
    if start is not None and end is not None:
        exact = before[start:end] == note.quote
        start, end = moved(start, swaps, first=True), moved(end, swaps, first=False)
        quote = after[start:end] if exact else quote
    tags = tuple(change(tag) for tag in note.tags)
    return replace(note, text=change(note.text), quote=quote, start=start, end=end, tags=tags)


def _changed(record: _Record, change: Callable[[str], str]) -> _Record:
    """A record of the sheet with every string in it changed, ids left alone."""
    values = {f.name: getattr(record, f.name) for f in fields(record) if f.name != "id"}  # type: ignore[arg-type]
    made: _Record = replace(record, **{name: _value(value, change) for name, value in values.items()})  # type: ignore[type-var]
    return made


def _value(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - whatever a sheet holds
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_value(one, change) for one in value)
    return _changed(value, change) if is_dataclass(value) else value
