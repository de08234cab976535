"""A plan's tasks with the cases that answer them: what is suggested and why, what a person decided, what is missing.

Every sentence of a reason is made here, from what `app.services.matching` found in common. Knows the open library and
the sheet; no SQL, no window.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from app.formats.paragraphs import paragraph_at
from app.services import attesting, matching
from app.services.attesting import Sentence
from app.services.matching import Match, Profile, Weighing
from app.task import QUIET, Cancelled, Task
from app.wording import place
from db import taskings

if TYPE_CHECKING:
    from app.extract.taught import Taught
    from app.services.library import Library
    from db.records import Case
    from db.taskings import Decision, PlanHead, Verdict

Standing = Literal["accepted", "suggested", "possible", "rejected"]
ORDER: tuple[Standing, ...] = ("accepted", "suggested", "possible", "rejected")
LIKELY = 12
"""Cases worth a look that are told of one task."""
_KEPT = 4000
"""Profiles kept in memory."""
_NAMED = 3
_DIRECTIONS = {"theme": 3, "practice": 2, "words": 5}
_SHORT, _LONG = 2, 8
"""Letters of a word one can look for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A case as the answer to a task."""

    case_id: str
    title: str
    where: str
    """Owner, place and year in one line."""
    short: str
    """Who it is in few characters."""
    standing: Standing
    score: float = 0.0
    why: str = ""
    quote: str = ""
    start: int = 0
    end: int = 0
    paragraph: int | None = None
    gone: bool = False
    """The case was deleted; only the decision is left."""
    good: bool = False
    """Whether it would be suggested if nobody had decided."""


@dataclass(frozen=True, slots=True)
class Direction:
    """Something to look for: a field and value as a filter takes them, and how many cases have it."""

    field: Literal["theme", "practice", "words"]
    value: str
    name: str
    count: int


@dataclass(frozen=True)
class TaskAnswers:
    """One task with its answers, the decided and the likeliest first."""

    id: str
    number: int | None
    title: str
    text: str
    responsible: str
    answers: tuple[Answer, ...]
    directions: tuple[Direction, ...]

    @property
    def shown(self) -> tuple[Answer, ...]:
        """Those that count: accepted or suggested, and still there."""
        return tuple(one for one in self.answers if one.standing in ("accepted", "suggested") and not one.gone)

    @property
    def name(self) -> str:
        """Number and title."""
        return f"{self.number} {self.title}" if self.number is not None else self.title


@dataclass(frozen=True)
class Matched:
    """A plan laid beside the cases of a library."""

    plan: PlanHead
    tasks: tuple[TaskAnswers, ...]
    among: int
    """How many cases were looked at."""
    whole: bool = False
    """The plan has no tasks and is answered as one."""
    part: bool = False
    """Only some cases of the library were looked at."""
    early: bool = False
    """The index does not know many cases yet: what only their words tell is not found."""

    @property
    def missing(self) -> str:
        """What is said of a task without a case."""
        return "所选案例里没有" if self.part else "库中没有案例"

    @property
    def gaps(self) -> tuple[TaskAnswers, ...]:
        """Tasks that no case answers."""
        return tuple(task for task in self.tasks if not task.shown)


@dataclass(frozen=True, slots=True)
class Serving:
    """A case with the tasks it serves."""

    case_id: str
    title: str
    where: str
    tasks: tuple[tuple[TaskAnswers, Answer], ...]


class Profiles:
    """Profiles of cases, made once as long as a case stays what it is."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, Profile]] = OrderedDict()

    def of(self, case: Case, taught: Taught) -> Profile:
        """A case's profile."""
        said = (case.title, case.text, case.owner, case.themes, case.practices, case.responsible, id(taught.weights))
        stamp = hash(said)
        kept = self._kept.get(case.id)
        if kept is None or kept[0] != stamp:
            kept = (stamp, matching.profile(case, taught))
            self._kept[case.id] = kept
        self._kept.move_to_end(case.id)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return kept[1]


def plans(library: Library) -> tuple[PlanHead, ...]:
    """The plans there are."""
    with library.reading() as connection:
        return taskings.plans(connection)


def plan_of(library: Library, case_ids: Sequence[str]) -> str | None:
    """The first plan that is, or has a task, among these cases."""
    with library.reading() as connection:
        known = taskings.plans_of(connection)
    return next((known[one] for one in case_ids if one in known), None)


