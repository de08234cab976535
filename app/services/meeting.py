"""What happens when another library's rows meet this one: what is new, what is there already, what differs.

Nothing stored is written over unless a person said so of that very case or note. Where both sides settled something
differently, theirs comes in beside ours as a copy that is marked, stays out, or takes our words' place; what only they
settled is taken over. Copies have ids made of what they hold, so that the same package brings them once. A copy of a
case tells the story of its original: the list shows the two as one, and they can be seen side by side. Plans inside a
transaction given to it, `landing` carries out; asks nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.services import adopting, joining
from app.services.anchoring import Change
from app.services.bringing import COPY, Clash, Differing, Plan, Row, derived, pair, shifted
from db import cases, packs, themes

if TYPE_CHECKING:
    from db.engine import Moment
    from db.records import Packed

FIELDS = {
    "text": "正文", "title": "标题", "kind": "类型", "owner": "单位", "owner_aliases": "别名", "site": "实施地点",
    "speaker_name": "发言人", "speaker_post": "职务", "province": "省", "city": "市", "county": "县", "year": "年份",
    "region_groups": "跨区域", "responsible": "责任单位", "number": "序号", "abstract": "摘要", "awards": "奖项",
}  # fmt: skip
"""What is printed of a case and may have been corrected by a person."""
_SETTLED = ("user", "removed")
_DECIDED = {"user": "确认了", "removed": "去掉了"}
_FIGURE = ("metric", "value", "unit", "before", "after", "date", "type", "direction", "bound")


def meet(
    connection: Moment,
    packed: Packed,
    fingerprints: Mapping[str, str],
    differing: Differing,
    decided: Mapping[str, Differing] | None = None,
    *,
    habits: bool = True,
) -> Plan:
    """Plan what comes of rows told by another library.

    Args:
        connection: This library.
        packed: Theirs, sound and of the right shape.
        fingerprints: Of their documents, as computed here.
        differing: What to do where both differ.
        decided: What to do with single cases and notes instead, by their id in the package.
        habits: Whether their names for practices, synonyms and the like are taken over where we have none.
    """
    plan = Plan(differing, decided or {})
    if habits:
        plan.habits = adopting.adopted(connection, packed)
    known = _themes(connection, packed, plan)
    papers = _documents(connection, packed, fingerprints, plan)
    theirs = [_adapted(row, known, adopting.rules(connection, plan.habits)) for row in packed.cases]
    _cases(connection, theirs, papers, plan)
    joining.shelves_of(connection, packed, plan)
    joining.notes_of(connection, packed, {row["id"]: row["text"] for row in theirs}, plan)
    had = packs.taken(connection, "pictures", [row["id"] for row in packed.pictures])
    plan.pictures = [row for row in packed.pictures if row["id"] not in had]
    new = {row["id"] for row, _, _ in plan.cases}
    for story in packed.stories:
        here = [plan.at[one][0] for one in story if one in plan.at]
        if new & set(here):
            plan.stories.append(here)
    return plan


def _themes(connection: Moment, packed: Packed, plan: Plan) -> dict[str, str]:
    """Their theme -> ours, known ones and those to be added; one of the same name is the same."""
    every = themes.every(connection)
    plan.called = {theme.id: theme.name for theme in every}
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
            made = derived(row["id"], mark) if row["id"] in taken else row["id"]
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
        name = rules.get(practice["name"]) or practice["name"]
        hidden = name in rules and rules[name] is None
        status = practice["status"]
        if status.startswith("hidden"):
            known_as = status.removeprefix(cases.HIDDEN)
            status = known_as if hidden and known_as != status else "removed"
        if hidden and status != "removed":
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
    what = _differences(had, row, plan.called)
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
        plan.clashes.append(Clash(row["id"], had["id"], had["title"], tuple(what)))
    added = [tag for tag in row["tags"] if tag not in had["tags"]]
    decided = plan.on(row["id"]) if what else "mine"
    if decided != "both":
        plan.tags += [(had["id"], added)] if added else []
        if decided == "theirs":
            plan.rewritten.append((had, _over(had, row)))
            plan.at[row["id"]] = (had["id"], row["text"])
        return None
    apart = had["text"] != row["text"]
    plan.at[row["id"]] = (copy, row["text"]) if apart else (had["id"], had["text"])
    plan.copied += 1
    if row["parent"] is None and row["kind"] != "plan_task":
        plan.copies.append((had["id"], copy))
    return row | {"id": copy, "title": f"{row['title']}（{COPY}）", "from": row["id"]}


def _differences(mine: Row, theirs: Row, called: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What of a case both sides tell differently: printed values, and decisions that contradict."""
    found = [pair(words, mine[name], theirs[name]) for name, words in FIELDS.items() if mine[name] != theirs[name]]
    for part, name, words in (("themes", "theme_id", "主题"), ("practices", "name", "做法")):
        decided = {one[name]: one["status"] for one in mine[part] if one["status"] in _SETTLED}
        for one in theirs[part]:
            status = one["status"]
            if status in _SETTLED and decided.get(one[name], status) != status:
                told = called.get(one[name], one[name])
                ours = _DECIDED[decided[one[name]]]
                found.append((words, f"{ours}“{told}”", f"{_DECIDED[status]}“{told}”"))
    figures = [tuple(one[name] for name in _FIGURE) for one in mine["results"]]
    added = [one for one in theirs["results"] if one["status"] == "user"]
    added = [one for one in added if tuple(one[name] for name in _FIGURE) not in figures]
    if added:
        found.append(pair("成效", *([one["metric"] for one in some] for some in (mine["results"], added))))
    return found


def _newly_settled(mine: Row, theirs: Row) -> Iterable[tuple[str, Row]]:
    """What they decided of themes and practices and we did not."""
    for part, name in (("themes", "theme_id"), ("practices", "name")):
        open_ = {one[name]: one["status"] for one in mine[part]}
        for one in theirs[part]:
            status = open_.get(one[name], "")
            if one["status"] == "user" and status not in _SETTLED and not status.startswith("hidden"):
                yield part, one


def _over(had: Row, row: Row) -> Row:
    """Ours with their words and values; what only we settled of themes, practices and figures is kept."""
    made = row | {name: had[name] for name in ("id", "document", "parent", "added_at")}
    change = Change(had["text"], row["text"]) if had["text"] != row["text"] else None
    for part, name in (("themes", "theme_id"), ("practices", "name"), ("results", "metric")):
        told = {one[name] for one in row[part] if one["status"] in _SETTLED}
        kept = [one for one in had[part] if one["status"] in _SETTLED and one[name] not in told]
        own = {one[name] for one in kept} if part != "results" else set()
        made[part] = [one for one in row[part] if one[name] not in own] + [shifted(one, change) for one in kept]
    return made if change is None else made | {"spans": []}


def _copy_id(row: Row) -> str:
    told = {name: row[name] for name in FIELDS}
    told |= {part: [one for one in row[part] if one["status"] in _SETTLED] for part in ("themes", "practices")}
    told["results"] = [one for one in row["results"] if one["status"] == "user"]
    return derived(row["id"], json.dumps(told, ensure_ascii=False, sort_keys=True))
