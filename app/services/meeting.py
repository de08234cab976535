"""What happens when another library's rows meet this one: what is new, what is there already, what differs.

Nothing stored is ever written over. Where both sides settled something differently, theirs comes in beside ours as a
copy that is marked, or stays out; what only they settled is taken over. Copies have ids made of what they hold, so
that the same package brings them once. Plans and carries out inside a transaction given to it; asks nobody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from app.services.anchoring import Change, fate
from db import cases, kin, packs, practices, shelves, themes

if TYPE_CHECKING:
    from db.engine import Moment
    from db.records import Packed

Row = dict[str, Any]
Differing = Literal["both", "mine"]
"""Of what differs: keep both, or leave theirs out."""
COPY = "导入副本"
FIELDS = {
    "text": "正文", "title": "标题", "kind": "类型", "owner": "单位", "owner_aliases": "别名", "site": "实施地点",
    "speaker_name": "发言人", "speaker_post": "职务", "province": "省", "city": "市", "county": "县", "year": "年份",
    "region_groups": "跨区域", "responsible": "责任单位", "number": "序号", "abstract": "摘要", "awards": "奖项",
}  # fmt: skip
"""What is printed of a case and may have been corrected by a person."""
_SETTLED = ("user", "removed")
_FIGURE = ("metric", "value", "unit", "before", "after", "date", "type", "direction", "bound")
_NOTE = ("kind", "colour", "text", "quote", "tags")


@dataclass(frozen=True, slots=True)
class Clash:
    """A case that both sides have and tell differently."""

    case_id: str
    title: str
    what: tuple[str, ...]


@dataclass
class Plan:
    """What is to be done, in the order of doing it."""

    differing: Differing
    themes: list[Row] = field(default_factory=list)
    documents: list[Row] = field(default_factory=list)
    cases: list[tuple[Row, str, str | None]] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)
    """Ours, and the copy of theirs."""
    settled: list[tuple[str, str, Row]] = field(default_factory=list)
    tags: list[tuple[str, list[str]]] = field(default_factory=list)
    notes: list[tuple[Row, str | None]] = field(default_factory=list)
    shelves: list[Row] = field(default_factory=list)
    shelved: list[tuple[str, list[str]]] = field(default_factory=list)
    stories: list[list[str]] = field(default_factory=list)
    same: int = 0
    clashes: list[Clash] = field(default_factory=list)
    copied: int = 0
    note_clashes: int = 0
    at: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Where a case of theirs is here: its id, and the text it has there."""

    @property
    def nothing(self) -> bool:
        """Whether all of it is here already."""
        parts = (self.themes, self.documents, self.cases, self.settled, self.tags, self.notes, self.shelves)
        return not any((*parts, self.shelved))


def meet(connection: Moment, packed: Packed, fingerprints: Mapping[str, str], differing: Differing) -> Plan:
    """Plan what comes of rows told by another library.

    Args:
        connection: This library.
        packed: Theirs, sound and of the right shape.
        fingerprints: Of their documents, as computed here.
        differing: What to do where both differ.
    """
    plan = Plan(differing)
    known = _themes(connection, packed, plan)
    papers = _documents(connection, packed, fingerprints, plan)
    rules = practices.rules(connection)
    theirs = [_adapted(row, known, rules) for row in packed.cases]
    _cases(connection, theirs, papers, plan)
    _notes(connection, packed, {row["id"]: row["text"] for row in theirs}, plan)
    _shelves(connection, packed, plan)
    new = {row["id"] for row, _, _ in plan.cases}
    for story in packed.stories:
        here = [plan.at[one][0] for one in story if one in plan.at]
        if new & set(here):
            plan.stories.append(here)
    return plan


