"""A hostile package is refused in one sentence, and what points nowhere is let go."""

import base64
import hashlib
import io
import json
import struct
import zipfile

import pytest

from app.formats import pack
from app.messages import REASONS, Trouble, describe
from app.task import Cancelled, Task
from db.records import Packed

DOCUMENT = {
    "id": "d1", "imported_at": "2026-01-01T00:00:00Z", "name": "甲.txt", "encoding": "utf-8", "fingerprint": "f",
    "title": None, "publisher": None, "published": None, "reporter": None, "source_note": None, "origin": "import",
    "text": "正文十个字在这里呢",
}  # fmt: skip
CASE = {
    "id": "c1", "document": "d1", "parent": None, "kind": "hospital", "added_at": "2026-01-01T00:00:00Z",
    "title": "甲", "abstract": "", "text": "正文十个字", "owner": None, "site": None, "speaker_name": None,
    "speaker_post": None, "responsible": None, "province": None, "city": None, "county": None, "adcode": None,
    "basis": None, "year": 2023, "number": None, "evidence": 0, "starred": 0, "owner_aliases": [],
    "region_groups": [], "awards": [], "flags": [], "tags": ["重点"], "outline": [["头", 0, 2, None]],
    "spans": [[0, 5]], "themes": [], "practices": [], "results": [], "reading": None,
}  # fmt: skip
NOTE = {
    "id": "n1", "case": "c1", "kind": "highlight", "colour": "yellow", "anchor": "exact", "created_at": "x",
    "changed_at": "x", "text": "<script>alert(1)</script>", "quote": "正文", "prefix": "", "suffix": "",
    "tags": [], "start": 0, "end": 2, "shelf": None, "purpose": "idea", "done": 0, "author": "甲",
    "versions": [{"written_at": "x", "text": "从前"}],
}  # fmt: skip
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
PICTURE = {"id": hashlib.sha256(PIXEL).hexdigest(), "kind": "png", "data": base64.b64encode(PIXEL).decode()}
SHELF = {"id": "s1", "name": "架", "query": None, "cases": ["c1"], "parent": None, "position": 3}
PACKED = Packed(
    documents=(DOCUMENT,),
    cases=(CASE,),
    notes=(NOTE, NOTE | {"id": "n2", "case": None, "kind": "shelf", "shelf": "s2", "start": None, "end": None}),
    shelves=(SHELF, SHELF | {"id": "s2", "parent": "s1"}),
    pictures=(PICTURE,),
    rules=({"name": "查房制", "becomes": "查房", "hidden": 0},),
    synonyms=({"words": ["门诊", "候诊"]},),
    meanings=({"colour": "pink", "meaning": "存疑"},),
    templates=({"id": "t1", "name": "对标", "text": "## 本院"},),
    metrics=({"name": "满意率", "becomes": "满意度"},),
)


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def zipped(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def forged(**changed):
    """A package with other parts, and a manifest that is true of them."""
    files = parts(pack.to_bytes(PACKED))
    files |= {f"{name}.jsonl": data for name, data in changed.items()}
    told = json.loads(files["manifest.json"])
    for name in told["parts"]:
        told["parts"][name] |= {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
    return zipped(files | {"manifest.json": json.dumps(told).encode()})


def lines(*rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def refused(data):
    with pytest.raises(Trouble) as caught:
        pack.from_bytes(data)
    assert caught.value.reason in REASONS
    assert str(describe(caught.value)).count("。") == 2
    return caught.value.reason


def test_the_same_rows_make_the_same_bytes_and_come_back_as_they_were():
    made = pack.to_bytes(PACKED)

    assert pack.to_bytes(PACKED) == made
    assert pack.from_bytes(made) == PACKED
    assert pack.from_bytes(forged()) == PACKED


def test_a_package_cut_short_anywhere_or_changed_in_a_byte_is_refused():
    made = pack.to_bytes(PACKED)

    for end in range(0, len(made), 7):
        assert refused(made[:end]) in ("pack_broken", "not_a_pack")
    for at in range(40, len(made), 11):
        changed = made[:at] + bytes([made[at] ^ 0x41]) + made[at + 1 :]
        try:
            assert pack.from_bytes(changed) == PACKED  # a byte nobody reads, as a date is
        except Trouble:
            continue


@pytest.mark.parametrize("name", ["../../x.jsonl", "/etc/x", "C:\\x", "cases.jsonl/", "__MACOSX/x"])
def test_paths_outside_and_strange_entries_are_refused(name):
    files = parts(pack.to_bytes(PACKED))
    files[name] = files.pop("themes.jsonl")

    assert refused(zipped(files)) == "pack_broken"
    assert refused(zipped(parts(pack.to_bytes(PACKED)) | {name: b"x"})) == "pack_broken"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    assert refused(forged(notes=b" " * (60 * 1024 * 1024))) == "pack_large"


def test_a_bomb_that_lies_about_its_size_is_refused():
    made = bytearray(forged(notes=b" " * 2_000_000))
    at = made.rfind(b"PK\x01\x02", 0, made.rfind(b"notes.jsonl"))
    made[at + 24 : at + 28] = struct.pack("<L", 10)

    assert refused(bytes(made)) == "pack_broken"


def test_a_million_entries_are_refused_at_a_glance():
    entry = b"PK\x01\x02" + b"\0" * 42
    data = b"PK\x03\x04" + entry * 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 13, 13, len(entry) * 1_000_000, 4, 0)
    assert refused(data + end) == "pack_broken"


def test_other_zips_newer_versions_and_wrong_manifests_are_told_apart():
    files = parts(pack.to_bytes(PACKED))
    told = json.loads(files["manifest.json"])

    def manifest(**changed):
        return zipped(files | {"manifest.json": json.dumps(told | changed).encode()})

    assert refused(manifest(version=3)) == "pack_newer"
    assert refused(manifest(format="别的")) == "not_a_pack"
    assert refused(b"%PDF-1.7") == "not_a_pack"
    for wrong in ({"version": "1"}, {"version": True}, {"version": 0}, {"parts": []}, {"parts": {}}):
        assert refused(manifest(**wrong)) == "pack_broken"
    assert refused(zipped(files | {"manifest.json": b"[" * 60_000})) == "pack_broken"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": 7}, {"title": None}, {"kind": "virus"}, {"year": "2023"}, {"year": 2.5}, {"year": 10**400},
        {"evidence": None}, {"tags": "重点"}, {"tags": [1]}, {"themes": [{}]}, {"themes": {"a": 1}}, {"id": "../x"},
        {"id": ""}, {"id": "x" * 65}, {"spans": [[0]]}, {"spans": [["0", 1]]}, {"outline": [[1, 2, 3, 4]]},
        {"reading": []}, {"title": "长" * 30_000}, {"starred": True}, {"document": None},
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_type_is_refused(wrong):
    assert refused(forged(cases=lines(CASE | wrong))) == "pack_broken"


@pytest.mark.parametrize(
    "line",
    [b"{}", b"[]", b"null", b"1e999", b"{", b"\xff\xfe", b'{"a":' * 100_000, b"[" * 200_000, b"NaN", b"9" * 10_000],
)
def test_lines_that_are_no_rows_are_refused(line):
    assert refused(forged(cases=line + b"\n")) == "pack_broken"


def test_the_same_id_twice_is_refused():
    assert refused(forged(cases=lines(CASE, CASE))) == "pack_broken"


def test_halves_of_surrogate_pairs_are_replaced_and_places_outside_the_text_let_go():
    theme = {"theme_id": "t", "score": 1.0, "status": "auto", "reason": "", "start": 3, "end": 99}
    case = CASE | {"title": "甲\ud800", "themes": [theme], "spans": [[0, 5], [-1, 2], [3, 900]], "evidence": 99}
    case |= {"outline": [["头", 0, 99, None]], "reading": {"progress": 7.0, "position": -3, "opened_at": None}}
    note = NOTE | {"start": 0, "end": 10**9}

    made = pack.from_bytes(forged(cases=lines(case), notes=lines(note)))

    one = made.cases[0]
    assert one["title"] == "甲\ufffd"
    assert (one["themes"][0]["start"], one["themes"][0]["end"]) == (None, None)
    assert (one["spans"], one["outline"], one["evidence"]) == ([[0, 5]], [], 4)
    assert one["reading"] == {"progress": 1.0, "position": 0, "opened_at": None}
    assert (made.notes[0]["anchor"], made.notes[0]["start"]) == ("lost", None)


def test_cases_without_a_document_and_plans_in_a_circle_are_let_go():
    rows = lines(
        CASE, CASE | {"id": "c2", "parent": "c3"}, CASE | {"id": "c3", "parent": "c2"},
        CASE | {"id": "c4", "document": "d9"}, CASE | {"id": "c5", "parent": "c5"},
    )  # fmt: skip
    made = pack.from_bytes(
        forged(cases=rows, shelves=lines({"id": "s", "name": "架", "query": None, "cases": ["c9", "c1"]}))
    )

    assert [row["id"] for row in made.cases] == ["c1", "c2", "c3", "c5"]
    above = {row["id"]: row["parent"] for row in made.cases}
    assert not (above["c2"] and above["c3"])
    assert above["c5"] is None
    assert made.shelves[0]["cases"] == ["c1"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "0" * 64}, {"kind": "svg"}, {"kind": "jpeg"}, {"data": "<svg onload=alert(1)>"}, {"data": "?"},
        {"data": base64.b64encode(b"MZ").decode()}, {"id": "../x.png"}, {"data": None},
    ],
)  # fmt: skip
def test_a_picture_that_is_not_what_it_says_is_refused(wrong):
    assert refused(forged(pictures=lines(PICTURE | wrong))) == "pack_broken"


