"""Whatever is done to a library, in whatever order: it says what a plain model says, and every step can be undone."""

import copy
import random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.services.arranging import Edit
from app.services.library import Library
from tests.db.making import draft, paper, tables

TAGS = ("甲", "甲/一", "甲/二", "乙", "丙")
TEXT = "门诊推行一站式服务，排队时间由四十分钟降到十二分钟，群众说好。"
COLOURS = ("yellow", "blue", "green", "pink")


class Plain:
    """What is in a library, as simply as it can be said."""

    def __init__(self):
        self.cases = {}
        self.notes = {}
        self.shelves = {}

    def copy(self):
        return copy.deepcopy(self.__dict__)


def said(library):
    """The same of a real library, asked the way the window asks."""
    cases = {}
    for case in library.cases(library.find("").ids):
        settled = frozenset((theme.id, theme.status) for theme in case.themes)
        cases[case.id] = {
            "title": case.title, "starred": case.starred, "tags": frozenset(case.tags), "year": case.year,
            "themes": settled,
        }  # fmt: skip
    notes = {note.id: (note.case_id, note.text, note.colour, note.start, note.tags) for note in library.notes()}
    shelves = {shelf.id: (shelf.name, shelf.parent_id) for shelf in library.shelves()}
    held = {shelf.id: frozenset(library.find(f"书架:{shelf.path}").ids) for shelf in library.shelves()}
    return cases, notes, {id_: (*shelves[id_], held[id_]) for id_ in shelves}


