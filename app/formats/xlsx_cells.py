"""How cells of a workbook look and what may stand in one: text stays text, numbers bear their unit.

Knows the workbook library and its limits; no sheet.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, TypeAlias

LONGEST = 32_767
"""Characters of a cell as Excel counts them, in UTF-16."""
CUT = "……（超过 Excel 单元格 32767 字的上限，以下从略）"
_FONT = "微软雅黑"
_UNLAWFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LEADS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "'")
"""What a spreadsheet may take for the beginning of a formula when the cell is edited."""
_UNITS, _UNIT = 150, 16
"""Number formats a workbook bears, and the longest unit in one; others show the bare number."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the unit it is told in, for a cell whose column has none."""

    value: float
    unit: str


Held: TypeAlias = str | float | dt.date | Figure | None


class Looks:
    """Formats of one workbook, made as they are needed."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - the library has no types
        self._book = book
        self._figures: dict[str, Any] = {}
        plain = {"font_name": _FONT, "font_size": 10, "valign": "top"}
        self._plain = plain
        self.text = book.add_format({**plain, "text_wrap": True})
        self.quoted = book.add_format({**plain, "text_wrap": True, "quote_prefix": True})
        self.day = book.add_format({**plain, "num_format": "yyyy-mm-dd", "align": "left"})
        self.number = book.add_format({**plain, "num_format": "0", "align": "center"})
        head = {"bold": True, "bg_color": "#E4EEE9", "font_color": "#2F5D50", "bottom": 1, "bottom_color": "#2F5D50"}
        self.head = book.add_format({**plain, **head, "text_wrap": True, "valign": "vcenter"})

    def figure(self, unit: str) -> Any:  # noqa: ANN401 - likewise
        """The format of a figure in a unit; the number itself is not changed."""
        known = unit if len(self._figures) < _UNITS and len(unit) <= _UNIT else ""
        if unit not in self._figures and known in self._figures:
            return self._figures[known]
        if known not in self._figures:
            words = self.safe(known).replace('"', "").replace("\n", " ")
            gap = "" if not words or words[0] in "%％‰℃" else " "
            shape = f'General"{gap}{words}"' if words else "General"
            self._figures[known] = self._book.add_format({**self._plain, "num_format": shape, "align": "right"})
        return self._figures[known]

    def put(self, page: Any, row: int, column: int, cell: Held, unit: str | None) -> None:  # noqa: ANN401 - likewise
        """Write a cell by its type. `unit` is that of a column of figures, None in all others."""
        if cell is None or cell == "":
            return
        if isinstance(cell, Figure):
            page.write_number(row, column, cell.value, self.figure(cell.unit))
            return
        if isinstance(cell, str):
            text = self.safe(cell)
            page.write_string(row, column, text, self.quoted if text.startswith(_LEADS) else self.text)
        elif isinstance(cell, dt.date):
            page.write_datetime(row, column, cell, self.day)
        else:
            page.write_number(row, column, cell, self.number if unit is None else self.figure(unit))

    @staticmethod
    def safe(text: str) -> str:
        """Text a cell takes: no character XML forbids, no markup the library would pass on, not too long."""
        clean = _UNLAWFUL.sub("", text)
        if clean.startswith("<r>") and clean.endswith("</r>"):
            clean += " "  # the library takes such a text for ready-made markup
        return _shortened(clean)


def _shortened(text: str) -> str:
    if len(text) <= LONGEST // 2:
        return text
    # characters beyond the first plane count twice, and control marks the library escapes stay as they are
    data = text.encode("utf-16-le")
    if len(data) <= LONGEST * 2:
        return text
    return data[: (LONGEST - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT
