"""Each command with the names and JSON that scripts depend on."""

import pytest

ROUND_UP = """某市医院管理经验交流会近日举行,三家医院作了介绍。

江西省上饶市人民医院党委书记李明远:

支部建到科室里

江西省上饶市人民医院推行“双带头人”制度,由科主任兼任支部书记。全院设32个党支部,患者满意度由91%提高到97%。

浙江省湖州市中心医院院长王晓东:

用数据说话的绩效考核

浙江省湖州市中心医院改革绩效分配办法,把病种难度与成本写进月度考核。平均住院日由8.6天降至7.1天。
"""


@pytest.fixture
def round_up(tmp_path):
    path = tmp_path / "交流会综述.txt"
    path.write_text(ROUND_UP, encoding="utf-8")
    return path


def test_an_import_names_each_file_its_fate_and_its_cases(xinglin, tmp_path, round_up):
    library = tmp_path / "a.xinglin"
    done = xinglin("--library", library, "import", round_up, "--json")
    [document] = done.json["documents"]
    assert (done.code, document["status"], document["error"], len(document["case_ids"])) == (0, "imported", None, 2)
    again = xinglin("--library", library, "import", round_up, "--json")
    assert again.json["documents"][0]["status"] == "duplicate"


@pytest.mark.usefixtures("round_up")
def test_one_bad_file_does_not_stop_the_others(xinglin, tmp_path):
    (tmp_path / "空.txt").write_bytes(b"")
    (tmp_path / "乱.txt").write_bytes(bytes(range(256)) * 50)
    (tmp_path / "图.xyz").write_bytes(b"abc")
    done = xinglin("--library", tmp_path / "a.xinglin", "import", tmp_path, tmp_path / "没有.txt", "--json")
    fates = {d["path"].rsplit("/", 1)[-1]: (d["status"], d["error"]) for d in done.json["documents"]}
    assert done.code == 0
    assert fates["交流会综述.txt"] == ("imported", None)
    for name in ("空.txt", "乱.txt", "没有.txt"):
        assert fates[name][0] == "failed"
        assert fates[name][1].count("。") == 2


def test_cases_answers_words_and_filters_with_counts(xinglin, tmp_path, round_up):
    library = tmp_path / "a.xinglin"
    xinglin("--library", library, "import", round_up)
    done = xinglin("--library", library, "cases", "绩效", "--region", "浙江省", "--json")
    assert done.json["total"] == 1
    [case] = done.json["cases"]
    assert case["owner"] == "浙江省湖州市中心医院"
    assert case["speaker"] == {"name": "王晓东", "post": "院长"}
    assert case["region"]["city"] == "湖州市"
    assert case["kind"] == "hospital"
    assert "text" not in case
    assert "绩效" in case["snippet"]
    assert done.json["facets"]["region"]["浙江省"] == 1
    for key in ("id", "site", "themes", "practices", "results", "document", "spans", "flags", "notes"):
        assert key in case


def test_a_condition_can_be_excluded_with_a_minus_and_nothing_found_brings_advice(xinglin, tmp_path, round_up):
    library = tmp_path / "a.xinglin"
    xinglin("--library", library, "import", round_up)
    found = xinglin("--library", library, "cases", "患者", "-绩效", "--json").json
    assert found["total"] == 1
    nothing = xinglin("--library", library, "cases", "绩校考核")
    assert "可以试试：绩效考核（1 个案例）" in nothing.out


def test_full_cases_carry_text_that_agrees_with_their_positions(xinglin, tmp_path, round_up):
    library = tmp_path / "a.xinglin"
    xinglin("--library", library, "import", round_up)
    for case in xinglin("--library", library, "cases", "--full", "--json").json["cases"]:
        for practice in case["practices"]:
            if practice["start"] is not None:
                assert case["text"][practice["start"] : practice["end"]] == practice["surface"]
        assert all(ROUND_UP[s["offset"] : s["offset"] + s["length"]].strip() for s in case["spans"])


