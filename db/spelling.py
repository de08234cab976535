"""What a word that stands nowhere may have been meant as: names of the library and words of the language near it.

Near is: read alike, one character another, missing or too many, two neighbours swapped. Whether a candidate
stands anywhere is for the caller to find out. Bounded for any word. Knows nothing of queries.
"""

from __future__ import annotations

import difflib
import re
from itertools import chain
from typing import TYPE_CHECKING

from db import pinyin, words
from db.known import dictionary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from db.known import Listing

_LONGEST = 12
"""Characters of a word that is looked at whole."""
_WINDOWS = 12
_HEARD = 60
"""Characters read alike that are tried in a place."""
_FOUND = 40
_FARTHEST = 0.34
"""Distance for each character of the word."""
_LATIN = re.compile("[a-z0-9]{2,}")
_PLACE = re.compile("(?:维吾尔|壮族|回族)?自治区|特别行政区|自治[州县旗]|[省市县区旗州盟]")
"""What the name of a place ends in that nobody says: 重庆市."""
_WIDER = 2


def prepare() -> None:
    """Load what spelling needs, once, so that it is not counted to the first word."""
    dictionary()
    pinyin.alike("一")
    pinyin.readings("一")
    words.cut("一")


def nearest(
    wanted: str, names: Sequence[Listing], language: Listing | None, stands: Callable[[str], bool]
) -> list[tuple[str, float]]:
    """Folded candidates for a folded word with their distance, the nearest first.

    Args:
        wanted: The word.
        names: What the library knows.
        language: The words of the language, when any word will do.
        stands: Tells whether a piece of text occurs anywhere.
    """
    scored: dict[str, tuple[float, int]] = {}
    every = chain(_among(wanted, names), _edited(wanted, language, stands) if language else ())
    for candidate, far, weight in every:
        if candidate != wanted and len(candidate) > 1 and all(map(str.isalnum, candidate)):
            held = scored.get(candidate, (far, 0))
            scored[candidate] = (min(far, held[0]), max(weight, held[1]))
    near = [(far, -weight, one) for one, (far, weight) in scored.items() if far <= _FARTHEST * len(wanted)]
    return [(one, far) for far, _, one in sorted(near)[:_FOUND]]


def _among(wanted: str, names: Sequence[Listing]) -> Iterator[tuple[str, float, int]]:
    """Stretches of names."""
    for listing in names if 2 <= len(wanted) <= _LONGEST else ():
        for candidate in _stretches(wanted, listing.joined):
            yield candidate, distance(wanted, candidate), 1
    for candidate in _latin(wanted, names):
        yield candidate, 1.0, 1


def _edited(wanted: str, language: Listing, stands: Callable[[str], bool]) -> Iterator[tuple[str, float, int]]:
    """The word with a piece of it as another word of the language, or as another character read alike."""
    for candidate in _swapped(wanted[:_LONGEST]):
        yield candidate + wanted[_LONGEST:], 0.9, 0
    for start, end in _windows(wanted, stands):
        for piece in _stretches(wanted[start:end], language.joined, whole=True):
            yield wanted[:start] + piece + wanted[end:], distance(wanted[start:end], piece), 0
    for candidate in _heard(wanted, stands):
        yield candidate, 0.5, 0


def meant(letters: str, listings: Iterable[Listing]) -> list[str]:
    """Folded stretches of names that typed letters spell, those in most names first."""
    counted: dict[str, int] = {}
    for listing in listings:
        for hit in listing.spelled(letters, _FOUND):
            if len(letters) == len(hit.piece) and not _of_words(words.flat(hit.name), hit.piece):  # initials alone
                continue
            counted[hit.piece] = counted.get(hit.piece, 0) + max(hit.weight, 1)
    return sorted(counted, key=lambda piece: (-counted[piece], piece))


def _of_words(name: str, piece: str) -> bool:
    """Whether a stretch of a name begins and ends where its words do."""
    at = name.find(piece)
    if not at and _PLACE.fullmatch(name, len(piece)):
        return True
    borders = words.borders(name) if at >= 0 else set()
    return at in borders and at + len(piece) in borders


