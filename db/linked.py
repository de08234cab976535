"""Links and pictures in the text of a note, as they are written: `[[名称|id]]`, `[[名称#§12|id]]`, `[[名称|note:id]]`.

A name without an id was typed and not yet found; `!` before an id, never stored, tells that nothing has it any more.
Pictures are `![说明](picture:sha256)`. Pure strings, no table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Target = Literal["case", "note"]
_LINK = re.compile(r"\[\[([^\[\]\n|]{1,300}?)(?:#§([1-9][0-9]{0,5}))?(?:\|(!?)(note:)?([0-9A-Za-z_-]{1,64}))?\]\]")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,200})\]\(picture:([0-9a-f]{64})\)")
_UNNAMED = re.compile(r"[\[\]|\n\r]+|#§")
FENCE = re.compile(r"^\s*(```|~~~)")
"""A line that opens or ends a block of code."""
_LEAD = re.compile(r"^\s*(?:(?:#{1,6}|>|[-*+](?:\s+\[[ xX]\])?|\d{1,9}[.)])(?:\s+|$))+")
_RULE = re.compile(r"^\s*(?:[-*_=]{3,}|\|?(?:\s*:?-{3,}:?\s*\|?)+)\s*$")
_UNMARK = re.compile(r"\\([\\`*_\[\]{}()#+.!|>~-])|\[([^\[\]\n]{0,200})\]\((?:https?|mailto):[^()\s]*\)|\*{1,3}|~~|`+")
_CAPTION = 40


@dataclass(frozen=True, slots=True)
class Link:
    """A link and where in the text it stands; `paragraph` counts from 1, 0 for the whole."""

    start: int
    end: int
    name: str
    paragraph: int = 0
    target: Target = "case"
    id: str = ""
    gone: bool = False

    @property
    def shown(self) -> str:
        """The words a person sees."""
        return f"{self.name} §{self.paragraph}" if self.paragraph else self.name


def links(text: str) -> Iterator[Link]:
    """The links of a text in its order."""
    if "[[" not in text:
        return
    for found in _LINK.finditer(text):
        name, paragraph, gone, note, held = found.groups()
        target: Target = "note" if note else "case"
        yield Link(*found.span(), name.strip(), int(paragraph or 0), target, held or "", bool(gone))


def written(name: str, id: str = "", paragraph: int = 0, target: Target = "case", *, gone: bool = False) -> str:  # noqa: A002 - the record's own word
    """A link as it stands in a text; marks that would end it are left out of the name."""
    plain = " ".join(_UNNAMED.sub(" ", name).split())[:300] or "无题"
    where = f"#§{paragraph}" if paragraph > 0 else ""
    held = f"|{'!' * gone}{'note:' * (target == 'note')}{id}" if id else ""
    return f"[[{plain}{where}{held}]]"


def rewritten(text: str, change: Callable[[Link], str]) -> str:
    """The text with every link replaced by what `change` makes of it."""
    parts, at = [], 0
    for link in links(text):
        parts += [text[at : link.start], change(link)]
        at = link.end
    return "".join([*parts, text[at:]]) if parts else text


def pictures(text: str) -> tuple[str, ...]:
    """The ids of the pictures in a text, each once."""
    return tuple(dict.fromkeys(found[2] for found in _PICTURE.finditer(text)))


def replaced_pictures(text: str, change: Callable[[str, str], str]) -> str:
    """The text with every picture replaced by what `change` makes of its description and id."""
    return _PICTURE.sub(lambda found: change(found[1], found[2]), text) if "](picture:" in text else text


def unlinked(text: str) -> str:
    """The text with its links as their names, where nothing can be clicked."""
    return rewritten(text, lambda link: link.shown + "（已删除）" * link.gone)


def plain(text: str) -> str:
    """The text as it is read where nothing can be clicked: links are their names, pictures what is said of them."""
    named = unlinked(text)
    return replaced_pictures(named, lambda words, _: f"〔图片：{words}〕" if words else "〔图片〕")


def bare(text: str) -> str:
    """Markdown as its words alone, line by line: no signs of headings, quotes, lists, boxes, tables and emphasis."""
    lines = (_LEAD.sub("", line) for line in text.split("\n") if not FENCE.match(line) and not _RULE.match(line))
    return _UNMARK.sub(lambda found: found[1] or found[2] or "", "\n".join(lines)).replace("|", " ")


def caption(text: str, quote: str = "") -> str:
    """What a note is called where it has no name: its first line, else the beginning of its quote."""
    for line in plain(text[:4000]).split("\n"):
        words = bare(line).strip()
        if words:
            return words if len(words) <= _CAPTION else words[: _CAPTION - 1] + "…"
    words = " ".join(quote.split())
    return words if len(words) <= _CAPTION else words[: _CAPTION - 1] + "…"
