"""A legal basis -> what it says, line by line, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, pgettext

from lighed.elements import REGISTER, Element, Family, Protection
from lighed.governance import GdprArticle, LegalBasis, LegalClass, Moment, Participation, Purpose, Text


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that an entry says. `name` is the field that it comes from; `href` is where it leads, if anywhere."""

    name: str
    label: str
    said: tuple[str, ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class ElementChoice:
    """A data element as the form offers it, with what the law must know of it."""

    code: str
    name: str
    legal_class: str
    mark: str
    is_special: bool


@dataclass(frozen=True, slots=True)
class FamilyChoice:
    code: str
    name: str
    elements: tuple[ElementChoice, ...]


def lines_of(basis: LegalBasis) -> tuple[Line, ...]:
    """Everything that the entry says, in the order of the form."""
    return tuple(_lines(basis))


def element_choices() -> tuple[FamilyChoice, ...]:
    """Every declared element by family, for the form."""
    return tuple(
        FamilyChoice(
            family.value,
            family_in_words(family),
            tuple(_choice(element) for element in REGISTER if element.family is family),
        )
        for family in Family
    )


def purpose_in_words(purpose: Purpose) -> str:
    names = {
        Purpose.TRAINING: pgettext("purpose", "Build person types"),
        Purpose.OPERATION: pgettext("purpose", "Plan contact courses"),
    }
    return names[purpose]


def moment_in_words(moment: Moment) -> str:
    names = {
        Moment.REGISTRATION: pgettext("moment", "At registration"),
        Moment.HAND_OVER: pgettext("moment", "At the hand-over"),
    }
    return names[moment]


def participation_in_words(participation: Participation) -> str:
    names = {
        Participation.NOT_OPTIONAL: gettext("The provision gives the person no choice."),
        Participation.OPT_OUT: gettext("The person can opt out, at any time and without a reason."),
        Participation.OPT_IN: gettext("Only people who have opted in."),
    }
    return names[participation]


def family_in_words(family: Family) -> str:
    names = {
        Family.CV: gettext("CV"),
        Family.JOB_LOG: gettext("Job log"),
        Family.EARLIER_COURSE: gettext("Earlier courses"),
        Family.MASTER_DATA: gettext("Master data"),
    }
    return names[family]


def legal_class_in_words(legal_class: LegalClass) -> str:
    names = {
        LegalClass.ORDINARY: pgettext("legal class", "Ordinary"),
        LegalClass.SPECIAL_CATEGORY: pgettext("legal class", "Special category"),
    }
    return names[legal_class]


def _lines(basis: LegalBasis) -> Iterator[Line]:
    yield Line("provision", gettext("Provision"), _both(basis.provision))
    yield Line("title", gettext("Act or order"), _both(basis.title))
    leads_to = basis.eli or gettext("None: the provision is made up.")
    yield Line("eli", gettext("Link to the provision (ELI)"), (leads_to,), href=basis.eli)
    yield Line(
        "article",
        gettext("Ground in the GDPR"),
        (_article_in_words(basis.article),),
    )
    yield Line("purpose", gettext("Purpose"), (purpose_in_words(basis.purpose),))
    yield Line("moments", gettext("Moments"), tuple(moment_in_words(one) for one in Moment if one in basis.moments))
    yield Line("elements", gettext("Data elements"), _covered(basis))
    yield Line("special_categories", gettext("Special categories (Article 9)"), _special(basis))
    yield Line("conditions", gettext("Conditions"), _conditions(basis))
    yield Line("decision_document", gettext("Decision document"), (basis.decision_document,))
    weighed = basis.proportionality
    yield Line("necessity", gettext("Why it is necessary"), (weighed.necessity,))
    yield Line("proportionality", gettext("Why it is proportionate"), (weighed.proportionality,))
    by = gettext("%(roles)s, %(day)s") % {"roles": weighed.roles, "day": _day(weighed.on)}
    yield Line("weighed", gettext("Weighed by"), (by,))
    yield Line("period", gettext("Period"), (_period(basis),))
    yield Line("review_due", gettext("To be read again by"), (_day(basis.review_due),))
    if basis.is_fictional:
        yield Line(
            "fictional", gettext("Fictional"), (gettext("Made up for demonstrations: covers made-up data only."),)
        )


def _article_in_words(article: GdprArticle) -> str:
    names = {GdprArticle.PUBLIC_AUTHORITY: gettext("Article 6(1)(e), the exercise of official authority")}
    return names[article]


def _both(text: Text) -> tuple[str, ...]:
    """The reader's language first, and the other one, which was entered beside it."""
    first = text.in_(get_language() or "da")
    return (first, text.en if first == text.da else text.da) if text.da != text.en else (first,)


def _covered(basis: LegalBasis) -> tuple[str, ...]:
    if basis.elements is None and basis.families is None:
        return (gettext("Every declared element that is of no special category."),)
    families = [family_in_words(family) for family in Family if family.value in (basis.families or ())]
    said = [gettext("The family %(family)s, but for special categories") % {"family": name} for name in families]
    names = [REGISTER[code].name if code in REGISTER else Text(code, code) for code in sorted(basis.elements or ())]
    return (*said, *sorted(name.in_(get_language() or "da") for name in names))


def _special(basis: LegalBasis) -> tuple[str, ...]:
    special = basis.special_categories
    if special is None:
        return (gettext("None. No element of a special category is covered."),)
    language = get_language() or "da"
    guards = [text.in_(language) for text in special.safeguards]
    return (
        gettext("Article 9(2)(g): %(provision)s") % {"provision": special.provision.in_(language)},
        *(gettext("Safeguard: %(safeguard)s") % {"safeguard": guard} for guard in guards),
    )


def _conditions(basis: LegalBasis) -> tuple[str, ...]:
    conditions = basis.conditions
    said = [participation_in_words(conditions.participation)]
    said.append(
        gettext("The person is informed before the first estimate.")
        if conditions.is_information_first
        else gettext("No information is asked for before the first estimate.")
    )
    if conditions.allows_joins:
        said.append(gettext("Joins with other registers are allowed; Lighed makes none."))
    for other in conditions.other:
        text = other.in_(get_language() or "da")
        said.append(gettext("Besides: %(condition)s (Lighed keeps no record of it, so nothing is permitted.)")
                    % {"condition": text})  # fmt: skip
    return tuple(said)


def _period(basis: LegalBasis) -> str:
    if basis.valid_to is None:
        return gettext("From %(day)s until further notice") % {"day": _day(basis.valid_from)}
    return gettext("%(first)s to %(last)s, both days included") % {
        "first": _day(basis.valid_from),
        "last": _day(basis.valid_to),
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _choice(element: Element) -> ElementChoice:
    marks = {
        Protection.NONE: "",
        Protection.PROTECTED: gettext("Protected information"),
        Protection.PROXY: gettext("May reflect protected information"),
    }
    return ElementChoice(
        code=element.code,
        name=element.name.in_(get_language() or "da"),
        legal_class=legal_class_in_words(element.legal_class),
        mark=marks[element.protection],
        is_special=element.legal_class is LegalClass.SPECIAL_CATEGORY,
    )