def carry(connection: Moment, plan: Plan) -> list[str]:
    """Do what was planned; returns the ids of all cases it concerns, new ones first."""
    for row in plan.themes:
        packs.add_theme(connection, row)
    for row in plan.documents:
        packs.add_document(connection, row)
    _add_cases(connection, plan.cases)
    for case, part, row in plan.settled:
        packs.settle(connection, case, part, row)
    for case, tags in plan.tags:
        cases.tag(connection, [cases.key_of(connection, case)], tags, ())
    for row, on in plan.notes:
        packs.add_note(connection, row, on)
    for row in plan.shelves:
        packs.add_shelf(connection, row)
    for shelf, held in plan.shelved:
        keys = cases.keys(connection, held)
        shelves.put(connection, shelf, [keys[one] for one in held if one in keys])
    _tell_stories(connection, plan)
    touched = [row["id"] for row, _, _ in plan.cases] + [case for case, *_ in plan.settled]
    return list(dict.fromkeys([*touched, *(case for case, _ in plan.tags), *(on for _, on in plan.notes if on)]))


def _add_cases(connection: Moment, wanted: Sequence[tuple[Row, str, str | None]]) -> None:
    waiting = {row["id"] for row, _, _ in wanted}
    late: list[tuple[Row, str, str | None]] = []
    for row, document, parent in wanted:
        if parent in waiting:
            late.append((row, document, parent))
            continue
        packs.add_case(connection, row, document, parent)
        waiting.discard(row["id"])
    for row, document, parent in late:
        packs.add_case(connection, row, document, parent)


def _tell_stories(connection: Moment, plan: Plan) -> None:
    fresh = {row["id"] for row, _, _ in plan.cases}
    for story in plan.stories:
        had = kin.stories(connection)
        keys = cases.keys(connection, story)
        there = [had[keys[one]] for one in story if one in keys and keys[one] in had]
        joining = [keys[one] for one in story if one in fresh and one in keys and keys[one] not in had]
        if there:
            for key in joining:
                kin.add(connection, there[0], key)
        elif joining:
            kin.begin(connection, joining[0], joining[1:])
    for mine, copy in plan.copies:
        keys = cases.keys(connection, [mine, copy])
        if len(keys) == 2:
            kin.join(connection, keys[mine], keys[copy])


def _themes(connection: Moment, packed: Packed, plan: Plan) -> dict[str, str]:
    """Their theme -> ours, known ones and those to be added; one of the same name is the same."""
    every = themes.every(connection)
    known, named = {theme.id: theme.id for theme in every}, {theme.name: theme.id for theme in every}
    for row in packed.themes:
        name = " ".join(row["name"].split())
        if row["id"] in known or not name:
            continue
        if name in named:
            known[row["id"]] = named[name]
            continue
        plan.themes.append(row | {"name": name, "parent": known.get(row["parent"] or "")})
        known[row["id"]] = named[name] = row["id"]
    return known


def _documents(
    connection: Moment, packed: Packed, fingerprints: Mapping[str, str], plan: Plan
) -> dict[str, tuple[str, bool]]:
    """Their document -> ours with the same words, and whether it is the same to the letter."""
    here: dict[str, tuple[str, str]] = {}
    for row in packs.known_documents(connection, set(fingerprints.values())):
        here.setdefault(row["fingerprint"], (row["id"], row["text"]))
    taken = packs.taken(connection, "documents", [row["id"] for row in packed.documents])
    found: dict[str, tuple[str, bool]] = {}
    for row in packed.documents:
        mark = fingerprints[row["id"]]
        if mark not in here:
            made = _derived(row["id"], mark) if row["id"] in taken else row["id"]
            plan.documents.append(row | {"id": made, "fingerprint": mark, "path": row["name"]})
            here[mark] = (made, row["text"])
        found[row["id"]] = (here[mark][0], here[mark][1] == row["text"])
    return found


def _adapted(row: Row, known: Mapping[str, str], rules: Mapping[str, str | None]) -> Row:
    """A case as this library would tell it: with its themes, and its names for practices."""
    themed: dict[str, Row] = {}
    for theme in row["themes"]:
        if theme["theme_id"] in known:
            themed.setdefault(known[theme["theme_id"]], theme | {"theme_id": known[theme["theme_id"]]})
    named = []
    for practice in row["practices"]:
        status = "removed" if practice["status"] == "hidden" else practice["status"]
        name = rules.get(practice["name"]) or practice["name"]
        if name in rules and rules[name] is None and status != "removed":
            status = cases.HIDDEN + status
        named.append(practice | {"name": name, "status": status})
    return row | {"themes": list(themed.values()), "practices": named}


