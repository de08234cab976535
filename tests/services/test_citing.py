import pytest

from app.services.citing import citation, quoted, source
from db.records import Case, Document, DocumentHead

TEXT = "第一段说候诊的事。\n\n第二段说支部的“短会”。\n第三段收尾。"


def paper(**more):
    told = {"path": "a.txt", "name": "剪报.txt", "text": TEXT, "fingerprint": "x", "title": "门诊不再排长队"}
    return Document(id="d1", imported_at="2026-11-22T05:00:00Z", **(told | more))


def case(kind="hospital", **more):
    told = {"title": "门诊不再排长队", "text": TEXT, "owner": "赣南河畔医院"}
    head = DocumentHead("d1", "a.txt", "门诊不再排长队", "", "import")
    return Case(id="c1", kind=kind, document=head, **(told | more))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (
            {
                "publisher": "某某日报",
                "published": "2023-05-06",
                "reporter": "林溪、石楠",
                "name": "某某日报 第04版.txt",
            },
            "林溪, 石楠. 门诊不再排长队[N]. 某某日报, 2023-05-06(4).",
        ),
        (
            {"publisher": "卫生报社", "reporter": "甲一 乙二 丙三 丁四"},
            "甲一, 乙二, 丙三, 等. 门诊不再排长队[N]. 卫生报.",
        ),
        ({"publisher": "中国医院院长", "published": "2021-03"}, "门诊不再排长队[J]. 中国医院院长, 2021."),
        (
            {
                "publisher": "某省卫生健康委网站",
                "published": "2022-01-02",
                "source_note": "原文：https://a.example/x?id=1。",
            },
            "门诊不再排长队[EB/OL]. 某省卫生健康委网站, (2022-01-02)[2026-11-22]. https://a.example/x?id=1.",
        ),
        (
            {"publisher": "某某日报", "published": "2022-01-02", "source_note": "https://a.example/x"},
            "门诊不再排长队[N/OL]. 某某日报, 2022-01-02[2026-11-22]. https://a.example/x.",
        ),
        (
            {"publisher": "卫生报", "reporter": "Smith John, Doe Jane A. 与石楠"},
            "Smith John, Doe Jane A., 石楠. 门诊不再排长队[N]. 卫生报.",
        ),
        ({"publisher": "卫生报", "reporter": "John Smith and 林溪"}, "John Smith, 林溪. 门诊不再排长队[N]. 卫生报."),
        ({}, "门诊不再排长队[Z]."),
        ({"title": None, "name": "赣南 材料.docx"}, "赣南 材料[Z]."),
        ({"text": "本报讯 今天。"}, "门诊不再排长队[N]."),
    ],
)
def test_a_source_is_cited_by_the_national_standard_and_what_is_not_printed_is_left_out(told, expected):
    assert citation(paper(**told)) == expected


def test_a_plan_is_a_report_of_its_issuer_with_its_own_number_and_not_with_one_it_refers_to():
    text = "某市公立医院改革实施方案\n某政办发〔2022〕12号\n根据（省政发〔2021〕3号）制定。"
    plan = case("plan", owner="某市人民政府", year=2022)

    told = citation(paper(title="某市公立医院改革实施方案", text=text), plan)
    other = citation(paper(title="某市公立医院改革实施方案", text="方案\n根据省政发〔2021〕3号制定本方案。"), plan)

    assert told == "某市人民政府. 某市公立医院改革实施方案: 某政办发〔2022〕12号[R]. 2022."
    assert other == "某市人民政府. 某市公立医院改革实施方案[R]. 2022."


def test_a_copied_passage_has_its_paragraphs_its_case_and_its_source_and_inner_quotes_become_single():
    one = case()
    start, end = TEXT.index("第二段"), len(TEXT)

    told = quoted(one, start, end, "出处。")

    assert told == "“第二段说支部的‘短会’。 第三段收尾。”（赣南河畔医院《门诊不再排长队》第2—3段）\n出处。"
    assert "第1段）" in quoted(one, 0, 3, "出处。")


def test_odd_documents_are_cited_without_a_fault():
    for text in ("", "\ud800" * 5, "http://", "第" * 5000, "\n" * 100):
        for name in ("", ".txt", "a" * 300, "..", "x\u202e.txt"):
            assert citation(paper(text=text, name=name, title=None, reporter="、、 ", publisher=" ", published="x"))
    assert source(paper(title="\u200b")).title == "剪报"
    assert citation(paper(title=None, text="短"), case(text="短", title="正题")).startswith("正题")
