import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.correcting import Edits
from app.services.library import Library
from db.records import CaseDraft, DocumentDraft, Practice, Result, Section

TEXT = "一、背景\n门诊大厅每到周一就排起长队。\n二、做法\n支部牵头，门诊大厅每到周一就排起长队，逐日销号。\n成效明显。"
LOOKALIKE = "门诊大厅每到周一就排起长队"


@pytest.fixture
def library(tmp_path):
    made = Library.open(tmp_path / "试.xinglin")
    yield made
    made.close()


@pytest.fixture
def case(library):
    at = TEXT.index("二、做法")
    draft = CaseDraft(
        kind="hospital", title="夜间门诊", text=TEXT,
        outline=(Section("一、背景", 0, at, "背景"), Section("二、做法", at, len(TEXT), "做法")),
        practices=(Practice("支部牵头", "支部牵头", "制度", "auto", *_span("支部牵头")),),
        results=(Result("成效", None, direction="up", start=TEXT.index("成效"), end=TEXT.index("成效") + 4),),
    )  # fmt: skip
    paper = DocumentDraft(path="/d/a.txt", name="a.txt", text=TEXT, fingerprint="a")
    return library.add_document(paper, [draft])[0]


def _span(words, after=0):
    at = TEXT.index(words, after)
    return at, at + len(words)


def test_a_slip_set_right_leaves_every_other_highlight_exactly_where_it_was(library, case):
    first = library.highlight(case, *_span(LOOKALIKE))
    second = library.highlight(case, *_span(LOOKALIKE, 25))
    library.keep_place(case, TEXT.index("逐日"), 0.5)
    at = TEXT.index("支部牵头")
    library.correct_text(case, at, at + 2, "党支部书记")
    told = library.case(case)
    notes = {note.id: note for note in library.notes(case)}
    assert told.text[slice(notes[first.id].start, notes[first.id].end)] == LOOKALIKE
    assert notes[first.id].start == first.start
    assert notes[second.id].start == second.start + 3
    assert {note.anchor for note in notes.values()} == {"exact"}
    assert notes[second.id].prefix.endswith("党支部书记牵头，")
    assert told.text[told.results[0].start :].startswith("成效明显")
    assert told.outline[1].start == TEXT.index("二、做法")
    assert told.outline[1].end == len(told.text)
    assert told.text[told.position :].startswith("逐日")
    assert library.find("党支部书记").ids == (case,)
    library.undo()
    assert library.case(case).text == TEXT
    assert [note.start for note in library.notes(case)] == [first.start, second.start]


def test_a_passage_that_was_written_into_asks_and_one_that_was_cut_out_waits_with_its_quote(library, case):
    touched = library.highlight(case, *_span("逐日销号"))
    cut = library.highlight(case, *_span("成效明显"))
    library.correct_text(case, *_span("销号"), "清零")
    library.correct_text(case, *_span("成效明显。"), "")
    notes = {note.id: note for note in library.notes(case)}
    text = library.case(case).text
    assert (notes[touched.id].anchor, notes[touched.id].quote) == ("changed", "逐日销号")
    assert text[slice(notes[touched.id].start, notes[touched.id].end)] == "逐日清零"
    assert (notes[cut.id].anchor, notes[cut.id].start, notes[cut.id].quote) == ("lost", None, "成效明显")
    library.accept_passage(touched.id)
    assert next(note for note in library.notes(case) if note.id == touched.id).quote == "逐日清零"
    library.correct_text(case, len(text), len(text), "成效明显。")
    back = next(note for note in library.notes(case) if note.id == cut.id)
    assert library.case(case).text[slice(back.start, back.end)] == "成效明显"


def test_only_what_really_differs_counts_as_written_over(library, case):
    inside = library.highlight(case, *_span("牵头"))
    start, end = _span("支部牵头，门诊大厅每到周一就排起长队，逐日销号。")
    library.correct_text(case, start, end, "支部牵头，门诊大厅每到周二就排起长队，逐日清零。")
    assert library.notes(case)[0].anchor == "exact"
    assert library.notes(case)[0].start == inside.start


def test_a_corrected_heading_is_the_heading_of_its_section(library, case):
    library.correct_text(case, *_span("做法"), "主要举措")
    told = library.case(case)
    assert told.outline[1].heading == "二、主要举措"
    assert told.text[told.outline[1].start :].startswith("二、主要举措\n")


def test_writing_the_same_again_is_no_step(library, case):
    library.correct_text(case, *_span("支部"), "支部")
    assert library.undo_label != "改正原文" or library.case(case).text == TEXT
    library.correct_text(case, -5, 10**9, TEXT.replace("\n", "\r\n"))
    assert library.case(case).text == TEXT


ALPHABET = st.sampled_from("甲乙，。\n")
SENTENCE = "支部牵头，逐日销号。"


@given(
    st.lists(st.sampled_from([SENTENCE, "另一句。", "\n", "甲"]), min_size=3, max_size=12),
    st.integers(0, 200), st.integers(0, 12), st.text(ALPHABET, max_size=8), st.integers(0, 200), st.integers(1, 12),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_whatever_is_written_elsewhere_a_look_alike_never_takes_a_mark_over(parts, at, gone, new, start, length):
    before = "".join(parts)
    at, start = at % (len(before) + 1), start % len(before)
    end, upto = min(len(before), start + length), min(len(before), at + gone)
    edits = Edits(before, at, upto, new)
    assert edits.after == before[:at] + new + before[upto:]
    found = edits.fate(start, end)
    if end <= at:
        assert (found.state, found.start, found.end) == ("exact", start, end)
    elif start >= upto:
        shift = len(new) - (upto - at)
        assert (found.state, found.start, found.end) == ("exact", start + shift, end + shift)
    elif found.start is not None:
        assert 0 <= found.start < found.end <= len(edits.after)
        assert found.state == "changed" or edits.after[found.start : found.end] == before[start:end]
