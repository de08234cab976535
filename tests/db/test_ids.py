"""The ids of what was found: written out late, and like a tuple in everything."""

from hypothesis import given
from hypothesis import strategies as st

from db.bits import bitmap
from db.ids import Ids


@given(best=st.lists(st.integers(0, 50), unique=True), rest=st.sets(st.integers(0, 50)))
def test_they_are_the_best_and_then_the_rest(best, rest):
    every = [f"案{number}" for number in range(51)]
    rest -= set(best)
    true = (*(every[n] for n in best), *(every[n] for n in sorted(rest)))
    made = Ids([every[n] for n in best], every, bitmap(rest))

    assert len(made) == len(true)
    assert bool(made) == bool(true)
    assert made == true == tuple(made)
    assert made == Ids(true)
    assert hash(made) == hash(true)
    assert made[:3] == true[:3]
    assert all(made[made.index(one)] == one and one in made for one in true)
    assert "别的" not in made
