"""Own texts of many forms with their labels, and how well they are understood.

A file under tests/data/understanding has label lines (`= case field=value …`) and text lines (`case|text`): the case
a line belongs to, `-` for none. A number behind a dot tells the reading order where the print has another.
"""

import difflib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from app.extract.understand import understand

FOLDER = Path(__file__).parents[1] / "data" / "understanding"
_LABEL = re.compile(r"(\w+)=(.*?)(?=\s\w+=|$)")


@dataclass
class Gold:
    """What a case of a text is, as a person labelled it."""

    fields: dict[str, str] = field(default_factory=dict)
    pieces: list[tuple[float, int, int]] = field(default_factory=list)

    @property
    def places(self):
        return [i for _, start, end in sorted(self.pieces) for i in range(start, end)]


def read(path):
    """The text of a labelled file and its cases."""
    cases: dict[str, Gold] = {}
    text = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if line.startswith("= "):
            key, told = line[2:].split(" ", 1)
            cases.setdefault(key, Gold()).fields |= dict(_LABEL.findall(told))
            continue
        key, _, words = line.partition("|")
        key, _, place = key.partition(".")
        if key != "-" and words.strip():
            cases[key].pieces.append((float(place or number), len(text), len(text) + len(words)))
        text += words + "\n"
    return text, cases


def norm(words):
    return re.sub(r"[\s“”\"'‘’《》()（）,，、:：·]", "", unicodedata.normalize("NFKC", words or ""))


def alike(a, b):
    a, b = norm(a), norm(b)
    if not a or not b:
        return 0.0
    ratio = difflib.SequenceMatcher(None, a, b).ratio()
    return max(0.75, ratio) if a in b or b in a else ratio


class Tally:
    """Counts of what was right, and what was not, with the cases that went wrong."""

    def __init__(self):
        self.count = Counter()
        self.wrong = []

    def tell(self, what, right, where=""):
        self.count[what, bool(right)] += 1
        if not right:
            self.wrong.append(f"{what}: {where}")

    def share(self, what):
        right, wrong = self.count[what, True], self.count[what, False]
        return right / (right + wrong) if right + wrong else 1.0

    def add(self, what, hits, found, labelled):
        self.count[what, "tp"] += hits
        self.count[what, "fp"] += found - hits
        self.count[what, "fn"] += labelled - hits

    def prf(self, what):
        tp, fp, fn = (self.count[what, k] for k in ("tp", "fp", "fn"))
        return tp / max(1, tp + fp), tp / max(1, tp + fn), 2 * tp / max(1, 2 * tp + fp + fn)


def measure(paths):
    """Understand the texts and compare."""
    tally = Tally()
    for path in paths:
        text, cases = read(path)
        drafts = [c for top in understand(text, path.name).cases for c in (top.children or (top,))]
        _pair(tally, path.name, text, cases, drafts)
    return tally


def _pair(tally, name, text, cases, drafts):
    told = [[i for s in d.spans for i in range(s.offset, s.offset + s.length) if not text[i].isspace()] for d in drafts]
    gold = {key: [i for i in g.places if not text[i].isspace()] for key, g in cases.items()}
    tally.tell("cases", len(drafts) == len(cases), f"{name} {len(drafts)} of {len(cases)}")
    free = dict(enumerate(map(set, told)))
    for key, places in gold.items():
        mine = set(places)
        best = max(free, key=lambda j: len(free[j] & mine), default=None)
        got = free.pop(best) if best is not None and free[best] & mine else set()
        hits = len(got & mine)
        tally.add("chars", hits, len(got), len(mine))
        exact = 2 * hits >= 0.98 * (len(got) + len(mine))
        tally.tell("exact", exact, f"{name} {key}")
        rank = {c: n for n, c in enumerate(places)}
        order = [rank[c] for c in (told[best] if got else []) if c in rank]
        tally.tell("order", bool(order) and order == sorted(order), f"{name} {key}")
        if got:
            _fields(tally, f"{name} {key}", cases[key].fields, drafts[best])
        else:
            tally.tell("owner", False, f"{name} {key} lost")
    tally.add("chars", 0, sum(map(len, free.values())), 0)


def _fields(tally, where, gold, case):
    reached = {
        "owner": case.owner,
        "province": case.region.province,
        "city": case.region.city,
        "county": case.region.county,
        "speaker": case.speaker.name,
        "kind": case.kind,
        "title": case.title,
    }
    for what, value in reached.items():
        if what in gold:
            right = alike(value, gold[what]) >= 0.9 if what == "title" else norm(value) == norm(gold[what])
            tally.tell(what, right, f"{where} {value!r}, not {gold[what]!r}")
    if "themes" in gold:
        mine = set(filter(None, gold["themes"].split(",")))
        auto = {t.id for t in case.themes if t.status != "suggested"}
        tally.add("themes", len(mine & auto), len(auto), len(mine))
        tally.add("themes with suggested", len(mine & {t.id for t in case.themes}), len(case.themes), len(mine))
        tally.wrong += [f"themes: {where} +{t}" for t in auto - mine] + [f"themes: {where} -{t}" for t in mine - auto]
    if "practices" in gold:
        _listed(
            tally,
            "practices",
            where,
            [w for w in gold["practices"].split("|") if w],
            [(p.name, p.surface) for p in case.practices if p.status != "suggested"],
            lambda g, p: max(alike(g, p[0]), alike(g, p[1])) >= 0.7,
        )
    if "results" in gold:
        _listed(
            tally,
            "results",
            where,
            [tuple(w.split(":")) for w in gold["results"].split("|") if w],
            [(r.metric, r.value, r.unit) for r in case.results],
            lambda g, r: r[1] == float(g[1]) and (r[2] == g[2] or alike(g[0], r[0]) >= 0.6),
            every=False,
        )


def _listed(tally, what, where, gold, found, same, *, every=True):
    left = list(found)
    hits = 0
    for g in gold:
        match = next((f for f in left if same(g, f)), None)
        if match is None:
            tally.wrong.append(f"{what}: {where} -{g}")
        else:
            left.remove(match)
            hits += 1
    tally.add(what, hits, len(found) if every else hits, len(gold))
    if every:
        tally.wrong += [f"{what}: {where} +{f}" for f in left]
