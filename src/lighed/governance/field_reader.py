"""One table of a file, field by field -> values of the kinds asked for; faults are gathered, not thrown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from lighed.governance.legal_basis import LegalBasisFault
from lighed.governance.text import Text

_E = TypeVar("_E", bound=StrEnum)


class FieldReader:
    """Reads the fields of `entry`, and of the tables in it, into one list of `faults`."""

    def __init__(
        self,
        entry: Mapping[str, Any],
        *,
        file: str,
        number: int,
        within: str = "",
        faults: list[LegalBasisFault] | None = None,
    ) -> None:
        self.faults: list[LegalBasisFault] = [] if faults is None else faults
        self.entry, self._file, self._number, self._within = entry, file, number, within

    def fault(self, name: str, da: str, en: str) -> None:
        field = f"{self._within}.{name}" if self._within and name else self._within or name
        self.faults.append(LegalBasisFault(self._file, self._number, field, Text(da=da, en=en)))

    def fields(self, names: tuple[str, ...], *, optional: frozenset[str] = frozenset()) -> None:
        """Refuse fields that there are not, and miss those that there must be."""
        known = ", ".join(names)
        for name in sorted(set(self.entry) - set(names)):
            self.fault(name, f"feltet findes ikke. Felterne er {known}.", f"no such field. The fields are {known}.")
        for name in names:
            if name not in self.entry and name not in optional:
                self.fault(name, "feltet mangler.", "the field is missing.")

    def table(self, name: str) -> FieldReader | None:
        """The table of that name, or None where there is none."""
        if name not in self.entry:
            return None
        value = self.entry[name]
        if not isinstance(value, Mapping):
            self.fault(name, "skal være en tabel.", "must be a table.")
            return None
        within = f"{self._within}.{name}" if self._within else name
        return FieldReader(value, file=self._file, number=self._number, within=within, faults=self.faults)

    def choice(self, kind: type[_E], name: str) -> _E | None:
        return self._one_of(kind, self.entry[name], name) if name in self.entry else None

    def choices(self, kind: type[_E], name: str) -> frozenset[_E]:
        return frozenset(found for item in self.listed(name) if (found := self._one_of(kind, item, name)))

    def _one_of(self, kind: type[_E], value: object, name: str) -> _E | None:
        if isinstance(value, str) and value in set(kind):
            return kind(value)
        self.fault(name, f"skal være {_listed(kind, 'eller')}.", f"must be {_listed(kind, 'or')}.")
        return None

    def words(self, name: str) -> str:
        value = self.entry.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if name in self.entry:
            self.fault(name, "skal være en tekst i anførselstegn, ikke tom.", "must be a text in quotes, not empty.")
        return ""

    def listed(self, name: str) -> frozenset[str]:
        value = self.entry.get(name)
        if isinstance(value, list) and value and all(isinstance(item, str) and item for item in value):
            return frozenset(value)
        if name in self.entry:
            self.fault(
                name,
                'skal være en liste af tekster, mindst én: ["…", "…"].',
                'must be a list of texts, one at least: ["…", "…"].',
            )
        return frozenset()

    def text(self, name: str) -> Text | None:
        return self._text(self.entry[name], name) if name in self.entry else None

    def texts(self, name: str) -> tuple[Text, ...]:
        return tuple(text for item in self._tables(name) if (text := self._text(item, name)) is not None)

    def _text(self, value: object, name: str) -> Text | None:
        if isinstance(value, Mapping) and set(value) == {"da", "en"}:
            da, en = value["da"], value["en"]
            if isinstance(da, str) and isinstance(en, str) and da.strip() and en.strip():
                return Text(da=da, en=en)
        self.fault(
            name,
            'skal være en tekst på begge sprog: { da = "…", en = "…" }.',
            'must be a text in both languages: { da = "…", en = "…" }.',
        )
        return None

    def _tables(self, name: str) -> Iterator[Mapping[str, Any]]:
        value = self.entry.get(name, [])
        if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
            yield from value
        else:
            self.fault(
                name,
                'skal være en liste af tekster på begge sprog: [{ da = "…", en = "…" }].',
                'must be a list of texts in both languages: [{ da = "…", en = "…" }].',
            )

    def day(self, name: str) -> date | None:
        value = self.entry.get(name)
        if type(value) is date:  # a moment in time is a date too, and is refused
            return value
        if name in self.entry:
            self.fault(
                name,
                "skal være en dato, skrevet 2026-01-31 uden anførselstegn.",
                "must be a date, written 2026-01-31 without quotes.",
            )
        return None

    def yes_or_no(self, name: str, *, default: bool) -> bool:
        value = self.entry.get(name, default)
        if isinstance(value, bool):
            return value
        self.fault(name, "skal være true eller false uden anførselstegn.", "must be true or false without quotes.")
        return default


def _listed(kind: type[StrEnum], last: str) -> str:
    words = list(kind)
    return words[0] if len(words) < 2 else f"{', '.join(words[:-1])} {last} {words[-1]}"