def test_a_note_on_a_passage_is_shown_and_counted(xinglin, tmp_path, round_up):
    library = tmp_path / "a.xinglin"
    [document] = xinglin("--library", library, "import", round_up, "--json").json["documents"]
    case = document["case_ids"][0]
    made = xinglin(
        "--library", library, "note", case, "--quote", "科主任兼任支部书记", "--text", "可学", "--tag", "党建", "--json"
    )
    assert (made.json["quote"], made.json["tags"]) == ("科主任兼任支部书记", ["党建"])
    shown = xinglin("--library", library, "show", case, "--json").json
    assert shown["notes"] == 1
    assert shown["annotations"][0]["text"] == "可学"
    refused = xinglin("--library", library, "note", case, "--quote", "文中没有的话", "--text", "x")
    assert (refused.code, refused.out) == (1, "")
    assert "没有找到" in refused.err


@pytest.mark.parametrize(("kind", "sign"), [("pdf", b"%PDF-"), ("md", b"# "), ("json", b"{")])
def test_an_export_writes_the_file_and_never_overwrites_unasked(xinglin, tmp_path, round_up, kind, sign):
    library = tmp_path / "a.xinglin"
    xinglin("--library", library, "import", round_up)
    target = tmp_path / f"选编.{kind}"
    assert xinglin("--library", library, "export", "--format", kind, "--output", target, "--query", "绩效").code == 0
    first = target.read_bytes()
    assert first.startswith(sign)
    assert xinglin("--library", library, "export", "--format", kind, "--output", target).code == 1
    assert target.read_bytes() == first


def test_a_backup_can_be_restored_and_nothing_is_deleted(xinglin, tmp_path, round_up):
    library = tmp_path / "a.xinglin"
    xinglin("--library", library, "import", round_up)
    assert xinglin("--library", library, "backup", "--output", tmp_path / "b.xinglin").code == 0
    [case, *_] = xinglin("--library", library, "cases", "--json").json["cases"]
    xinglin("--library", library, "note", case["id"], "--text", "后来写的")
    assert xinglin("--library", library, "restore", tmp_path / "b.xinglin").code == 0
    assert xinglin("--library", library, "show", case["id"], "--json").json["notes"] == 0
    assert xinglin("--library", library, "check").code == 0
    assert xinglin("--library", library, "reindex").code == 0
    assert any(
        ("a" in p.name and p.suffix != ".xinglin") or p.name not in {"a.xinglin", "b.xinglin"}
        for p in tmp_path.iterdir()
    )


@pytest.mark.parametrize("words", [["nonsense"], ["cases", "--limit", "many"]])
def test_a_mistyped_command_is_answered_in_one_chinese_sentence(xinglin, words):
    done = xinglin(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("看不懂命令")
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("words", "told"),
    [(["import"], "缺少路径。"), (["show"], "缺少编号。"), (["export", "--output", "x"], "缺少 --format。")],
)
def test_what_is_missing_in_a_command_is_told_by_its_name(xinglin, words, told):
    done = xinglin(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(told)


def test_an_unknown_number_or_library_is_said_plainly(xinglin, tmp_path):
    assert xinglin("show", "没有这个").code == 1
    missing = xinglin("--library", tmp_path / "没有.xinglin", "cases")
    assert (missing.code, missing.err.startswith("找不到")) == (1, True)
    other = tmp_path / "别的.xinglin"
    other.write_text("这不是数据库，只是一段文字。" * 100, encoding="utf-8")
    before = other.read_bytes()
    assert "不是杏林案库的文件" in xinglin("--library", other, "cases").err
    assert other.read_bytes() == before


def test_the_first_command_on_a_fresh_machine_finds_the_starter_cases(xinglin):
    assert xinglin("cases", "党建", "--json").json["total"] > 5


def test_the_tour_does_the_main_job_and_says_so(xinglin, tmp_path):
    done = xinglin("tour", "--output", tmp_path / "out")
    assert done.code == 0
    assert [line[0] for line in done.out.splitlines() if line[0] in "一二三四"] == list("一二三四")
    assert (tmp_path / "out" / "示例导出.pdf").read_bytes().startswith(b"%PDF-")


def test_the_self_test_passes_and_names_every_step(xinglin):
    done = xinglin("self-test")
    assert done.code == 0, done.out
    assert done.out.count("通过") >= 7
