"""What a drag within the window carries: cases by their ids, a shelf, a tag."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

CASES = "application/x-xinglin-cases"
"""What a drag of cases carries: their ids, one a line."""
SHELF = "application/x-xinglin-shelf"
"""What a drag of a shelf carries: its id."""
TAG = "application/x-xinglin-tag"
"""What a drag of a tag carries: its whole name."""


def case_ids(data: QMimeData) -> tuple[str, ...]:
    """The cases a drag carries."""
    return tuple(bytes(data.data(CASES).data()).decode().split()) if data.hasFormat(CASES) else ()


def shelf_data(id_: str) -> QMimeData:
    """What a drag of this shelf carries."""
    data = QMimeData()
    data.setData(SHELF, id_.encode())
    return data


def shelf_id(data: QMimeData) -> str:
    """The shelf a drag carries, empty for none."""
    return bytes(data.data(SHELF).data()).decode(errors="replace") if data.hasFormat(SHELF) else ""


def tag_data(tag: str) -> QMimeData:
    """What a drag of this tag carries."""
    data = QMimeData()
    data.setData(TAG, tag.encode())
    return data


def tag_name(data: QMimeData) -> str:
    """The tag a drag carries, empty for none."""
    return bytes(data.data(TAG).data()).decode(errors="replace") if data.hasFormat(TAG) else ""
