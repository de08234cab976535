"""How the window starts, what it does when it cannot, and that there is one of it."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from app import paths
from app import settings as kept
from app.services.library import Library
from app.ui import app as starting
from app.ui.instance import Instance
from app.ui.shell import Shell
from tests.ui.conftest import settle, wait

ROOT = Path(__file__).resolve().parents[2]


def test_the_empty_window_is_painted_before_the_library_is_even_imported():
    words = (
        "import sys; sys.path.insert(0, '.')\n"
        "from app.ui import app as starting\n"
        "from app import settings\n"
        "application = starting.make_application(['x'])\n"
        "shell = starting.Shell(settings.Settings())\n"
        "shell.painted.connect(application.quit)\n"
        "shell.show(); application.exec()\n"
        "heavy = [n for n in ('sqlalchemy', 'jieba', 'typst', 'app.ui.window', 'db.engine') if n in sys.modules]\n"
        "assert shell.was_painted and not heavy, heavy\n"
    )
    command = [sys.executable, "-c", words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_the_very_first_start_shows_the_starter_library(make_window):
    window = make_window()
    starting.start(window, None)
    wait(lambda: len(window.list.ids()) > 40, 60)
    settle(window)
    assert window.top.library.text() == "示例案例库"
    assert window.banner.isVisible()
    assert window.desk.case_id == window.list.current()
    assert window.settings.starter_offered
    assert kept.load(paths.settings()).starter_offered


def test_a_removed_starter_does_not_come_back_and_the_empty_library_teaches(make_window):
    window = make_window(starter_offered=True)
    starting.start(window, None)
    wait(lambda: window.counts is not None)
    settle(window)
    assert window.empty.isVisible()
    assert not window.commands.actions["export"].isEnabled()
    window.empty.starter.click()
    wait(lambda: len(window.list.ids()) > 40, 60)
    settle(window)
    assert window.list.isVisible()


def test_the_window_opens_where_it_was_left(make_window, library_file):
    first = make_window(library_file)
    first.go_to(first.list.ids()[3])
    first.set_settings(theme="dark", reading_size=16)
    settle(first)
    first.shell.close()
    again = make_window(
        **{f: getattr(first.settings, f) for f in ("theme", "library", "last_case", "window", "splitters")}
    )
    starting.start(again, None)
    wait(lambda: again.counts is not None)
    settle(again)
    assert again.session.library.path == library_file
    assert again.list.current() == again.list.ids()[3]
    assert again.colours.name == "dark"


def test_a_library_that_is_gone_is_named_and_the_default_one_opens(make_window, tmp_path):
    window = make_window(library=str(tmp_path / "移动硬盘.xinglin"), starter_offered=True)
    starting.start(window, None)
    assert window.notice.words.text().startswith("找不到上次的案例库“移动硬盘.xinglin”")
    wait(lambda: window.session.library is not None)
    assert window.session.library.path == paths.library()
    settle(window)


@pytest.mark.parametrize("content", [b"", b"not a library" * 500, b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_file_that_is_no_library_is_told_in_words_and_left_as_it_is(make_window, tmp_path, content):
    bad = tmp_path / "坏.xinglin"
    bad.write_bytes(content)
    window = make_window()
    window.open(bad)
    wait(lambda: window.notice.isVisible() or window.session.library is not None, 20)
    settle(window)
    if content:
        assert "坏.xinglin" in window.notice.words.text()
        assert [button.text() for button in window.notice.offers()] == ["打开其他案例库", "从备份恢复"]
        assert bad.read_bytes() == content
        assert window.session.library is None


def test_a_failed_opening_leaves_the_open_library_open(make_window, library_file, tmp_path):
    window = make_window(library_file)
    bad = tmp_path / "坏.xinglin"
    bad.write_bytes(b"nothing" * 300)
    window.open(bad)
    wait(window.notice.isVisible)
    settle(window)
    assert window.session.library.path == library_file
    window.session.search("处方")
    settle(window)
    assert len(window.list.ids()) == 1


def test_another_library_takes_the_place_of_the_first(make_window, library_file, tmp_path):
    window = make_window(library_file)
    other = tmp_path / "另一个.xinglin"
    Library.open(other).close()
    window.open(other)
    wait(lambda: window.session.library is not None and window.session.library.path == other)
    settle(window)
    assert window.empty.isVisible()
    assert window.top.library.text() == "另一个"


@pytest.mark.usefixtures("qt")
def test_a_second_start_hands_its_wish_to_the_first_and_ends(own_data, library_file):
    first, second = Instance(own_data), Instance(own_data)
    wished = []
    first.wanted.connect(wished.append)
    assert first.take()
    assert not second.take()
    second.hand_over(library_file)
    wait(lambda: wished)
    assert wished == [str(library_file)]
    first.release()
    assert second.take()
    second.release()


@pytest.mark.usefixtures("qt")
def test_a_damaged_wish_is_passed_over(own_data):
    first = Instance(own_data)
    wished = []
    first.wanted.connect(wished.append)
    assert first.take()
    (own_data / "handover" / "1.json").write_text("[1, 2", encoding="utf-8")
    (own_data / "handover" / "2.json").write_text("[1, 2]", encoding="utf-8")
    Instance(own_data).hand_over(None)
    wait(lambda: "" in wished)
    assert set(wished) == {""}
    first.release()


def test_settings_that_cannot_be_kept_do_not_trouble_anybody(make_window, library_file, own_data):
    window = make_window(library_file)
    (own_data / "settings.json").unlink(missing_ok=True)
    (own_data / "settings.part").mkdir()
    window.set_settings(theme="sepia")
    assert window.colours.name == "sepia"


def test_what_was_typed_last_is_written_before_the_window_is_gone(make_window, library_file):
    window = make_window(library_file)
    library = window.session.library
    for number in range(20):
        window.jobs.write(lambda number=number: library.add_note(None, f"想法 {number}"))
    window.shell.close()
    again = Library.open(library_file)
    assert len(again.notes()) == 20
    again.close()


@pytest.mark.usefixtures("qt")
def test_the_program_proves_its_window(library_file):
    assert "列出 6 个案例" in starting.prove(library_file)


@pytest.mark.usefixtures("qt")
def test_a_window_without_a_place_fits_the_screen():
    shell = Shell(kept.Settings(window="not hexadecimal"))
    room = shell.screen().availableGeometry()
    assert shell.width() <= max(room.width(), 640)
    shell.deleteLater()


def test_the_running_window_holds_no_network_socket(make_window, library_file):
    window = make_window(library_file)
    window.session.search("处方")
    settle(window)
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("only where /proc tells")
    held = set()
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            held.add(str(link.readlink()))
    network = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        lines = Path("/proc/self/net", table).read_text(encoding="ascii").splitlines()[1:]
        network |= {f"socket:[{line.split()[9]}]" for line in lines}
    assert not held & network
