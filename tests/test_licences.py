"""Whoever's work is shipped is named, with version, licence and its text."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "licences"
PAGE = (FOLDER / "THIRD-PARTY.md").read_text(encoding="utf-8")
LOCKED = re.findall(
    r"^([\w.-]+)==([^\s;\\]+)", (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.mark.parametrize(("name", "version"), LOCKED)
def test_every_locked_package_is_listed_with_its_version_and_licence(name, version):
    row = re.search(rf"^\| {re.escape(name)} \| {re.escape(version)} \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert row
    assert row[1].strip()
    assert (FOLDER / row[2].strip()).stat().st_size > 500


def test_every_text_named_on_the_page_is_there_and_the_other_way_round():
    named = set(re.findall(r"\| ([\w.-]+\.txt) \|$", PAGE, re.MULTILINE)) | {"GPL-3.txt"}
    assert named == {path.name for path in FOLDER.glob("*.txt")}


def test_nothing_shipped_has_a_stronger_licence_than_the_lgpl():
    terms = [row.split("|")[3] for row in PAGE.splitlines() if row.startswith("| ") and row.count("|") == 5]
    assert terms
    assert not [words for words in terms if re.search(r"\bA?GPL", words)]


def test_fonts_bear_their_own_names_and_the_reserved_ones_are_gone():
    from fontTools.ttLib import TTFont

    files = [path for path in (ROOT / "resources").glob("fonts*/**/*") if path.suffix in (".ttf", ".otf")]
    assert len(files) > 10
    for path in files:
        with TTFont(path) as font:
            names = font["name"]
        told = [names.getDebugName(number) or "" for number in (1, 4, 6)]
        assert all(words.startswith("Xinglin") for words in told)
        assert "Open Font License" in names.getDebugName(13)
        assert names.getDebugName(0)
