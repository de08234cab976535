"""What can be wrong with a library file. Carries facts only; the sentences are in `app.messages`."""

from __future__ import annotations

from pathlib import Path


class LibraryError(Exception):
    """A library that cannot be opened or written. `path` is the file concerned."""

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(str(path), detail)
        self.path = path
        self.detail = detail


class NotALibrary(LibraryError):
    """The file is something else: not SQLite, or another program's database."""


class DamagedLibrary(LibraryError):
    """The file is a library but cannot be read in full."""


class DamagedIndex(LibraryError):
    """The file beside the library by which it is searched cannot be read; the library is whole."""


class NewerLibrary(LibraryError):
    """Written by a later version of the program."""


class LockedLibrary(LibraryError):
    """Another program holds the file, longer than we wait."""


class ReadOnlyLibrary(LibraryError):
    """The file or its folder cannot be written."""


class DiskFull(LibraryError):
    """No room left; the change was undone."""


class NoSuchRecord(LookupError):
    """There is no case, note or shelf of that id."""

    def __init__(self, kind: str, id: str) -> None:  # noqa: A002 - the record's own word
        super().__init__(kind, id)
        self.kind = kind
        self.id = id


class Stopped(Exception):
    """A read was stopped inside the database because whoever asked no longer wants it."""
