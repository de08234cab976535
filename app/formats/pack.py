"""The exchange package `.xlpack`: a zip of a manifest and a few lists, one JSON object a line.

The same rows give the same bytes. What is read is taken to be hostile: names are looked up and never used as paths,
sizes are bounded before anything is unpacked, every part must be as long and have the sum the manifest tells, every
row the right shape. Knows no library.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, NoReturn

from app.formats import pack_rows as rows
from app.formats.sheet import PACK_SUFFIX
from app.messages import Trouble
from app.task import QUIET, Cancelled, Task
from db.records import Packed

VERSION = 2
"""Of the package's shape. A higher one is made by a newer program and not read, a lower one lacks what came later."""
_FORMAT = "xinglin-pack"
_MANIFEST = "manifest.json"
_FIRST = {
    "documents": rows.DOCUMENT, "cases": rows.CASE, "notes": rows.NOTE, "shelves": rows.SHELF, "themes": rows.THEME,
    "stories": rows.STORY,
}  # fmt: skip
_PARTS = _FIRST | {
    "pictures": rows.PICTURE, "rules": rows.RULE, "synonyms": rows.SYNONYM, "meanings": rows.MEANING,
    "templates": rows.TEMPLATE, "metrics": rows.METRIC, "rounds": rows.ROUND,
}  # fmt: skip
_SHAPES = {1: _FIRST, 2: _PARTS}
"""The parts of each version."""
LARGEST = 200 * 1024 * 1024
"""Bytes of the file."""
UNPACKED = 400 * 1024 * 1024
_RATIO = 200
_SMALL = 16 * 1024 * 1024
"""A package may grow `_RATIO` times beyond this."""
_DIRECTORY = 64 * 1024
"""Bytes of a zip's list of contents; ours has less than two thousand."""
_END = struct.Struct("<4s4H2LH")
_MANIFEST_BYTES = 64 * 1024
_STAMP = (1980, 1, 1, 0, 0, 0)


