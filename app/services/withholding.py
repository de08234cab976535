"""What a person chose to hide, carried out on what goes out, and the record of it afterwards.

The record gives the real names back: it is written only once what it belongs to is there, and never over another
file. Knows sheets, packages and files; no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.formats.write import Goods, save
from app.messages import Trouble
from app.services import hiding
from app.services.hiding import Replaced, Sighting, Style

RECORD = " 隐去记录"
_BYTES, _ROOM = 255, 24
"""Of a file's name: how many it may have, and how many are kept free for a number and for what writes it."""
_TRIES = 1000


@dataclass
class Withholding:
    """What is to be replaced, and what was once something went through it."""

    accepted: Sequence[Sighting]
    """In the order they were found."""
    style: Style = "some"
    logged: bool = False
    """Whether a record is wanted."""
    name: str = ""
    """Of the file it was looked for in, without its suffix."""
    done: tuple[Replaced, ...] = field(default=(), init=False)

    def __call__(self, goods: Goods) -> Goods:
        """What goes out with what was accepted replaced."""
        made, self.done = hiding.hidden(goods, self.accepted, self.style, self.name)
        return made

    def renamed(self, name: str) -> str:
        """A title or a file's name as it may be shared."""
        return hiding.renamed(name, self.accepted, self.style)

    @property
    def recorded(self) -> bool:
        """Whether there is a record to be written."""
        return self.logged and bool(self.done)

    def keep_beside(self, output: Path) -> Path | None:
        """Write the record beside a file that is there, under a name that is free; None when none is wanted.

        Raises:
            Trouble: likewise as `write.save`; nothing is left behind.
        """
        return self.keep(output.with_name(record_name(output.stem))) if self.recorded else None

    def keep(self, wanted: Path, *, replace: bool = False) -> Path:
        """Write the record under this name, or, where that is taken, under the next free one.

        Args:
            wanted: Where it is to be.
            replace: Whether a person has agreed that what stands there is replaced.
        """
        data = hiding.log(self.done).encode("utf-8-sig", "replace")
        for number in range(1, _TRIES):
            path = wanted if number == 1 else numbered(wanted, number)
            try:
                save(lambda: data, path, replace=replace)
            except Trouble as trouble:
                if trouble.reason != "exists":
                    raise
            else:
                return path
        raise Trouble("exists", wanted.name)


def record_name(stem: str) -> str:
    """What the record of a file is called; a long name is cut so that the record's own is not too long."""
    room = _BYTES - _ROOM - len(f"{RECORD}.txt".encode())
    return f"{shortened(stem, room)}{RECORD}.txt"


def shortened(stem: str, room: int) -> str:
    """As much of a name as has room, in bytes."""
    return stem.encode("utf-8", "surrogateescape")[:room].decode("utf-8", "ignore").rstrip(" .")


def numbered(path: Path, number: int) -> Path:
    """The name with a number, still short enough."""
    told = f"（{number}）{path.suffix}"
    return path.with_name(shortened(path.stem, _BYTES - _ROOM // 2 - len(told.encode())) + told)


def free(path: Path) -> Path:
    """This name, or the next one under which there is nothing yet."""
    ways = (path, *(numbered(path, number) for number in range(2, _TRIES)))
    return next((one for one in ways if not one.exists() and not one.is_symlink()), path)
