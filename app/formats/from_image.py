"""Pictures of pages (png, jpg, bmp, tif): their words as an optional component recognises them."""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from typing import Any

from app.formats import recognising
from app.formats.document import Document
from app.formats.pdf_lines import Page, paragraphs, without_running
from app.messages import Trouble

_FORMATS = ("PNG", "JPEG", "BMP", "TIFF")
_PIXELS = 120_000_000
_SIDE = 3200
"""Pixels a picture is reduced to: more make nothing clearer."""
_FRAMES = 200


def parse(data: bytes) -> Document:
    """A picture's document; every frame of a tif is a page.

    Raises:
        Trouble: `no_ocr` without the component, `broken`, `too_large` or `no_text`.
    """
    if not recognising.available():
        raise Trouble("no_ocr", recognising.COMPONENT)
    pages: list[Page] = []
    doubts: list[str] = []
    for number, picture in enumerate(_pictures(data), 1):
        lines, doubtful = recognising.recognised(picture)
        pages.append(lines)
        if doubtful:
            doubts.append(recognising.doubt(f"第 {number} 页" if number > 1 else "图中", doubtful))
    text = "\n".join(paragraphs(without_running(pages)))
    if not text.strip():
        raise Trouble("no_text")
    return Document(text=text, encoding="ocr", doubts=tuple(doubts))


def _pictures(data: bytes) -> Iterator[Any]:
    """The frames as arrays of blue, green and red, upright as the camera says and no larger than needed."""
    images: Any = importlib.import_module("PIL.Image")
    operations = importlib.import_module("PIL.ImageOps")
    numpy = importlib.import_module("numpy")
    images.MAX_IMAGE_PIXELS = None  # looked at below, before anything is decoded
    try:
        image = images.open(io.BytesIO(data), formats=_FORMATS)
    except (OSError, ValueError, SyntaxError) as error:
        raise Trouble("broken") from error
    for frame in range(min(getattr(image, "n_frames", 1), _FRAMES)):
        try:
            image.seek(frame)
            if image.width * image.height > _PIXELS:
                raise Trouble("too_large", f"{image.width} × {image.height} 像素")
            upright = operations.exif_transpose(_opaque(image, images))
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise Trouble("broken") from error
        upright.thumbnail((_SIDE, _SIDE))
        yield numpy.ascontiguousarray(numpy.asarray(upright)[:, :, ::-1])


def _opaque(image: Any, images: Any) -> Any:  # noqa: ANN401 - of a component that may be missing
    """The picture in colours, on white where it lets light through."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    seen = image.convert("RGBA")
    white = images.new("RGBA", seen.size, "white")
    return images.alpha_composite(white, seen).convert("RGB")
