"""A person -> everything that is kept about them, as plain values: what their own page shows, and the rest.

Every table that leads to a person or a course is told of, also one that is added later, so that nothing is forgotten.
Whose a row is stands above it; staff are told of by what they are, by name only where the municipality names them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.db.models import BinaryField, ForeignKey, Model

from lighed.web import stored_documents
from lighed.web.models import (
    ContactCourse,
    Municipality,
    Person,
    Plan,
    RightsRequest,
    ShadowEstimate,
    StoredEstimate,
    User,
    WordsDraft,
)
from lighed.web.queries.access import name_in_log
from lighed.web.queries.attachments import attachment_of
from lighed.web.queries.citizen.log import all_of_own_log, broken_since
from lighed.web.queries.profiling import profiling_status

FORMAT = "lighed-own-data"
FORMAT_VERSION = "1.0"

_TOLD_ELSEWHERE: frozenset[type[Model]] = frozenset({ContactCourse, ShadowEstimate, User, WordsDraft})
"""The courses hold the rest; of the person's own log-in only the user name is kept, beside what proves a password; and
what is begun but not sent is its writer's alone, also where somebody writes for the person. What a version in its
shadow run says of one course is read by nobody, so no more is told than that one was tried."""
_LEFT_OUT = frozenset({"municipality", "person", "course", "id", "key", "current_estimate", "search_name", "sort_name"})
"""What tells nothing that is not told beside it: the product's own keys, and forms of a name to sort by."""


def own_file(person: Person, *, reader: User, today: date, at: datetime) -> dict[str, Any]:
    """Everything that is kept about the person. What is hidden for now is told of too, and said not to be in use.

    The `reader` is the person or who acts for them; of what is begun but not sent, each is given their own.
    """
    are_named = Municipality.objects.filter(pk=person.municipality_id, names_in_own_log=True).exists()
    courses = person.courses.order_by("registered_on", "course_id")
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "made_at": at.isoformat(),
        "municipality": {"code": person.municipality_id, "name": str(person.municipality)},
        "person": _row(person, are_named=are_named),
        "courses": [_course(course, reader=reader, today=today, are_named=are_named) for course in courses],
        **_rows_about(person, are_named=are_named),
        "who_has_seen_it": {
            "is_whole": broken_since(person) is None,
            "entries": [
                {
                    "at": one.at.isoformat(),
                    "by": one.by.value,
                    "name": one.name,
                    "unit": one.unit,
                    "roles": list(one.roles),
                    "kind": one.kind.value,
                    "purpose": one.purpose,
                    "what": one.what,
                    "estimate_shown": one.estimate_shown,
                    "was_refused": one.is_blocked,
                }
                for one in all_of_own_log(person)
            ],
        },
    }


def own_draft(course: ContactCourse, user: User) -> WordsDraft | None:
    """What this user has begun to write, and nobody else reads."""
    return WordsDraft.objects.filter(course=course, written_by=user).first()


def tables_about(model: type[Model]) -> dict[str, tuple[type[Model], str]]:
    """Every table with a row for each `model` row it is about: name -> (table, the column that leads there)."""
    found = {}
    for relation in model._meta.related_objects:
        other = relation.related_model
        if isinstance(relation.field, ForeignKey) and isinstance(other, type) and other not in _TOLD_ELSEWHERE:
            found[re.sub(r"(?<!^)(?=[A-Z])", "_", other.__name__).lower()] = (other, relation.field.name)
    return dict(sorted(found.items()))


def _course(course: ContactCourse, *, reader: User, today: date, are_named: bool) -> dict[str, Any]:
    in_use = None
    if profiling_status(course.municipality_id, today=today).is_permitted(course):
        in_use = course.current_estimate_id
    told = _row(course, are_named=are_named)
    told["as_received_from_the_case_system"] = stored_documents.from_bytes(course.document) if course.document else None
    told |= _rows_about(course, are_named=are_named, in_use=in_use)
    told["a_version_was_tried_beside"] = ShadowEstimate.objects.filter(course=course).exists()
    draft = own_draft(course, reader)
    told["words_draft"] = (
        None if draft is None else _row(draft, are_named=are_named) | {"written_by": name_in_log(reader)}
    )
    return told


def _rows_about(one: Model, *, are_named: bool, in_use: int | None = None) -> dict[str, list[dict[str, Any]]]:
    told = {}
    for name, (model, column) in tables_about(type(one)).items():
        rows = list(model._default_manager.filter(**{column: one}).order_by("pk"))
        told[name] = [_row(row, are_named=are_named) for row in rows]
        for shown, row in zip(told[name], rows, strict=True):
            if isinstance(row, StoredEstimate):
                shown["is_in_use_now"] = row.pk == in_use
            if isinstance(row, RightsRequest):
                file = attachment_of(row)
                shown["attachment"] = None if file is None else _row(file, are_named=are_named)
            if isinstance(row, Plan):
                meetings = row.meetings.order_by("number")
                shown["meetings"] = [_row(meeting, are_named=are_named) for meeting in meetings]
    return told


def _row(one: Model, *, are_named: bool) -> dict[str, Any]:
    """The row's own fields. What it points to is told of where that stands."""
    told: dict[str, Any] = {}
    for field in one._meta.concrete_fields:
        if field.name in _LEFT_OUT or isinstance(field, BinaryField):
            continue
        if isinstance(field, ForeignKey):
            if field.related_model is User:
                who = getattr(one, field.name)
                told[field.name] = _who(who.name if who is not None else "", are_named=are_named)
            continue
        value = getattr(one, field.attname)
        if _names_somebody(field.name) and isinstance(value, str) and value not in {"citizen", "representative"}:
            value = _who(value, are_named=are_named)
        told[field.name] = value.isoformat() if isinstance(value, date | datetime) else value
    return told


def _names_somebody(column: str) -> bool:
    """Whether a column of text says who of the staff it was."""
    return column == "assigned_to" or column.endswith(("_by", "_by_name"))


def _who(name: str, *, are_named: bool) -> str:
    """A member of staff, by name or as one."""
    return name if are_named or not name else "staff"
