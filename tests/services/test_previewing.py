from dataclasses import replace

import pytest

from app.services.previewing import PAGES, preview
from app.task import Cancelled, Task
from tests.formats.sheets import TEXT, case, sheet


def many(count, size=40):
    return sheet(*(case(title=f"第{i}案", id=f"c{i}", text="\n".join([TEXT] * size)) for i in range(count)))


@pytest.mark.parametrize("format_", ["pdf", "docx"])
def test_pages_are_pictures_of_the_beginning_alone(format_):
    shown = preview(many(60), format_, 40)
    assert shown.kind == "pages"
    assert not shown.whole
    assert 0 < len(shown.pages) <= PAGES


def test_a_short_export_is_shown_whole():
    assert preview(sheet(), "pdf", 40).whole
    assert preview(sheet(), "md", 40).whole


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_tables_are_shown_as_rows_with_heads(format_):
    shown = preview(many(60), format_, 40)
    assert shown.rows[0][:2] == ("序号", "案例")
    assert shown.rows[1][1] == "第0案"
    assert not shown.whole


@pytest.mark.parametrize("format_", ["md", "txt", "html", "json"])
def test_other_formats_are_shown_as_text(format_):
    shown = preview(many(60), format_, 40)
    assert shown.kind == "text"
    assert "第0案" in shown.text
    assert "第59案" not in shown.text


def test_one_endless_case_is_cut_with_its_notes():
    endless = sheet(case(text=TEXT * 5000))
    shown = preview(replace(endless, body="noted"), "pdf", 40)
    assert len(shown.pages) <= PAGES
    assert len(preview(endless, "pdf", 40).pages) <= PAGES


def test_a_preview_nobody_wants_any_more_stops():
    with pytest.raises(Cancelled):
        preview(many(3), "pdf", 40, Task(stopped=lambda: True))