def decide(library: Library, task_id: str, case_ids: Sequence[str], status: Verdict | None) -> None:
    """A person takes cases as answers to a task, or does not; None takes that back. One step that can be undone."""
    if not case_ids:
        return
    labels = {"accepted": "采用为任务的案例", "rejected": "不作为任务的案例", None: "撤回任务的取舍"}
    with library.writing(labels[status]) as (connection, touched):
        taskings.decide(connection, task_id, case_ids, status)
        touched.update(case_ids)


def match(
    library: Library,
    plan_id: str,
    case_ids: Collection[str] | None = None,
    profiles: Profiles | None = None,
    task: Task = QUIET,
) -> Matched | None:
    """Lay a plan beside the cases of a library, or beside some of them.

    Returns:
        The tasks in the plan's order; None when the plan is gone.

    Raises:
        Cancelled: the task was stopped.
    """
    known = profiles or Profiles()
    with library.searching(task) as (connection, search):
        plan = next((one for one in taskings.plans(connection) if one.id == plan_id), None)
        if plan is None:
            return None
        ids = taskings.task_ids(connection, plan_id) or (plan_id,)
        decided = taskings.decisions(connection, ids)
        tasks = library.cases(ids)
        taught = library.taught()
        wanted = {one.id: known.of(one, taught) for one in tasks}
        weighing = Weighing(search, matching.answering(search, case_ids), wanted.values())
        chosen = {one.id: [search.view.ids[key] for key in weighing.candidates(wanted[one.id])] for one in tasks}
        titles = taskings.titles(connection, {one.case_id for one in decided})
        every = {case_id: None for some in chosen.values() for case_id in some} | dict.fromkeys(titles)
        cases: dict[str, tuple[Case, Profile]] = {}
        for at, case in enumerate(library.cases(list(every))):
            _check(task)
            task.step(at, len(every))
            cases[case.id] = (case, known.of(case, taught))
        names = search.view.part("taxonomy").names
        laid = []
        weighed: dict[str, dict[str, Match]] = {}
        for one in tasks:
            _check(task)
            mine = [d for d in decided if d.task_id == one.id]
            asked = {*chosen[one.id], *(d.case_id for d in mine)}
            weighed[one.id] = {key: weighing.weigh(wanted[one.id], cases[key][1]) for key in asked if key in cases}
            laid.append(_Told(one, wanted[one.id], weighing, names).answered(cases, weighed[one.id], mine))
        among, part = weighing.among.bit_count(), weighing.among != matching.answering(search, None)
        answered = _attested(laid, cases, weighed)
        return Matched(plan, answered, among, whole=ids == (plan_id,), part=part, early=weighing.early)


def decided(matched: Matched, task_id: str, case_id: str, status: Verdict | None) -> Matched:
    """What a decision will make of it, in the order it stands in now: for showing it before it is written."""

    def changed(answer: Answer) -> Answer:
        back: Standing = "suggested" if answer.good else "possible"
        return replace(answer, standing=status or back) if answer.case_id == case_id else answer

    tasks = (
        replace(one, answers=tuple(map(changed, one.answers))) if one.id == task_id else one for one in matched.tasks
    )
    return replace(matched, tasks=tuple(tasks))


def serving(matched: Matched, case_ids: Collection[str] | None = None) -> tuple[Serving, ...]:
    """The reverse: every case with the tasks it serves, those that serve most first."""
    found: dict[str, list[tuple[TaskAnswers, Answer]]] = {}
    for task in matched.tasks:
        for answer in task.shown:
            if case_ids is None or answer.case_id in case_ids:
                found.setdefault(answer.case_id, []).append((task, answer))
    made = [Serving(key, some[0][1].title, some[0][1].where, tuple(some)) for key, some in found.items()]
    return tuple(sorted(made, key=lambda one: (-len(one.tasks), one.title)))


def _check(task: Task) -> None:
    if task.stopped():
        raise Cancelled


