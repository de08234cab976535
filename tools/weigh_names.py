"""Learns resources/practices/weights.tsv: what every trait of a stretch is worth for its being a practice's name.

A logistic regression over all stretches that the rules propose in labelled texts. The labelled texts of the tests are
always read; `--gold labels.json --texts folder` adds texts labelled elsewhere. Run it after changing the proposals.
"""

from __future__ import annotations

import argparse
import difflib
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.extract.coining import candidates, looks
from app.extract.weighing import traits

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "resources" / "practices" / "weights.tsv"
TEXTS = ROOT / "tests" / "data" / "understanding"
ALIKE = 0.7
"""From here a stretch is a labelled name."""
ROUNDS = 30
STEP = 0.3
SHRINK = {True: 4.0, False: 0.1}
"""What holds a weight near nothing, for a word's own traits and for the others, over how often the trait occurs."""
LEAST = 0.03
"""Smaller weights are not kept, nor those of traits met only once."""

Example = tuple[dict[str, float], bool]
_WIDE = str.maketrans(",:;()", "，：；（）")


def own_texts() -> Iterator[tuple[str, list[str]]]:
    """Text and labelled names of every case of the tests."""
    for path in sorted(TEXTS.rglob("*.txt")):
        texts: dict[str, str] = {}
        names: dict[str, list[str]] = {}
        for line in path.read_text("utf-8").splitlines():
            label = re.match(r"= (\S+) .*?practices=(.*?)(?: \w+=|$)", line)
            if label:
                names[label[1]] = [name for name in label[2].split("|") if name]
            elif not line.startswith("= "):
                key, _, words = line.partition("|")
                key = key.partition(".")[0]
                texts[key] = texts.get(key, "") + words.translate(_WIDE) + "\n"
        yield from ((texts[key], told) for key, told in names.items() if key in texts)


def gold_texts(labels: Path, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """The same of texts labelled elsewhere, by fragments with offset and length."""
    for case in json.loads(labels.read_text("utf-8")):
        text = (folder / case["seed"]).read_text("utf-8")
        parts = (text[f["offset"] : f["offset"] + f["length"]] for f in case["fragments"])
        whole = re.sub(r"(?<![。\n])\n+(?=[^\n])", "", "\n".join(parts)).translate(_WIDE)
        told = [name.translate(_WIDE) for p in case["practices"] for name in (p["name"], p["surface"])]
        if case["kind"] != "plan":
            yield re.sub(r"（责任单位.*", "", whole), told


def examples(text: str, names: list[str]) -> Iterator[Example]:
    """Every proposed stretch, and whether it is a labelled name that no other stretch there is more like."""
    proposed = candidates(text)
    found = {at: max((_alike(name, text[at[0] : at[1]]) for name in names), default=0.0) for at in proposed}
    for (start, end), (frames, score) in proposed.items():
        rival = max(worth for (a, b), worth in found.items() if a < end and start < b)
        is_name = found[start, end] >= max(ALIKE, rival - 0.08)
        yield dict([*traits(text, start, end, frames, score), *looks(text[start:end])]), is_name


def _alike(a: str, b: str) -> float:
    a, b = (re.sub(r"[\s“”《》（），、：·]", "", words) for words in (a, b))
    ratio = difflib.SequenceMatcher(None, a, b).ratio()
    return max(0.75, ratio) if a and b and (a in b or b in a) else ratio


def learn(told: list[Example], shrink: Mapping[bool, float], rounds: int = ROUNDS) -> dict[str, float]:
    """The weights that tell what is true of examples best; `shrink` as SHRINK, for a word's own traits and others."""
    times = Counter(trait for shown, _ in told for trait in shown)
    pull = {trait: shrink[trait.startswith(("ends", "starts", "by "))] / n for trait, n in times.items()}
    weights = dict.fromkeys(times, 0.0)
    moved = dict.fromkeys(times, 0.01)
    order = random.Random(0)
    for _ in range(rounds):
        order.shuffle(told)
        for shown, is_name in told:
            odds = sum(weights[trait] * value for trait, value in shown.items())
            miss = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - is_name
            for trait, value in shown.items():
                slope = miss * value + pull[trait] * weights[trait]
                moved[trait] += slope * slope
                weights[trait] -= STEP * slope / math.sqrt(moved[trait])
    return {trait: w for trait, w in weights.items() if abs(w) >= LEAST and times[trait] > 1}


def main() -> None:
    """Rewrite the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--texts", type=Path)
    told = parser.parse_args()
    texts = list(own_texts())
    if told.gold and told.texts:
        texts += gold_texts(told.gold, told.texts)
    weights = learn([example for text, names in texts for example in examples(text, names)], SHRINK)
    lines = [f"{trait}\t{weight:.2f}" for trait, weight in sorted(weights.items())]
    head = "# trait of a stretch<TAB>weight, learned by tools/weigh_names.py"
    TABLE.write_text("\n".join([head, *lines]) + "\n", "utf-8")
    print(f"{len(lines)} weights from {len(texts)} cases")


if __name__ == "__main__":
    main()
