import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.sheet import SheetResult
from app.formats.to_csv import to_csv
from app.formats.to_xlsx import to_xlsx
from tests.formats.sheets import fixed, plain, sheet
from tests.formats.workbook import cells, rows


def table(made):
    data = to_csv(made)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_the_columns_are_those_of_the_workbook():
    assert table(fixed())[0] == rows(cells(to_xlsx(fixed()))["对比"])[0]


def test_lines_end_as_the_standard_says():
    data = to_csv(fixed()).decode("utf-8-sig")
    assert data.endswith("\r\n")
    assert data.count("\r\n") == 3


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\u3000="])
def test_a_text_like_a_formula_gets_an_apostrophe(lead):
    title = table(sheet(plain("甲", title=f"{lead}cmd|'/c calc'!A1")))[1][1]
    assert title.startswith("'")


def test_a_negative_number_stays_a_number():
    made = sheet(plain("甲", results=(SheetResult(metric="增幅", value="-5%", paragraph=None, number=-5.0, unit="%"),)))
    read = table(made)
    assert read[1][read[0].index("增幅（%）")] == "-5"


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_comes_back_from_a_strict_reader_and_begins_no_formula(words):
    read = table(sheet(*(plain(text, title=text, byline=text, themes=(text,)) for text in words)))
    assert {len(row) for row in read} == {len(read[0])}
    assert not [cell for row in read for cell in row if cell.lstrip().startswith(tuple("=+-@＝＋－＠"))]
