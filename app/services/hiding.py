"""Before something is shared: what in it tells who somebody is, and the same with that replaced.

The same person has the same mark everywhere, and highlights stay on their words. Patients and numbers are proposed
for hiding; people who speak or work for a hospital in public are listed and left as they are. Finds by shape and by
what stands around, so it may miss something: a person looks over the list. Knows sheets and packages; no library.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.formats.chosen import chosen as going_out
from app.formats.write import Goods
from app.services import hiding_rows, hiding_sheet, sighting
from app.services.replacing import Swapper
from app.services.sighting import KINDS, Kind, Spot
from db.records import Packed

__all__ = ["KINDS", "Kind", "Replaced", "Sighting", "Style", "found", "hidden", "log", "marked", "renamed"]

Style = Literal["some", "letter"]
"""张某甲, or 患者A."""
WANTED: frozenset[Kind] = frozenset(
    {"patient", "person", "identity", "phone", "admission", "card", "account", "plate", "email", "address"}
)
"""Kinds proposed for hiding, where they are sure."""
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_CONTEXT = 16
FILE = "文件名"
"""Where something was found that stands in no case."""


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


def found(goods: Goods, name: str = "") -> tuple[Sighting, ...]:
    """Everything in a sheet or package that tells who somebody is, by kind and in the order it stands there.

    Args:
        goods: What goes out. What of a sheet was not chosen says who somebody is, and is not counted.
        name: The name of the file it goes into, without its suffix.
    """
    public, told = _told(goods)
    texts = [*told, *([(FILE, name)] if name else [])]
    met: dict[tuple[Kind, str], tuple[Spot, str, str]] = {}
    for title, text in dict.fromkeys(texts):
        for spot in sighting.spots(text, public):
            met.setdefault((spot.kind, spot.words), (spot, title, text))
    merged = _merged(met)
    out = texts if isinstance(goods, Packed) else [*hiding_sheet.texts(going_out(goods)), (FILE, name)]
    counts = _counts(merged.values(), (text for _, text in out))
    listed = [
        _sighting(key, forms, met[key], count) for (key, forms), count in zip(merged.items(), counts, strict=True)
    ]
    order = {kind: place for place, kind in enumerate(KINDS)}
    return tuple(sorted((one for one in listed if one.count), key=lambda one: order[one.kind]))


def hidden(
    goods: Goods, accepted: Collection[Sighting], style: Style = "some", name: str = ""
) -> tuple[Goods, tuple[Replaced, ...]]:
    """The sheet or package with what was accepted replaced wherever it stands, and what was done.

    `name` is that of the file, as `found` was told.
    """
    wanted = {(one.kind, one.words) for one in accepted}
    chosen = [one for one in found(goods, name) if (one.kind, one.words) in wanted]
    swapper = _swapper(chosen, style)
    if swapper is None:
        return goods, ()
    made: Goods
    made = hiding_rows.changed(goods, swapper) if isinstance(goods, Packed) else hiding_sheet.changed(goods, swapper)
    marks = marked(chosen, style)
    done = tuple(Replaced(one.kind, one.words, marks[one], one.count) for one in chosen)
    return made, done


def renamed(name: str, accepted: Sequence[Sighting], style: Style = "some") -> str:
    """The name of a file with what was accepted replaced in it; `accepted` in the order they were found."""
    swapper = _swapper(accepted, style)
    return swapper.change(name) if swapper else name


def _swapper(chosen: Sequence[Sighting], style: Style) -> Swapper | None:
    marks = marked(chosen, style)
    named = {form: marks[one] for one in chosen for form in one.forms}
    return Swapper(named) if named else None


def _counts(forms: Collection[Sequence[str]], texts: Iterable[str]) -> list[int]:
    """How often each is called by any of its forms, as they will be replaced: the longest first."""
    named = {form: str(number) for number, each in enumerate(forms) for form in each}
    if not named:
        return []
    swapper = Swapper(named)
    for text in texts:
        swapper.change(text)
    return [swapper.counts[str(number)] for number in range(len(forms))]


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
    return hiding_sheet.speakers(goods), list(hiding_sheet.texts(goods))


def _merged(met: Mapping[tuple[Kind, str], tuple[Spot, str, str]]) -> dict[tuple[Kind, str], tuple[str, ...]]:
    """What is one: a number however it is parted, and whoever is called in several ways."""
    forms: dict[tuple[Kind, str], tuple[str, ...]] = {}
    for key, each in (*_persons(met), *_numbers(met)):
        forms[key] = tuple(dict.fromkeys((*forms.get(key, ()), *each)))
    return forms


def _numbers(met: Iterable[tuple[Kind, str]]) -> Iterator[tuple[tuple[Kind, str], tuple[str, ...]]]:
    """Numbers: 138 0013 8000 is 13800138000, and of one kind."""
    first: dict[str, tuple[Kind, str]] = {}
    for kind, words in met:
        if kind not in sighting.PEOPLE:
            yield first.setdefault(sighting.bare(kind, words), (kind, words)), (words,)


def _persons(
    met: Mapping[tuple[Kind, str], tuple[Spot, str, str]],
) -> Iterator[tuple[tuple[Kind, str], tuple[str, ...]]]:
    """李大爷 is 李建国 when he is the only patient 李 of that case; a patient is no one else."""
    patients = {words for kind, words in met if kind == "patient"}
    for (kind, words), (_, title, _) in met.items():
        if kind not in sighting.PEOPLE or (kind != "patient" and words in patients):
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
            yield ("patient", full[0]), (full[0], words)
        else:
            yield (kind, words), (words,)


def _named(words: str) -> bool:
    """Whether a patient is called by name, and not 李大爷."""
    return not sighting.CALLED.fullmatch(words)


def _sighting(key: tuple[Kind, str], forms: tuple[str, ...], first: tuple[Spot, str, str], count: int) -> Sighting:
    kind, words = key
    spot, title, text = first
    before = text[max(0, spot.start - _CONTEXT) : spot.start].rpartition("\n")[2]
    after = text[spot.end : spot.end + _CONTEXT].partition("\n")[0]
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
