"""Answers queries: which cases, how many, in which order. Words by `db.textual`, fields by `db.facets`.

One `Searcher` serves all readers of a library; one `Search` is one question at one moment of the library.
"""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

from db import concordance, glance, pinyin, ranking, snippets, stories, strictness, synonyms, textual, words
from db.bits import bitmap, first, members
from db.clauses import WORDED, Clause, Compare, Group, Near, Operand, Query, Term
from db.comparing import comparing
from db.facets import SHOWN, Facets, View
from db.ids import Ids
from db.nearness import near
from db.query import HAS, parse
from db.spots import Asked, odd
from db.variants import Options, printed, variants

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from db.answers import Line
    from db.glance import Glance
    from db.index import SearchIndex
    from db.records import Mark

_DEEPEST = 8
"""Smart shelves within smart shelves."""
_FEW = 200
_ALL = Options()


_WARM = 0.3
"""Seconds after the first question when what the next ones need is loaded: the window shows its list by then, and
nobody types yet. The dictionary comes in one piece, for which every other thread waits a tenth of a second."""


class Searcher:
    """What readers of one library share: fields in memory, and which row of the index stands for which case."""

    def __init__(self, index: SearchIndex) -> None:
        self.facets = Facets()
        self._index = index
        self._lock = threading.Lock()
        self._live = textual.Live()
        self._synonyms: tuple[int, tuple[tuple[str, ...], ...]] = (-1, ())
        self._glances = glance.Kept()
        self._warm: threading.Timer | None = None

    def search(self, connection: Connection, check: Callable[[], None], options: Options = _ALL) -> Search:
        """A question to be asked in this connection's transaction; `check` raises when nobody wants the answer."""
        seen = self._index.pin(connection)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - tells mypy
        if self._warm is None:
            self._warm = threading.Timer(_WARM, _warm)
            self._warm.daemon = True
            self._warm.start()
        with self._lock:
            live = self._live
        try:
            live = textual.live(raw, seen, live) if seen.sound else textual.Live()
        except Exception as error:  # noqa: BLE001 - anything can come of a garbled file
            self.doubt(error)
            live = textual.Live()
        with self._lock:
            if seen.sound:
                self._live = live
        view = self.facets.view(raw)
        groups: tuple[tuple[str, ...], ...] = ()
        if options.synonyms:
            change = view.changed("synonyms")
            if self._synonyms[0] != change:
                self._synonyms = (change, synonyms.every(connection))
            groups = self._synonyms[1]
        behind = raw.execute("SELECT case_key FROM pending WHERE change > ?", (seen.change,))
        unseen = view.all & (~live.cases | bitmap([row[0] for row in behind]))
        text = textual.Text(raw, live, view.all, unseen, check, self.doubt, seen.bound, options.thousands)
        return Search(view, raw, text, options, groups, self._glances)

    def doubt(self, error: Exception) -> None:
        """Do without the index from now on, unless the read was only stopped."""
        if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_INTERRUPT:
            raise error
        self._index.doubt(error)


def _warm() -> None:
    """Load what words are weighed, found and spelled by, what holds up the others first."""
    words.cut("一")
    odd()
    strictness.spelled("一")
    pinyin.readings("一")
    pinyin.firsts("一")


