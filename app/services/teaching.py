"""What a person teaches a library: themes set and taken away, themes of one's own, names of practices.

Every correction is a lesson that is counted with the change it belongs to, so that undo takes back both. What follows
from the lessons (`app.extract.taught`) is used at the next import, or at once on demand. No SQL, no words for people
but labels of steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.messages import Trouble
from app.services.questions import Questions
from app.task import QUIET, Cancelled, Task
from db import cases, lessons, practices, themes
from db.records import ThemeNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from app.extract.taught import Counts, Rules, Taught
    from db.engine import Moment
    from db.practices import Named
    from db.records import Case, CaseDraft, DocumentDraft, Theme

SAMPLES = 120
"""So many cases tell how common a word is."""
LONGEST = 40
"""Letters in a name that a person gives."""
_AT_ONCE = 50
_LOOKED_AT = 100_000


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of one theme: how often, and the words that say most, each with what it adds."""

    theme: str
    name: str
    wanted: int
    unwanted: int
    words: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging anew did."""

    cases: int
    changed: int
    added: int
    removed: int


class Teaching(Questions):
    """The part of a library that learns."""

    if TYPE_CHECKING:

        def _writing(self, label: str) -> AbstractContextManager[tuple[Moment, set[str]]]: ...

    # --- themes on cases

    def settle_theme(self, case_id: str, theme_id: str, on: bool) -> None:
        """A person says that a case has a theme, or has it not; no later run changes that, and it is a lesson."""
        self.settle_themes([case_id], theme_id, on)

    def settle_themes(self, case_ids: Sequence[str], theme_id: str, on: bool) -> None:
        """The same of several cases, as one step."""
        with self._writing("确认主题" if on else "移除主题") as (connection, touched):
            touched.update(settle(connection, case_ids, theme_id, on=on))

    def taught(self) -> Taught:
        """What understanding is to know of this library's lessons and of its names for practices."""
        from app.extract import taught

        with self._reading() as connection:
            counted = lessons.counted(connection)
            rules = practices.rules(connection)
            known = {theme.id for theme in themes.every(connection)}
            texts, had = lessons.samples(connection, SAMPLES) if counted else ([], [])
        counts = {theme: _counts(told) for theme, told in counted.items() if theme in known}
        return taught.weigh(counts, taught.Sample(texts, had), rules) if counts or rules else taught.NOTHING

    def learned(self) -> tuple[Learned, ...]:
        """What was learned, theme by theme in the order of the taxonomy."""
        weights = self.taught().weights
        with self._reading() as connection:
            counted = lessons.counted(connection)
            every = themes.every(connection)
        return tuple(
            Learned(
                theme.id,
                theme.name,
                *counted[theme.id].get("", (0, 0)),
                tuple(sorted(weights.get(theme.id, {}).items(), key=lambda pair: (-abs(pair[1]), pair[0]))),
            )
            for theme in every
            if theme.id in counted
        )

    def forget_lessons(self, theme_ids: Sequence[str] | None = None) -> None:
        """Unlearn what was learned of these themes, or everything; what is on cases stays."""
        with self._writing("忘掉学到的主题") as (connection, _):
            lessons.forget(connection, theme_ids)

    def judge_themes(self, case_ids: Sequence[str] | None = None, task: Task = QUIET) -> Judged:
        """Judge again, by what was learned, the themes that no person settled; without ids on all cases.

        Raises:
            Cancelled: the person asked to stop; nothing was changed.
        """
        from app.extract.taught import NOTHING

        taught = self.taught()
        with self._reading(task) as connection:
            wanted = list(case_ids) if case_ids is not None else cases.every_id(connection)
        changes: dict[str, dict[str, Theme | None]] = {}
        for at in range(0, len(wanted), _AT_ONCE):
            task.step(at, len(wanted))
            some = wanted[at : at + _AT_ONCE]
            with self._reading(task) as connection:
                keys = cases.keys(connection, some)
                read = list(_read(connection, list(keys)))
                standing = lessons.standing(connection, keys.values())
                tasks = {c.id: _tasks(connection, c) for c in read if c.kind == "plan"}
            for case in read:
                _check(task)
                there = standing.get(keys[case.id], {})
                text = _frame(case, tasks.get(case.id, ()))
                if judged := _judged(text, case, there, (NOTHING, taught)):
                    changes[case.id] = judged
        task.step(len(wanted), len(wanted))
        if changes:
            with self._writing("按已学到的重新判断主题") as (connection, touched):
                for case_id, key in cases.keys(connection, list(changes)).items():
                    touched.add(case_id)
                    lessons.judge(connection, key, changes[case_id])
        each = [theme for judged in changes.values() for theme in judged.values()]
        gone = sum(theme is None for theme in each)
        return Judged(len(wanted), len(changes), len(each) - gone, gone)

    # --- themes of one's own

    def add_theme(self, name: str, parent: str | None = None, case_ids: Sequence[str] = ()) -> ThemeNode:
        """A new theme, on these cases; it stands below another one, or beside the tops.

        Raises:
            Trouble: no name, or one that is there already.
        """
        told = _name(name)
        with self._writing(f"新建主题“{told}”") as (connection, touched):
            _free(themes.every(connection), told)
            made = themes.add(connection, cases.new_id(), told, parent)
            touched.update(settle(connection, case_ids, made.id, on=True))
            return made

    def rename_theme(self, theme_id: str, name: str) -> None:
        """Give an own theme another name."""
        told = _name(name)
        with self._writing(f"主题改名为“{told}”") as (connection, touched):
            _free([theme for theme in themes.every(connection) if theme.id != theme_id], told)
            touched.update(themes.rename(connection, theme_id, told))

    def delete_theme(self, theme_id: str) -> None:
        """Take an own theme away, from all cases too, with what was learned of it; those below move up."""
        with self._writing("删除主题") as (connection, touched):
            touched.update(themes.remove(connection, theme_id))
            lessons.forget(connection, [theme_id])

    # --- practices

    def practices(self) -> tuple[Named, ...]:
        """All practices' names, those in most cases first."""
        with self._reading() as connection:
            found = practices.every(connection)
        return tuple(sorted(found, key=lambda one: (-one.cases, -one.open, one.name)))

    def merge_practices(self, names: Sequence[str], into: str) -> None:
        """Call these practices by one name, here and in all that comes; the words they stand in are kept."""
        told = _name(into)
        others = [name for name in names if name != told]
        label = f"合并 {len(others)} 种做法到“{told}”" if len(others) > 1 else f"合并做法“{''.join(others)}”到“{told}”"
        self._rename_practices([*others, told], told, label)

    def rename_practice(self, name: str, new: str) -> None:
        """Give a practice another name; where that name is there already, the two are one."""
        told = _name(new)
        if told != name:
            self._rename_practices([name], told, f"做法“{name}”改名为“{told}”")

    def _rename_practices(self, names: Sequence[str], into: str, label: str) -> None:
        with self._writing(label) as (connection, touched):
            touched.update(cases.ids(connection, practices.cases_of(connection, [*names, into])))
            practices.merge(connection, names, into)

    def hide_practices(self, names: Sequence[str], on: bool) -> None:
        """Show practices nowhere in the library, or show them again."""
        what = f"做法“{names[0]}”" if len(names) == 1 else f"{len(names)} 种做法"
        with self._writing(f"{'隐藏' if on else '重新显示'}{what}") as (connection, touched):
            touched.update(cases.ids(connection, practices.cases_of(connection, names)))
            practices.hide(connection, names, on=on)


