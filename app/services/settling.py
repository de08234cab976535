"""The values of a case under review, one by one: how sure each is, where it is printed, and a person's word on it.

A value is named by what it is (`owner`, `theme:party.branch`, `practice:双主官`), so that it is the same one after the
case was understood anew. Every deed gives a new `Review`. Knows no widget and words nothing.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from app.messages import Trouble
from app.services.reviewing import Candidate, Review
from db.records import CaseDraft, DocumentDraft, Practice, Region, Result, Speaker, Theme

Located = TypeVar("Located", Theme, Practice, Result)
Field = Literal["title", "owner", "speaker", "region", "year", "theme", "practice", "result", "task", "source"]
State = Literal["sure", "inferred", "open", "set", "missing"]
"""Read plainly; read from a table; only suggested; accepted or set by a person; not printed."""
SINGLE: tuple[Field, ...] = ("title", "owner", "speaker", "region", "year")


@dataclass(frozen=True, slots=True)
class Item:
    """One value of a case. `start` and `end` count in the case's text, None when it is not printed there."""

    name: str
    field: Field
    state: State
    start: int | None = None
    end: int | None = None
    value: Theme | Practice | Result | None = None

    @property
    def waits(self) -> bool:
        """Whether a person's word is wanted."""
        return self.state in ("open", "inferred")


def items(review: Review, key: int) -> tuple[Item, ...]:
    """Every value of a case, in the order a record shows them."""
    case = review.case(key)
    draft = case.draft
    found = [Item(field, field, _single_state(case, field)) for field in SINGLE]
    found += [Item(f"theme:{t.id}", "theme", _state(t), t.start, t.end, t) for t in draft.themes]
    found += [Item(f"practice:{p.name}", "practice", _state(p), p.start, p.end, p) for p in draft.practices]
    found += [Item(name_of(r), "result", _state(r), r.start, r.end, r) for r in draft.results]
    dated = review.document.published is not None
    found.append(Item("source", "source", "sure" if dated else "missing"))
    return tuple({item.name: item for item in found}.values())


def open_items(review: Review, key: int) -> tuple[Item, ...]:
    """The values of a case that wait for a person."""
    return tuple(item for item in items(review, key) if item.waits)


def progress(review: Review) -> float:
    """The share of values and joins that wait for nobody, 0 to 1."""
    there = sum(len(items(review, case.key)) for case in review.cases)
    waiting = sum(len(open_items(review, case.key)) for case in review.cases) + review.doubts()
    whole = there + len(review.shown_joins()) + len(review.strays())
    return 1 - waiting / whole if whole else 1.0


def accept(review: Review, key: int, name: str) -> Review:
    """A person says that a value is right."""
    case = review.case(key)
    draft = case.draft
    if name == "source" or name not in {item.name for item in items(review, key)}:
        return review
    if name == "region" and draft.region.province:
        draft = replace(draft, region=replace(draft.region, basis="user"))
    draft = replace(
        draft,
        themes=tuple(replace(t, status="user") if name == f"theme:{t.id}" else t for t in draft.themes),
        practices=tuple(replace(p, status="user") if name == f"practice:{p.name}" else p for p in draft.practices),
        results=tuple(replace(r, status="user") if name == name_of(r) else r for r in draft.results),
    )
    fixed = case.fixed | {name} if name in SINGLE else case.fixed
    return put(review, replace(case, draft=draft, fixed=fixed))


def drop(review: Review, key: int, name: str) -> Review:
    """A person says that a value is wrong: it goes and does not come back. A title cannot go."""
    case = review.case(key)
    draft = case.draft
    if name in ("title", "source"):
        return review
    gone: dict[str, CaseDraft] = {
        "owner": replace(draft, owner=None, owner_aliases=()),
        "speaker": replace(draft, speaker=Speaker(None, None)),
        "region": replace(draft, region=Region()),
        "year": replace(draft, year=None),
    }
    if name in gone:
        return put(review, replace(case, draft=gone[name], fixed=case.fixed | {name}))
    kept = replace(
        draft,
        themes=tuple(t for t in draft.themes if name != f"theme:{t.id}"),
        practices=tuple(p for p in draft.practices if name != f"practice:{p.name}"),
        results=tuple(r for r in draft.results if name != name_of(r)),
    )
    return put(review, replace(case, draft=evidenced(kept), dropped=case.dropped | {name}))


