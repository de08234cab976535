"""Stories told by several cases: found when cases come in, changed by a person, listed for the window.

Sketches of all cases are kept in memory and made when first needed; what changed since is made anew. A case joins
a story only when it comes in, and only one whose main case it is akin to: decisions of a person are never undone.
"""

from __future__ import annotations

import threading
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from app.extract import kin as telling
from app.extract.kin import Sketch, Sketches, Teller
from app.services.questions import Questions
from db import cases
from db import kin as rows
from db.answers import Kin, Near

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from db.engine import Moment
    from db.kin import Told
    from db.records import CaseDraft, DocumentDraft

_LABELS = {"main": "设为主篇", "part": "移出同一报道", "join": "并为同一报道"}
_REMEMBERED = 2000
"""Texts kept ready for comparing during one import."""
_LETTERS = 20_000_000
"""Letters of files looked at so far that are kept for finding kin among them."""


@dataclass(frozen=True, slots=True)
class _Known:
    """The sketch of a stored case, and what says that it still holds."""

    document: int
    check: int
    sketch: Sketch


class _Memory:
    """Sketches of the library's cases."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[int, _Known] = {}
        self._seen: int | None = None

    def refresh(self, connection: Moment) -> None:
        """Make what is new or changed; quick when nothing is."""
        with self._lock:
            self._refresh(connection)

    def sketches(self, connection: Moment) -> list[tuple[int, Sketch]]:
        """All of them, up to date."""
        with self._lock:
            self._refresh(connection)
            return [(key, known.sketch) for key, known in self._known.items()]

    def with_new(self, connection: Moment, before: int, fresh: Iterable[Told]) -> Mapping[int, _Known]:
        """All of them, with cases stored since the library's cases were at `before`."""
        with self._lock:
            if self._seen == before:
                self._known = self._known | {one.key: _known(one, _check(one)) for one in fresh}
                self._seen = rows.stamp(connection)
            self._refresh(connection)
            return self._known

    def forget(self) -> None:
        """Look at everything again the next time."""
        self._seen = None

    def _refresh(self, connection: Moment) -> None:
        now = rows.stamp(connection)
        if now == self._seen:
            return
        known: dict[int, _Known] = {}
        for told in rows.told(connection):
            had, check = self._known.get(told.key), _check(told)
            known[told.key] = (
                had if had and (had.check, had.document) == (check, told.document) else _known(told, check)
            )
        self._known, self._seen = known, now


def _check(told: Told) -> int:
    return zlib.crc32(told.text.encode("utf-8", "surrogatepass"))


def _known(told: Told, check: int) -> _Known:
    return _Known(told.document, check, telling.sketch(telling.letters(told.text)))


