"""The structure of the source: size of modules, first sentences, layers."""

import ast
import subprocess
import sys

import pytest

from tests.consistency.repository import ROOT, SOURCE, text_of, tracked_files

MOST_LINES = 400
MODULES = [
    path
    for path in tracked_files()
    if path.suffix == ".py" and path.is_relative_to(SOURCE) and "migrations" not in path.parts
]


def test_there_are_modules():
    assert len(MODULES) > 50


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_a_module_is_short_and_begins_with_a_sentence(path):
    text = text_of(path)
    assert len(text.splitlines()) <= MOST_LINES
    if not text.strip():
        assert path.name == "__init__.py"
        return
    said = ast.get_docstring(ast.parse(text))
    assert said, "a module begins with one sentence: in -> out"
    assert said.splitlines()[0][0].isupper() or said[0] in "`*"


def test_the_folders_are_layers():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
