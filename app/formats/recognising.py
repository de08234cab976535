"""Words in pictures, by the optional component rapidocr-onnxruntime, whose models ship inside it: nothing is fetched.

Knows pictures as arrays; no file and no format. The component is imported when first needed.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
from functools import cache
from statistics import median
from typing import Any

from app.formats.limits import limit_memory
from app.formats.pdf_lines import Line, Page
from app.formats.reading_order import merged, ordered

COMPONENT = "rapidocr-onnxruntime"
SECONDS = 20.0
"""What one page may take; it takes two to six on two cores."""
_MODULES = ("rapidocr_onnxruntime", "numpy", "PIL")
_MEMORY = 4 * 1024 * 1024 * 1024
_LEAST = 0.3
"""Lines surer than this are kept…"""
_SURE = 0.85
"""…and those less sure than this are named as doubtful."""
_LEAST_SENSE = 0.75
"""A page of which the engine is less sure than this may stand on its head."""
_LISTED = 20
_HALF = str.maketrans(",:;?!", "，：；？！")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])[,:;?!](?=[\u3400-\u9fff]|$)")


def available() -> bool:
    """Whether the component is installed."""
    return all(importlib.util.find_spec(name) is not None for name in _MODULES)


def recognised(picture: Any) -> tuple[Page, list[str]]:  # noqa: ANN401 - an array of a component that may be missing
    """The lines of a picture in reading order, and those of them that may be wrong.

    Args:
        picture: Rows of pixels of blue, green and red, as an array of bytes.
    """
    pieces: list[Line] = []
    doubtful: list[str] = []
    for corners, words, score in _turned(picture):
        text = _BETWEEN.sub(lambda sign: sign.group().translate(_HALF), str(words).strip())
        if text and float(score) >= _LEAST:
            pieces.append(_line(corners, text))
        if text and float(score) < _SURE:
            doubtful.append(text if float(score) >= _LEAST else "（一行没有认出）")
    return ordered(merged(_evened(pieces))), doubtful


def doubt(page: str, lines: list[str]) -> str:
    """A sentence on the lines of a page that may be wrong."""
    listed = "；".join(f"“{line[:40]}”" for line in lines[:_LISTED]) + (" 等" if len(lines) > _LISTED else "")
    return f"{page}有 {len(lines)} 行认得没有把握，请对照原图：{listed}。"


def _turned(picture: Any) -> list[Any]:  # noqa: ANN401
    """What the engine finds, with a picture that lies on its side or stands on its head turned upright."""
    turn = importlib.import_module("numpy").rot90
    found = _found(picture)
    if found and sum(_upright(corners) for corners, _, _ in found) < 0.5 * len(found):
        picture = turn(picture).copy()
        found = _found(picture)
    if _sense(found) < _LEAST_SENSE:
        found = max(found, _found(turn(picture, 2).copy()), key=_sense)
    return found


def _found(picture: Any) -> list[Any]:  # noqa: ANN401
    return list(_engine()(picture)[0] or [])


def _upright(corners: Any) -> bool:  # noqa: ANN401
    line = _line(corners, "")
    return line.right - line.left > line.size / 1.5


def _sense(found: list[Any]) -> float:
    """How sure the engine is of what it found, by character; a page without words is as it should be."""
    letters = sum(max(len(words), 1) for _, words, _ in found)
    return sum(len(words) * float(score) for _, words, score in found) / letters if letters else 1.0


@cache
def _engine() -> Any:  # noqa: ANN401
    limit_memory(_MEMORY)
    threads = max(1, min(4, (os.cpu_count() or 2) - (os.cpu_count() or 2) // 4))
    engine = importlib.import_module("rapidocr_onnxruntime").RapidOCR
    # its own guess of lines that stand on their head turns some that do not, which are then lost
    return engine(text_score=0.0, use_cls=False, intra_op_num_threads=threads, inter_op_num_threads=1)


def _line(corners: Any, text: str) -> Line:  # noqa: ANN401
    across = [float(corner[0]) for corner in corners]
    down = [float(corner[1]) for corner in corners]
    return Line(text, min(across), max(across), -max(down), max(max(down) - min(down), 1.0))


def _evened(pieces: list[Line]) -> list[Line]:
    """The lines with the common height where theirs is nearly that: a box is as high as the strokes found in it."""
    if not pieces:
        return []
    common = median(piece.size for piece in pieces)
    return [
        piece._replace(size=common, y=piece.y + (piece.size - common) / 2)
        if abs(piece.size - common) < 0.3 * common
        else piece
        for piece in pieces
    ]
