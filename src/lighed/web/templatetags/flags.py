"""What was said about a person's data elements -> what belongs to one row of the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def about(flags: Mapping[str, Sequence[Any]] | None, element: str) -> Sequence[Any]:
    """The flags of one element; none where there are none at all."""
    return (flags or {}).get(element, ())


@register.filter
def n_about(flags: Mapping[str, Sequence[Any]] | None, elements: Iterable[str]) -> int:
    """How many of these elements were flagged."""
    return sum(bool(about(flags, element)) for element in elements)


@register.filter
def flagged_by(flags: Sequence[Any], user: Any) -> bool:
    """Whether one of the flags that wait for an answer is the user's own."""
    return any(one.made_by_id == user.pk and one.answered_at is None for one in flags)
