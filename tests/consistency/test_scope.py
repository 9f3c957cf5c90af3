"""Whoever asks the database about people says of which municipality, or of whom that was found before."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps

from lighed.web import row_security
from tests.consistency.repository import SOURCE, text_of

PEOPLE = {model.__name__ for model in apps.get_models() if model._meta.db_table in set(row_security.tables_of_people())}
PLACES = sorted([*(SOURCE / "web/queries").rglob("*.py"), *(SOURCE / "web/actions").rglob("*.py")])
FOUND_BEFORE = {
    *("person", "person__in", "course", "course__in", "person_id", "course__person", "person__key", "legal_basis__in"),
    *("request", "plan__course"),
}
"""Names of rows that were found within a municipality before: what hangs on them is of the same one."""
BY_ITS_KEY = {"pk", "key", "pk__in"}
"""In actions only: they are given a row that a query found, and take it again by its key to change it."""
OUTSIDE = {
    "actions/retention/erasures.py": "that an erased person is nowhere is looked for everywhere",
    "queries/erased_files.py": "what an erased person's file has in common with anybody's is looked for everywhere",
    "queries/demonstration.py": "a demonstration is not begun beside any real municipality, so every one is asked",
}
"""Where all municipalities are meant, and why."""


def chains(tree: ast.AST) -> Iterator[tuple[str, int, set[str], list[ast.expr]]]:
    """Each use of `Model.objects` on a table with people: model, line, and what it is narrowed by."""
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    for node in ast.walk(tree):
        is_one = isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name)
        if not is_one or node.value.id not in PEOPLE:
            continue
        names: set[str] = set()
        unpacked: list[ast.expr] = []
        step: ast.AST = node
        while isinstance(parents.get(step), ast.Attribute | ast.Call):
            step = parents[step]
            if not isinstance(step, ast.Call) or not isinstance(step.func, ast.Attribute):
                continue
            if step.func.attr == "none":
                names.add("municipality of nobody")
            elif step.func.attr in {"bulk_create", "bulk_update"}:
                names.add("municipality of each row that is written")
            elif step.func.attr != "exclude":
                names |= {word.arg for word in step.keywords if word.arg}
                unpacked += [word.value for word in step.keywords if word.arg is None]
        yield node.value.id, node.lineno, names, unpacked


def is_narrowed(names: set[str], unpacked: list[ast.expr], *, is_action: bool) -> bool:
    allowed = FOUND_BEFORE | (BY_ITS_KEY if is_action else set())
    mine = any(isinstance(value, ast.Name) and value.id == "mine" for value in unpacked)
    return mine or bool(names & allowed) or any(name.startswith("municipality") for name in names)


@pytest.mark.requirement("R-SEC-01", part="municipalities are apart", shows="refuses")
@pytest.mark.parametrize("path", PLACES, ids=lambda path: path.relative_to(SOURCE / "web").as_posix())
def test_a_question_about_people_is_of_one_municipality(path):
    name = path.relative_to(SOURCE / "web").as_posix()
    if name in OUTSIDE:
        return
    open_to_all = [
        f"{name}:{line}: {model} of every municipality"
        for model, line, names, unpacked in chains(ast.parse(text_of(path)))
        if not is_narrowed(names, unpacked, is_action=name.startswith("actions/"))
    ]
    assert open_to_all == []


def test_a_question_of_every_municipality_would_be_found():
    """The check itself, on what it must find and what it must not."""
    told = [
        ("Person.objects.all()", False),
        ("Person.objects.filter(birth_year=1980).order_by('key')", False),
        ("ContactCourse.objects.select_related('person').filter(key=key)", False),
        ("Person.objects.exclude(municipality=code)", False),
        ("Person.objects.none()", True),
        ("Plan.objects.bulk_create(plans)", True),
        ("Person.objects.filter(municipality=code)", True),
        ("ContactCourse.objects.select_related('person').filter(municipality_id=user.municipality_id)", True),
        ("RightsRequest.objects.filter(person=person)", True),
    ]
    for source, expected in told:
        ((_model, _line, names, unpacked),) = chains(ast.parse(source))
        assert is_narrowed(names, unpacked, is_action=False) is expected, source


def test_nothing_is_left_out_that_is_not_there():
    assert all((SOURCE / "web" / name).exists() for name in OUTSIDE)