class LibraryMachine(RuleBasedStateMachine):
    """Deeds in any order; `done` and `undone` hold the model before and after each."""

    @initialize()
    def open(self):
        import tempfile
        from pathlib import Path

        self.folder = tempfile.TemporaryDirectory()
        self.library = Library.open(Path(self.folder.name) / "模型.xinglin")
        self.theme = next(theme.id for theme in self.library.themes() if theme.parent)
        self.model, self.done, self.undone, self.count = Plain(), [], [], 0
        self.beginning = tables(self.library.store)

    def teardown(self):
        if not hasattr(self, "library"):
            return
        end, steps = tables(self.library.store), len(self.done)
        for _ in range(steps):
            assert self.library.undo()
        assert self.library.undo() is None
        assert tables(self.library.store) == self.beginning
        for _ in range(steps):
            assert self.library.redo()
        assert tables(self.library.store) == end
        self.library.close()
        self.folder.cleanup()

    def step(self, before):
        """One deed was one step with a name."""
        self.done.append(before)
        self.undone = []
        assert len(self.library.steps()[0]) == len(self.done)
        assert self.library.undo_label

    def some(self, data, ids, most=4):
        return data.draw(st.lists(st.sampled_from(sorted(ids)), min_size=1, max_size=most, unique=True))

    @rule(many=st.integers(1, 5))
    def import_(self, many):
        before, self.count = self.model.copy(), self.count + 1
        ids = self.library.add_document(paper(self.count), [draft(f"{self.count}之{n}", TEXT) for n in range(many)])
        for number, id_ in enumerate(ids):
            self.model.cases[id_] = {
                "title": f"{self.count}之{number}", "starred": False, "tags": frozenset(), "year": None,
                "themes": frozenset(),
            }  # fmt: skip
        self.step(before)

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data())
    def delete(self, data):
        ids, before = self.some(data, self.model.cases), self.model.copy()
        self.library.delete_cases(ids)
        for id_ in ids:
            del self.model.cases[id_]
        self.model.notes = {id_: note for id_, note in self.model.notes.items() if note[0] not in ids}
        self.model.shelves = {
            id_: (name, above, held - set(ids)) for id_, (name, above, held) in self.model.shelves.items()
        }
        self.step(before)

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data(), tag=st.sampled_from(TAGS), on=st.booleans())
    def tag(self, data, tag, on):
        ids, before = self.some(data, self.model.cases), self.model.copy()
        self.library.tag(ids, [tag] if on else [], [] if on else [tag])
        for id_ in ids:
            tags = self.model.cases[id_]["tags"]
            self.model.cases[id_]["tags"] = tags | {tag} if on else tags - {tag}
        self.step(before)

    @rule(old=st.sampled_from(TAGS), new=st.sampled_from(("丁", "乙", "丁/三")))
    def rename_tag(self, old, new):
        if old == new:
            return
        before = self.model.copy()

        def called(tag):
            return new + tag[len(old) :] if tag == old or tag.startswith(f"{old}/") else tag

        self.library.rename_tag(old, new)
        for case in self.model.cases.values():
            case["tags"] = frozenset(map(called, case["tags"]))
        for id_, note in self.model.notes.items():
            self.model.notes[id_] = (*note[:4], tuple(sorted(set(map(called, note[4])))))
        self.step(before)

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data(), year=st.integers(2015, 2024), star=st.sampled_from((None, True, False)))
    def bulk(self, data, year, star):
        ids, before = self.some(data, self.model.cases, most=9), self.model.copy()
        shelves = self.some(data, self.model.shelves, most=1) if self.model.shelves else []
        edit = Edit(add_tags=("甲/一",), remove_tags=("乙",), year=year, starred=star, put=tuple(shelves))
        self.library.edit_cases(ids, edit)
        for id_ in ids:
            case = self.model.cases[id_]
            case["tags"], case["year"] = (case["tags"] | {"甲/一"}) - {"乙"}, year
            case["starred"] = case["starred"] if star is None else star
        self.put(shelves, ids)
        self.step(before)

    def put(self, shelves, ids):
        for one in shelves:
            shelf = one
            while shelf is not None:
                name, above, held = self.model.shelves[shelf]
                self.model.shelves[shelf] = (name, above, held | set(ids))
                shelf = above

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data(), on=st.booleans())
    def settle_theme(self, data, on):
        ids, before = self.some(data, self.model.cases), self.model.copy()
        self.library.settle_themes(ids, self.theme, on)
        for id_ in ids:
            self.model.cases[id_]["themes"] = frozenset({(self.theme, "user")}) if on else frozenset()
        self.step(before)

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data(), start=st.integers(0, 9), colour=st.sampled_from(COLOURS), tag=st.sampled_from(TAGS))
    def highlight(self, data, start, colour, tag):
        [id_], before = self.some(data, self.model.cases, most=1), self.model.copy()
        note = self.library.highlight(id_, start, start + 6, colour, "看法", [tag])
        self.model.notes[note.id] = (id_, "看法", colour, start, (tag,))
        self.step(before)

    @rule(words=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=9))
    def note(self, words):
        before = self.model.copy()
        note = self.library.add_note(None, words)
        self.model.notes[note.id] = (None, words, "yellow", None, ())
        self.step(before)

    @precondition(lambda self: self.model.notes)
    @rule(data=st.data(), colour=st.sampled_from(COLOURS))
    def change_note(self, data, colour):
        [id_], before = self.some(data, self.model.notes, most=1), self.model.copy()
        changed = self.library.change_note(id_, text="改过的话", colour=colour)
        note = self.model.notes[id_]
        self.model.notes[id_] = (note[0], "改过的话", colour, *note[3:])
        assert changed.text == "改过的话"
        self.step(before)

    @precondition(lambda self: self.model.notes)
    @rule(data=st.data())
    def delete_notes(self, data):
        ids, before = self.some(data, self.model.notes), self.model.copy()
        self.library.delete_notes(ids)
        for id_ in ids:
            del self.model.notes[id_]
        self.step(before)

    @precondition(lambda self: len(self.model.shelves) < 7)
    @rule(data=st.data())
    def add_shelf(self, data):
        before, self.count = self.model.copy(), self.count + 1
        above = data.draw(st.sampled_from([None, *sorted(self.model.shelves)]))
        shelf = self.library.add_shelf_in(above, f"架{self.count}")
        self.model.shelves[shelf.id] = (f"架{self.count}", above, frozenset())
        self.step(before)

    @precondition(lambda self: self.model.shelves)
    @rule(data=st.data())
    def delete_shelf(self, data):
        [id_], before = self.some(data, self.model.shelves, most=1), self.model.copy()
        self.library.delete_shelf(id_)
        gone = {id_}
        while more := {one for one, shelf in self.model.shelves.items() if shelf[1] in gone} - gone:
            gone |= more
        own = self._own()
        self.model.shelves = {one: shelf for one, shelf in self.model.shelves.items() if one not in gone}
        self._hold({one: held for one, held in own.items() if one not in gone})
        self.step(before)

    def _own(self):
        """What each shelf holds by itself, from the library: what folders hold together is the model's to add up."""
        with self.library.store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT shelves.id, cases.id FROM shelf_cases JOIN shelves ON shelves.key = shelf_key"
                " JOIN cases ON cases.key = case_key"
            ).all()
        own = {shelf: set() for shelf in self.model.shelves}
        for shelf, case in rows:
            own[shelf].add(case)
        return own

    def _hold(self, own):
        self.model.shelves = {one: (*shelf[:2], frozenset()) for one, shelf in self.model.shelves.items()}
        for shelf, held in own.items():
            self.put([shelf], held)

    @precondition(lambda self: len(self.model.shelves) > 1)
    @rule(data=st.data())
    def move_shelf(self, data):
        [id_], before = self.some(data, self.model.shelves, most=1), self.model.copy()
        own, below = self._own(), {id_}
        while more := {one for one, shelf in self.model.shelves.items() if shelf[1] in below} - below:
            below |= more
        above = data.draw(st.sampled_from([None, *sorted(set(self.model.shelves) - below)]))
        self.library.move_shelf(id_, above)
        self.model.shelves[id_] = (self.model.shelves[id_][0], above, frozenset())
        self._hold(own)
        self.step(before)

    @precondition(lambda self: self.done)
    @rule(times=st.integers(1, 4))
    def undo(self, times):
        for _ in range(min(times, len(self.done))):
            self.undone.append(self.model.copy())
            self.model.__dict__.update(self.done.pop())
            assert self.library.undo()

    @precondition(lambda self: self.undone)
    @rule(times=st.integers(1, 4))
    def redo(self, times):
        for _ in range(min(times, len(self.undone))):
            self.done.append(self.model.copy())
            self.model.__dict__.update(self.undone.pop())
            assert self.library.redo()

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def go_back_several_at_once(self, data):
        back = data.draw(st.integers(1, len(self.done)))
        assert self.library.turn_to(self.library.steps()[0][back - 1].id) == back
        for _ in range(back):
            self.undone.append(self.model.copy())
            self.model.__dict__.update(self.done.pop())

    @invariant()
    def the_library_says_what_the_model_says(self):
        if hasattr(self, "library"):
            cases, notes, shelves = said(self.library)
            assert cases == self.model.cases
            assert notes == self.model.notes
            assert shelves == self.model.shelves


