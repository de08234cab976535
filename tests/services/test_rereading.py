"""A file whose encoding is doubtful is read another way, and back, with nothing lost."""

import pytest

from app.formats.encoding import decode
from app.services import importing, rereading
from app.services.library import Library

WORDS = "满度"


@pytest.fixture
def library(tmp_path):
    library = Library.open(tmp_path / "库.xinglin")
    yield library
    library.close()


@pytest.fixture
def doubtful(library, tmp_path):
    path = tmp_path / "短.txt"
    path.write_bytes(WORDS.encode("gb18030"))
    (one,) = importing.prepare(library, [path])
    return one


def test_a_doubtful_file_comes_with_every_way_to_read_it(doubtful):
    names = [other.name for other in doubtful.alternatives]
    assert names[:2] == ["GB18030", "Big5"]
    assert rereading.taken(doubtful) == "GB18030"
    assert rereading.first_line(doubtful.alternatives[0]) == WORDS
    assert any("也可能是" in doubt for doubt in doubtful.doubts)
    assert all("\ufffd" not in other.text for other in doubtful.alternatives)


def test_it_is_read_otherwise_and_back_again(library, doubtful):
    other = doubtful.alternatives[1]
    made = rereading.reread(library, doubtful, other.encoding)
    assert made.document.text == other.text
    assert (made.path, made.document.path, made.document.name) == (doubtful.path, doubtful.path, "短.txt")
    assert rereading.taken(made) == "Big5"
    again = rereading.reread(library, made, doubtful.document.encoding)
    assert again.document == doubtful.document
    with pytest.raises(KeyError):
        rereading.reread(library, doubtful, "latin-1")


def test_a_plain_reading_offers_nothing_else():
    long = "医院推行日间手术，患者满意度达到97%，各科室每月公布一次名次。"
    for codec in ("utf-8", "gb18030", "utf-16"):
        assert decode(long.encode(codec)).alternatives == ()
