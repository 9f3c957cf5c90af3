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
    return {
        name: tuple(sorted(shown))
        for path in sorted((root / "tests").rglob("test_*.py"))
        for name, shown in _of_module(path, path.relative_to(root).as_posix(), rules)
        if shown
    }


def _of_module(path: Path, name: str, rules: Mapping[str, Rule]) -> Iterator[tuple[str, set[Shown]]]:
    text = path.read_text(encoding="utf-8")
    if "mark.requirement" not in text:
        return
    for item in ast.parse(text).body:
        if isinstance(item, ast.ClassDef):
            of_class = _of_decorators(item, name, rules)
            for inner in item.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{name}::{item.name}::{inner.name}", of_class | _of_decorators(inner, name, rules)
        elif isinstance(item, ast.FunctionDef):
            yield f"{name}::{item.name}", _of_decorators(item, name, rules)


def _of_decorators(item: ast.ClassDef | ast.FunctionDef, name: str, rules: Mapping[str, Rule]) -> set[Shown]:
    found: set[Shown] = set()
    for call in item.decorator_list:
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "pytest.mark.requirement":
            try:
                args = [ast.literal_eval(argument) for argument in call.args]
                kwargs = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
                found.update(read_mark(args, kwargs, rules))
            except ValueError as fault:
                raise ValueError(f"{name}:{call.lineno}: {fault}") from None
    return found
