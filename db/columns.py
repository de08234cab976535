"""What the tables of a library file are made of: their common metadata, kinds of values and columns.

Knows no table.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ForeignKey, Integer, MetaData, TypeDecorator, func, select
from sqlalchemy import Text as _PlainText

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Dialect, Select

metadata = MetaData()
_SURROGATES = re.compile("[\ud800-\udfff]")


def sound(text: str) -> str:
    """The text with halves of surrogate pairs, which no file can hold, replaced one for one."""
    return _SURROGATES.sub("\ufffd", text)


class Text(TypeDecorator[str]):
    """Text that can always be stored."""

    impl = _PlainText
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Called by SQLAlchemy on the way in."""
        del dialect
        return None if value is None else sound(value)


class Listed(TypeDecorator[Any]):
    """A list kept as JSON, for what is only ever read whole."""

    impl = _PlainText
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ANN401 - JSON
        """Called by SQLAlchemy on the way in."""
        del dialect
        return sound(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401 - JSON
        """Called by SQLAlchemy on the way out."""
        del dialect
        return json.loads(value or "[]")


def among(keys: Iterable[int]) -> Select[tuple[Any]]:
    """Keys for `in_`: as one value, for thousands of them keep SQLAlchemy busier than their rows do SQLite."""
    return select(func.json_each(json.dumps(list(keys))).table_valued("value").c.value)


def key() -> Column[int]:
    """The key every table has."""
    return Column("key", Integer, primary_key=True)


def of(table: str, name: str, *, optional: bool = False, alone: bool = False) -> Column[int]:
    """A row of another table, which takes this one with it when it goes."""
    reference = ForeignKey(f"{table}.key", ondelete="CASCADE", deferrable=True, initially="DEFERRED")
    return Column(name, Integer, reference, nullable=optional, primary_key=alone)


def text(name: str, *, default: str | None = "") -> Column[str]:
    """A text; with a default of None one that may be missing."""
    return Column(name, Text, nullable=default is None, server_default=default)


def number(name: str, default: int = 0) -> Column[int]:
    """A whole number."""
    return Column(name, Integer, nullable=False, server_default=str(default))
