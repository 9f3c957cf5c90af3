"""Statements about named things -> the same as Turtle and as JSON-LD, in an order that does not depend on chance."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from lighed.governance import Text

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_TYPE = "rdf:type"
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")


@dataclass(frozen=True, slots=True)
class Iri:
    """A thing, by a short name (`dpv:Process`) or by its whole address."""

    name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A text, in a language or of a type; neither for a plain text."""

    text: str
    language: str = ""
    type: str = ""


Object = Iri | Value


@dataclass(slots=True)
class Graph:
    """Statements, in the order in which they were made. `prefixes` is short name -> what it stands for."""

    prefixes: Mapping[str, str]
    _statements: dict[str, list[tuple[str, Object]]] = field(default_factory=dict)

    def add(self, subject: str, predicate: str, *objects: Object | Text | str) -> None:
        """State something about `subject`; a `Text` is stated in both languages, a plain text as it is."""
        said = self._statements.setdefault(subject, [])
        for one in objects:
            for each in _objects(one):
                if (predicate, each) not in said:
                    said.append((predicate, each))

    def a(self, subject: str, *types: str) -> None:
        """State what kind of thing `subject` is."""
        self.add(subject, _TYPE, *(Iri(type_) for type_ in types))

    def to_turtle(self) -> str:
        return "\n".join(self._turtle()) + "\n"

    def to_json_ld(self) -> str:
        document = {"@context": dict(self.prefixes), "@graph": list(self._nodes())}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def _turtle(self) -> Iterator[str]:
        for prefix, stands_for in self.prefixes.items():
            yield f"@prefix {prefix}: <{stands_for}> ."
        for subject, said in self._statements.items():
            yield ""
            yield self._iri(subject)
            grouped = _grouped(said)
            for number, (predicate, objects) in enumerate(grouped.items(), start=1):
                name = "a" if predicate == _TYPE else self._iri(predicate)
                shown = " ,\n        ".join(self._object(one) for one in objects)
                yield f"    {name} {shown} {'.' if number == len(grouped) else ';'}"

    def _iri(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        if prefix in self.prefixes and _LOCAL.fullmatch(local):
            return name
        whole = f"{self.prefixes[prefix]}{local}" if prefix in self.prefixes else name
        return f"<{_NOT_IN_IRI.sub(lambda sign: f'%{ord(sign.group()):02X}', whole)}>"

    def _object(self, one: Object) -> str:
        if isinstance(one, Iri):
            return self._iri(one.name)
        # JSON escapes a text as Turtle does.
        quoted = json.dumps(one.text, ensure_ascii=False).replace("\x7f", "\\u007F")
        if one.language:
            return f"{quoted}@{one.language}"
        return f"{quoted}^^{self._iri(one.type)}" if one.type else quoted

    def _nodes(self) -> Iterator[dict[str, Any]]:
        for subject, said in self._statements.items():
            node: dict[str, Any] = {"@id": subject}
            for predicate, objects in _grouped(said).items():
                if predicate == _TYPE:
                    node["@type"] = [one.name for one in objects if isinstance(one, Iri)]
                else:
                    node[predicate] = [_node(one) for one in objects]
            yield node


def _objects(one: Object | Text | str) -> tuple[Object, ...]:
    if isinstance(one, Text):
        return (Value(one.da, language="da"), Value(one.en, language="en"))
    return (Value(one),) if isinstance(one, str) else (one,)


def _grouped(said: list[tuple[str, Object]]) -> dict[str, list[Object]]:
    grouped: dict[str, list[Object]] = {}
    for predicate, one in said:
        grouped.setdefault(predicate, []).append(one)
    return grouped


def _node(one: Object) -> dict[str, str]:
    if isinstance(one, Iri):
        return {"@id": one.name}
    if one.language:
        return {"@value": one.text, "@language": one.language}
    return {"@value": one.text, "@type": one.type} if one.type else {"@value": one.text}