TestLibrary = LibraryMachine.TestCase
TestLibrary.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


def deed(library, chance, number):
    """One named change of any kind."""
    ids = list(library.find("", limit=0, facets=False).ids)
    notes = [note.id for note in library.notes()]
    shelves = [shelf.id for shelf in library.shelves()]
    if number % 9 == 0 or not ids:
        library.add_document(paper(f"再{number}"), [draft(f"{number}之{n}", TEXT) for n in range(3)])
        return
    some = chance.sample(ids, min(len(ids), 4))
    choices = [
        lambda: library.highlight(some[0], 1, 7, chance.choice(COLOURS), f"记{number}", ["甲"]),
        lambda: library.add_note(some[0], f"话{number}"),
        lambda: library.tag(some, [f"甲/{number}"]),
        lambda: library.add_shelf_in(chance.choice([None, *shelves]), f"架{number}"),
        lambda: library.settle_themes(some, library.themes()[3].id, on=True),
        lambda: library.edit_cases(some, Edit(add_tags=("乙",), starred=True, year=2000 + number % 25)),
        lambda: library.rename_case(some[0], f"题{number}"),
        lambda: library.set_synonyms([("医联体", f"联合体{number}")]),
        lambda: library.join(some[:2]) if len(some) > 1 else library.star(some, on=True),
        lambda: library.add_theme(f"主题{number}", None, some),
    ]
    if notes:
        choices += [
            lambda: library.change_note(chance.choice(notes), text=f"改{number}", tags=[f"丙{number}"]),
            lambda: library.delete_notes(notes[:1]),
        ]
    if shelves:
        choices += [lambda: library.put(chance.choice(shelves), some), lambda: library.rename_shelf(shelves[0], "新")]
    if len(ids) > 12:
        choices.append(lambda: library.delete_cases(some[:2]))
    chance.choice(choices)()


def test_more_than_two_hundred_steps_of_every_kind_are_undone_and_done_again(tmp_path):
    library = Library.open(tmp_path / "长.xinglin")
    chance = random.Random(7)
    states = [tables(library.store)]
    while len(library.steps()[0]) < 240:
        deed(library, chance, len(states))
        if len(library.steps()[0]) == len(states):
            states.append(tables(library.store))
    done, _ = library.steps()
    assert len({step.label for step in done}) > 10
    assert all(step.label for step in done)
    for before in reversed(states[:-1]):
        assert library.undo()
        assert tables(library.store) == before
    for after in states[1:]:
        assert library.redo()
        assert tables(library.store) == after
    assert library.turn_to(library.steps()[0][-1].id) == 240
    assert tables(library.store) == states[0]
    library.close()
