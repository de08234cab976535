"""Pictures in notes on their way out of a library."""

import json
import zipfile
from dataclasses import replace

import pytest

from app.services import exporting, hiding, picturing
from app.services.choosing import Choice
from app.services.exporting import export, sheet
from app.services.library import Library
from app.services.notes_sheet import notes_sheet
from app.task import Cancelled, Task
from tests.db.making import draft, paper
from tests.formats.pictures import SECRET, drawn, with_secrets

PNG, JPEG = drawn("PNG"), drawn("JPEG")


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


@pytest.fixture
def filled(library):
    """A case with a note of two sound pictures, a broken one and one that is gone."""
    library.add_document(paper(1, "原件"), [draft("账本", "晨会改在床旁开。\n患者王小明说好。")])
    (case,) = library.find("").ids
    ids = [
        library.add_picture("png", with_secrets(PNG)),
        library.add_picture("jpeg", JPEG),
        library.add_picture("png", PNG[:200]),
        "0" * 64,
    ]
    text = "\n\n".join(f"![图{n}](picture:{id_})" for n, id_ in enumerate(ids, 1))
    library.highlight(case, 0, 4, text=f"看[[账本|{case}]]。\n\n{text}")
    return case


def test_sound_pictures_go_out_and_others_are_told_in_words(library, filled):
    (note,) = sheet(library, [filled]).cases[0].notes
    assert [one.name for one in note.pictures] == ["p1", "p2"]
    assert note.text == "看账本。\n\n![图1](picture:p1)\n\n![图2](picture:p2)\n\n〔图片：图3〕\n\n〔图片：图4〕"
    assert SECRET not in note.pictures[0].data


def test_notes_alone_bring_their_pictures_too(library, filled):
    (note,) = library.notes(filled)
    (told,) = notes_sheet(library, [note.id]).cases[0].notes
    assert [one.name for one in told.pictures] == ["p1", "p2"]


@pytest.mark.parametrize("kind", ["pdf", "docx", "html", "md", "json", "txt", "xlsx", "csv"])
def test_a_file_with_pictures_is_written_in_every_format(library, filled, kind, tmp_path):
    path = export(library, [filled], kind, tmp_path / f"x.{kind}")
    data = path.read_bytes()
    assert SECRET not in data
    if kind == "docx":
        with zipfile.ZipFile(path) as archive:
            assert sum("/media/" in name for name in archive.namelist()) == 2
    if kind == "json":
        assert len(json.loads(data)["pictures"]) == 2


def test_a_sheet_takes_no_more_pictures_than_can_be_sent(library, filled, monkeypatch):
    size = len(sheet(library, [filled]).cases[0].notes[0].pictures[0].data)
    monkeypatch.setattr(picturing, "WHOLE", size)
    (note,) = sheet(library, [filled]).cases[0].notes
    assert [one.name for one in note.pictures] == ["p1"]
    assert "〔图片：图2〕" in note.text


def test_where_something_is_hidden_pictures_stay_behind(library, filled):
    goods = sheet(library, [filled])
    goods = replace(goods, cases=(replace(goods.cases[0], text="患者王小明，手机13812345678。"),))
    made, done = hiding.hidden(goods, hiding.found(goods))
    assert done
    assert all(not note.pictures for case in made.cases for note in case.notes)


def test_reading_pictures_can_be_stopped(library, filled):
    def each(_done, _total, words):
        if words == "图片":
            raise Cancelled

    with pytest.raises(Cancelled):
        exporting.gathered(library, [filled], Task(each=each))


def test_a_choice_without_words_of_notes_brings_no_picture(library, filled):
    laid = sheet(library, Choice(case_ids=(filled,), body="excerpts"))
    from app.formats.write import made

    assert b"data:image" not in made(laid, "html")
    assert b"data:image" not in made(laid, "md")
