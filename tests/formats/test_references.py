"""Sources for programs that keep references: BibTeX and RIS, whatever a title holds."""

import re

import pytest

from app.formats.sheet import SheetSource, Source
from app.formats.to_bib import to_bib
from app.formats.to_ris import to_ris
from app.formats.write import made
from app.task import Cancelled, Task
from tests.formats.sheets import fixed, sheet


def of(*facts):
    return sheet(sources=tuple(SheetSource(number=n, citation=f"源{n}", facts=one) for n, one in enumerate(facts, 1)))


def test_bibtex_escapes_what_tex_would_run_and_every_entry_closes():
    hostile = r"\input{/etc/passwd} 50% & $x_1$ #~^ {{"
    one = Source("N", hostile, ("林溪",), "某某日报", "2023-05-06", address="https://a.cn/x_1?y=%20}{")
    told = to_bib(of(one, Source("Z", "剪报"))).decode()

    assert told.count("@") == 2
    assert r"\input{" not in told
    assert r"50\% \& \$x\_1\$ \#" in told
    bare = re.sub(r"\\[{}]", "", told)
    assert bare.count("{") == bare.count("}")
    assert "author = {{林溪}}" in told
    assert "url = {https://a.cn/x_1?y=%20}," in told
    assert len(set(re.findall(r"@\w+\{([^,]+),", told))) == 2


@pytest.mark.parametrize(("mark", "kind"), [("N", "article"), ("R", "techreport"), ("EB", "misc"), ("Z", "misc")])
def test_every_kind_of_source_has_its_type_and_its_publisher_where_it_belongs(mark, kind):
    told = to_bib(of(Source(mark, "题", (), "某出处", "2023"))).decode()
    name = {"N": "journal", "R": "institution", "EB": "organization", "Z": "howpublished"}[mark]
    assert told.startswith(f"@{kind}{{xinglin2023-")
    assert f"{name} = {{某出处}}" in told


def test_a_key_stays_the_same_when_other_sources_come_before():
    first, second = fixed().sources
    both, one = to_bib(sheet(sources=(first, second))).decode(), to_bib(sheet(sources=(second,))).decode()
    assert one in both


def test_ris_keeps_one_value_a_line_whatever_a_title_holds():
    one = Source("N", "甲\r\nER  - \r\nTY  - 乙", ("林溪", "石楠"), "某某日报", "2023-05")
    lines = to_ris(of(one)).decode().split("\r\n")
    assert lines[0] == "TY  - NEWS"
    assert lines.count("ER  - ") == 1
    assert [line for line in lines if line.startswith("AU")] == ["AU  - 林溪", "AU  - 石楠"]
    assert "PY  - 2023" in lines
    assert "DA  - 2023/05" in lines


@pytest.mark.parametrize("kind", ["bib", "ris"])
def test_a_source_without_facts_goes_out_as_it_is_cited(kind):
    assert "《医管月报》，2022-05-01，记者 某甲" in made(sheet(), kind).decode()


@pytest.mark.parametrize("write", [to_bib, to_ris])
def test_it_stops_between_two_sources(write):
    seen = []
    task = Task(each=lambda done, total, _words: seen.append((done, total)), stopped=lambda: len(seen) == 2)
    with pytest.raises(Cancelled):
        write(of(*[Source("Z", "甲")] * 3), task)
    assert seen == [(0, 3), (1, 3)]