def whole(piece: str, listings: Iterable[Listing]) -> str:
    """A stretch of names as it is where some name has it for itself, else with the rest of the words it is cut from."""
    wider = ""
    for hit in (hit for listing in listings for hit in listing.holding(piece, _WIDER * 2)):
        name = words.flat(hit.name)
        borders = words.borders(name)
        start = max(at for at in borders if at <= hit.start)
        end = min((at for at in borders if at >= hit.start + len(piece)), default=len(name))
        if (start, end) == (hit.start, hit.start + len(piece)) or _of_words(name, piece):
            return piece
        if not wider and end - start <= len(piece) + _WIDER:
            wider = name[start:end]
    return wider or piece


def distance(one: str, other: str) -> float:
    """Edits from one folded text to another; a character read alike counts half."""
    row = [float(n) for n in range(len(other) + 1)]
    for character in one:
        before, row = row, [row[0] + 1]
        for at, another in enumerate(other):
            change = 0.0 if character == another else 0.5 if _alike(character, another) else 1.0
            row.append(min(before[at] + change, before[at + 1] + 1, row[at] + 1))
    return row[-1]


def _alike(one: str, other: str) -> bool:
    return not set(pinyin.readings(one)[0]).isdisjoint(pinyin.readings(other)[0])


def _stretches(wanted: str, joined: str, *, whole: bool = False) -> Iterator[str]:
    """Stretches of lines that are near the word; whole lines only when asked for."""
    classes = [f"[{re.escape(c + pinyin.alike(c))}]" for c in wanted]
    plain = [re.escape(c) for c in wanted]
    size = len(wanted)
    made = ["".join(classes)]
    made += ["".join(plain[:n]) + "." + "".join(plain[n + 1 :]) for n in range(size) if size > 1]
    if size > 2:
        made += ["".join(plain[:n]) + "." + "".join(plain[n:]) for n in range(1, size)]
        made += ["".join(plain[:n] + plain[n + 1 :]) for n in range(size) if size > 3]
    for pattern in made:
        expression = re.compile(f"(?<=\n){pattern}(?=\n)" if whole else pattern)
        for number, match in enumerate(expression.finditer(joined)):
            if number == _FOUND * 5:
                break
            yield match[0]


def _windows(wanted: str, stands: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Pieces of the word that may hold the mistake: those with a pair of characters that stands nowhere."""
    size = len(wanted)
    bad = [at for at in range(min(size - 1, 2 * _LONGEST)) if not stands(wanted[at : at + 2])]
    spots = bad or list(range(min(size - 1, _LONGEST)))
    windows = dict.fromkeys(
        (start, start + length)
        for length in (2, 3, 4)
        for spot in spots
        for start in range(max(spot + 2 - length, 0), spot + 1)
        if start + length <= size and (length < 3 or size <= _LONGEST)
    )
    return list(windows)[:_WINDOWS]


def _heard(wanted: str, stands: Callable[[str], bool]) -> Iterator[str]:
    """The word with one character, which stands nowhere beside its neighbours, as another that is read alike."""
    size = min(len(wanted), _LONGEST)
    bad = {at for at in range(size - 1) if not stands(wanted[at : at + 2])}
    spots = [at for at in range(size) if {at - 1, at} & {*range(size - 1)} <= bad] if size > 2 else []
    for at in spots[:3]:
        for other in pinyin.alike(wanted[at])[:_HEARD]:
            candidate = wanted[:at] + other + wanted[at + 1 :]
            if all(stands(candidate[pair : pair + 2]) for pair in (at - 1, at) if 0 <= pair < len(wanted) - 1):
                yield candidate


def _swapped(wanted: str) -> Iterator[str]:
    for at in range(len(wanted) - 1):
        if wanted[at] != wanted[at + 1]:
            yield wanted[:at] + wanted[at + 1] + wanted[at] + wanted[at + 2 :]


def _latin(wanted: str, names: Sequence[Listing]) -> list[str]:
    if not _LATIN.fullmatch(wanted) or len(wanted) > _LONGEST:
        return []
    every = {match[0] for listing in names for match in _LATIN.finditer(listing.joined)}
    return difflib.get_close_matches(wanted, sorted(every), n=5, cutoff=0.6)
