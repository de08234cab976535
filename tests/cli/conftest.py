"""The command line as a script would call it."""

import json
from types import SimpleNamespace

import pytest

from app.cli import main


@pytest.fixture
def xinglin(capsys):
    """Run one command; gives its exit code, standard output, standard error and, on --json, the document."""

    def run(*words):
        capsys.readouterr()
        try:
            code = main([str(w) for w in words], open_window=lambda _: 0, prove_window=lambda _: "没有打开窗口")
        except SystemExit as ended:
            code = ended.code or 0
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err, json=json.loads(out) if "--json" in words else None)

    return run