def put(connection: Moment, document: DocumentDraft, drafts: Sequence[CaseDraft], now: str) -> tuple[str, ...]:
    """Store a document with its practices called as this library calls them, and learn from what a person settled.

    Returns:
        The ids of its cases.
    """
    rules: Rules = practices.rules(connection)
    if rules:
        from app.extract.taught import under

        drafts = [under(draft, rules) for draft in drafts]
    if document.origin != "starter":
        learn_from(connection, drafts)
    return cases.add(connection, document, drafts, now)


def learn_from(connection: Moment, drafts: Iterable[CaseDraft]) -> None:
    """The lessons of what a person settled while cases were looked over before they came in."""
    for draft in (one for top in drafts for one in (top, *top.children)):
        for theme in draft.themes:
            if theme.status == "user":
                _teach(connection, draft, theme.id, None, on=True)
        for name in draft.dropped:
            if name.startswith("theme:"):
                _teach(connection, draft, name.removeprefix("theme:"), None, on=False)


def settle(connection: Moment, case_ids: Sequence[str], theme: str, *, on: bool) -> list[str]:
    """Put a theme on cases or take it off, with the lesson.

    Raises:
        errors.NoSuchRecord: one of them is not there.
    """
    found = cases.keys(connection, case_ids)
    for case in _read(connection, list(dict.fromkeys(case_ids))):
        had = lessons.status(connection, found[case.id], theme)
        cases.settle_theme(connection, found[case.id], theme, on=on)
        _teach(connection, case, theme, had, on=on)
    return list(found)