def _cases(connection: Moment, theirs: Sequence[Row], papers: Mapping[str, tuple[str, bool]], plan: Plan) -> None:
    fresh = {row["id"] for row in plan.documents}
    keys = set(packs.keys_in(connection, {id_ for id_, _ in papers.values()} - fresh))
    keys.update(cases.keys(connection, [row["id"] for row in theirs]).values())
    mine = packs.cases_of(connection, sorted(keys))
    by_id = {row["id"]: row for row in mine}
    wanted = {row["id"] for row in theirs}
    alike: dict[tuple[str, str, str], list[Row]] = {}
    for row in mine:
        if row["id"] not in wanted:
            alike.setdefault((row["document"], row["kind"], row["text"]), []).append(row)
    copies = packs.taken(connection, "cases", [_copy_id(row) for row in theirs])
    told = {_copy_id(row): row for row in mine}
    """What they have as a copy of ours."""
    placing: list[tuple[Row, str, bool]] = []
    for row in theirs:
        paper, exact = papers[row["document"]]
        had = (
            by_id.get(row["id"]) or told.get(row["id"]) or _twin(alike.get((paper, row["kind"], row["text"]), []), row)
        )
        made = _one(row, had, copies, plan) if row["id"] not in told or row["id"] in by_id else None
        if made is not None:
            placing.append((made, paper, exact))
        else:
            assert had is not None  # noqa: S101 - only what is here already is not stored
            plan.at.setdefault(row["id"], (had["id"], had["text"]))
    above = {row["id"]: row["parent"] for row in theirs}
    plans = cases.keys(connection, [parent for parent in above.values() if parent])
    for made, paper, exact in placing:
        wants = above.get(made.pop("from"))
        parent = plan.at[wants][0] if wants in plan.at else wants if wants in plans else None
        plan.cases.append((made if exact else made | {"spans": []}, paper, parent))


def _twin(alike: list[Row], row: Row) -> Row | None:
    """The case here with the same words, the one of the same title first; it is nobody else's twin."""
    found = next((one for one in alike if one["title"] == row["title"]), alike[0] if alike else None)
    if found is not None:
        alike.remove(found)
    return found


def _one(row: Row, had: Row | None, copies: set[str], plan: Plan) -> Row | None:
    """What is to be stored of their case: itself, a copy, or nothing when it is here."""
    if had is None:
        plan.at[row["id"]] = (row["id"], row["text"])
        return row | {"from": row["id"]}
    what = _differences(had, row)
    copy = _copy_id(row)
    if not what:
        plan.same += 1
        plan.settled += [(had["id"], part, one) for part, one in _newly_settled(had, row)]
    elif copy in copies:
        plan.same += 1
        if had["text"] != row["text"]:
            plan.at[row["id"]] = (copy, row["text"])
        return None
    else:
        plan.clashes.append(Clash(had["id"], had["title"], tuple(what)))
    added = [tag for tag in row["tags"] if tag not in had["tags"]]
    if not what or plan.differing == "mine":
        plan.tags += [(had["id"], added)] if added else []
        return None
    apart = had["text"] != row["text"]
    plan.at[row["id"]] = (copy, row["text"]) if apart else (had["id"], had["text"])
    plan.copied += 1
    if row["parent"] is None and row["kind"] != "plan_task":
        plan.copies.append((had["id"], copy))
    return row | {"id": copy, "title": f"{row['title']}（{COPY}）", "from": row["id"]}


