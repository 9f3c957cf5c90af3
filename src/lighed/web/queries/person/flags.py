"""A course -> what caseworkers have said about its data elements, and what the experts answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from lighed.web import stored_values
from lighed.web.models import ContactCourse, DataFlag

FLAG_KINDS = DataFlag.Kind.choices


def flags_of(course: ContactCourse) -> Mapping[str, tuple[DataFlag, ...]]:
    """By data element, what was said about it here, the newest first."""
    found = defaultdict(list)
    for flag in DataFlag.objects.filter(course=course).select_related("made_by", "answered_by").order_by("-made_at"):
        found[flag.element].append(flag)
    return {element: tuple(flags) for element, flags in found.items()}


def elements_of(course: ContactCourse) -> frozenset[str]:
    """The codes of the data elements that the person's page shows."""
    return frozenset(value.element for value in stored_values.from_json(course.values))


def flag_kind(name: str) -> DataFlag.Kind:
    """The kind of flag of that name."""
    return DataFlag.Kind(name)
