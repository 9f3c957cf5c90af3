"""O3: the catalogue of elements -> a page to search, and the same as a table and as data."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.utils.translation import get_language, gettext

from lighed.governance import Text
from lighed.web.frame.csv_file import csv_file
from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.elements import (
    FAMILIES,
    PROTECTIONS,
    Chosen,
    OpenElement,
    Protection,
    elements_as_data,
    open_elements,
    register_sha256,
)
from lighed.web.queries.public.pages import OpenMunicipality

_MOMENTS = ("registration", "hand_over")
_LONGEST = 100


@open_page
def elements_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show the elements that the reader looks for, each in its context."""
    every, chosen = open_elements(municipality.code), _chosen(request.GET)
    found = [one for one in every if chosen.has(one)]
    shown = {
        "chosen": chosen,
        "groups": [
            (name, of_family)
            for family, name in FAMILIES.items()
            if (of_family := [one for one in found if one.element.family is family])
        ],
        "n": len(every),
        "n_found": len(found),
        "are_ordinary": all(one.is_ordinary for one in every),
        "families": [(family.value, name) for family, name in FAMILIES.items()],
        "protections": [(one.value, PROTECTIONS[one]) for one in (Protection.PROTECTED, Protection.PROXY)],
        "sha256": register_sha256(),
    }
    return show(request, "public/elements.html", shown, municipality=municipality)


@open_page
def elements_csv(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """The whole catalogue, a row for each element, in the language of the page."""
    rows = [_HEADINGS.in_(_language()).split("|")]
    return csv_file(f"lighed-{municipality.code}-elements.csv", [*rows, *map(_row, open_elements(municipality.code))])


@open_page
def elements_json(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """The whole catalogue as data, in both languages."""
    document = {
        "municipality": municipality.code,
        "register_sha256": register_sha256(),
        "elements": elements_as_data(open_elements(municipality.code)),
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})


_HEADINGS = Text(
    da="Kode|Navn|Betydning|Hvorfor|Slags|Hvordan og hvorfor samlet ind|Sådan læses det|Ses sammen med|"
    "Hvor det ikke er objektivt|Hvorfor det er objektivt|Hvor det ses|Tabeller|Værdier|Bruges ved|Juridisk|Beskyttet|"
    "Forældet efter dage|Kan ændres af personen|Fortælles, hvis noget var anderledes|"
    "Med siden version|I den version, der er i drift",
    en="Code|Name|Meaning|Why|Kind|How and why collected|How to read it|See together with|"
    "Where it is not objective|Why it is objective|Where it is seen|Tables|Values|Used at|Legal class|Protected|"
    "Out of date after days|Can be changed by the person|Told if something were different|"
    "Since version|In the version in operation",
)


def _row(one: OpenElement) -> Iterator[object]:
    element, language = one.element, _language()
    yield from (element.code, element.name.in_(language), element.meaning.in_(language))
    yield from (element.rationale.in_(language), one.family.in_(language), element.collected.in_(language))
    yield from (element.reading.in_(language), "; ".join(other.name.in_(language) for other in one.together_with))
    yield from (text.in_(language) if text else "" for text in (element.not_objective, element.objective_because))
    yield from (element.screen.in_(language), ", ".join(element.tables), "; ".join(t.in_(language) for t in one.values))
    yield from ("; ".join(name.in_(language) for name in one.moments), one.legal_class.in_(language))
    yield from (one.protection.in_(language), element.fresh_for_days, _yes_no(element.is_citizen_changeable))
    yield from (
        _yes_no(one.is_told_if_different),
        element.since,
        "; ".join(at.name.in_(language) for at in one.used_at),
    )


def _yes_no(is_so: bool) -> str:
    return gettext("Yes") if is_so else gettext("No")


def _language() -> str:
    return get_language() or "da"


def _chosen(asked: QueryDict) -> Chosen:
    """What is looked for. An address may say anything: what there is not is not looked for."""

    def one_of(name: str, allowed: tuple[str, ...]) -> str:
        said = asked.get(name, "")
        return said if said in allowed else ""

    return Chosen(
        words=asked.get("words", "").replace("\x00", "")[:_LONGEST].strip(),
        family=one_of("family", tuple(family.value for family in FAMILIES)),
        protection=one_of("protection", (Protection.PROTECTED.value, Protection.PROXY.value)),
        moment=one_of("moment", _MOMENTS),
        is_changeable=asked.get("changeable") == "on",
        is_used=asked.get("used") == "on",
    )
