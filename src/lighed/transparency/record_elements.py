"""The register of data elements and the version in operation -> the elements as the record tells of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lighed.elements import REGISTER, Element, ElementRegister, Family, Protection
from lighed.governance import Moment, Text
from lighed.transparency.record import DataElement, NotStated

FAMILY_NAMES: Mapping[Family, Text] = {
    Family.CV: Text(da="CV", en="CV"),
    Family.JOB_LOG: Text(da="Joblog", en="Job log"),
    Family.EARLIER_COURSE: Text(da="Tidligere forløb", en="Earlier courses"),
    Family.MASTER_DATA: Text(da="Stamdata", en="Master data"),
}
PROTECTION_SAYS: Mapping[Protection, Text] = {
    Protection.NONE: Text(da="Almindelig oplysning", en="Ordinary information"),
    Protection.PROTECTED: Text(da="Beskyttet oplysning", en="Protected attribute"),
    Protection.PROXY: Text(
        da="Kan hænge sammen med en beskyttet oplysning; virkningen følges",
        en="May stand in for a protected attribute; its effect is watched",
    ),
}
_UNTOLD = Text(da="Ikke oplyst, fordi ingen har vurderet det.", en="Not stated, because nobody has judged it.")


def record_elements(
    used: Collection[str] | NotStated, *, register: ElementRegister = REGISTER
) -> tuple[DataElement, ...]:
    """Every declared element, and whether it is among those that the version reads.

    Parameters
    ----------
    used : codes that the version in operation reads, or why that cannot be told
    """
    return tuple(_element(element, used) for element in register)


def _element(element: Element, used: Collection[str] | NotStated) -> DataElement:
    return DataElement(
        code=element.code,
        name=element.name,
        meaning=element.meaning,
        family=element.family.value,
        family_name=FAMILY_NAMES[element.family],
        source=element.screen,
        tables=element.tables,
        why=element.rationale,
        legal_class=element.legal_class.value,
        protection=element.protection.value,
        protection_says=PROTECTION_SAYS[element.protection],
        moments=tuple(moment.value for moment in Moment if moment in element.moments),
        unit=element.unit,
        values=dict(element.codes),
        fresh_for_days=element.fresh_for_days,
        is_changeable=element.is_citizen_changeable,
        collected=element.collected,
        reading=element.reading,
        together_with=element.together_with,
        objectivity=element.not_objective or element.objective_because or _UNTOLD,
        since=element.since,
        is_used=used if isinstance(used, NotStated) else element.code in used,
    )