def _differences(mine: Row, theirs: Row) -> list[str]:
    """What of a case both sides tell differently, in words: printed values, and decisions that contradict."""
    what = [words for name, words in FIELDS.items() if mine[name] != theirs[name]]
    for part, name, words in (("themes", "theme_id", "主题"), ("practices", "name", "做法")):
        decided = {one[name]: one["status"] for one in mine[part] if one["status"] in _SETTLED}
        if any(one["status"] in _SETTLED and decided.get(one[name], one["status"]) != one["status"]
               for one in theirs[part]):  # fmt: skip
            what.append(words)
    figures = [tuple(one[name] for name in _FIGURE) for one in mine["results"]]
    if any(one["status"] == "user" and tuple(one[n] for n in _FIGURE) not in figures for one in theirs["results"]):
        what.append("成效")
    return what


def _newly_settled(mine: Row, theirs: Row) -> Iterable[tuple[str, Row]]:
    """What they decided of themes and practices and we did not."""
    for part, name in (("themes", "theme_id"), ("practices", "name")):
        open_ = {one[name]: one["status"] for one in mine[part]}
        for one in theirs[part]:
            status = open_.get(one[name], "")
            if one["status"] == "user" and status not in _SETTLED and not status.startswith("hidden"):
                yield part, one


def _notes(connection: Moment, packed: Packed, texts: Mapping[str, str], plan: Plan) -> None:
    known = packs.known_notes(connection, [row["id"] for row in packed.notes])
    copied = packs.taken(connection, "notes", [_note_id(row) for row in packed.notes])
    changes: dict[str, Change] = {}
    for row in packed.notes:
        on, text = plan.at.get(row["case"] or "", (None, ""))
        made = row
        if row["id"] in known:
            if all(known[row["id"]][name] == row[name] for name in _NOTE) or _note_id(row) in copied:
                continue
            plan.note_clashes += 1
            if plan.differing == "mine":
                continue
            made = row | {"id": _note_id(row), "tags": sorted({*row["tags"], COPY})}
        before = texts.get(row["case"] or "", "")
        if on is not None and text != before and row["start"] is not None and row["end"] is not None:
            change = changes.setdefault(on, Change(before, text))
            found = fate(change, row["start"], row["end"])
            made = made | {"start": found.start, "end": found.end, "anchor": found.state}
        plan.notes.append((made, on))


def _shelves(connection: Moment, packed: Packed, plan: Plan) -> None:
    here = shelves.every(connection)
    by_id, named = {one.id: one for one in here}, {(one.name, one.query): one.id for one in here}
    wanted = [_shelf_id(row) for row in packed.shelves] + [row["id"] for row in packed.shelves]
    taken = packs.taken(connection, "shelves", wanted)
    for row in packed.shelves:
        held = list(dict.fromkeys(plan.at[one][0] for one in row["cases"]))
        mine = by_id.get(row["id"])
        if mine is not None and mine.query == row["query"]:
            to = mine.id
        elif (row["name"], row["query"]) in named:
            to = named[row["name"], row["query"]]
        elif _shelf_id(row) in taken:
            to = _shelf_id(row)
        else:
            to = _shelf_id(row) if mine is not None else row["id"]
            plan.shelves.append(row | {"id": to})
        had = set(packs.held(connection, to))
        missing = [one for one in held if one not in had]
        if missing and row["query"] is None:
            plan.shelved.append((to, missing))


def _copy_id(row: Row) -> str:
    told = {name: row[name] for name in FIELDS}
    told |= {part: [one for one in row[part] if one["status"] in _SETTLED] for part in ("themes", "practices")}
    told["results"] = [one for one in row["results"] if one["status"] == "user"]
    return _derived(row["id"], json.dumps(told, ensure_ascii=False, sort_keys=True))


def _note_id(row: Row) -> str:
    return _derived(row["id"], json.dumps({name: row[name] for name in _NOTE}, ensure_ascii=False, sort_keys=True))


def _shelf_id(row: Row) -> str:
    return _derived(row["id"], json.dumps([row["name"], row["query"]], ensure_ascii=False))


def _derived(id_: str, content: str) -> str:
    """An id for a copy: of the same thing with the same content it is the same."""
    return hashlib.sha256(f"{id_}\n{content}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
