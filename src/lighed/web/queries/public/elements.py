"""O3: the element register and the version in operation -> each element in its context, and what it does there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache

from lighed.elements import REGISTER, Element, Family, Protection
from lighed.estimates import Matters, what_matters
from lighed.evaluation.report import MOMENT_NAMES
from lighed.governance import LegalClass, Moment, Text
from lighed.transparency.record_elements import FAMILY_NAMES, PROTECTION_SAYS
from lighed.web.queries.approved_alternatives import approved_alternatives
from lighed.web.queries.experts.versions_in_operation import version_in_operation
from lighed.workflow import Version, VersionError

LEGAL_CLASSES: Mapping[LegalClass, Text] = {
    LegalClass.ORDINARY: Text(da="Almindelig oplysning", en="Ordinary information"),
    LegalClass.SPECIAL_CATEGORY: Text(da="Følsom oplysning", en="Special category"),
}
PROTECTIONS = PROTECTION_SAYS
FAMILIES = FAMILY_NAMES


@dataclass(frozen=True, slots=True)
class AtMoment:
    """What the version in operation does with an element at one moment."""

    moment: Moment
    name: Text
    missing_of_100: int
    """Of 100 people whom the version was built of, how many had no value."""
    moves: float
    """Courses of 100 that it moves an estimate, on average."""


@dataclass(frozen=True, slots=True)
class OpenElement:
    """One element. `used_at` is empty where the version does not read it, and where there is none."""

    element: Element
    family: Text
    legal_class: Text
    protection: Text
    moments: tuple[Text, ...]
    values: tuple[Text, ...]
    together_with: tuple[Element, ...]
    used_at: tuple[AtMoment, ...]
    is_told_if_different: bool
    """Whether people are told what the estimate would be with another value: experts have approved it."""

    @property
    def is_ordinary(self) -> bool:
        return self.element.legal_class is LegalClass.ORDINARY


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader looks for; what is empty leaves nothing out."""

    words: str = ""
    family: str = ""
    protection: str = ""
    moment: str = ""
    is_changeable: bool = False
    is_used: bool = False

    @property
    def is_any(self) -> bool:
        return self != Chosen()

    def has(self, one: OpenElement) -> bool:
        """Whether the element is among those looked for; words are looked for in both languages."""
        element = one.element
        texts = (element.name, element.meaning, element.rationale, element.reading)
        said = " ".join([element.code, *(f"{text.da} {text.en}" for text in texts)]).casefold()
        return (
            all(word in said for word in self.words.casefold().split())
            and self.family in ("", element.family.value)
            and self.protection in ("", element.protection.value)
            and (not self.moment or self.moment in {moment.value for moment in element.moments})
            and (element.is_citizen_changeable or not self.is_changeable)
            and (bool(one.used_at) or not self.is_used)
        )


def n_elements() -> int:
    return len(REGISTER)


def families() -> list[tuple[Text, int]]:
    """Each kind of information, and how many pieces of it there are."""
    return [(FAMILY_NAMES[family], sum(one.family is family for one in REGISTER)) for family in Family]


def live_version(municipality: str) -> Version | None:
    """The version in operation; None where there is none, or its file cannot be used."""
    try:
        return version_in_operation(municipality)
    except VersionError:
        return None


def what_matters_in(version: Version) -> Mapping[Moment, Matters]:
    """What moves its estimates, by moment; computed once for each version."""
    key = f"what-matters-{version.sha256}"
    found: Mapping[Moment, Matters] | None = cache.get(key)
    if found is None:
        found = {moment: what_matters(types) for moment, types in version.person_types.items()}
        cache.set(key, found, None)
    return found


def open_elements(municipality: str) -> list[OpenElement]:
    """Every element of the register, in its order, as it stands in the municipality now."""
    version = live_version(municipality)
    used = {} if version is None else _used(version)
    told = approved_alternatives(municipality)
    return [_open(element, used.get(element.code, ()), is_told=element.code in told) for element in REGISTER]


def _open(element: Element, used_at: tuple[AtMoment, ...], *, is_told: bool) -> OpenElement:
    return OpenElement(
        element=element,
        family=FAMILY_NAMES[element.family],
        legal_class=LEGAL_CLASSES[element.legal_class],
        protection=PROTECTION_SAYS[element.protection],
        moments=tuple(MOMENT_NAMES[moment] for moment in Moment if moment in element.moments),
        values=tuple(element.codes.values()),
        together_with=tuple(REGISTER[code] for code in element.together_with),
        used_at=used_at,
        is_told_if_different=is_told,
    )


def _used(version: Version) -> dict[str, tuple[AtMoment, ...]]:
    matters = what_matters_in(version)
    found: dict[str, tuple[AtMoment, ...]] = {}
    for moment, types in version.person_types.items():
        moves = {one.code: one.per_100 for one in matters[moment].elements}
        for code, missing in zip(types.codes, types.missing_share.tolist(), strict=True):
            at = AtMoment(moment, MOMENT_NAMES[moment], round(100 * missing), moves[code])
            found[code] = (*found.get(code, ()), at)
    return found


def elements_as_data(elements: Iterable[OpenElement]) -> list[dict[str, Any]]:
    """The elements for a machine: every text in both languages."""
    return [
        {
            "code": one.element.code,
            "since_version": one.element.since,
            "kind": one.element.kind.value,
            "family": one.element.family.value,
            "name": _both(one.element.name),
            "meaning": _both(one.element.meaning),
            "why_used": _both(one.element.rationale),
            "collected": _both(one.element.collected),
            "reading": _both(one.element.reading),
            "together_with": list(one.element.together_with),
            "not_objective": _both(one.element.not_objective),
            "objective_because": _both(one.element.objective_because),
            "source": {"screen": _both(one.element.screen), "tables": list(one.element.tables)},
            "unit": _both(one.element.unit),
            "values": {code: _both(text) for code, text in one.element.codes.items()},
            "no_value_means": _both(one.element.absence),
            "moments": sorted(moment.value for moment in one.element.moments),
            "legal_class": one.element.legal_class.value,
            "protection": one.element.protection.value,
            "out_of_date_after_days": one.element.fresh_for_days,
            "can_be_changed_by_the_person": one.element.is_citizen_changeable,
            "told_if_different": one.is_told_if_different,
            "used_by_the_version_in_operation": [
                {"moment": at.moment.value, "missing_of_100": at.missing_of_100, "moves_of_100": round(at.moves, 2)}
                for at in one.used_at
            ],
        }
        for one in elements
    ]


def _both(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"da": text.da, "en": text.en}


def register_sha256() -> str:
    return REGISTER.sha256


__all__ = [
    "FAMILIES", "LEGAL_CLASSES", "PROTECTIONS", "REGISTER", "AtMoment", "Chosen", "Matters", "OpenElement",
    "Protection", "elements_as_data", "families", "live_version", "n_elements", "open_elements", "register_sha256",
    "what_matters_in",
]  # fmt: skip
