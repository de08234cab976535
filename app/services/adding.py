"""Values a person points out in a case's text: this is a result, this is a practice, this speaks of a theme.

`at` is a stretch of the case's text, None for words that stand in its heading. Knows no widget.
"""

from __future__ import annotations

import re
from dataclasses import replace

from app.services import settling
from app.services.reviewing import Candidate, Review
from db.records import CaseDraft, Practice, Result, Theme

At = tuple[int, int] | None
_MARKS = " 　“”‘’《》（）()，。；：、"
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([%％‰]|[万亿]?(?:多|余)?[一-鿿]{0,2})")
_SIGN = re.compile(r"[由从自达至到为约近超过升增降减提高下至了\s]+$")
_MOST = 40


def bare(words: str) -> str:
    """Chosen words as a name: without quotes and marks around them."""
    return " ".join(words.split()).strip(_MARKS)


def practice(review: Review, key: int, words: str, at: At) -> Review:
    """The chosen words name a practice; the same review when they are no name."""
    name = bare(words)
    if not name or len(name) > _MOST:
        return review
    case = review.case(key)
    start, end = _within(words, name, at)
    made = Practice(name, name, "", "user", start, end)
    kept = tuple(other for other in case.draft.practices if other.name != name)
    return _with(review, case, replace(case.draft, practices=(*kept, made)), f"practice:{name}")


def theme(review: Review, key: int, theme_id: str, words: str, at: At) -> Review:
    """The chosen words speak of a theme."""
    case = review.case(key)
    start, end = at or (None, None)
    made = Theme(theme_id, 1.0, "user", start, end, f"由你指出：“{bare(words)[:_MOST]}”")
    kept = tuple(other for other in case.draft.themes if other.id != theme_id)
    return _with(review, case, replace(case.draft, themes=(*kept, made)), f"theme:{theme_id}")


def result_words(draft: CaseDraft, words: str, at: At) -> dict[str, str]:
    """What the chosen words say as a result, for a person to look over: the parts of `settling.words_of`."""
    found = _read(draft, words, at)
    if found is not None:
        return settling.result_words(found)
    figure = _FIGURE.search(words)
    metric = _SIGN.sub("", words[: figure.start()] if figure else words).strip(_MARKS)
    parts = {"metric": metric[-20:], "before": "", "value": "", "unit": "", "date": ""}
    return parts | ({"value": figure[1], "unit": figure[2]} if figure else {})


def result(review: Review, key: int, told: dict[str, str], at: At) -> Review:
    """A result a person wrote, standing where the words were chosen; its grade of evidence follows.

    Raises:
        Trouble: a figure that is none.
    """
    case = review.case(key)
    words = {part: value.strip() for part, value in told.items()}
    if not words["metric"]:
        return review
    start, end = at or (None, None)
    made = settling.measured(Result(metric="", start=start, end=end), words)
    name = settling.name_of(made)
    kept = tuple(other for other in case.draft.results if settling.name_of(other) != name)
    return _with(review, case, settling.evidenced(replace(case.draft, results=(*kept, made))), name)


def _with(review: Review, case: Candidate, draft: CaseDraft, name: str) -> Review:
    """A case with a draft that holds a value of this name, which may have been taken away before."""
    return settling.put(review, replace(case, draft=draft, dropped=case.dropped - {name}))


def _read(draft: CaseDraft, words: str, at: At) -> Result | None:
    """The result the understanding reads where the words stand, looked for in the whole sentence."""
    from app.extract.results import find_results

    if at is None:
        return next(iter(find_results(words)), None)
    stops = "。！？；\n"
    begin = max(draft.text.rfind(stop, 0, at[0]) for stop in stops) + 1
    end = min((place for stop in stops if (place := draft.text.find(stop, at[1])) >= 0), default=len(draft.text))
    for one in find_results(draft.text[begin : min(end + 1, begin + 2000)]):
        if one.start is not None and one.end is not None and one.start + begin < at[1] and at[0] < one.end + begin:
            return one
    return None


def _within(words: str, name: str, at: At) -> tuple[int, int] | tuple[None, None]:
    """Where the name itself stands in the chosen stretch."""
    if at is None:
        return None, None
    lead = words.find(name)
    if lead < 0 or at[1] - at[0] != len(words):
        return at
    return at[0] + lead, at[0] + lead + len(name)
