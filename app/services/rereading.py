"""A file whose encoding is doubtful, read another way. Knows neither bytes nor codecs: the other ways came with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.importing import Prepared, prepare_text
from app.task import QUIET, Task

if TYPE_CHECKING:
    from app.formats.document import Alternative
    from app.services.library import Library

_LINE = 60


def first_line(alternative: Alternative) -> str:
    """The first line with words in it, as a person would read it this way."""
    lines = (line.strip() for line in alternative.text[:4000].splitlines())
    return next((line[:_LINE] for line in lines if line), "")


def taken(prepared: Prepared) -> str:
    """The encoding a file is read in now, as a name; empty when it was not doubtful."""
    now = prepared.document.encoding if prepared.document else ""
    named = {other.encoding: other.name for other in prepared.alternatives}
    return named.get(now, "")


def reread(library: Library, prepared: Prepared, encoding: str, task: Task = QUIET) -> Prepared:
    """The file as it is when read in another of its encodings. Nothing is written.

    Raises:
        KeyError: it cannot be read so.
        Cancelled: when the person asked to stop.
    """
    other = next((each for each in prepared.alternatives if each.encoding == encoding), None)
    if other is None:
        raise KeyError(encoding)
    made = prepare_text(library, other.text, _name(prepared), task)
    document = made.document and replace(made.document, path=prepared.path, encoding=encoding)
    return replace(
        made, path=prepared.path, document=document, doubts=prepared.doubts, alternatives=prepared.alternatives
    )


def _name(prepared: Prepared) -> str:
    return prepared.document.name if prepared.document else Path(prepared.path).name
