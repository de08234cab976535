"""The text of a note as it is typed: links show their names, what they lead to is held beside. Pure strings."""

from __future__ import annotations

from db import linked
from db.linked import Link, Target

Held = dict[str, tuple[Target, str]]
"""Name as shown -> what it leads to."""


def folded(text: str, held: Held | None = None) -> tuple[str, Held]:
    """A stored text as shown, and what its links lead to.

    Args:
        text: As stored.
        held: What names lead to already; a name that leads elsewhere is told apart by a number.
    """
    known: Held = dict(held or {})

    def fold(link: Link) -> str:
        if not link.id:
            return text[link.start : link.end]
        return linked.written(hold(known, link.name, link.target, link.id), paragraph=link.paragraph)

    return linked.rewritten(text, fold), known


def hold(held: Held, name: str, target: Target, id: str) -> str:  # noqa: A002 - the record's own word
    """Let a name lead somewhere; returns the name under which it is held."""
    plain = linked.written(name)[2:-2]
    shown, number = plain, 2
    while held.get(shown, (target, id)) != (target, id):
        shown, number = f"{plain}·{number}", number + 1
    held[shown] = (target, id)
    return shown


def unfolded(shown: str, held: Held) -> str:
    """What is shown as it is to be stored."""

    def unfold(link: Link) -> str:
        if link.id or link.name not in held:
            return shown[link.start : link.end]
        target, id_ = held[link.name]
        return linked.written(link.name, id_, link.paragraph, target)

    return linked.rewritten(shown, unfold)
