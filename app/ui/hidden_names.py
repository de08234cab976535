"""The record of the names that were hidden in a file, in the words in which a person is told of it.

Knows what was hidden and where the file is; no window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.messages import Trouble, describe

if TYPE_CHECKING:
    from pathlib import Path

    from app.services.withholding import Withholding


def recorded(hide: Withholding | None, output: Path) -> str:
    """Write the record of what was hidden beside a file that is there, and say so; the file stays whatever becomes."""
    try:
        kept = hide.keep_beside(output) if hide else None
    except Trouble as trouble:
        return f"。隐去记录没有存下来：{describe(trouble)}"
    return f"，隐去记录另存为“{kept.name}”" if kept else ""
