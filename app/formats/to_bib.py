"""The sources of a sheet as a BibTeX file, for programs that keep references; the cases themselves stay out.

UTF-8, as biblatex and all present programs read it. What TeX would run is escaped. Knows the sheet; no library.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from app.formats.comparison import sources
from app.formats.plain import line
from app.formats.sheet import Mark, Sheet, SheetSource, Source
from app.task import QUIET, Task

_TYPES: dict[Mark, str] = {"N": "article", "J": "article", "R": "techreport", "EB": "misc", "Z": "misc"}
_PUBLISHER: dict[Mark, str] = {
    "N": "journal", "J": "journal", "R": "institution", "EB": "organization", "Z": "howpublished",
}  # fmt: skip
_SUBTYPES: dict[Mark, str] = {"N": "newspaper", "J": "magazine"}
_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_BREAKING = re.compile(r"[{}\\\s]")
"""What an address, which is read as it stands, must not hold."""


def to_bib(sheet: Sheet, task: Task = QUIET) -> bytes:
    """Write the sources, each once.

    Raises:
        Cancelled: between two sources.
    """
    return "\n".join(_entries(sheet, task)).encode("utf-8")


def _entries(sheet: Sheet, task: Task) -> Iterator[str]:
    listed = sources(sheet)
    for done, source in enumerate(listed):
        task.step(done, len(listed), line(source.citation))
        yield _entry(source)


def _entry(source: SheetSource) -> str:
    kind, values = ("misc", {"note": _plain(source.citation)})
    if source.facts is not None:
        kind, values = _TYPES[source.facts.mark], _values(source.facts)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in values.items() if value)
    return f"@{kind}{{{key(source)},\n{lines}}}\n"


def key(source: SheetSource) -> str:
    """By what a paper refers to the source: plain ASCII, the same in every export as long as the source is the same."""
    year = source.facts.date[:4] if source.facts else ""
    mark = hashlib.sha256(source.citation.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"xinglin{year}-{mark}"


def _values(one: Source) -> dict[str, str]:
    year, month, day = (*one.date.split("-"), "", "", "")[:3]
    issuer = one.publisher or (one.authors[0] if one.mark == "R" and one.authors else "")
    return {
        "author": " and ".join(f"{{{_plain(name)}}}" for name in one.authors),
        "title": f"{{{_plain(one.title)}}}",
        _PUBLISHER[one.mark]: _plain(issuer),
        "year": year,
        "month": str(int(month)) if month else "",
        "day": str(int(day)) if day else "",
        "pages": _plain(one.page),
        "number": _plain(one.number),
        "url": _BREAKING.sub("", line(one.address)),
        "urldate": one.seen if one.address else "",
        "entrysubtype": _SUBTYPES.get(one.mark, ""),
        "langid": "chinese",
    }


def _plain(words: str) -> str:
    return "".join(_ESCAPES.get(c, c) for c in line(words))
