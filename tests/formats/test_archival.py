"""The PDF for keeping, looked at the way an archive's validator does: nothing from outside, nothing that runs."""

import io
import re
from dataclasses import replace

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from app.formats.to_pdf import to_pdf
from tests.formats.sheets import fixed

LAYOUTS = ("simple", "official", "cards", "table")
RUNNING = {"/JavaScript", "/JS", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/SubmitForm", "/AA",
           "/EmbeddedFiles", "/XFA", "/OpenAction"}  # fmt: skip


@pytest.fixture(scope="module", params=LAYOUTS)
def reader(request):
    return pypdf.PdfReader(io.BytesIO(to_pdf(replace(fixed(layout=request.param), archival=True))))


def objects(reader):
    """Every object of the file, each once."""
    seen, waiting = set(), [reader.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        yield one
        if isinstance(one, DictionaryObject):
            waiting += [dict.__getitem__(one, name) for name in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def test_it_says_what_it_is_and_agrees_with_itself(reader):
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part>\s*2\s*<", xmp)
    assert re.search(r"pdfaid:conformance>\s*U\s*<", xmp)
    assert "/Filter" not in reader.trailer["/Root"]["/Metadata"].get_object()
    assert "门诊改进案例选编" in xmp
    assert reader.metadata.title == "门诊改进案例选编"
    assert len(reader.trailer["/ID"]) == 2
    assert not reader.is_encrypted


def test_colours_are_told_by_a_profile_that_is_enclosed(reader):
    [intent] = reader.trailer["/Root"]["/OutputIntents"]
    intent = intent.get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    profile = intent["/DestOutputProfile"].get_object()
    assert profile.get_data()[36:40] == b"acsp"


def test_every_font_is_enclosed_and_every_character_told_in_unicode(reader):
    fonts = [one for one in objects(reader) if isinstance(one, DictionaryObject) and one.get("/Type") == "/Font"]
    described = [one for one in fonts if "/FontDescriptor" in one]
    assert described
    for font in described:
        assert any(f"/FontFile{kind}" in font["/FontDescriptor"].get_object() for kind in ("", "2", "3"))
    for font in fonts:
        if font["/Subtype"] == "/Type0":
            assert "beginbfchar" in font["/ToUnicode"].get_object().get_data().decode("latin-1") or (
                "beginbfrange" in font["/ToUnicode"].get_object().get_data().decode("latin-1")
            )


def test_nothing_runs_and_nothing_lies_outside(reader):
    for one in objects(reader):
        if isinstance(one, DictionaryObject):
            assert not RUNNING & {*one.keys(), one.get("/S")}, one
            assert not (isinstance(one, StreamObject) and "/F" in one)
            if one.get("/Subtype") == "/Link":
                assert "/AP" in one or one.get("/F", 0) & 4  # printed, as archives want every annotation