def test_shelves_in_a_circle_or_in_none_stand_at_the_top_and_notes_on_none_are_free():
    rows = [SHELF | {"id": name, "parent": above} for name, above in (("a", "b"), ("b", "a"), ("c", "x"), ("d", "d"))]
    note = NOTE | {"case": None, "shelf": "x", "kind": "shelf"}

    made = pack.from_bytes(forged(shelves=lines(*rows), notes=lines(note, note | {"id": "n2", "shelf": "c"})))

    above = {row["id"]: row["parent"] for row in made.shelves}
    assert (above["c"], above["d"]) == (None, None)
    assert sorted(filter(None, (above["a"], above["b"]))) in (["a"], ["b"])
    told = list(above)
    assert all(parent is None or told.index(parent) < told.index(one) for one, parent in above.items())
    assert [(row["kind"], row["shelf"]) for row in made.notes] == [("free", None), ("shelf", "c")]


def test_a_package_with_the_parts_of_one_version_and_the_number_of_another_is_refused():
    files = parts(pack.to_bytes(PACKED))
    told = json.loads(files["manifest.json"])
    assert refused(zipped(files | {"manifest.json": json.dumps(told | {"version": 1}).encode()})) == "pack_broken"
    fewer = {name: data for name, data in files.items() if name != "metrics.jsonl"}
    assert refused(zipped(fewer)) == "pack_broken"


def test_reading_can_be_stopped():
    with pytest.raises(Cancelled):
        pack.from_bytes(pack.to_bytes(PACKED), Task(stopped=lambda: True))
