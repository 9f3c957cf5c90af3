"""An element as the record tells of it -> how to take it: why, how collected, how read, with what, where not objective.

A value without these is easily read for more than it is. Every form that has a place for them takes them from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lighed.governance import Text
from lighed.transparency.record import DataElement, Record


@dataclass(frozen=True, slots=True)
class ContextShown:
    """One thing to know of an element: `code` names it for programs, `name` for people."""

    code: str
    name: Text
    says: Text


_NAMES: Mapping[str, Text] = {
    "why": Text(da="Hvorfor", en="Why"),
    "collected": Text(da="Sådan er det samlet ind", en="How it is collected"),
    "reading": Text(da="Sådan læses det", en="How to read it"),
    "together_with": Text(da="Ses sammen med", en="See it together with"),
    "objectivity": Text(da="Hvor det ikke er objektivt", en="Where it is not objective"),
    "since": Text(da="Med siden version", en="There since version"),
}
HEADINGS: tuple[Text, ...] = tuple(_NAMES.values())
"""In the order of `context_of`."""
_ALONE = Text(da="Ikke oplyst, fordi det kan læses alene.", en="Not stated, because it can be read alone.")


def context_of(element: DataElement, record: Record) -> tuple[ContextShown, ...]:
    """Everything to know of the element before its value is read; what is not stated says why."""
    return tuple(ContextShown(code, _NAMES[code], says) for code, says in _said(element, record))


def elements_read(record: Record) -> Iterator[DataElement]:
    """The elements that the version in operation reads; all that may be used, where no version says which."""
    return (element for element in record.elements if element.is_used is not False)


def in_one_line(element: DataElement, record: Record, *codes: str) -> Text:
    """ "Age. How to read it: … See it together with: …": the element by name, and of its context what is asked for."""
    told = [one for one in context_of(element, record) if one.code in codes]
    return Text(
        da=f"{element.name.da}. " + " ".join(f"{one.name.da}: {_ended(one.says.da)}" for one in told),
        en=f"{element.name.en}. " + " ".join(f"{one.name.en}: {_ended(one.says.en)}" for one in told),
    )


def _said(element: DataElement, record: Record) -> Iterator[tuple[str, Text]]:
    names = {one.code: one.name for one in record.elements}
    others = [names[code] for code in element.together_with if code in names]
    yield "why", element.why
    yield "collected", element.collected
    yield "reading", element.reading
    yield (
        "together_with",
        Text(da=", ".join(one.da for one in others), en=", ".join(one.en for one in others)) if others else _ALONE,
    )
    yield "objectivity", element.objectivity
    yield "since", Text(element.since, element.since)


def _ended(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."
