"""The house stays as it is drawn: contracts hold, the page of modules is true, nothing of a workplace gets in."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = [p for room in ("app", "db") for p in sorted((ROOT / room).rglob("*.py"))]


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=False
    )
    names = listed.stdout.decode().splitlines() if listed.returncode == 0 else []
    return [ROOT / name for name in names if (ROOT / name).is_file()] or CODE


def test_every_import_goes_the_way_the_contracts_allow():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_architecture_page_names_every_module_and_no_other():
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = re.findall(r"^- \*\*((?:app|db)[\w/]*)/ — .*?：(.*)$", page, re.MULTILINE)
    named = {f"{room}/{name}" for room, names in rooms for name in re.findall(r"`(\w+\.py)`", names)}
    real = {p.relative_to(ROOT).as_posix() for p in CODE if p.name != "__init__.py"}
    assert named == real


@pytest.mark.parametrize("path", CODE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_module_is_short_enough_to_be_read_in_one_go(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_module_says_what_it_is_for():
    assert [p for p in CODE if not p.read_text(encoding="utf-8").lstrip("r").startswith('"""')] == []


def test_no_sentence_of_the_real_texts_is_in_the_project(seeds):
    kept = re.compile(r"[^\u4e00-\u9fff0-9A-Za-z]")
    grams = set()
    for seed in seeds.glob("*.txt"):
        text = kept.sub("", seed.read_text(encoding="utf-8"))
        grams |= {text[i : i + 18] for i in range(len(text) - 17)}
    found = []
    for path in tracked():
        data = path.read_bytes()
        if b"\0" in data[:4096] or len(data) > 3_000_000:
            continue
        text = kept.sub("", data.decode("utf-8", "ignore"))
        hit = next((text[i : i + 18] for i in range(len(text) - 17) if text[i : i + 18] in grams), None)
        if hit:
            found.append(f"{path.name}: {hit}")
    assert found == []


def test_no_path_of_one_machine_is_in_the_project():
    place = re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w)/[A-Za-z.]".replace("work", "wo" + "rk"))
    texts = [p for p in tracked() if p.suffix in {".py", ".md", ".toml", ".yml", ".typ", ".json", ".spec", ".lock", ""}]
    assert [p.name for p in texts if place.search(p.read_text(encoding="utf-8", errors="ignore"))] == []
