"""One sheet in every format that is text, and the workbook's cells, against files in tests/data/export.

After a change that is meant: XINGLIN_GOLDEN=1 pytest tests/formats/test_golden.py writes them anew; look at the diff.
"""

import os
import re
from pathlib import Path

import pytest

from app.formats.write import made
from tests.formats.sheets import fixed
from tests.formats.workbook import cells, rows

FOLDER = Path(__file__).resolve().parent.parent / "data" / "export"
TEXTS = ("bib", "csv", "html", "json", "md", "ris", "txt")


def told(data):
    """A workbook's cells as lines."""
    lines = []
    for name, table in cells(data).items():
        lines.append(f"== {name}")
        lines += [" | ".join("" if cell is None else repr(cell) for cell in row) for row in rows(table)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def compared(name, data):
    path = FOLDER / name
    if name.endswith("html"):
        # style and script have their own files; their hashes change with every stroke
        data = re.sub(rb"(<(style|script)>).*?(</\2>)|sha256-[\w+/=]+", rb"\1\3", data, flags=re.DOTALL)
    if os.environ.get("XINGLIN_GOLDEN"):
        path.write_bytes(data)
    # a checkout may have changed the line ends of a text; the formats' own tests look at those
    assert data.replace(b"\r\n", b"\n") == path.read_bytes().replace(b"\r\n", b"\n")


@pytest.mark.parametrize("kind", TEXTS)
def test_a_sheet_is_written_as_it_was(kind):
    compared(f"sheet.{kind}", made(fixed(), kind))


@pytest.mark.parametrize("kind", ["html", "md", "txt", "csv"])
def test_passages_with_notes_alone_are_written_as_they_were(kind):
    compared(f"noted.{kind}", made(fixed(body="noted", layout="table", notes="end"), kind))


def test_a_workbook_holds_the_cells_it_held():
    compared("sheet.xlsx.txt", told(made(fixed(), "xlsx")))


@pytest.mark.parametrize("kind", [*TEXTS, "xlsx"])
def test_one_sheet_is_one_file_to_the_byte(kind):
    assert made(fixed(), kind) == made(fixed(), kind)
