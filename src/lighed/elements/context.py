"""How an element's information comes about, and how to read it -> `Context`, which every element must carry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace

from lighed.elements.element import Element
from lighed.governance import Text

FIRST = "0.1"
"""The version of the product in which the first elements were declared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What stands beside an element wherever it is shown; the fields are the element's own of the same names."""

    collected: Text
    reading: Text
    together_with: tuple[str, ...]
    not_objective: Text | None
    objective_because: Text | None = None
    since: str = FIRST


def in_context(elements: tuple[Element, ...], contexts: Mapping[str, Context]) -> tuple[Element, ...]:
    """The elements, each with its context; one that has none is left as it is, and the register refuses it."""
    return tuple(_told(element, contexts.get(element.code)) for element in elements)


def _told(element: Element, context: Context | None) -> Element:
    if context is None:
        return element
    return replace(element, **{field.name: getattr(context, field.name) for field in fields(context)})


def context_faults(element: Element, codes: frozenset[str]) -> Iterator[str]:
    """What the context of an element lacks, where `codes` are those of the whole register."""
    for name in ("collected", "reading"):
        if not _is_whole(getattr(element, name)):
            yield f"the text `{name}` must be there in Danish and in English."
    if (element.not_objective is None) == (element.objective_because is None):
        yield "either where it is not objective must be said, or why it is objective."
    for text in (element.not_objective, element.objective_because):
        if text is not None and not _is_whole(text):
            yield "where it is not objective, or why it is, must be said in Danish and in English."
    if not element.together_with:
        yield "what it should be seen together with must be named."
    if element.code in element.together_with or (unknown := set(element.together_with) - codes):
        named = ", ".join(sorted(unknown)) if element.code not in element.together_with else "itself"
        yield f"it cannot be seen together with {named}."
    if not element.since[:1].isdigit():
        yield "the version that it came with must be named."


def _is_whole(text: Text) -> bool:
    return bool(text.da.strip() and text.en.strip())


def joined(shared: Text, own: Text) -> Text:
    """What is true of all elements of a source, and then what is true of this one."""
    return Text(da=f"{shared.da} {own.da}", en=f"{shared.en} {own.en}")
