"""The pages there are, in the order of their tabs. A page's modules are loaded when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.use.page import Page, Setting


@dataclass(frozen=True, slots=True)
class Kind:
    """One page: the name of its action (`use_<name>`), its tab, what it is for, and how it is made."""

    name: str
    title: str
    tip: str
    make: Callable[[Setting], Page]
    keys: str = ""


KINDS: tuple[Kind, ...] = ()
