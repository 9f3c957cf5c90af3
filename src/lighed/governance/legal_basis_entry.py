"""One table of a file of legal bases -> the legal basis, or every fault of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from lighed.governance.legal_basis import Approval, GdprArticle, LegalBasis, LegalBasisFault, Moment, Purpose
from lighed.governance.refused_grounds import refused_grounds
from lighed.governance.text import Text

_E = TypeVar("_E", bound=StrEnum)

_FIELDS = (
    "id", "purpose", "article", "citation", "municipalities", "moments", "elements", "conditions", "valid_from",
    "valid_to", "approvals", "fictional",
)  # fmt: skip
_OPTIONAL = frozenset({"elements", "conditions", "valid_to", "approvals", "fictional"})


class EntryReader:
    """One entry of a file, read field by field; faults are gathered, not thrown."""

    def __init__(self, file: str, number: int, entry: Mapping[str, Any]) -> None:
        self.faults: list[LegalBasisFault] = []
        self._file, self._number, self._entry = file, number, entry

    def legal_basis(self) -> LegalBasis | None:
        """The legal basis, or None where there are faults."""
        entry = self._entry
        known = ", ".join(_FIELDS)
        for name in sorted(set(entry) - set(_FIELDS)):
            self._fault(name, f"feltet findes ikke. Felterne er {known}.", f"no such field. The fields are {known}.")
        for name in _FIELDS:
            if name not in entry and name not in _OPTIONAL:
                self._fault(name, "feltet mangler.", "the field is missing.")
        self._refused_words(entry, "")
        id_ = self._words("id")
        purpose = self._choice(Purpose, "purpose")
        article = self._article()
        citation = self._text(entry.get("citation"), "citation")
        municipalities = self._list("municipalities")
        moments = self._moments()
        elements = self._list("elements") if "elements" in entry else None
        conditions = self._conditions()
        valid_from = self._day(entry.get("valid_from"), "valid_from")
        valid_to = self._day(entry["valid_to"], "valid_to") if "valid_to" in entry else None
        approvals = self._approvals()
        is_fictional = self._yes_or_no("fictional")
        if valid_from and valid_to and valid_to < valid_from:
            self._fault("valid_to", "skal ikke ligge før valid_from.", "must not lie before valid_from.")
        if self.faults or purpose is None or article is None or citation is None or valid_from is None:
            return None
        return LegalBasis(
            id=id_,
            purpose=purpose,
            article=article,
            citation=citation,
            municipalities=municipalities,
            moments=moments,
            elements=elements,
            conditions=conditions,
            valid_from=valid_from,
            valid_to=valid_to,
            approvals=approvals,
            is_fictional=is_fictional,
        )

    def _fault(self, field: str, da: str, en: str) -> None:
        self.faults.append(LegalBasisFault(self._file, self._number, field, Text(da=da, en=en)))

    def _refused_words(self, value: object, field: str) -> None:
        """No text anywhere in an entry may name a refused ground: what cannot be a basis is not to look like one."""
        if isinstance(value, Mapping):
            for name, item in value.items():
                self._refused_words(name, field)
                self._refused_words(item, f"{field}.{name}" if field else name)
        elif isinstance(value, list):
            for item in value:
                self._refused_words(item, field)
        elif isinstance(value, str):
            for ground in refused_grounds():
                if ground.pattern and ground.pattern.search(value):
                    self._fault(field, ground.reason.da, ground.reason.en)

    def _article(self) -> GdprArticle | None:
        if "article" not in self._entry:
            return None
        given = self._entry["article"]
        for ground in refused_grounds():
            if isinstance(given, str) and "".join(given.split()) == ground.article:
                self._fault("article", ground.reason.da, ground.reason.en)
                return None
        return self._choice(GdprArticle, "article")

    def _choice(self, kind: type[_E], name: str) -> _E | None:
        return self._one_of(kind, self._entry[name], name) if name in self._entry else None

    def _one_of(self, kind: type[_E], value: object, name: str) -> _E | None:
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        self._fault(name, f"skal være {_list(kind, 'eller')}.", f"must be {_list(kind, 'or')}.")
        return None

    def _words(self, name: str) -> str:
        value = self._entry.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if name in self._entry:
            self._fault(name, "skal være en tekst i anførselstegn, ikke tom.", "must be a text in quotes, not empty.")
        return ""

    def _list(self, name: str) -> frozenset[str]:
        value = self._entry.get(name)
        if isinstance(value, list) and value and all(isinstance(item, str) and item for item in value):
            return frozenset(value)
        if name in self._entry:
            self._fault(
                name,
                'skal være en liste af tekster, mindst én: ["…", "…"].',
                'must be a list of texts, one at least: ["…", "…"].',
            )
        return frozenset()

    def _moments(self) -> frozenset[Moment]:
        return frozenset(found for item in self._list("moments") if (found := self._one_of(Moment, item, "moments")))

    def _text(self, value: object, name: str) -> Text | None:
        if isinstance(value, Mapping) and set(value) == {"da", "en"}:
            da, en = value["da"], value["en"]
            if isinstance(da, str) and isinstance(en, str) and da.strip() and en.strip():
                return Text(da=da, en=en)
        if value is not None:
            self._fault(
                name,
                'skal være en tekst på begge sprog: { da = "…", en = "…" }.',
                'must be a text in both languages: { da = "…", en = "…" }.',
            )
        return None

    def _conditions(self) -> tuple[Text, ...]:
        return tuple(
            text for item in self._tables("conditions") if (text := self._text(item, "conditions")) is not None
        )

    def _approvals(self) -> tuple[Approval, ...]:
        found = []
        for item in self._tables("approvals"):
            name, role = item.get("name"), item.get("role")
            on = self._day(item.get("on", ""), "approvals.on")
            if set(item) == {"name", "role", "on"} and _is_filled(name) and _is_filled(role):
                if on is not None:
                    found.append(Approval(name=str(name), role=str(role), on=on))
                continue
            self._fault(
                "approvals",
                "hver godkendelse har name og role som tekst og on som dato, og ikke andet.",
                "each approval has name and role as texts and on as a date, and nothing else.",
            )
        return tuple(found)

    def _tables(self, name: str) -> Iterator[Mapping[str, Any]]:
        value = self._entry.get(name, [])
        if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
            yield from value
        else:
            self._fault(
                name, f"skal være tabeller: [[legal_basis.{name}]].", f"must be tables: [[legal_basis.{name}]]."
            )

    def _day(self, value: object, name: str) -> date | None:
        if type(value) is date:  # a moment in time is a date too, and is refused
            return value
        if value is not None:
            self._fault(
                name,
                "skal være en dato, skrevet 2026-01-31 uden anførselstegn.",
                "must be a date, written 2026-01-31 without quotes.",
            )
        return None

    def _yes_or_no(self, name: str) -> bool:
        value = self._entry.get(name, False)
        if isinstance(value, bool):
            return value
        self._fault(name, "skal være true eller false uden anførselstegn.", "must be true or false without quotes.")
        return False


def _is_filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list(kind: type[StrEnum], last: str) -> str:
    words = list(kind)
    return words[0] if len(words) < 2 else f"{', '.join(words[:-1])} {last} {words[-1]}"