class Kinship(Questions):
    """The part of a library that knows which cases tell one story."""

    if TYPE_CHECKING:

        def _writing(self, label: str) -> AbstractContextManager[tuple[Moment, set[str]]]: ...

    def kin(self, case_id: str) -> tuple[Kin, ...]:
        """All cases that tell a case's story, itself among them, the main one first; empty when it is the only one."""
        with self._reading() as connection:
            keys = rows.members(connection, cases.key_of(connection, case_id))
            told = {one.key: one for one in rows.told(connection, keys)}
            sources = rows.sources(connection, keys)
            found = {case.id: case for case in cases.get(connection, [told[key].id for key in keys if key in told])}
        listed = [told[key] for key in keys if key in told]
        letters = [telling.letters(one.text) for one in listed]
        return tuple(
            Kin(
                id=one.id,
                title=one.title,
                owner=one.owner or "",
                source_line=found[one.id].document.source_line,
                publisher=sources[one.key][0],
                published=sources[one.key][1],
                main=number == 0,
                likeness=telling.likeness(letters[0], letters[number]) if number else 1.0,
                length=len(one.text),
            )
            for number, one in enumerate(listed)
        )

    def kin_count(self, case_id: str) -> int:
        """How many other cases tell a case's story."""
        with self._reading() as connection:
            key = cases.key_of(connection, case_id)
            return rows.counts(connection, [key]).get(key, 0)

    def make_main(self, case_id: str) -> None:
        """Let the story be told and counted by this case."""
        with self._writing(_LABELS["main"]) as (connection, touched):
            key = cases.key_of(connection, case_id)
            touched.update(_ids(connection, rows.members(connection, key)))
            rows.make_main(connection, key)

    def part_from(self, case_id: str) -> None:
        """This case tells a story of its own, whatever an import says later."""
        with self._writing(_LABELS["part"]) as (connection, touched):
            key = cases.key_of(connection, case_id)
            touched.update(_ids(connection, rows.members(connection, key)) or {case_id})
            rows.part(connection, key)

    def join(self, case_ids: Sequence[str]) -> None:
        """These cases tell one story; it is told by the main one of the first."""
        with self._writing(_LABELS["join"]) as (connection, touched):
            found = cases.keys(connection, case_ids)
            keys = [found[case_id] for case_id in dict.fromkeys(case_ids) if case_id in found]
            for key in keys[1:]:
                rows.join(connection, keys[0], key)
            touched.update(case_ids, *(_ids(connection, rows.members(connection, key)) for key in keys[:1]))

    def near(
        self, document: DocumentDraft, drafts: Sequence[CaseDraft], others: Nearby | None = None, but: str | None = None
    ) -> tuple[Near, ...]:
        """What tells the story of one of these drafts already, in the library and in files looked at before.

        Args:
            document: The file.
            drafts: Its cases.
            others: The files of the same import; this one is taken in.
            but: A document of the library that is not looked at.
        """
        tellers = {n: _teller_of(draft) for n, draft in enumerate(drafts) if draft.kind != "plan_task"}
        sketches = {n: telling.sketch(teller.letters) for n, teller in tellers.items()}
        found = [*self._stored_near(tellers, sketches, but), *(others.met(document, drafts, tellers) if others else ())]
        return tuple(sorted(found, key=lambda near: (near.case, -near.likeness)))

    def _stored_near(
        self, tellers: Mapping[int, Teller], sketches: Mapping[int, Sketch], but: str | None
    ) -> Iterator[Near]:
        wanted: Sketches[int] = Sketches()
        for number, made in sketches.items():
            wanted.add(number, made)
        with self._reading() as connection:
            neighbours = wanted.neighbours(self._memory.sketches(connection))
            told = {one.key: one for one in rows.told(connection, {key for of in neighbours.values() for key in of})}
            stored = {case.id: case.document for case in cases.get(connection, [one.id for one in told.values()])}
        for number, of in neighbours.items():
            for one in (told[key] for key in of if key in told):
                like = telling.akin(tellers[number], _teller(one))
                head = stored[one.id]
                if like is not None and head.id != but:
                    yield Near(
                        case=number, likeness=like, title=one.title, case_id=one.id, source_line=head.source_line
                    )

    def _keep_apart(self, connection: Moment, case_ids: Sequence[str]) -> None:
        """Cases just stored, inside that write: by a person's word they join no story."""
        for key in cases.keys(connection, case_ids).values():
            rows.begin(connection, key)

    @contextmanager
    def _storing(self, label: str) -> Iterator[tuple[Moment, set[str], list[str]]]:
        """A write whose new cases, their ids put into the list, join the stories they tell."""
        with self._reading() as connection:
            self._memory.refresh(connection)
        added: list[str] = []
        try:
            with self._writing(label) as (connection, touched):
                before = rows.stamp(connection)
                yield connection, touched, added
                keys = list(cases.keys(connection, added).values())
                touched.update(_Grouping(connection, self._memory, before, keys).group())
        except BaseException:
            self._memory.forget()  # nothing of it was stored
            raise

    @cached_property
    def _memory(self) -> _Memory:
        return _Memory()


