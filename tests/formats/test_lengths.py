"""One rule for the length of a bar."""

import pytest

from app.formats import lengths
from app.formats.page_figures import bars, compared
from app.formats.sheet import SheetResult
from tests.formats.sheets import case, sheet


def place(number, before=None):
    return SheetResult(
        metric="国考名次", value=f"{number}", paragraph=1, number=number, before=before, unit="名", lower_is_better=True
    )


def test_bars_begin_at_zero_and_shares_of_a_whole_are_measured_against_it():
    assert lengths.top([5, -20]) == 20
    assert lengths.top([50, 80], whole=True) == 100
    assert lengths.top([50, 180], whole=True) == 180
    assert [lengths.share(value, 20) for value in (0, 5, -20, 40, None)] == [0, 0.25, 1, 1, None]
    assert lengths.share(5, lengths.top([])) is None


@pytest.mark.parametrize("worst", [1, 9, 10, 99, 280, 1234])
def test_the_first_place_fills_the_bar_and_the_worst_still_has_one(worst):
    top = lengths.top([1, worst], rank=True)
    assert lengths.share(1, top, rank=True) == 1
    assert 0 < lengths.share(worst, top, rank=True) <= 1


def test_a_better_place_has_the_longer_bar_within_a_case_and_over_several():
    first = case(results=(place(179, 280),))
    (drawn,) = bars(first)
    assert drawn["now"][1] > drawn["before"][1]
    assert drawn["metric"].endswith("（条越长越靠前）")
    (table,) = compared(sheet(first, case(id="c2", results=(place(160),))))
    later, earlier = (row["now"] for row in table["rows"])
    assert earlier > later > table["rows"][0]["before"]
