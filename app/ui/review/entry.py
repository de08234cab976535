"""One file under review: as it was prepared, its review, and whether a person's word is wanted. No widgets here."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from app.messages import describe
from app.services import awaiting, recasting, settling
from app.services.importing import Prepared
from app.services.reviewing import Review
from app.ui.review import wording

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Entry:
    """One file. `review` is None for what cannot be imported; `share` of it waits for nobody, 0 to 1."""

    prepared: Prepared
    review: Review | None = None
    share: float = 1.0
    doubts: int = 0
    """How many places of it wait for a person, as `app.services.awaiting` finds them."""

    def show(self, review: Review) -> None:
        """Take another review."""
        self.review = review
        self.share = settling.progress(review)
        self.doubts = len(awaiting.doubts(review))

    @property
    def waits(self) -> bool:
        """Whether a person's word is wanted: on a place of it, or on how it is to be read."""
        return bool(self.doubts) or wording.unread(self.prepared)

    @property
    def alike(self) -> bool:
        """Whether something like it is in the library, or among the files."""
        return bool(self.prepared.near or self.prepared.update)

    @property
    def name(self) -> str:
        """The file's name; of one inside a zip the zip's before it."""
        return wording.file_name(self.prepared.path)


def opened(prepared: Prepared) -> tuple[Prepared, Review | None]:
    """A file with its review; one whose review cannot be made costs nothing but itself."""
    if prepared.document is None:
        return prepared, None
    try:
        return prepared, recasting.opened(prepared)
    except Exception as error:  # noqa: BLE001 - the other files go on
        _log.exception("no review of %s", prepared.path)
        failed = Prepared(prepared.path, "failed", error=str(describe(error)))
        return replace(failed, doubts=prepared.doubts, alternatives=prepared.alternatives), None


def same(one: Review, other: Review) -> bool:
    """Whether two files hold the same text."""
    return one.document.fingerprint == other.document.fingerprint