def _teach(connection: Moment, case: CaseDraft, theme: str, had: str | None, *, on: bool) -> None:
    """Count a lesson; the opposite one given before on the same case is taken back."""
    if had == ("user" if on else cases.REMOVED):
        return
    from app.extract.taught import lesson
    from app.extract.themes import evidence_for

    text = case.text[:_LOOKED_AT]
    spoke = [e.word for e in evidence_for(text, case.title, case.owner or "") if e.theme == theme]
    names = [practice.name for practice in case.practices]
    told = lesson(case.title, text, [section.heading for section in case.outline], names, spoke)
    if had in ("user", cases.REMOVED):
        lessons.learn(connection, theme, told, wanted=not on, times=-1)
    lessons.learn(connection, theme, told, wanted=on)


def _read(connection: Moment, ids: Sequence[str]) -> Iterator[Case]:
    for at in range(0, len(ids), _AT_ONCE):
        yield from cases.get(connection, ids[at : at + _AT_ONCE])


def _counts(told: Mapping[str, tuple[int, int]]) -> Counts:
    from app.extract.taught import Counts

    wanted, unwanted = told.get("", (0, 0))
    return Counts(wanted, unwanted, {word: n for word, n in told.items() if word})


def _tasks(connection: Moment, plan: Case) -> tuple[str, ...]:
    ids = cases.ids(connection, cases.children(connection, plan.id))
    return tuple(case.text for case in _read(connection, ids))


def _frame(case: Case, tasks: Iterable[str]) -> str:
    """The words by which a case is judged: a plan by those outside its tasks."""
    text = case.text[:_LOOKED_AT]
    for words in tasks:
        text = text.replace(words, "\n" * len(words), 1)
    return text


def _judged(
    text: str, case: Case, there: Mapping[str, tuple[str, str]], by: tuple[Taught, Taught]
) -> dict[str, Theme | None]:
    """What lessons change about a case; where they change nothing, what stands there is left alone."""
    from app.extract.taught import MARK
    from app.extract.telling import named_at
    from app.extract.themes import find_themes

    plain, taught = by
    heard = set(taught.heard(text, case.title))
    marked = {theme for theme, (_, reason) in there.items() if MARK in reason}
    if not heard | marked:
        return {}
    named = named_at(case.practices)
    before = {t.id: t for t in find_themes(text, case.title, case.owner or "", plain, named)}
    after = {t.id: t for t in find_themes(text, case.title, case.owner or "", taught, named)} if heard else before
    found: dict[str, Theme | None] = {}
    for theme in sorted(heard | marked):
        status, reason = there.get(theme, (None, ""))
        new, old = after.get(theme), before.get(theme)
        if status not in (None, "auto", "suggested") or (theme not in marked and _status(new) == _status(old)):
            continue
        if _status(new) != status or (new is not None and new.reason != reason):
            found[theme] = new
    return found


def _status(theme: Theme | None) -> str | None:
    return theme.status if theme else None


def _check(task: Task) -> None:
    if task.stopped():
        raise Cancelled


def _name(words: str) -> str:
    name = " ".join(words.split())[:LONGEST]
    if not name:
        raise Trouble("name")
    return name


def _free(every: Iterable[ThemeNode], name: str) -> None:
    if any(theme.name == name for theme in every):
        raise Trouble("taken", name)
