"""Nothing that may hold a text is left out of the look before sharing, whatever format it goes out in."""

import io
import json
import types
import typing
import zipfile

import pypdf
import pytest

from app.formats import pack, pack_rows
from app.formats.images import Image
from app.formats.sheet import Sheet, SheetNote
from app.formats.write import FORMATS, made
from app.messages import Trouble
from app.services import hiding_rows
from app.services.hiding import found, hidden
from app.services.library import Library
from tests.db.making import draft, paper

PHONE = "13800138000"
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" aria-label="打给 {PHONE}"><text>{PHONE}</text></svg>'
)


def filled(hint, name=""):
    """A value of a type in which every text is the number of a telephone, and every list has one thing in it."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint is Image or Image in inner:
        return ()
    if origin is typing.Literal:
        return inner[0]
    if origin is tuple:
        if inner[-1] is not Ellipsis:
            return tuple(filled(one) for one in inner)
        kinds = typing.get_args(inner[0]) or (inner[0],)
        several = isinstance(inner[0], types.UnionType) or typing.get_origin(inner[0]) is typing.Union
        return tuple(filled(one) for one in kinds) if several else (filled(inner[0]),)
    if isinstance(hint, types.UnionType) or origin is typing.Union:
        return filled(inner[0])
    plain = {str: SVG if name == "svg" else PHONE, int: 1, float: 1.0, bool: True}
    if hint in plain:
        return plain[hint]
    return hint(**{field: filled(each, field) for field, each in typing.get_type_hints(hint).items()})


def told(data, kind):
    """Everything that can be read in a file."""
    if kind == "pdf":
        read = pypdf.PdfReader(io.BytesIO(data))
        pages = "".join(page.extract_text() for page in read.pages)
        return "".join(f"{pages}{read.metadata}{read.outline}".split())
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return data.decode("utf-8-sig", "replace")


@pytest.fixture(scope="module")
def sheets():
    full = filled(Sheet)
    seen = found(full, PHONE)
    return full, seen, hidden(full, seen, name=PHONE)[0]


@pytest.mark.parametrize("kind", sorted(set(FORMATS) - {"pack"}))
def test_a_number_that_stands_in_every_text_of_a_sheet_goes_out_in_none(sheets, kind):
    full, seen, made_up = sheets
    assert [(one.kind, one.words, one.wanted) for one in seen] == [("phone", PHONE, True)]
    assert PHONE in told(made(full, kind), kind)
    assert PHONE not in told(made(made_up, kind), kind)


@pytest.mark.parametrize("layout", ["official", "cards", "table"])
@pytest.mark.parametrize("body", ["text", "record"])
def test_in_no_layout_either(sheets, layout, body):
    from dataclasses import replace

    made_up = replace(sheets[2], layout=layout, body=body)
    for kind in ("html", "docx", "md"):
        assert PHONE not in told(made(made_up, kind), kind)


def test_the_list_and_the_record_tell_the_same_count_and_every_place_is_counted(sheets):
    full, seen, _ = sheets
    done = hidden(full, seen, name=PHONE)[1]
    assert [one.count for one in done] == [one.count for one in seen]
    assert seen[0].count > 60


def poured(value, name=""):
    if name in hiding_rows._KEPT or (name == "cases" and value and isinstance(value[0], str)):
        return value
    if isinstance(value, str):
        return PHONE
    if isinstance(value, dict):
        return {key: poured(inner, key) for key, inner in value.items()}
    return [poured(inner) for inner in value] if isinstance(value, list) else value


@pytest.fixture
def packed(tmp_path):
    library = Library.open(tmp_path / "甲.xinglin")
    ids = library.add_document(paper(1, "报头\n正文一句"), [draft("案例一", "正文一句")])
    library.highlight(ids[0], 0, 2, text="记一笔", tags=["标签"])
    library.tag(ids, ["案签"], [])
    shelf = library.add_shelf("书架")
    library.put(shelf.id, ids)
    whole = library.told()
    library.close()
    return whole


def test_a_number_in_every_text_of_a_package_goes_out_in_none_and_everything_still_hangs_together(packed):
    from dataclasses import fields, replace

    rows = {
        f.name: tuple(poured(row) for row in getattr(packed, f.name)) for f in fields(packed) if f.name != "stories"
    }
    rounds = {"id": "r1", "library": "l1", "role": "asked", "cases": [{"id": packed.cases[0]["id"], "title": PHONE}]}
    full = replace(packed, **rows | {"rounds": (rounds | {"name": PHONE, "questions": [PHONE]},)})
    seen = found(full)
    made_up, done = hidden(full, seen)
    assert PHONE in json.dumps([full.cases, full.shelves, full.rounds])
    assert PHONE not in told(pack.to_bytes(made_up), "pack")
    assert [one.count for one in done] == [one.count for one in seen]
    assert made_up.shelves[0]["cases"] == [packed.cases[0]["id"]]
    assert made_up.notes[0]["case"] == packed.cases[0]["id"]


def test_what_of_a_package_is_not_looked_over_can_hold_no_text(packed):
    shapes = {
        "documents": pack_rows.DOCUMENT,
        "cases": pack_rows.CASE,
        "notes": pack_rows.NOTE,
        "shelves": pack_rows.SHELF,
    }
    looked = 0
    for part, shape in shapes.items():
        row = getattr(packed, part)[0]
        shape(row)
        for name in (hiding_rows._KEPT & row.keys()) - {"fingerprint"}:
            with pytest.raises(Trouble):
                shape(row | {name: f"打给 {PHONE}"})
            looked += 1
    assert looked > 8


def test_an_id_that_looks_like_a_card_by_chance_is_not_offered():
    from dataclasses import replace

    bare = replace(filled(Sheet), title="", library="", filters="", legend="", made_on="", parts=(), sources=())
    note = SheetNote(text="", id="4111111111111111")
    case = replace(filled(Sheet).cases[0], notes=(note,), id="4111111111111111", results=())
    assert {one.kind for one in found(replace(bare, cases=(case,)))} == {"phone"}
