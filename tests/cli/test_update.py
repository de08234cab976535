"""A changed file on the command line: beside the old one as its kin, or over it with `--update`."""

import json

import pytest

from app.cli import main
from tests.services.test_reimporting import FEATURE


def run(capsys, path, *words):
    code = main(["--library", str(path), *words], open_window=lambda _: 0, prove_window=lambda _: "")
    return code, capsys.readouterr().out


@pytest.fixture
def imported(tmp_path, capsys):
    library, file = tmp_path / "库.xinglin", tmp_path / "特写.txt"
    file.write_text(FEATURE, encoding="utf-8")
    first = json.loads(run(capsys, library, "import", str(file), "--json")[1])
    file.write_text(FEATURE.replace("八成九", "九成四"), encoding="utf-8")
    return library, file, first["documents"][0]["case_ids"]


def test_without_the_option_a_changed_file_is_one_more_document(imported, capsys):
    library, file, ids = imported
    code, out = run(capsys, library, "import", str(file), "--json")
    (document,) = json.loads(out)["documents"]
    assert (code, document["status"]) == (0, "imported")
    assert not set(document["case_ids"]) & set(ids)


def test_with_the_option_it_is_written_over_and_keeps_its_ids(imported, capsys):
    library, file, ids = imported
    code, out = run(capsys, library, "import", str(file), "--update", "--json")
    (document,) = json.loads(out)["documents"]
    assert (code, document["status"], document["case_ids"]) == (0, "imported", ids)
    shown = json.loads(run(capsys, library, "show", ids[0], "--json")[1])
    assert "九成四" in json.dumps(shown, ensure_ascii=False)


def test_it_says_in_words_that_it_was_an_update(imported, capsys):
    library, file, _ = imported
    assert "更新 1 个案例" in run(capsys, library, "import", str(file), "--update")[1]
