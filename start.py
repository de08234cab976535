#!/usr/bin/env python3
"""Set up and start from a checkout with nothing but Python: `start.py` runs the program, `start.py test` its tests.

Runs before anything is installed, so it uses the standard library alone and old syntax: a Python that is too old must
still be able to say so.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
NEWEST = (3, 13)

# What Qt needs of a Linux system, as (library, Debian package, only for a real screen).
SYSTEM_LIBRARIES = (
    ("libGL.so.1", "libgl1", False),
    ("libEGL.so.1", "libegl1", False),
    ("libfontconfig.so.1", "libfontconfig1", False),
    ("libxkbcommon.so.0", "libxkbcommon0", False),
    ("libdbus-1.so.3", "libdbus-1-3", False),
    ("libglib-2.0.so.0", "libglib2.0-0", False),
    ("libxcb-cursor.so.0", "libxcb-cursor0", True),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", True),
    ("libxcb-icccm.so.4", "libxcb-icccm4", True),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1", True),
    ("libxcb-image.so.0", "libxcb-image0", True),
    ("libxcb-render-util.so.0", "libxcb-render-util0", True),
    ("libxcb-shape.so.0", "libxcb-shape0", True),
)


def stop(words: str) -> None:
    """Say one line and end."""
    sys.exit(words)


def has_display() -> bool:
    """Whether a window can be shown."""
    if os.name == "nt" or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages(screen: bool) -> "list[str]":
    """Debian packages of the system libraries that Qt would not find here."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    for library, package, screen_only in SYSTEM_LIBRARIES:
        if screen_only and not screen:
            continue
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def check_system(screen: bool) -> None:
    """Stop with one line when Qt could not start."""
    missing = missing_packages(screen)
    if missing:
        stop("缺少系统库，请先安装：apt-get install " + " ".join(missing))


def set_up(lock: Path) -> None:
    """Make the virtual environment and install exactly what the lock names, unless that was done before."""
    mark = VENV / lock.with_suffix(".done").name
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and mark.exists() and mark.read_text() == wanted:
        return
    if (
        not PYTHON.exists()
        or subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False).returncode
    ):
        shutil.rmtree(VENV, ignore_errors=True)
        print("正在建立运行环境……", file=sys.stderr, flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            stop("不能建立虚拟环境，请先安装：apt-get install python3-venv")
    print("正在安装所需组件（只在第一次或升级后）……", file=sys.stderr, flush=True)
    pip = [
        str(PYTHON),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--require-hashes",
        "-r",
        str(lock),
    ]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["未知原因"]
        stop("组件没有装好，请检查网络后重试（" + reason[-1] + "）")
    mark.write_text(wanted)


def run_tests(words: "list[str]") -> int:
    """Every test, with whatever pytest options were given."""
    check_system(screen=False)
    set_up(HERE / "requirements" / "dev.lock")
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    if all(word.startswith("-") and not word.startswith("-n") for word in words):  # all of them: on every core
        words = ["-n", "auto", "--dist", "worksteal", *words]
    return subprocess.run([str(PYTHON), "-m", "pytest", *words], cwd=str(HERE), env=environment, check=False).returncode


def run_program(words: "list[str]") -> int:
    """The window, or the command line when words were given; without a display the tour."""
    set_up(HERE / "requirements" / "run.lock")
    if not words and not has_display():
        print("没有可用的显示，改为在命令行里演示一遍（tour）。", flush=True)
        words = ["tour"]
    if not words or words[0].startswith("--library"):
        check_system(screen=True)
    os.environ["PYTHONPATH"] = str(HERE)
    command = [str(PYTHON), "-m", "app", *words]
    if os.name != "nt":  # becomes the program, so that what ends this one ends that
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.run(command, check=False).returncode


def main() -> int:
    """Read the words after the file's name."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        stop("需要 Python 3.11 至 3.13，当前是 %d.%d；请安装后用它运行 start.py。" % sys.version_info[:2])
    words = sys.argv[1:]
    if words[:1] == ["test"]:
        return run_tests(words[1:])
    return run_program(words)


if __name__ == "__main__":
    sys.exit(main())
