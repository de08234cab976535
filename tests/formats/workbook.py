"""A workbook read back with nothing but the standard library, so that its writer is not its own witness."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def cells(data):
    """{sheet: {reference: value}}; text as str, numbers as float, a formula as an error."""
    found = parts(data)
    names = [sheet.get("name") for sheet in ET.fromstring(found["xl/workbook.xml"]).iter(MAIN + "sheet")]
    return {name: _sheet(found[f"xl/worksheets/sheet{i}.xml"]) for i, name in enumerate(names, 1)}


def _sheet(xml):
    table = {}
    for cell in ET.fromstring(xml).iter(MAIN + "c"):
        assert cell.find(MAIN + "f") is None, "a formula"
        if cell.get("t") == "inlineStr":
            table[cell.get("r")] = _unescaped("".join(text.text or "" for text in cell.iter(MAIN + "t")))
        elif (value := cell.find(MAIN + "v")) is not None:
            assert cell.get("t") in (None, "n")
            table[cell.get("r")] = float(value.text)
    return table


def _unescaped(text):
    return re.sub("_x([0-9A-F]{4})_", lambda m: chr(int(m[1], 16)), text)


def rows(table):
    """A sheet's cells as rows of values, blanks as None."""
    placed = {}
    for reference, value in table.items():
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", reference).groups()
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        placed[int(number), column] = value
    width = max(column for _, column in placed)
    return [[placed.get((row, column)) for column in range(1, width + 1)] for row in range(1, max(placed)[0] + 1)]
