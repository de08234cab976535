"""Where things are: resources, the person's library, settings, backups and logs; frozen or not, portable or not."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from platformdirs import user_data_path

APP = "Xinglin"
SUFFIX = ".xinglin"


def frozen() -> bool:
    """Whether this is the built program rather than a checkout."""
    return bool(getattr(sys, "frozen", False))


def program() -> Path:
    """The folder that holds the program: the one with the executable when frozen, else the checkout."""
    return Path(sys.executable).parent if frozen() else Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """A shipped file or folder below `resources/`."""
    root = Path(getattr(sys, "_MEIPASS", program())) if frozen() else program()
    return root.joinpath("resources", *parts)


def data() -> Path:
    """The folder for all of a person's data, made when missing: XINGLIN_DATA, else `portable/`, else the platform's."""
    chosen = os.environ.get("XINGLIN_DATA")
    portable = program() / "portable"
    if chosen:
        folder = Path(chosen)
    elif portable.is_dir():
        folder = portable
    else:
        folder = user_data_path(APP, appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def library() -> Path:
    """The library that opens when none is named."""
    return data() / f"案例库{SUFFIX}"


def settings() -> Path:
    """The settings file."""
    return data() / "settings.json"


def backups() -> Path:
    """Where backups are kept, made when missing."""
    folder = data() / "backups"
    folder.mkdir(exist_ok=True)
    return folder


def log() -> Path:
    """The log file."""
    return data() / "xinglin.log"