def to_bytes(packed: Packed, task: Task = QUIET) -> bytes:
    """Write a package.

    Raises:
        Cancelled: between two parts.
        Trouble: `pack_large` for more than can be read again.
    """
    parts: dict[str, bytes] = {}
    for done, name in enumerate(_PARTS):
        task.step(done, len(_PARTS) + 1, "正在打包")
        parts[f"{name}.jsonl"] = b"".join(_line(row) for row in getattr(packed, name))
    if sum(map(len, parts.values())) > UNPACKED:
        raise Trouble("pack_large")
    manifest = {
        "format": _FORMAT,
        "version": VERSION,
        "parts": {
            name: {
                "bytes": len(data),
                "rows": len(getattr(packed, name.partition(".")[0])),
                "sha256": hashlib.sha256(data).hexdigest(),
            }
            for name, data in parts.items()
        },
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in ((_MANIFEST, _json(manifest)), *parts.items()):
            task.step(len(_PARTS), len(_PARTS) + 1, "正在打包")
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(info, data)
    return made.getvalue()


def is_pack(path: Path) -> bool:
    """Whether a file is a package by its name."""
    return path.suffix.lower() == PACK_SUFFIX


def read(path: Path, task: Task = QUIET) -> Packed:
    """Read a package's file.

    Raises:
        Trouble: in one sentence why it is not read.
        Cancelled: between two parts.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Trouble("pack_large")
        data = path.read_bytes()
    except FileNotFoundError:
        raise Trouble("missing", path.name) from None
    except PermissionError:
        raise Trouble("folder_denied", path.name) from None
    except (OSError, ValueError):
        raise Trouble("pack_broken") from None
    return from_bytes(data, task)


def from_bytes(data: bytes, task: Task = QUIET) -> Packed:
    """Read a package.

    Raises:
        Trouble: `pack_broken`, `pack_newer`, `pack_large` or `not_a_pack`.
        Cancelled: between two parts.
    """
    try:
        archive = _opened(data)
        version, manifest = _manifest(archive)
        found: dict[str, tuple[Any, ...]] = {}
        for done, (name, shape) in enumerate(_SHAPES[version].items()):
            task.step(done, len(_PARTS), "正在核对交换包")
            lines = _part(archive, f"{name}.jsonl", manifest)
            found[name] = tuple(_rows(lines, shape, task))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error) as error:
        raise Trouble("pack_broken") from error
    except (ValueError, RecursionError, LookupError, OverflowError, MemoryError) as error:
        raise Trouble("pack_broken") from error
    return _sound(Packed(**found | {"stories": tuple(tuple(story) for story in found["stories"])}))


def _opened(data: bytes) -> zipfile.ZipFile:
    """The zip, once its own account of itself is small enough to be looked at."""
    if len(data) > LARGEST:
        raise Trouble("pack_large")
    if not data.startswith(b"PK\x03\x04"):
        raise Trouble("not_a_pack")
    if len(data) < _END.size:
        _broken()
    mark, *_, here, count, size, offset, comment = _END.unpack(data[-_END.size :])
    if mark != b"PK\x05\x06" or comment or here != count:
        _broken()
    parts = next((shape for shape in _SHAPES.values() if count == len(shape) + 1), None)
    if parts is None or size > _DIRECTORY or size + offset + _END.size != len(data):
        _broken()
    archive = zipfile.ZipFile(io.BytesIO(data))
    infos = archive.infolist()
    if {info.orig_filename for info in infos} != _files(parts) or len(infos) != len(parts) + 1:
        _broken()
    total = sum(info.file_size for info in infos)
    if total > UNPACKED or (total > _SMALL and total > _RATIO * len(data)):
        raise Trouble("pack_large")
    return archive


def _files(parts: Iterable[str]) -> set[str]:
    return {_MANIFEST, *(f"{name}.jsonl" for name in parts)}


def _manifest(archive: zipfile.ZipFile) -> tuple[int, dict[str, Any]]:
    told = _parsed(_unpacked(archive, _MANIFEST, _MANIFEST_BYTES))
    if not isinstance(told, dict) or told.get("format") != _FORMAT:
        raise Trouble("not_a_pack")
    version = told.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        _broken()
    if version > VERSION:
        raise Trouble("pack_newer")
    parts = told.get("parts")
    if not isinstance(parts, dict) or set(archive.namelist()) != _files(_SHAPES[version]):
        _broken()
    return version, parts


def _part(archive: zipfile.ZipFile, name: str, manifest: dict[str, Any]) -> bytes:
    told = manifest.get(name)
    data = _unpacked(archive, name, archive.getinfo(name).file_size)
    if not isinstance(told, dict) or told.get("bytes") != len(data):
        _broken()
    if told.get("sha256") != hashlib.sha256(data).hexdigest():
        _broken()
    return data


def _unpacked(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as part:
        data = part.read(most + 1)
    if len(data) > most:
        _broken()
    return data


def _rows(data: bytes, shape: rows.Check, task: Task) -> list[Any]:
    found = []
    for number, line in enumerate(data.split(b"\n")):
        if not number % 500 and task.stopped():
            raise Cancelled
        if line:
            found.append(shape(_parsed(line)))
    return found


def _sound(packed: Packed) -> Packed:
    """The rows, each thing there once, on things that are there."""
    documents = _once(packed.documents)
    cases = {id_: row for id_, row in _once(packed.cases).items() if row["document"] in documents}
    sound = {id_: rows.sound_case(row, documents[row["document"]]["text"]) for id_, row in cases.items()}
    for row in sound.values():
        plan = sound.get(row["parent"] or "")
        if row["parent"] == row["id"] or (plan and (plan["parent"] or plan["document"] != row["document"])):
            row["parent"] = None
    texts = {id_: row["text"] for id_, row in sound.items()}
    notes = [row for row in _once(packed.notes).values() if row["case"] is None or row["case"] in sound]
    shelves = rows.nested(_once(packed.shelves))
    used = {row["document"] for row in sound.values()}
    return Packed(
        documents=tuple(row for id_, row in documents.items() if id_ in used),
        cases=tuple(sound.values()),
        notes=tuple(rows.sound_note(row, texts.get(row["case"] or ""), shelves) for row in notes),
        shelves=tuple(
            row | {"cases": [id_ for id_ in dict.fromkeys(row["cases"]) if id_ in sound]} for row in shelves.values()
        ),
        themes=tuple(_once(packed.themes).values()),
        stories=tuple(
            story for given in packed.stories if (story := tuple(id_ for id_ in dict.fromkeys(given) if id_ in sound))
        ),
        pictures=tuple(_once(packed.pictures).values()),
        rules=packed.rules,
        synonyms=packed.synonyms,
        meanings=packed.meanings,
        templates=packed.templates,
        metrics=packed.metrics,
        rounds=tuple(map(rows.sound_round, packed.rounds[:1])),
    )


def _once(given: tuple[rows.Row, ...]) -> dict[str, rows.Row]:
    found = {row["id"]: row for row in given}
    if len(found) != len(given):
        _broken()
    return found


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - JSON
    return json.loads(data.decode("utf-8"), parse_constant=_no_constant)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _line(row: object) -> bytes:
    return _json(row) + b"\n"


def _json(value: object) -> bytes:
    told = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    return told.encode("utf-8", "replace")


def _broken() -> NoReturn:
    raise Trouble("pack_broken")


assert {field.name for field in fields(Packed)} == set(_PARTS)  # noqa: S101 - the two are written apart
