"""Sets of cases: bit n of a Python int stands for the case with key n.

`&` and `bit_count` over 100,000 cases take a few microseconds; the ways in and out run in C.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")
_SPARSE = 32
"""Of fewer keys than one in so many each is handled by itself."""
_SOME = re.compile(rb"[^\0]")
_DIGITS = b"01" + bytes(254)
_INSIDE = bytes(49) + b"\x01" + bytes(206)


def bitmap(keys: Iterable[int], end: int | None = None) -> int:
    """The set of these keys.

    Raises:
        ValueError: a key is not below `end`; so large a set had better not be begun.
    """
    listed = keys if isinstance(keys, list) else list(keys)
    if not listed:
        return 0
    last = max(listed)
    if end is not None and last >= end:
        raise ValueError(last)
    if len(listed) * _SPARSE < last:
        packed = bytearray(last // 8 + 1)
        for key in listed:
            packed[key >> 3] |= 1 << (key & 7)
        return int.from_bytes(packed, "little")
    held = bytearray(last + 1)
    for key in listed:
        held[key] = 1
    held.reverse()
    return int(held.translate(_DIGITS), 2)


def chosen(bits: int) -> bytes:
    """A byte for every key from 0 on: 1 inside the set, 0 outside."""
    return f"{bits:b}"[::-1].encode().translate(_INSIDE)


def members(bits: int) -> list[int]:
    """The keys of a set, ascending."""
    count = bits.bit_count()
    if count * _SPARSE < bits.bit_length():
        return first(bits, count)
    return list(compress(range(bits.bit_length()), chosen(bits)))


def among(bits: int, keys: Iterable[int]) -> list[int]:
    """Those of a few keys that are in a set, in their order; -1 is the set of all keys."""
    if bits < 0:
        return list(keys)
    held = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    end = 8 * len(held)
    return [key for key in keys if key < end and held[key >> 3] >> (key & 7) & 1]


def first(bits: int, count: int) -> list[int]:
    """The first keys of a set, at most so many."""
    keys: list[int] = []
    held = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    for match in _SOME.finditer(held):
        at = match.start()
        byte, at = held[at], 8 * at - 1
        while byte:
            low = byte & -byte
            keys.append(at + low.bit_length())
            byte ^= low
        if len(keys) >= count:
            break
    del keys[count:]
    return keys


def pick(values: Sequence[T], bits: int) -> list[T]:
    """The values that stand at the keys of a set, as far as there are values."""
    if bits.bit_length() > len(values):
        bits &= (1 << len(values)) - 1
    count = bits.bit_count()
    if count * _SPARSE < bits.bit_length():
        return [values[key] for key in first(bits, count)]
    return list(compress(values, chosen(bits)))