class _Grouping:
    """One round of finding stories for cases just stored, inside the write that stored them."""

    def __init__(self, connection: Moment, memory: _Memory, before: int, keys: Sequence[int]) -> None:
        self._connection = connection
        self._fresh = {one.key: one for one in rows.told(connection, keys)}
        self._known = memory.with_new(connection, before, self._fresh.values())
        self._story_of = rows.stories(connection)
        self._papers: dict[int, set[int]] = defaultdict(set)
        for key, story in self._story_of.items():
            if key in self._known:
                self._papers[story].add(self._known[key].document)
        self._begun: dict[int, list[int]] = {}
        self._tellers: dict[int, Teller] = {}
        self._concerned: set[int] = set()

    def group(self) -> frozenset[str]:
        """Let them join; returns the ids of all cases that have kin now and may have had none before."""
        wanted: Sketches[int] = Sketches()
        for key in self._fresh:
            if key in self._known:
                wanted.add(key, self._known[key].sketch)
        found = wanted.neighbours((key, known.sketch) for key, known in self._known.items())
        for key in self._fresh:
            if key not in self._story_of and key in found:
                self._place(key, [other for other in found[key] if other != key])
        for members in self._begun.values():
            longest = max(members, key=lambda key: (self._known[key].sketch.size, -key))
            if longest != members[0]:
                rows.make_main(self._connection, longest)
        return frozenset(_ids(self._connection, self._concerned))

    def _place(self, key: int, others: Sequence[int]) -> None:
        mine = self._known[key].document
        scored = [(like, other) for other in others if (like := self._akin(key, other, mine)) is not None]
        for _, other in sorted(scored, key=lambda pair: (self._rank(pair[1]), -pair[0], pair[1])):
            story = self._story_of.get(other)
            if story is None:
                self._begin(key, other)
                return
            if mine not in self._papers[story] and self._fits(key, story, other):
                rows.add(self._connection, story, key)
                self._note(story, key)
                return

    def _rank(self, other: int) -> int:
        """Stories of earlier imports come first, then those begun in this one."""
        return 0 if other not in self._fresh else 1 if other in self._story_of else 2

    def _begin(self, key: int, other: int) -> None:
        story = rows.begin(self._connection, other, [key])
        for one in (other, key):
            self._note(story, one)
        if other in self._fresh:
            self._begun[story] = [other, key]

    def _note(self, story: int, key: int) -> None:
        self._story_of[key] = story
        self._papers[story].add(self._known[key].document)
        self._concerned.add(key)
        if story in self._begun and key not in self._begun[story]:
            self._begun[story].append(key)

    def _fits(self, key: int, story: int, other: int) -> bool:
        main = rows.main_of(self._connection, story)
        return main is None or main == other or telling.akin(self._teller(key), self._teller(main)) is not None

    def _akin(self, key: int, other: int, mine: int) -> float | None:
        if self._known[other].document == mine:
            return None
        return telling.akin(self._teller(key), self._teller(other))

    def _teller(self, key: int) -> Teller:
        if key not in self._tellers:
            if len(self._tellers) >= _REMEMBERED:
                self._tellers.clear()
            one = self._fresh.get(key) or next(rows.told(self._connection, [key]))
            self._tellers[key] = _teller(one)
        return self._tellers[key]


class Nearby:
    """The files of one import that were looked at so far."""

    def __init__(self) -> None:
        self._sketches: Sketches[int] = Sketches()
        self._met: list[tuple[Teller, str, str]] = []
        self._letters = 0

    def met(self, document: DocumentDraft, drafts: Sequence[CaseDraft], tellers: Mapping[int, Teller]) -> list[Near]:
        """Cases of earlier files that tell the story of one of these; then take these in."""
        found = []
        for number, teller in tellers.items():
            for place in self._sketches.near(telling.sketch(teller.letters)):
                other, path, title = self._met[place]
                like = telling.akin(teller, other)
                if like is not None and path != document.path:
                    found.append(Near(case=number, likeness=like, title=title, path=path))
        for number, teller in tellers.items():
            self._letters += len(teller.letters)
            if self._letters <= _LETTERS:
                self._sketches.add(len(self._met), telling.sketch(teller.letters))
                self._met.append((teller, document.path, drafts[number].title))
        return found


def _teller(told: Told) -> Teller:
    return Teller(telling.letters(told.text), telling.names(told.owner, told.aliases, told.site), told.kind == "plan")


def _teller_of(draft: CaseDraft) -> Teller:
    names = telling.names(draft.owner, draft.owner_aliases, draft.site)
    return Teller(telling.letters(draft.text), names, draft.kind == "plan")


def _ids(connection: Moment, keys: Iterable[int]) -> list[str]:
    return [one.id for one in rows.told(connection, list(keys))]
