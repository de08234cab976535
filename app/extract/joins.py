"""How well one block of text goes on in another: words broken over the gap, phrases the page uses, quotes left open.

Knows two strings and the page's own phrases; must not know cases or headings.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from app.extract.tables import resource_text

REACH = 8
"""Characters looked at on either side of a break."""
_FRESH = re.compile(
    r"^(?:同时|与此同时|此外|另外|过去|以前|此前|曾经|改革前|一直以来|长期以来|多年来|如今|现在|截至|今天|目前|近年来|当前|当下|未来|为此|因此|据悉|随着|针对|其中|首先|其次|最后|自20|20\d\d年|今年|去年|在此基础上|在[一-鿿]{2,12}(?:方面|中|下|上)[，,]|第[一二三四五六七八九十][，,]|[一二三四五六七八九十]是|"
    r"(?:该院|我院|医院|院党委|医院党委)(?!的|和|、)|通过|围绕|坚持)"
)
_BOUND = re.compile(
    r"^(?:[，。、；：）》”！？%％]|[的了着过等们者性化之其]|[和与及或](?!谐|解|平|众|蔼|讯|时|早|许|者|其|此|往|以往)|一步|效的|作(?!为|风|用)|行(?!业|政|动|风)|家(?!属|长|庭|里|住|人|中|境|乡|医|电|门)|股|院日|关(?!于|注|爱|心|键|中|口|上|门|系|节|怀|停|照|联|东|内|外|张)|中(?=，|的)|上(?=，)|(?!为了|除了|有的|别的|出了|到了|过了|有了|得了|忘了)[一-鿿]?[的了])"
)
_CLIPPED = re.compile(r"^[一-鿿]{1,2}[，、。]")
_OPENERS, _CLOSERS = "“‘（《", "”’）》"


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, float], float]:
    """Negative log probabilities of common words, and the cost of a character no word explains."""
    fields = resource_text("characters", "words.txt").split()
    counts = list(map(int, fields[1::2]))
    whole = math.log(sum(counts))
    return dict(zip(fields[::2], (whole - math.log(count) for count in counts), strict=True)), whole


RARE = 9.0
"""Weight of a pair of characters that is no common word."""


def rareness(gram: str) -> float:
    """How rare a character or a pair is in common language: its negative log probability."""
    words, unknown = _lexicon()
    return words.get(gram, unknown if len(gram) == 1 else RARE)


@lru_cache(maxsize=8192)
def _costs(text: str) -> tuple[float, ...]:
    """The cost of the best segmentation of every beginning of a text: low for a run of common words."""
    return _grown((0.0,), text, 1)


def _grown(known: tuple[float, ...], text: str, first: int) -> tuple[float, ...]:
    """Costs that are known for the shorter beginnings, and those of the longer ones."""
    words, unknown = _lexicon()
    best = list(known)
    for end in range(first, len(text) + 1):
        least = best[end - 1] + words.get(text[end - 1], unknown)
        for start in range(max(0, end - 4), end - 1):
            word = words.get(text[start:end])
            if word is not None and best[start] + word < least:
                least = best[start] + word
        best.append(least)
    return tuple(best)


def _gained(a: str, b: str) -> float:
    """How much cheaper the two sides are as one text."""
    left = _costs(a)
    return left[-1] + _costs(b)[-1] - _grown(left, a + b, len(a) + 1)[-1]


def phrases(texts: Iterable[str]) -> Counter[str]:
    """How often each run of two to five characters stands inside the page's blocks."""
    counts: Counter[str] = Counter()
    for text in texts:
        for size in (2, 3, 4, 5):
            counts.update(text[i : i + size] for i in range(len(text) - size + 1))
    return counts


def is_fresh(text: str) -> bool:
    """Whether a block opens the way paragraphs do."""
    return bool(_FRESH.match(text))


def is_middle(text: str) -> bool:
    """Whether a block opens inside a sentence."""
    return bool(_BOUND.match(text) or _CLIPPED.match(text)) and not is_fresh(text)


_HANGING = frozenset("的和与及或在把对由从为以将被向让使是于并且而给同跟到至按经比")
_PAUSES = frozenset("，、；：")
_STOPS = frozenset("，、。；：）”》！？%％")
_UNITS = frozenset("年月日个项名家所人次例张台级万亿余多%％倍元件天.")


def gain(left: str, right: str, page: Counter[str]) -> float:
    """How much better the break reads closed than open; about 0 when nothing speaks for or against.

    The weights are half those of a conditional logit over breaks cut into texts at random places.
    """
    a, b = left[-REACH:], right[:REACH]
    if not a or not b:
        return 0.0
    score = 0.42 * max(-3.0, min(_gained(a, b), 12.0))
    longest = _longest(left, right, page)
    score += 0.55 if longest == 2 else 0.7 * max(0, longest - 2)
    score += _quotes(left, right)
    score += _marks(a[-1], b[0])
    if (a[-1] + b[0]) in _lexicon()[0]:
        score += 0.33
    hangs = a[-1] in _HANGING or a[-1] in _PAUSES
    if is_fresh(right):
        score -= 1.0 if hangs else 2.4
    elif _CAUSED.search(left) and b[0] not in _STOPS:
        score += 0.8
    return score


_CAUSED = re.compile(
    r"(?:让|使|令|帮助|引导|促使|激励|鼓励|推动|带动|组织|邀请)[^，。；、]{1,8}$|[都也已还就才将会能可要所不没更最需应正再]$"
)
"""A left side that waits for a verb."""


def _longest(left: str, right: str, page: Counter[str]) -> int:
    """The longest run of two to five characters across the break that the page has elsewhere."""
    found = 0
    for size in (2, 3, 4, 5):  # a longer run has the shorter ones in it
        if not any(page.get(left[-k:] + right[: size - k]) for k in range(1, size)):
            break
        found = size
    return found


def _marks(last: str, first: str) -> float:
    """What the two characters at the break tell: marks want whole words around them, digits want digits or units."""
    if last.isdigit() and (first.isdigit() or first in _UNITS):
        return 2.2
    if first in _STOPS:
        return -1.5 if last in _PAUSES else -0.4 if last in _HANGING else 0.4
    return 0.6 if last in _PAUSES else 0.0


def _quotes(left: str, right: str) -> float:
    """A quotation or bracket left open wants its end; an end wants a beginning."""
    score = 0.0
    for opener, closer in zip(_OPENERS, _CLOSERS, strict=True):
        pending = left.count(opener) > left.count(closer)
        first = right.find(closer)
        closes = first >= 0 and opener not in right[:first]
        if pending and closes:
            score += 2.0
        elif pending != closes:
            score -= 2.5
    return score
