"""A finished PDF as pictures of its pages, for a screen or a printer. Knows PDF bytes; no sheet, no window.

The library behind it does one thing at a time: whoever asks from another thread waits a moment.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from app.messages import Trouble

_ONE = threading.Lock()
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """Rows of pixels from the top, four bytes each: blue, green, red, unused."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PagePictures:
    """The pages of one PDF.

    Raises:
        Trouble: `typesetting` when it is none.
    """

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        with _ONE:
            try:
                self._pdf: Any = pypdfium2.PdfDocument(pdf)
                self._sizes = [self._pdf.get_page_size(at) for at in range(len(self._pdf))]
            except pypdfium2.PdfiumError as error:
                raise Trouble("typesetting", str(error)) from error

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page (from 0) in points."""
        width, height = self._sizes[number]
        return float(width), float(height)

    def picture(self, number: int, dpi: float) -> Picture:
        """Draw a page, counted from 0."""
        with _ONE:
            page = self._pdf[number]
            try:
                drawn = page.render(scale=dpi / _POINTS, rev_byteorder=False, prefer_bgrx=True)
                return Picture(drawn.width, drawn.height, drawn.stride, bytes(drawn.buffer))
            finally:
                page.close()

    def close(self) -> None:
        """Let go of the PDF."""
        with _ONE:
            self._pdf.close()