def words_of(review: Review, key: int, name: str) -> dict[str, str]:
    """What a person can change about a value, as it is now: name of the part -> words."""
    draft, document = review.case(key).draft, review.document
    if name == "result:":
        return {}
    if name == "source":
        return source_words(document)
    parts: dict[str, str | None]
    if name.startswith("theme:"):
        parts = {"theme": name.removeprefix("theme:")}
    elif name.startswith("practice:"):
        parts = {"practice": name.removeprefix("practice:")}
    elif name.startswith("result:"):
        parts = dict(result_words(next(r for r in draft.results if name_of(r) == name)))
    else:
        region = draft.region
        single: dict[str, dict[str, str | None]] = {
            "title": {"title": draft.title},
            "owner": {"owner": draft.owner, "aliases": "、".join(draft.owner_aliases)},
            "speaker": {"name": draft.speaker.name, "post": draft.speaker.post},
            "year": {"year": str(draft.year or "")},
            "region": {"place": "".join(p for p in (region.province, region.city, region.county) if p)},
        }
        parts = single[name]
    return {part: words or "" for part, words in parts.items()}


def change(review: Review, key: int, name: str, words: Mapping[str, str]) -> Review:
    """A person writes a value: the parts of `words_of` with other words.

    Raises:
        Trouble: a place, a figure or a date that is none.
    """
    told = {part: value.strip() for part, value in words.items()}
    if name == "source":
        return sourced(review, told)
    case = review.case(key)
    if name in SINGLE:
        return put(review, replace(case, draft=_single(case.draft, name, told), fixed=case.fixed | {name}))
    draft = case.draft
    dropped = case.dropped
    if name.startswith("theme:") and told["theme"]:
        draft = replace(draft, themes=_themed(draft, name.removeprefix("theme:"), told["theme"]))
        dropped = (dropped | {name}) - {f"theme:{told['theme']}"}
    elif name.startswith("practice:") and told["practice"]:
        draft = replace(draft, practices=_practised(draft, name.removeprefix("practice:"), told["practice"]))
        dropped = (dropped | {name}) - {f"practice:{told['practice']}"}
    elif name.startswith("result:") and told["metric"]:
        results = tuple(measured(r, told) if name_of(r) == name else r for r in draft.results)
        draft, dropped = replace(draft, results=results), dropped | {name}
    return put(review, replace(case, draft=draft, dropped=dropped))


def carried(new: CaseDraft, case: Candidate) -> CaseDraft:
    """A case understood anew with everything a person has settled before."""
    old = case.draft
    fields: dict[str, object] = {}
    for name in case.fixed & set(SINGLE):
        fields[name] = getattr(old, name)
        if name == "owner":
            fields["owner_aliases"] = old.owner_aliases
    themes = {t.id: t for t in new.themes if f"theme:{t.id}" not in case.dropped}
    practices = {p.name: p for p in new.practices if f"practice:{p.name}" not in case.dropped}
    results = {name_of(r): r for r in new.results if name_of(r) not in case.dropped}
    for theme in (t for t in old.themes if t.status == "user"):
        themes[theme.id] = _found_again(theme, old.text, new.text)
    for practice in (p for p in old.practices if p.status == "user"):
        practices[practice.name] = _found_again(practice, old.text, new.text)
    for result in (r for r in old.results if r.status == "user"):
        results[name_of(result)] = _found_again(result, old.text, new.text)
    whole = replace(
        new,
        themes=tuple(themes.values()),
        practices=tuple(practices.values()),
        results=tuple(results.values()),
        **fields,  # type: ignore[arg-type]
    )
    return whole if whole.results == new.results else evidenced(whole)


# --- inside


def _found_again(value: Located, old: str, new: str) -> Located:
    """A value with its place in the new text; nowhere when its words are not there any more."""
    if value.start is None or value.end is None:
        return value
    at = new.find(old[value.start : value.end])
    return (
        replace(value, start=at, end=at + value.end - value.start) if at >= 0 else replace(value, start=None, end=None)
    )


def put(review: Review, case: Candidate) -> Review:
    """A review with another state of one of its cases."""
    return replace(review, cases=tuple(case if other.key == case.key else other for other in review.cases))


def _state(value: Theme | Practice | Result) -> State:
    return {"auto": "sure", "suggested": "open", "user": "set"}[value.status]  # type: ignore[return-value]


def _single_state(case: Candidate, field: Field) -> State:
    draft = case.draft
    there = {
        "title": bool(draft.title),
        "owner": bool(draft.owner),
        "speaker": bool(draft.speaker.name or draft.speaker.post),
        "region": bool(draft.region.province),
        "year": draft.year is not None,
    }[field]
    if field in case.fixed:
        return "set"
    if not there:
        return "missing"
    return "inferred" if field == "region" and draft.region.basis == "table" else "sure"


def name_of(result: Result) -> str:
    """The name of a result among the values of its case."""
    parts = (result.metric, result.value, result.unit, result.before, result.after, result.direction)
    return "result:" + "|".join("" if part is None else str(part) for part in parts)


def evidenced(draft: CaseDraft) -> CaseDraft:
    """The grade of evidence for the results there are now; plans have none."""
    from app.extract.evidence import evidence_of

    if draft.kind in ("plan", "plan_task"):
        return draft
    return replace(draft, evidence=evidence_of(draft.text[:100_000], draft.results, draft.awards))


def _single(draft: CaseDraft, name: str, told: Mapping[str, str]) -> CaseDraft:
    if name == "title":
        return replace(draft, title=told["title"] or draft.title)
    if name == "owner":
        aliases = tuple(part for part in re.split(r"[、，,；;\s]+", told["aliases"]) if part)
        return replace(draft, owner=told["owner"] or None, owner_aliases=aliases)
    if name == "speaker":
        return replace(draft, speaker=Speaker(told["name"] or None, told["post"] or None))
    if name == "year":
        return replace(draft, year=year_of(told["year"]))
    return replace(draft, region=region_of(told["place"]))


def year_of(words: str) -> int | None:
    """The year a person typed; None for nothing.

    Raises:
        Trouble: it is no year.
    """
    plain = unicodedata.normalize("NFKC", words).removesuffix("年").strip()
    if not plain:
        return None
    if not (re.fullmatch(r"\d{4}", plain) and 1900 <= int(plain) <= 2100):
        raise Trouble("date", words)
    return int(plain)


def region_of(place: str) -> Region:
    """The place a person typed; an empty one for nothing.

    Raises:
        Trouble: no such place is known.
    """
    from app.extract.places import locate

    if not place:
        return Region()
    region = locate(re.sub(r"[\s›>·/,，]+", "", place), "user")
    if not region.province:
        raise Trouble("place", place)
    return region


def _themed(draft: CaseDraft, old: str, new: str) -> tuple[Theme, ...]:
    set_ = Theme(new, 1.0, "user")
    if old == new or not any(t.id == old for t in draft.themes):
        return (*(t for t in draft.themes if t.id != new), set_)
    rest = (t for t in draft.themes if t.id != new)
    return tuple(replace(t, id=new, score=1.0, status="user", reason="") if t.id == old else t for t in rest)


def _practised(draft: CaseDraft, old: str, new: str) -> tuple[Practice, ...]:
    at = draft.text.find(new)
    place = (at, at + len(new)) if at >= 0 else (None, None)
    rest = tuple(p for p in draft.practices if p.name != new or p.name == old)
    if not any(p.name == old for p in rest):
        return (*rest, Practice(new, new, "", "user", *place))
    return tuple(replace(p, name=new, status="user") if p.name == old else p for p in rest)


def result_words(result: Result) -> dict[str, str]:
    """A result as the words a person can change."""
    figures = {"before": result.before, "value": result.value}
    told = {part: "" if figure is None else f"{figure:.15g}" for part, figure in figures.items()}
    return {"metric": result.metric, **told, "unit": result.unit or "", "date": result.date or ""}


def measured(result: Result, told: Mapping[str, str]) -> Result:
    """A result as a person wrote it.

    Raises:
        Trouble: a figure that is none.
    """
    value = _figure(told["value"])
    before = _figure(told.get("before", ""))
    return replace(
        result,
        metric=told["metric"],
        value=value,
        unit=told["unit"] or None,
        before=before,
        after=value if before is not None else None,
        date=told.get("date") or None,
        direction=result.direction if value == result.value else None,
        status="user",
    )


def _figure(words: str) -> float | None:
    plain = unicodedata.normalize("NFKC", words).replace(",", "").strip()
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError:
        raise Trouble("figure", words) from None
    if not math.isfinite(value):
        raise Trouble("figure", words)
    return value


def source_words(document: DocumentDraft) -> dict[str, str]:
    """What is known of a document, as words a person can change."""
    known = {
        "headline": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "reporter": document.reporter,
    }
    return {part: words or "" for part, words in known.items()}


def sourced(review: Review, words: Mapping[str, str]) -> Review:
    """A person writes the document's title, publisher, date and reporter.

    Raises:
        Trouble: a date that is none.
    """
    told = {part: value.strip() for part, value in words.items()}
    published = told["published"] or None
    if published:
        found = re.fullmatch(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?)?年?", published)
        year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
        if not found or not 1900 <= year <= 2100 or month > 12 or day > 31:
            raise Trouble("date", published)
        published = "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])
    document = replace(
        review.document,
        title=told["headline"] or None,
        published=published,
        publisher=told["publisher"] or None,
        reporter=told["reporter"] or None,
    )
    made = replace(review, document=document)
    if not published:
        return made
    return replace(
        made, cases=tuple(replace(case, draft=_dated(case.draft, int(published[:4]))) for case in made.cases)
    )


def _dated(draft: CaseDraft, year: int) -> CaseDraft:
    """A case that tells no year itself is of its document's."""
    return replace(draft, year=draft.year or year, children=tuple(_dated(child, year) for child in draft.children))
