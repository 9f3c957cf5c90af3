"""A record and what a publication is -> every file of the publication, one module for each standard."""

from lighed.transparency.exports.amt import AMT
from lighed.transparency.exports.annex_viii import ANNEX_VIII
from lighed.transparency.exports.article_30 import ARTICLE_30, Point, points_of
from lighed.transparency.exports.cyclonedx import CYCLONEDX
from lighed.transparency.exports.dcat import DCAT_AP_DK
from lighed.transparency.exports.dpv import DPV
from lighed.transparency.exports.eurocities import EUROCITIES
from lighed.transparency.exports.export import About, Export, Standard
from lighed.transparency.exports.model_card import MODEL_CARD
from lighed.transparency.exports.nl_register import NL_1_0
from lighed.transparency.exports.own_form import OWN_FORM
from lighed.transparency.exports.uk_atrs import UK_ATRS
from lighed.transparency.record import Record

STANDARDS: tuple[Standard, ...] = (
    OWN_FORM, ARTICLE_30, ANNEX_VIII, DPV, MODEL_CARD, CYCLONEDX, NL_1_0, EUROCITIES, UK_ATRS, AMT, DCAT_AP_DK,
)  # fmt: skip
"""In the order in which they are shown."""


def write_all(record: Record, about: About) -> tuple[Export, ...]:
    """Every file of a publication; the same record and publication give the same bytes."""
    return tuple(export for standard in STANDARDS for export in standard.write(record, about))


__all__ = ["STANDARDS", "About", "Export", "Point", "Standard", "points_of", "write_all"]
