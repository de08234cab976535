"""Briefs of a library: stored, undone, re-anchored with their cases, and kept when a case goes."""

from dataclasses import replace

import pytest

from app.formats.sheet import SheetPassage
from app.messages import Trouble
from app.services import briefing, sourcing
from app.services.library import Library
from db.briefs import Part
from db.cases import new_id
from db.errors import NoSuchRecord
from tests.db.making import draft, paper, tables

TEXT = "各病区每周报一次账。\n护士长看耗材，医生看药占比。\n三个月省下一成。"


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    opened.add_document(
        paper(1, "原件一", title="病区账本", publisher="青石日报", published="2023-05-18"), [draft("账本", TEXT)]
    )
    opened.add_document(
        paper(2, "原件二", title="门诊改签", publisher="青石日报"), [draft("改签", "门诊可以改签。\n一周内有效。")]
    )
    yield opened
    opened.close()


def case_of(library, title):
    return next(case for case in library.cases(library.find("").ids) if case.title == title)


def own(text, kind="own"):
    return Part(id=new_id(), kind=kind, text=text)


def written(library, *more):
    """A brief with a heading, own words and a quote."""
    case = case_of(library, "账本")
    quote, place = briefing.quoted(library, case.id, 11, 18)
    assert place == "§2"
    brief = briefing.create(library)
    briefing.save(library, brief.id, [own("一、账本", "heading"), own("先看账。"), quote, *more])
    return brief.id, quote


def test_a_brief_is_read_as_it_was_written(library):
    brief_id, quote = written(library)
    seen = briefing.opened(library, brief_id)
    assert [part.kind for part in seen.brief.parts] == ["heading", "own", "quote"]
    assert seen.brief.parts[2] == quote
    assert quote.text == "护士长看耗材，"
    assert quote.prefix.endswith("账。\n")
    assert seen.places == {quote.id: "§2"}
    assert "青石日报" in next(iter(seen.cited.values()))


def test_every_step_on_a_brief_can_be_undone_and_done_again(library):
    before = tables(library.store)
    brief_id, _ = written(library)
    briefing.rename(library, brief_id, "学习")
    copied = briefing.copy(library, brief_id)
    briefing.delete(library, brief_id)
    after = tables(library.store)
    labels = [library.undo() for _ in range(5)]
    assert labels == ["删除简报", "复制简报", "重命名简报", "写简报", "新建简报"]
    assert tables(library.store) == before
    for _ in range(5):
        library.redo()
    assert tables(library.store) == after
    assert [head.id for head in briefing.every(library)] == [copied.id]


def test_typing_in_one_sitting_is_one_step_but_not_across_something_else(library):
    brief = briefing.create(library)
    first = brief.parts[0]
    step = briefing.save(library, brief.id, [replace(first, text="一")])
    step = briefing.save(library, brief.id, [replace(first, text="一二")], into=step)
    library.add_shelf("别的")
    briefing.save(library, brief.id, [replace(first, text="一二三")], into=step)
    assert library.undo() == "写简报"
    assert briefing.opened(library, brief.id).brief.parts[0].text == "一二"
    assert library.undo() == "新建书架"
    assert library.undo() == "写简报"
    assert briefing.opened(library, brief.id).brief.parts[0].text == ""


def test_what_is_saved_later_does_not_move_a_quote_back_to_where_it_stood(library):
    brief_id, quote = written(library)
    from db import quotes

    with library.writing("移动") as (connection, _):
        held = next(quotes.of_case(connection, quote.case_id))
        quotes.place(connection, held, {"start": 30, "end": 37, "anchor": "moved"})
    stale = briefing.opened(library, brief_id).brief.parts[:2]
    briefing.save(library, brief_id, [quote, *stale])
    kept = briefing.opened(library, brief_id).brief.parts[0]
    assert (kept.id, kept.start, kept.anchor) == (quote.id, 30, "moved")


def test_a_deleted_case_leaves_its_quote_and_its_source(library):
    brief_id, quote = written(library)
    cited = briefing.opened(library, brief_id).cited[quote.case_id]
    library.delete_cases([quote.case_id])
    seen = briefing.opened(library, brief_id)
    assert seen.cited == {}
    assert seen.brief.parts[2].text == quote.text
    assert sourcing.numbered(seen.brief.parts, seen.cited).citations == (cited,)
    sheet = briefing.sheet(library, seen.brief)
    assert [source.citation for source in sheet.sources] == [cited]
    assert sheet.parts[2].source == 1


def test_a_brief_goes_out_as_passages_with_numbered_sources(library):
    other = case_of(library, "改签")
    brief_id, _ = written(library, own(f"另见[[改签|{other.id}]]。"), own("   "), own("本院先试。", "opinion"))
    sheet = briefing.sheet(library, briefing.opened(library, brief_id).brief)
    assert [part.kind for part in sheet.parts] == ["heading", "own", "quote", "own", "own"]
    assert all(isinstance(part, SheetPassage) for part in sheet.parts)
    assert (sheet.parts[2].place, sheet.parts[2].source, sheet.parts[2].title) == ("§2", 1, "账本")
    assert sheet.parts[3].text == "另见[2]。"
    assert [source.number for source in sheet.sources] == [1, 2]
    assert sheet.sources[0].facts.publisher == "青石日报"


def test_a_quote_of_nothing_or_of_no_case_is_refused_in_words(library):
    case = case_of(library, "账本")
    with pytest.raises(Trouble):
        briefing.quoted(library, case.id, 10, 11)
    with pytest.raises(Trouble):
        briefing.quoted(library, case.id, 4000, 9000)
    with pytest.raises(NoSuchRecord):
        briefing.quoted(library, "nobody", 0, 3)


def test_excerpts_are_the_highlights_and_notes_of_the_scope_in_its_order(library):
    ledger, change = case_of(library, "账本"), case_of(library, "改签")
    library.highlight(ledger.id, 18, 25, "blue", "问药剂科")
    library.highlight(ledger.id, 0, 5)
    library.add_note(change.id, "整案的话")
    found = briefing.excerpts(library, [change.id, ledger.id, "nobody"])
    assert [(one.case_title, one.note.quote or one.note.text) for one in found] == [
        ("改签", "整案的话"), ("账本", "各病区每周"), ("账本", "医生看药占比。"),
    ]  # fmt: skip
    assert [one.paragraph for one in found] == [0, 1, 2]
    assert briefing.excerpts(library, [change.id]) == found[:1]


def test_names_are_made_free_and_a_name_of_nothing_is_refused(library):
    first, second = briefing.create(library), briefing.create(library)
    assert (first.name, second.name) == ("新简报", "新简报 2")
    with pytest.raises(Trouble):
        briefing.rename(library, first.id, "  ")
    with pytest.raises(NoSuchRecord):
        briefing.opened(library, "nobody")
