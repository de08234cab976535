"""The room's word lists, read from `resources/` once and when first needed. Knows nothing of what they are used for."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from app.messages import Trouble
from app.paths import resource


def resource_text(*parts: str) -> str:
    """A resource as it is."""
    try:
        return resource(*parts).read_text(encoding="utf-8")
    except OSError as error:
        raise Trouble("resource", "/".join(parts)) from error


@lru_cache(maxsize=16)
def rows(folder: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The fields of a tab-separated table, line by line; lines that begin with # are remarks."""
    lines = resource_text(folder, name).splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def simplified() -> dict[int, str]:
    """Traditional to Simplified, one character to one, as `str.translate` wants it."""
    return {ord(old): new for old, new in rows("characters", "t2s.txt")}


@lru_cache(maxsize=1)
def simplified_phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Words whose characters do not come out right one by one: what finds them, and their Simplified forms."""
    forms = {row[0]: row[1] for row in rows("characters", "t2s_phrases.txt")}
    return re.compile("|".join(sorted(forms, key=len, reverse=True))), forms


@lru_cache(maxsize=1)
def taxonomy() -> tuple[dict[str, Any], ...]:
    """The ten top themes with their leaves as in `taxonomy.json`."""
    return tuple(json.loads(resource_text("taxonomy.json")))
