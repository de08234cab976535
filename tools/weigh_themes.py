"""Learns resources/practices/telling.tsv: what every trait of a theme in a case is worth for its being the case's.

The same regression as for practices' names, over all themes that any word speaks for in labelled texts: those of the
tests always, `--gold labels.json --texts folder` adds others. `--folds 10` measures instead, each text by weights
learned without it; `--without 9` leaves out texts whose names so begin. Run it after changing words or traits:
python -m tools.weigh_themes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.extract.telling import LIKELY, TABLE, named_at, traits_of
from app.extract.themes import asked_of, evidence_by_theme
from app.extract.understand import understand
from db.records import CaseDraft
from tools.weigh_names import ROOT, TEXTS, Example, learn

SHRINK = {True: 4.0, False: 4.0}
"""What holds a weight near nothing, over how often the trait occurs."""
ROUNDS = 120
"""Few traits, and each counts: they are to come to rest."""
_LABEL = re.compile(r"(\w+)=(.*?)(?=\s\w+=|$)")

Told = tuple[set[int], frozenset[str]]


@dataclass(frozen=True)
class Case:
    """A case of a labelled text: what is to be weighed of its themes, and which it has."""

    text: str
    traits: dict[str, dict[str, float]]
    themes: frozenset[str]

    @property
    def examples(self) -> Iterator[Example]:
        """Every theme that a word speaks for."""
        return ((shown, theme in self.themes) for theme, shown in self.traits.items())


def own_texts() -> Iterator[Case]:
    """The cases of the tests' texts."""
    for path in sorted(TEXTS.rglob("*.txt")):
        text = ""
        places: dict[str, set[int]] = {}
        themes: dict[str, frozenset[str]] = {}
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("= "):
                key, told = line[2:].split(" ", 1)
                fields = dict(_LABEL.findall(told))
                if "themes" in fields:
                    themes[key] = frozenset(filter(None, fields["themes"].split(",")))
                continue
            key, _, words = line.partition("|")
            places.setdefault(key.partition(".")[0], set()).update(range(len(text), len(text) + len(words)))
            text += words + "\n"
        yield from _cases(path.name, text, [(places.get(key, set()), told) for key, told in themes.items()])


def gold_texts(labels: Path, folder: Path) -> Iterator[Case]:
    """The cases of texts labelled elsewhere, by fragments with offset and length."""
    told: dict[str, list[Told]] = {}
    for case in json.loads(labels.read_text("utf-8")):
        places = {f["offset"] + i for f in case["fragments"] for i in range(f["length"])}
        told.setdefault(case["seed"], []).append((places, frozenset(case["themes"])))
    for name, cases in sorted(told.items()):
        yield from _cases(name, (folder / name).read_text("utf-8"), cases)


def _cases(name: str, text: str, told: Iterable[Told]) -> Iterator[Case]:
    """The cases as the program cuts them, each with the labels of the one it is most of."""
    drafts = [case for top in understand(text, name).cases for case in (top.children or (top,))]
    free = {n: {at for s in d.spans for at in range(s.offset, s.offset + s.length)} for n, d in enumerate(drafts)}
    for places, themes in told:
        best = max(free, key=lambda n: len(free[n] & places), default=None)
        if best is not None and free.pop(best) & places:
            yield Case(name, _traits(drafts[best]), themes)


def _traits(case: CaseDraft) -> dict[str, dict[str, float]]:
    told = evidence_by_theme(case.text, case.title, "" if case.kind == "plan_task" else case.owner or "")
    found = traits_of(told, case.text, asked_of(len(case.text)), named_at(case.practices))
    return {theme: dict(traits) for theme, traits in found.items()}


def learned(cases: Iterable[Case]) -> dict[str, float]:
    """The weights."""
    return learn([example for case in cases for example in case.examples], SHRINK, ROUNDS)


def measured(cases: Iterable[Case], weights: dict[str, float]) -> tuple[int, int, int]:
    """How many themes are rightly given, wrongly given, missed."""
    right = wrong = missed = 0
    for case in cases:
        given = {
            theme
            for theme, shown in case.traits.items()
            if sum(weights.get(trait, 0.0) * value for trait, value in shown.items()) >= LIKELY
        }
        right += len(given & case.themes)
        wrong += len(given - case.themes)
        missed += len(case.themes - given)
    return right, wrong, missed


def _tell(name: str, counts: Iterable[tuple[int, int, int]]) -> None:
    right, wrong, missed = map(sum, zip(*counts, strict=True))
    share = 2 * right / max(1, 2 * right + wrong + missed)
    print(f"{name}: P {right / max(1, right + wrong):.3f} R {right / max(1, right + missed):.3f} F1 {share:.3f}")


def _folded(cases: list[Case], folds: int) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Each text's counts by weights learned from other texts."""
    texts = sorted({case.text for case in cases})
    random.Random(0).shuffle(texts)
    for n in range(folds):
        held = set(texts[n::folds])
        weights = learned(case for case in cases if case.text not in held)
        for name in sorted(held):
            yield name, measured([case for case in cases if case.text == name], weights)


def main() -> None:
    """Rewrite the table, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--folds", type=int)
    parser.add_argument("--without", help="first letters of the names of texts that are only measured")
    told = parser.parse_args()
    cases = list(own_texts())
    if told.gold and told.texts:
        cases += gold_texts(told.gold, told.texts)
    apart = [case for case in cases if told.without and case.text.startswith(told.without)]
    cases = [case for case in cases if case not in apart]
    if told.folds:
        _tell("folded", [counts for _, counts in _folded(cases, told.folds)])
    weights = learned(cases)
    if apart:
        _tell("left out", [measured(apart, weights)])
    if not told.folds:
        lines = [f"{trait}\t{weight:.3f}" for trait, weight in sorted(weights.items())]
        head = "# trait of a theme in a case<TAB>weight, learned by tools/weigh_themes.py"
        (ROOT / "resources" / "practices" / TABLE).write_text("\n".join([head, *lines]) + "\n", "utf-8")
        print(f"{len(lines)} weights from {len(cases)} cases")


if __name__ == "__main__":
    main()
