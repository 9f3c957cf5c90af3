"""The source of the tests -> every marked test and what its marks say, without running anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.compliance.rules import Rule, Shown, read_mark

Marks = dict[str, tuple[Shown, ...]]
"""By test, as ``tests/web/test_api.py::test_name`` or ``...::TestClass::test_name``."""


def marks_in_code(root: Path, rules: Mapping[str, Rule]) -> Marks:
    """What the tests under ``root/tests`` are marked with; ValueError names the file and line of a wrong mark."""
    found: Marks = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        found |= marks_of_file(path, root, rules)
    return found


def marks_of_file(path: Path, root: Path, rules: Mapping[str, Rule]) -> Marks:
    """The same of one file."""
    tests = _of_module(path, path.relative_to(root).as_posix(), rules)
    return {name: tuple(sorted(shown)) for name, shown in tests if shown}


def _of_module(path: Path, name: str, rules: Mapping[str, Rule]) -> Iterator[tuple[str, set[Shown]]]:
    text = path.read_text(encoding="utf-8")
    if "mark.requirement" not in text:
        return
    module = ast.parse(text)
    constants = {
        target.id: item.value.value
        for item in module.body
        if isinstance(item, ast.Assign) and isinstance(item.value, ast.Constant)
        for target in item.targets
        if isinstance(target, ast.Name)
    }

    def shown_by(item: ast.ClassDef | ast.FunctionDef) -> set[Shown]:
        calls = [call for call in item.decorator_list if isinstance(call, ast.Call)]
        marks = [call for call in calls if ast.unparse(call.func) == "pytest.mark.requirement"]
        return {shown for call in marks for shown in _said(call, constants, f"{name}:{call.lineno}", rules)}

    for item in module.body:
        if isinstance(item, ast.ClassDef):
            for inner in item.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{name}::{item.name}::{inner.name}", shown_by(item) | shown_by(inner)
        elif isinstance(item, ast.FunctionDef):
            yield f"{name}::{item.name}", shown_by(item)


def _said(call: ast.Call, constants: Mapping[str, object], place: str, rules: Mapping[str, Rule]) -> tuple[Shown, ...]:
    def value(written: ast.expr) -> object:
        if isinstance(written, ast.Name) and written.id in constants:
            return constants[written.id]
        if isinstance(written, ast.Constant):
            return written.value
        raise ValueError(f"{ast.unparse(written)}: write it out, or as a constant of the module")

    try:
        kwargs = {str(keyword.arg): value(keyword.value) for keyword in call.keywords}
        return read_mark([value(argument) for argument in call.args], kwargs, rules)
    except ValueError as fault:
        raise ValueError(f"{place}: {fault}") from None
