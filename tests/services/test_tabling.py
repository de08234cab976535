"""Matrices and figures as sheets."""

from dataclasses import replace

import pytest

from app.formats.sheet import SheetBars, SheetTable
from app.services.comparing import Comparing, Told
from app.services.figuring import Choice, arranged
from app.services.gridding import grid
from app.services.library import Library
from app.services.metrics import results
from app.services.tabling import matrix_sheet, results_sheet
from db.records import CaseDraft, DocumentDraft, Result
from tests.services.comparables import FOLLOW, fill


@pytest.fixture
def library(tmp_path):
    opened = Library.open(tmp_path / "甲.xinglin")
    yield opened
    opened.close()


@pytest.mark.parametrize("turned", [False, True])
def test_a_matrix_goes_out_with_places_sources_and_reasons(library, turned):
    ids = fill(library)
    comparing = Comparing(library)
    made = comparing.create("学习材料", ids)
    matrix = comparing.matrix(made)
    start = FOLLOW.index("视频回访")
    comparing.quote(made, [Told(matrix.lines[0].id, matrix.columns[1].id, ids[0], start, start + 4)])
    comparing.write(made, (matrix.lines[0].id, matrix.columns[4].id), "先试一个病区")
    sheet = matrix_sheet(library, grid(comparing.matrix(made), {}, turned=turned))
    (table,) = sheet.parts
    assert isinstance(table, SheetTable)
    assert len(sheet.sources) == 1
    cells = [cell for row in table.rows for lines in row for cell in lines]
    quote = next(cell for cell in cells if cell.text == "视频回访")
    assert quote.place == "§4，[1]"
    assert next(cell for cell in cells if cell.text == "先试一个病区").own
    assert {cell.text for cell in cells if cell.empty} == {"未读到", "文中无数字"}
    assert all(len(row) == len(table.head) == len(table.widths) for row in table.rows)


def test_figures_go_out_as_bars_that_begin_at_zero_and_as_a_table(library):
    shown = arranged(results(library, fill(library)), Choice())
    sheet = results_sheet(library, "三案", shown.shown)
    bars = [part for part in sheet.parts if isinstance(part, SheetBars)]
    (table,) = [part for part in sheet.parts if isinstance(part, SheetTable)]
    follow = next(part for part in bars if part.title == "出院随访率")
    assert (follow.bars[0].before, follow.bars[0].value, follow.bars[0].words) == (63.0, 92.0, "63 → 92%")
    assert follow.bars[0].place == "§6"
    assert "从 0 起" in follow.hint
    assert len(table.rows) == 4
    assert all(len(row) == len(table.head) for row in table.rows)


def test_bars_are_as_long_on_paper_as_in_the_window_and_a_better_place_has_the_longer_one(library):
    draft = CaseDraft(kind="hospital", title="名次", text="文。", owner="甲院")
    paper = DocumentDraft(path="r.txt", name="r.txt", text="文。", fingerprint="r")
    places = (Result("国考名次", 179.0, "名", before=280.0, after=179.0), Result("国考名次", 160.0, "名"))
    ids = []
    for number, found in enumerate(places):
        ids += library.add_document(
            replace(paper, fingerprint=f"r{number}"), [replace(draft, title=f"名次{number}", results=(found,))]
        )
    shown = arranged(results(library, ids), Choice())
    (metric,) = [one for one, _ in shown.shown]
    (bars,) = [part for part in results_sheet(library, "两案", shown.shown).parts if isinstance(part, SheetBars)]
    window = {bar.words: (bar.share_before, bar.share) for bar in metric.scales[0].bars}
    assert {bar.words: (bar.share_before, bar.share) for bar in bars.bars} == window
    lengths = {bar.value: bar.share for bar in bars.bars}
    assert lengths[160.0] > lengths[179.0]
    assert "条越长名次越靠前" in bars.hint
