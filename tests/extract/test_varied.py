"""Own texts of many forms: round-ups of every style, torn columns, plans, features. The floors are what holds today."""

import pytest

from app.extract.understand import understand
from tests.extract.varied import FOLDER, measure, read

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.fixture(scope="module")
def tally():
    return measure(FILES)


def test_there_are_texts_of_many_forms():
    assert len(FILES) >= 20


@pytest.mark.parametrize(
    ("what", "floor"),
    [
        ("cases", 1.0),
        ("exact", 0.94),
        ("order", 0.99),
        ("owner", 0.98),
        ("province", 0.98),
        ("city", 0.98),
        ("county", 1.0),
        ("speaker", 0.98),
        ("kind", 1.0),
        ("title", 0.98),
    ],
)
def test_a_field_is_right_in_nearly_all_cases(tally, what, floor):
    assert tally.share(what) >= floor, [w for w in tally.wrong if w.startswith(what)]


@pytest.mark.parametrize(
    ("what", "precision", "recall"),
    [
        ("chars", 0.975, 0.975),
        ("themes", 0.72, 0.66),
        ("themes with suggested", 0.43, 0.8),
        ("practices", 0.85, 0.78),
        ("results", 0.95, 0.9),
    ],
)
def test_what_is_found_is_mostly_right_and_mostly_all(tally, what, precision, recall):
    p, r, _ = tally.prf(what)
    assert p >= precision, [w for w in tally.wrong if w.startswith(what)]
    assert r >= recall, [w for w in tally.wrong if w.startswith(what)]


def whole(text):
    return {case.owner: case.text for case in understand(text).cases}


@pytest.mark.parametrize("name", ["02", "05", "18", "19"])
@pytest.mark.parametrize("dropped", range(3))
def test_a_text_in_order_that_breaks_off_draws_nothing_to_it(name, dropped):
    path = next(p for p in FILES if p.name.startswith(name))
    text, cases = read(path)
    before = whole(text)
    key = list(cases)[dropped]
    last = max(end for _, _, end in cases[key].pieces)
    cut = whole(text[: last - 12] + text[last:])
    changed = [owner for owner in before if cut[owner] != before[owner]]
    assert len(changed) <= 1
    assert all(len(cut[owner]) < len(before[owner]) for owner in changed)
