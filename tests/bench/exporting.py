"""How fast exports are: pages of PDF a second beside Typst alone on the same text; every format's time and size.

Run: `python -m tests.bench.exporting [CASES]`. The cases are made up; one has about two pages. Typst alone sets the
same paragraphs with the same fonts and nothing else, so the ratio tells what covers, contents, highlights, notes,
tables and our own work cost. Also told: whether the PDF's text layer holds every character of the cases, how soon a
cancel is obeyed, and how long python-docx takes for as many plain paragraphs.
"""

from __future__ import annotations

import io
import random
import statistics
import sys
import time
from collections.abc import Callable

import pypdfium2
import typst

from app import paths
from app.formats.sheet import Sheet, SheetCase, SheetNote, SheetResult, SheetSource
from app.formats.to_pdf import _forget, to_pdf
from app.formats.write import FORMATS, made, material
from app.task import Cancelled, Task

WORDS = "门诊病房护士医生支部绩效考核随访床位药师检验质控信息患者候诊手术康复家属社区培训制度流程耗材处方会诊交接值班"
RUNS = 5


def sheet(count: int) -> Sheet:
    """Made-up cases with passages, notes, figures and sources; the same every time."""
    dice = random.Random(7)
    cases = [_case(dice, number) for number in range(count)]
    sources = tuple(SheetSource(number=n, citation=f"某甲. 出处之{n}[N]. 某报, 2024-05-0{n}.") for n in range(1, 6))
    return Sheet(title="测速", library="库", filters="", made_on="2026年11月22日", cases=tuple(cases), sources=sources)


def _case(dice: random.Random, number: int) -> SheetCase:
    paragraphs = ["".join(dice.choices(WORDS, k=dice.randint(60, 220))) + "。" for _ in range(12)]
    text = "\n".join(paragraphs)
    starts = [dice.randrange(len(text) - 40) for _ in range(4)]
    notes = tuple(
        SheetNote(text="对照本院**再看**", quote=text[at : at + 20], start=at, end=at + 20, tags=("可借鉴",))
        for at in starts
    )
    figure = SheetResult(metric="随访率", value="由 61 升至 92%", paragraph=2, number=92, before=61, unit="%")
    return SheetCase(
        title=f"第{number}家医院的做法", byline=f"{number}号院 · 某省某市", text=text, source_line="某报",
        id=str(number), notes=notes, results=(figure,), source=number % 5 + 1, owner=f"{number}号院",
    )  # fmt: skip


def alone(one: Sheet) -> bytes:
    """Typst on the same paragraphs with the same fonts, and nothing else."""
    text = "\n\n".join(line for case in one.cases for line in (f"= {case.title}", *case.text.split("\n")))
    markup = (
        '#set text(font: "Xinglin Song", size: 12pt, lang: "zh")\n#set par(first-line-indent: 2em, justify: true)\n'
    )
    files = {"main.typ": (markup + text).encode()}
    return typst.compile(files, font_paths=[paths.resource("fonts")], ignore_system_fonts=True, format="pdf")


def timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    """The median of some runs in seconds, and what came of it."""
    told = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        data = work()
        told.append(time.perf_counter() - begin)
        _forget(typst.compile)  # or Typst would remember the last run's pages
    return statistics.median(told), data


def text_of(data: bytes) -> str:
    """The text layer without blanks and line ends."""
    with pypdfium2.PdfDocument(data) as document:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document).replace("\ufffe", "")


def pages_of(data: bytes) -> int:
    """How many pages a PDF has."""
    with pypdfium2.PdfDocument(data) as document:
        return len(document)


def cancelled(one: Sheet) -> float:
    """Seconds from asking to stop, half a second after the beginning, until it has stopped."""
    begin = time.perf_counter()
    try:
        to_pdf(one, Task(stopped=lambda: time.perf_counter() - begin > 0.5))
    except Cancelled:
        return time.perf_counter() - begin - 0.5
    return float("nan")


def with_python_docx(one: Sheet) -> bytes:
    """The paragraphs as python-docx writes them, without anything it has no call for."""
    import docx

    document, out = docx.Document(), io.BytesIO()
    for case in one.cases:
        document.add_heading(case.title, 1)
        for line in case.text.split("\n"):
            document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def main(count: int) -> None:
    """Print it all."""
    one = sheet(count)
    characters = sum(len(case.text) for case in one.cases)
    ours, data = timed(lambda: to_pdf(one))
    bare, plain = timed(lambda: alone(one))
    pages, bare_pages = pages_of(data), pages_of(plain)
    print(f"{count} cases, {characters} characters")
    print(
        f"PDF: {pages} pages in {ours:.2f} s, {pages / ours:.0f} pages a second; Typst alone {bare_pages} pages in "
        f"{bare:.2f} s, {bare_pages / bare:.0f}; a page costs {ours / pages / (bare / bare_pages):.2f} times as much"
    )
    layer = text_of(data)
    whole = sum("".join(line.split()) in layer for case in one.cases for line in case.text.split("\n"))
    print(
        f"text layer: {whole} of {12 * count} paragraphs unbroken by page ends; "
        f"characters missing: {len(set(''.join(case.text for case in one.cases)) - set(layer) - {chr(10)})}"
    )
    print(f"cancel obeyed after {cancelled(one):.2f} s")
    for kind in FORMATS:
        if material(kind) is Sheet:
            seconds, written = timed(lambda kind=kind: made(one, kind))
            print(f"{kind:5} {seconds:7.3f} s {len(written) / 1024:9.0f} KB")
    seconds, written = timed(lambda: with_python_docx(one))
    print(f"python-docx, plain paragraphs alone {seconds:.3f} s {len(written) / 1024:.0f} KB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 130)
