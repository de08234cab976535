"""How well one block of text goes on in another: words broken over the gap, phrases the page uses, quotes left open.

Knows two strings and the page's own phrases; must not know cases or headings.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from app.extract.tables import rows

REACH = 8
"""Characters looked at on either side of a break."""
_FRESH = re.compile(
    r"^(?:同时|此外|另外|目前|近年来|当前|当下|未来|为此|因此|据悉|随着|针对|其中|首先|其次|最后|自20|20\d\d年|今年|去年|在此基础上|在[一-鿿]{2,12}(?:方面|中|下|上)[，,]|第[一二三四五六七八九十][，,]|[一二三四五六七八九十]是|"
    r"(?:该院|我院|医院|院党委|医院党委)(?!的|和|、)|通过|围绕|坚持)"
)
_BOUND = re.compile(
    r"^(?:[，。、；：）》”！？%％]|[的了着过等们者性化之其]|[和与及或](?!谐|解|平|众|蔼|讯|时|早|许|者)|一步|效的|作(?!为|风|用)|行(?!业|政|动|风)|家(?!属|长|庭)|股|院日|关(?!于|注|爱|心|键)|中(?=，|的)|上(?=，)|[一-鿿]?[的了]"
    r"|[一-鿿]{1,2}[，、。])"
)
_OPENERS, _CLOSERS = "“‘（《", "”’）》"


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, float], float]:
    """Negative log probabilities of common words, and the cost of a character no word explains."""
    counts = {word: int(count) for word, count in rows("characters", "words.txt")}
    total = sum(counts.values())
    return {word: math.log(total / count) for word, count in counts.items()}, math.log(total)


@lru_cache(maxsize=8192)
def _cost(text: str) -> float:
    """The cost of the best segmentation: low for a run of common words."""
    words, unknown = _lexicon()
    best = [0.0]
    for end in range(1, len(text) + 1):
        options = [best[end - 1] + words.get(text[end - 1], unknown)]
        options += [
            best[start] + words[text[start:end]]
            for start in range(max(0, end - 4), end - 1)
            if text[start:end] in words
        ]
        best.append(min(options))
    return best[-1]


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
    """Whether a block plainly opens inside a sentence."""
    return bool(_BOUND.match(text)) and not is_fresh(text)


def gain(left: str, right: str, page: Counter[str]) -> float:
    """How much better the break reads closed than open; about 0 when nothing speaks for or against."""
    a, b = left[-REACH:], right[:REACH]
    score = min(_cost(a) + _cost(b) - _cost(a + b), 12.0) * 0.35
    longest = max(
        (
            size
            for size in (2, 3, 4, 5)
            for k in range(1, size)
            if k <= len(left) and page[left[-k:] + right[: size - k]]
        ),
        default=0,
    )
    score += 0.7 * max(0, longest - 1) if longest >= 3 else 0.3 if longest else 0
    score += _quotes(left, right)
    if is_fresh(right):
        score -= 3.0
    if is_middle(right):
        score += 1.2
    if left.endswith(("，", "、")) and re.match(r"[，、。；]", right):
        score -= 6.0
    return score


def _quotes(left: str, right: str) -> float:
    """A quotation or bracket left open wants its end; an end wants a beginning."""
    score = 0.0
    for opener, closer in zip(_OPENERS, _CLOSERS, strict=True):
        pending = left.count(opener) > left.count(closer)
        first = right.find(closer)
        closes = first >= 0 and opener not in right[:first]
        if pending and closes:
            score += 4.0
        elif pending != closes:
            score -= 4.0
    return score
