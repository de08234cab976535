"""A tag that stands in a note's own words is not printed a second time; as data it goes out all the same."""

import pytest

from app.formats.sheet import SheetNote
from app.formats.to_html import to_html
from app.formats.to_json import to_json
from app.formats.to_md import to_md
from app.formats.to_txt import to_txt
from tests.formats.sheets import plain, sheet


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("先核对 #待核实", ("#制度",)),
        ("先核对 #待核实 #制度", ()),
        ("先核对 #待核实/经费", ("#待核实", "#制度")),
        ("先核对", ("#待核实", "#制度")),
    ],
)
def test_only_tags_that_are_not_in_the_words_stand_apart(text, apart):
    note = SheetNote(text=text, tags=("待核实", "制度"))
    assert tuple(f"#{tag}" for tag in note.tags_apart) == apart


@pytest.mark.parametrize("made", [to_txt, to_md, to_html])
def test_a_tag_in_the_words_is_printed_once(made):
    note = SheetNote(text="经费口径先核对 #待核实", tags=("待核实",))
    words = made(sheet(plain("正文一句。", notes=(note,)))).decode("utf-8-sig")
    assert words.count("#待核实") == 1


def test_every_tag_goes_out_as_data():
    note = SheetNote(text="经费口径先核对 #待核实", tags=("待核实",))
    assert b'"tagging"' in to_json(sheet(plain("正文一句。", notes=(note,))))
