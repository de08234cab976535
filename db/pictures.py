"""Pictures that stand in notes, each stored once under the SHA-256 of what it is made of."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from db import linked
from db.models import notes
from db.works import note_templates, note_versions, pictures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

PictureKind = Literal["png", "jpeg"]


def add(connection: Connection, kind: PictureKind, data: bytes) -> str:
    """Store a picture, or find it stored; returns its id."""
    made = hashlib.sha256(data).hexdigest()
    connection.execute(upsert(pictures).values(id=made, kind=kind, data=data).on_conflict_do_nothing())
    return made


def get(connection: Connection, ids: Iterable[str]) -> dict[str, bytes]:
    """The pictures of these ids, as far as there are any."""
    rows = connection.execute(select(pictures.c.id, pictures.c.data).where(pictures.c.id.in_(list(ids))))
    return {row.id: bytes(row.data) for row in rows}


def sweep(connection: Connection, also: Iterable[str]) -> int:
    """Drop pictures that no note, version, template or text of `also` shows; returns how many went."""
    every = set(connection.execute(select(pictures.c.id)).scalars())
    if not every:
        return 0
    shown: set[str] = set()
    for column in (notes.c.text, note_versions.c.text, note_templates.c.text):
        for text in connection.execute(select(column).where(column.contains("](picture:"))).scalars():
            shown.update(linked.pictures(text))
    for text in also:
        shown.update(linked.pictures(text))
    lost = sorted(every - shown)
    for at in range(0, len(lost), 500):
        connection.execute(delete(pictures).where(pictures.c.id.in_(lost[at : at + 500])))
    return len(lost)


def there(connection: Connection) -> bool:
    """Whether there is any picture."""
    return connection.execute(select(pictures.c.key).limit(1)).first() is not None