def _attested(
    laid: Sequence[TaskAnswers],
    cases: Mapping[str, tuple[Case, Profile]],
    weighed: Mapping[str, Mapping[str, Match]],
) -> tuple[TaskAnswers, ...]:
    """The tasks with the sentence of each answer, no sentence for two tasks that it can be told apart for."""
    asking: defaultdict[str, tuple[dict[str, Sequence[Sentence]], ...]] = defaultdict(lambda: ({}, {}))
    for task in laid:
        for answer in task.answers:
            if not answer.gone:
                case, profile = cases[answer.case_id]
                match_ = weighed[task.id][answer.case_id]
                found = attesting.sentences(case.text, profile, match_.themes, match_.words)
                asking[answer.case_id][answer.standing not in ("accepted", "suggested")][task.id] = found
    given = {case_id: attesting.dealt(groups) for case_id, groups in asking.items()}

    def quoted(task: TaskAnswers, answer: Answer) -> Answer:
        told = given.get(answer.case_id, {}).get(task.id)
        if told is None or answer.gone:
            return answer
        text = cases[answer.case_id][0].text
        quote, paragraph = text[told.start : told.end].strip(), paragraph_at(text, told.start)
        return replace(answer, quote=quote, start=told.start, end=told.end, paragraph=paragraph)

    return tuple(replace(task, answers=tuple(quoted(task, one) for one in task.answers)) for task in laid)


class _Told:
    """Puts one task's answers into words."""

    def __init__(self, task: Case, profile: Profile, weighing: Weighing, names: Mapping[str, str]) -> None:
        self._task, self._profile, self._weighing, self._names = task, profile, weighing, names

    def answered(
        self, cases: Mapping[str, tuple[Case, Profile]], matches: Mapping[str, Match], decided: Sequence[Decision]
    ) -> TaskAnswers:
        """The task with its answers."""
        said = {one.case_id: one.status for one in decided}
        good = matching.suggested(matches)
        standing: dict[str, Standing] = {key: said.get(key, "suggested") for key in good}
        worth = [key for key in matches if matches[key].score >= matching.POSSIBLE and key not in good]
        worth.sort(key=lambda key: (-matches[key].score, key))
        standing |= {key: said.get(key, "possible") for key in worth[: matching.MOST + LIKELY - len(good)]}
        standing |= said
        answers = [
            replace(self._answer(cases[key][0], matches[key], state), good=key in good)
            if key in matches
            else Answer(key, "（案例已删除）", "", "已删除", state, gone=True)
            for key, state in standing.items()
        ]
        answers.sort(key=lambda answer: (ORDER.index(answer.standing), -answer.score, answer.title))
        task = self._task
        return TaskAnswers(
            task.id, task.number, task.title, matching.body_of(task), task.responsible or "", tuple(answers),
            tuple(self._directions()),
        )  # fmt: skip

    def _answer(self, case: Case, match_: Match, standing: Standing) -> Answer:
        where = " · ".join(part for part in (case.owner or "", place(case.region), str(case.year or "")) if part)
        return Answer(case.id, case.title, where, _short(case), standing, match_.score, self._why(match_))

    def _why(self, match_: Match) -> str:
        themes = [self._names.get(theme, theme) for theme in match_.themes[:_NAMED]]
        words = [word.replace("…", "……") for word in match_.words[: _NAMED + 1]]
        told = (("主题", themes), ("做法", list(match_.practices[:_NAMED])), ("用词", words))
        parts = [f"同{name}：{'、'.join(some)}" for name, some in told if some]
        if match_.bodies:
            parts.append(f"责任单位相同：{'、'.join(match_.bodies[:_NAMED])}")
        return "；".join(parts) or "没有明显的共同之处"

    def _directions(self) -> list[Direction]:
        """What one would look for to find more."""
        strongest = sorted(self._profile.themes, key=lambda theme: -self._strength(theme))
        made = [
            Direction("theme", theme, self._names.get(theme, theme), self._weighing.with_theme(theme))
            for theme in strongest[: _DIRECTIONS["theme"]]
        ]
        names = sorted(self._profile.practices)[: _DIRECTIONS["practice"]]
        made += [Direction("practice", name, name, self._weighing.with_practice(name)) for name in names]
        told = " ".join(direction.name for direction in made)
        words = sorted(self._profile.words, key=lambda word: (-self._profile.words[word], word))
        plain = [w for w in words if "…" not in w and _SHORT <= len(w) <= _LONG and w not in told]
        apart = [w for at, w in enumerate(plain) if not any(w in other or other in w for other in plain[:at])]
        made += [
            Direction("words", word, word, self._weighing.holding(word).bit_count())
            for word in apart[: _DIRECTIONS["words"]]
        ]
        return made

    def _strength(self, theme: str) -> float:
        return self._profile.themes[theme] * (2 if theme in self._profile.titled else 1)


def _short(case: Case) -> str:
    """Who a case is of, in few characters: the owner, else the title."""
    return case.site or case.owner or case.title