class Search:
    """One question at one moment."""

    def __init__(
        self,
        view: View,
        raw: sqlite3.Connection,
        text: textual.Text,
        options: Options = _ALL,
        groups: tuple[tuple[str, ...], ...] = (),
        kept: glance.Kept | None = None,
    ) -> None:
        self.view = view
        self.text = text
        self.options = options
        self._raw = raw
        self._groups = groups
        self._kept = kept or glance.Kept()
        self._strict = strictness.folding(options)
        self._answers: dict[tuple[Clause, int], int] = {}

    @property
    def _unseen(self) -> int:
        return self.text.unseen

    # --- which

    def matching(self, query: Query, depth: int = 0) -> int:
        """The cases a query asks for; of a story all that match."""
        bits = self.view.all
        for clause in query.clauses:
            if not bits:
                break
            bits &= self._clause(clause, depth)
        return bits

    @staticmethod
    def keys(bits: int) -> list[int]:
        """The keys in a bitmap, in the order the cases were added."""
        return members(bits)

    def told(self, query: Query, bits: int) -> int:
        """Of every story one case: the main one when it is among them, else the first. All when kin are asked for."""
        kin = self.view.part("kin")
        if not bits & kin.all or asks_kin(query):
            return bits
        return bits & ~stories.further(kin.stories, bits & kin.all)

    def size(self, query: Query) -> int:
        """How many cases the list would show."""
        return self.told(query, self.matching(query)).bit_count()

    # --- how many

    def counts(self, query: Query) -> tuple[int, dict[str, dict[str, int]]]:
        """The cases to be shown, and for every facet how many each value would leave."""
        per_field: dict[str | None, int] = {}
        for clause in query.clauses:
            self.text.check()
            owner = clause.field if clause.field in SHOWN else None
            before = per_field.get(owner, self.view.all)
            per_field[owner] = before & self._clause(clause, 0) if before else 0
        every = self.view.all
        for bits in per_field.values():
            every &= bits
        counted = {}
        for facet in SHOWN:
            own = "region" if facet in ("city", "county") else facet
            base = self.view.all
            for name, bits in per_field.items():
                base &= bits if name != own else base
            counted[facet] = self._counted(query, facet, base)
            self.text.check()
        return self.told(query, every), counted

    def _counted(self, query: Query, facet: str, base: int) -> dict[str, int]:
        """How many cases would be shown if only one value were chosen: a story counts once for every value."""
        values = self.view.counted(facet)
        found = values.counts(base, self.view.all)
        kin = self.view.part("kin")
        if base & kin.all and not asks_kin(query):
            for value, count in stories.repeated(kin.stories, base & kin.all, values.of_cases(kin.all)).items():
                found[value] -= count
        return found

    # --- in which order

    def ranked(self, query: Query, bits: int) -> list[int]:
        """The keys of the cases, the best first; without words in the order they were added."""
        best, _ = self.best(query, bits)
        return [*best, *members(bits & ~bitmap(best))]

    def best(self, query: Query, bits: int) -> tuple[list[int], ranking.Looked | None]:
        """The best of the cases, the best first, and what was seen of them; none when the query has no words."""
        asked = self.asked(query, bits)
        return ranking.best(self._read, self.text, asked, bits, self.view.all.bit_count()) if asked else ([], None)

    def ordered(self, best: Sequence[int], bits: int, wanted: int) -> tuple[list[int], Ids]:
        """The first keys wanted, the best cases before the others, and the ids of all of them."""
        rest = bits & ~bitmap(best)
        more = max(0, wanted - len(best))
        keys = [*best, *(first(rest, more) if more <= _FEW else members(rest)[:more])]
        return keys, Ids([self.view.ids[key] for key in best], self.view.ids, rest)

    def _read(self, keys: Sequence[int]) -> dict[int, Glance]:
        return self._kept.read(self._raw, tuple(map(self.view.changed, glance.MOMENT)), keys)

    def asked(self, query: Query, bits: int = -1) -> tuple[Asked, ...]:
        """The words cases are judged by, without those that none of the cases in `bits` holds."""
        if not bits:
            return ()
        made = []
        judged = _judged(query)
        # where nothing in Unicode is told apart that these words could be written with, the quicker way serves as well
        strict = self._strict if any(self._told_apart(word) for word, _ in judged) else None
        for word, field in judged:
            variants = self.variants(word)
            held = 0
            for variant in variants:
                held |= self.text.standing(variant, field)
            if variants and (held & bits or bits == -1):
                made.append(Asked(word, field, variants, held, strict, self.exact(word), self.options.thousands))
        return tuple(made)

    def why(self, key: int, query: Query) -> tuple[str, ...]:
        """What counted for a case, in words."""
        asked = self.asked(query)
        if not asked:
            return ()
        looked = ranking.Looked(asked, self._read([key]))
        counted = looked.reasons(key, ranking.rarities(asked, self.view.all.bit_count()))
        counted.sort(key=lambda reason: -reason.counted)
        return (f"共 {sum(r.counted for r in counted):.1f} 分", *map(ranking.said, counted)) if counted else ()

    def lines(self, key: int, query: Query) -> tuple[Line, ...]:
        """Every hit of a query in one case."""
        return concordance.lines(self._raw, key, self._marked(query), self._strict, plain=self.options.thousands)

    def marks(self, query: Query, text: str) -> tuple[Mark, ...]:
        """Where the query's words stand in any text."""
        return snippets.marks(self._marked(query), text, self._strict, plain=self.options.thousands)

    def _marked(self, query: Query) -> list[str]:
        forms = self.exact if self._strict else self.variants
        return list(dict.fromkeys(form for word, _ in _judged(query) for form in forms(word)))

    def variants(self, word: str) -> tuple[str, ...]:
        """What a word is looked for as, folded."""
        return variants(word, self.options, self._groups)

    def exact(self, word: str) -> tuple[str, ...]:
        """What a word must stand there as, folded only as far as is wanted; none when everything is overlooked."""
        if self._strict is None:
            return ()
        return tuple(dict.fromkeys(map(self._strict, printed(word, self.options, self._groups))))

    def _told_apart(self, word: str) -> bool:
        return self._strict is not None and bool(self._strict.others(self.exact(word)))

    # --- clause by clause

    def _clause(self, clause: Clause, depth: int) -> int:
        if (clause, depth) not in self._answers:
            bits = 0
            for operand in clause.any:
                bits |= self._operand(operand, depth)
            self._answers[clause, depth] = self.view.all & ~bits if clause.negated else bits
        return self._answers[clause, depth]

    def _operand(self, operand: Operand, depth: int) -> int:
        if isinstance(operand, Group):
            return self.matching(operand.query, depth)
        if isinstance(operand, Near):
            return self._near(operand)
        if isinstance(operand, Compare):
            return comparing(operand, self.view.part("results").results) & self.view.all
        if operand.field is None or operand.field in WORDED:
            return self._words(operand)
        if operand.field == "shelf":
            return self._shelf(operand.value, depth)
        return self.view.matching(operand)

    def _shelf(self, name: str, depth: int) -> int:
        part = self.view.part("shelves")
        bits = part.values["shelf"].get(name)
        if name in part.queries and depth < _DEEPEST:
            bits |= self.matching(parse(part.queries[name]), depth + 1)
        return bits

    def _words(self, term: Term) -> int:
        wanted = self.variants(term.value)
        if not wanted:
            return self.view.all
        bits = 0
        for one in wanted:
            bits |= self.text.standing(one, term.field)
        if self._strict is None:
            return bits
        return self.text.exactly(bits, self.exact(term.value), term.field, self._strict)

    def _near(self, asked: Near) -> int:
        words_asked = [word for word in asked.words if self.variants(word)]
        wanted = [self.variants(word) for word in words_asked]
        bits = self.view.all
        for each in wanted:
            anywhere = 0
            for one in each:
                anywhere |= self.text.standing(one)
            bits &= anywhere
        if isinstance(asked.within, int) and all(len(each) == 1 for each in wanted):
            bits &= self.text.near(tuple(each[0] for each in wanted), asked.within)
        if len(wanted) < 2:
            return bits
        fold = self._strict or words.flat
        if self._strict:
            wanted = [self.exact(word) for word in words_asked]
        read = self.text.read(bits, str)
        return bitmap(
            [
                entry.key
                for entry in read
                if any(near(run, wanted, asked.within, fold) for run in entry.runs(plain=self.options.thousands))
            ]
        )


def asks_kin(query: Query) -> bool:
    """Whether a query asks for cases told more than once, and so for all of them."""
    return any(
        isinstance(one, Term) and one.field == "has" and one.value == HAS["kin"]
        for clause in query.clauses if not clause.negated for one in clause.any
    )  # fmt: skip


def _judged(query: Query) -> list[tuple[str, str | None]]:
    judged: list[tuple[str, str | None]] = []
    for clause in query.clauses:
        for operand in clause.any if not clause.negated else ():
            if isinstance(operand, Group):
                judged += _judged(operand.query)
            elif isinstance(operand, Near):
                judged += [(word, None) for word in operand.words]
            elif isinstance(operand, Term) and (operand.field is None or operand.field in WORDED):
                judged.append((operand.value, operand.field))
    return list(dict.fromkeys(judged))
