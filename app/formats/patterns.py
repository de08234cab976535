"""Where a regular expression stands in a text. Runs in the process apart: an expression may take for ever. No library.

Answers are plain lists, and an expression that is none is told by a code and a place, never by words.
"""

from __future__ import annotations

import re
import warnings
from typing import Any

from app.messages import PATTERN_FAULTS

MOST = 20_000
"""Hits beyond which nobody goes through them."""


def found(text: str, pattern: str, *, case: bool) -> dict[str, Any]:
    """Look an expression up: `{"spans": [[start, end], …]}` in order, or `{"wrong": [fault, place]}`.

    Args:
        text: Any text; `^` and `$` stand for the ends of its lines.
        pattern: As Python's `re` takes it.
        case: Whether capitals count.
    """
    flags = re.MULTILINE | (re.NOFLAG if case else re.IGNORECASE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compiled = re.compile(pattern, flags)
    except re.error as error:
        fault = next((start for start in PATTERN_FAULTS if start and error.msg.startswith(start)), "")
        return {"wrong": [fault, -1 if error.pos is None else error.pos]}
    except (OverflowError, RecursionError):
        return {"wrong": ["", -1]}
    spans: list[list[int]] = []
    for match in compiled.finditer(text):
        if match.end() > match.start():
            spans.append([match.start(), match.end()])
            if len(spans) >= MOST:
                break
    return {"spans": spans}
