"""A Word file's own pages as pictures, where an office program is there to set it."""

import os
import sys

import pytest

from app.formats import from_office, word_pages
from app.formats.to_docx import to_docx
from app.formats.word_pages import to_word_pictures
from app.services.previewing import preview
from app.task import Cancelled, Task
from tests.formats.sheets import case, sheet

office = pytest.mark.skipif(from_office.found() is None, reason="LibreOffice is not installed")


@office
def test_the_pages_of_the_file_are_drawn():
    pages, count = to_word_pictures(to_docx(sheet(case(), case(title="二"))), 40, 2)
    assert count > 2
    assert len(pages) == 2
    assert all(page.startswith(b"\x89PNG\r\n\x1a\n") for page in pages)
    assert len(set(pages)) == 2


@office
def test_a_preview_of_a_word_file_shows_its_own_pages():
    one = sheet(case(), layout="official")
    shown = preview(one, "docx", 40)
    assert not shown.standing_in
    assert shown.pages != preview(one, "pdf", 40).pages


def test_without_an_office_program_the_pages_of_the_pdf_stand_in(monkeypatch):
    monkeypatch.setattr("app.services.previewing.found", lambda: None)
    shown = preview(sheet(), "docx", 40)
    assert shown.standing_in
    assert shown.pages == preview(sheet(), "pdf", 40).pages


@office
def test_a_file_nobody_waits_for_any_more_ends_the_program():
    with pytest.raises(Cancelled):
        to_word_pictures(to_docx(sheet()), 40, 2, Task(stopped=lambda: True))


@pytest.mark.skipif(os.name != "posix", reason="a program made of a line of shell")
def test_a_program_that_makes_nothing_or_nonsense_is_as_none(monkeypatch, tmp_path):
    for at, line in enumerate(("exit 3", 'printf nonsense > "$(dirname "$9")/file.pdf"')):
        program = tmp_path / f"office{at}"
        program.write_text(f"#!/bin/sh\n{line}\n")
        program.chmod(0o755)
        monkeypatch.setattr(word_pages, "found", lambda program=program: str(program))
        assert to_word_pictures(b"PK", 40, 2) is None
    monkeypatch.setattr(word_pages, "found", lambda: sys.executable + "-gone")
    assert to_word_pictures(b"PK", 40, 2) is None
