"""One table of a file of legal bases -> the legal basis, not yet entered by anyone, or every fault of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from lighed.governance.field_reader import FieldReader
from lighed.governance.legal_basis import (
    Conditions,
    GdprArticle,
    LegalBasis,
    LegalBasisFault,
    Moment,
    Participation,
    Proportionality,
    Purpose,
    SpecialCategories,
)
from lighed.governance.refused_grounds import refused_grounds
from lighed.governance.text import Text

_FIELDS = (
    "id", "purpose", "article", "provision", "title", "eli", "municipalities", "moments", "elements", "families",
    "special_categories", "conditions", "decision_document", "proportionality", "valid_from", "valid_to",
    "review_due", "fictional",
)  # fmt: skip
_OPTIONAL = frozenset({"eli", "elements", "families", "special_categories", "valid_to", "fictional"})
_CONDITIONS = ("participation", "information_first", "allows_joins", "other")
_PROPORTIONALITY = ("necessity", "proportionality", "roles", "on")
_SPECIAL = ("provision", "safeguards")
_LONGEST_ID = 60
_NO_NAME = Text(
    da=f"skal være et navn på én linje på højst {_LONGEST_ID} tegn.",
    en=f"must be a name on one line, of at most {_LONGEST_ID} signs.",
)
_NO_SIGN = Text(
    da="indeholder et tegn, der ikke kan skrives (nul-tegnet).",
    en="holds a sign that cannot be written (the null sign).",
)
_NOT_AN_ELI = Text(
    da="skal være adressen på bestemmelsen (ELI), der begynder med https://. Kun en fiktiv hjemmel kan være uden.",
    en="must be the address of the provision (ELI), beginning with https://. Only a fictional basis may have none.",
)
_NO_SAFEGUARD = Text(
    da="skal nævne mindst én passende og specifik garanti, som loven stiller (artikel 9, stk. 2, litra g).",
    en="must name at least one suitable and specific safeguard that the law sets (Article 9(2)(g)).",
)


def read_entry(entry: Mapping[str, Any], *, file: str, number: int) -> tuple[LegalBasis | None, list[LegalBasisFault]]:
    """The legal basis that one table describes; None where there are faults, which come with it."""
    reader = FieldReader(entry, file=file, number=number)
    reader.fields(_FIELDS, optional=_OPTIONAL)
    for field, reason in _refused_words(entry, ""):
        reader.fault(field, reason.da, reason.en)
    id_, decision = reader.words("id"), reader.words("decision_document")
    if not id_.isprintable() or len(id_) > _LONGEST_ID:
        reader.fault("id", _NO_NAME.da, _NO_NAME.en)
    purpose, article = reader.choice(Purpose, "purpose"), _article(reader)
    provision, title = reader.text("provision"), reader.text("title")
    is_fictional = reader.yes_or_no("fictional", default=False)
    eli = _eli(reader, is_fictional=is_fictional)
    municipalities, moments = reader.listed("municipalities"), reader.choices(Moment, "moments")
    elements = reader.listed("elements") if "elements" in entry else None
    families = reader.listed("families") if "families" in entry else None
    special, conditions, weighed = _special(reader), _conditions(reader), _proportionality(reader)
    valid_from, valid_to, review_due = (reader.day(name) for name in ("valid_from", "valid_to", "review_due"))
    _check_days(reader, valid_from, valid_to, review_due)
    if reader.faults or not (purpose and article and provision and title and conditions and weighed):
        return None, reader.faults
    if valid_from is None or review_due is None:  # a missing one is among the faults
        return None, reader.faults
    basis = LegalBasis(
        id=id_, purpose=purpose, article=article, provision=provision, title=title, eli=eli,
        municipalities=municipalities, moments=moments, elements=elements, families=families,
        special_categories=special, conditions=conditions, decision_document=decision, proportionality=weighed,
        valid_from=valid_from, valid_to=valid_to, review_due=review_due, is_fictional=is_fictional,
    )  # fmt: skip
    return basis, []


def _refused_words(value: object, field: str) -> Iterator[tuple[str, Text]]:
    """No text in an entry may name a refused ground: what cannot be a basis is not to look like one."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _refused_words(name, field)
            yield from _refused_words(item, f"{field}.{name}" if field else str(name))
    elif isinstance(value, list):
        for item in value:
            yield from _refused_words(item, field)
    elif isinstance(value, str):
        if "\x00" in value:
            yield field, _NO_SIGN
        for ground in refused_grounds():
            if ground.pattern and ground.pattern.search(value):
                yield field, ground.reason


def _article(reader: FieldReader) -> GdprArticle | None:
    given = reader.entry.get("article")
    for ground in refused_grounds():
        if isinstance(given, str) and "".join(given.split()) == ground.article:
            reader.fault("article", ground.reason.da, ground.reason.en)
            return None
    return reader.choice(GdprArticle, "article")


def _eli(reader: FieldReader, *, is_fictional: bool) -> str:
    eli = reader.words("eli") if "eli" in reader.entry else ""
    if not eli.startswith("https://") and not (is_fictional and not eli):
        reader.fault("eli", _NOT_AN_ELI.da, _NOT_AN_ELI.en)
    return eli


def _special(reader: FieldReader) -> SpecialCategories | None:
    table = reader.table("special_categories")
    if table is None:
        return None
    table.fields(_SPECIAL)
    provision, safeguards = table.text("provision"), table.texts("safeguards")
    if not safeguards:
        table.fault("safeguards", _NO_SAFEGUARD.da, _NO_SAFEGUARD.en)
    return SpecialCategories(provision, safeguards) if provision else None


def _conditions(reader: FieldReader) -> Conditions | None:
    table = reader.table("conditions")
    if table is None:
        return None
    table.fields(_CONDITIONS, optional=frozenset(_CONDITIONS) - {"participation"})
    participation = table.choice(Participation, "participation")
    is_first = table.yes_or_no("information_first", default=True)
    allows_joins = table.yes_or_no("allows_joins", default=False)
    other = table.texts("other")
    return Conditions(participation, is_first, allows_joins, other) if participation else None


def _proportionality(reader: FieldReader) -> Proportionality | None:
    table = reader.table("proportionality")
    if table is None:
        return None
    table.fields(_PROPORTIONALITY)
    necessity, proportionality, roles = (table.words(name) for name in _PROPORTIONALITY[:3])
    on = table.day("on")
    return Proportionality(necessity, proportionality, roles, on) if on else None


def _check_days(reader: FieldReader, valid_from: date | None, valid_to: date | None, review_due: date | None) -> None:
    if valid_from and valid_to and valid_to < valid_from:
        reader.fault("valid_to", "skal ikke ligge før valid_from.", "must not lie before valid_from.")
    if valid_from and review_due and review_due < valid_from:
        reader.fault("review_due", "skal ikke ligge før valid_from.", "must not lie before valid_from.")
