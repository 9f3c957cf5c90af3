"""Try it: a made-up person to change, in the address alone -> the card that a caseworker would see of such a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from lighed.governance import Text
from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.made_up_people import MadeUp, Value
from lighed.web.queries.public.pages import OpenMunicipality
from lighed.web.queries.public.try_it import (
    NotAValue,
    changeable,
    changed,
    limits_of,
    made_up_people,
    made_up_person,
    read_value,
    try_it,
)

_LONGEST = 20


@dataclass(frozen=True, slots=True)
class TryField:
    """One thing that can be changed. A choice has `choices`, a number its limits; `error` says what is allowed."""

    code: str
    name: Text
    value: str
    choices: tuple[tuple[str, Text], ...]
    least: float
    most: float
    protection: str
    error: Text | None


@open_page
def try_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show the made-up people, one of them to change, and what the version in operation says of that one."""
    person = made_up_person(request.GET.get("person", "")) or made_up_people()[0]
    fields, values = _read(request.GET, person)
    faults = [field for field in fields if field.error is not None]
    tried = None
    if not faults and municipality.is_in_use:
        as_changed = changed(person, values)
        tried = try_it(municipality.code, as_changed.values, now=timezone.now(), today=timezone.localdate())
    shown = {
        "people": made_up_people(),
        "person": person,
        "fields": fields,
        "faults": faults,
        "tried": tried,
        "card": tried.card if tried else None,
        "shown": tried,
        "is_alone": True,
        "is_changed": any(person.values.get(code) != value for code, value in values.items()),
    }
    response = show(request, "public/try.html", shown, municipality=municipality)
    response.status_code = 422 if faults else 200
    return response


def _read(asked: QueryDict, person: MadeUp) -> tuple[list[TryField], dict[str, Value]]:
    """The fields as they were filled in, and the values that can be read from them."""
    fields: list[TryField] = []
    values: dict[str, Value] = {}
    for element in changeable():
        own = person.values.get(element.code)
        said = asked.get(element.code, _written(own))[:_LONGEST]
        error = None
        try:
            values[element.code] = read_value(element, said)
        except NotAValue as refused:
            error = refused.text
        least, most = limits_of(element)
        fields.append(
            TryField(
                code=element.code,
                name=element.name,
                value=said,
                choices=tuple(element.codes.items()),
                least=least,
                most=most,
                protection=element.protection.value,
                error=error,
            )
        )
    return fields, values


def _written(value: Value) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else value
