"""Tables of a case system -> the up to 50 data elements of each course, each declared once, as known at the moment."""

from lighed.elements.catalogue import catalogue_page
from lighed.elements.check import UndeclaredValues, check_values
from lighed.elements.element import Element, Family, Kind, Protection
from lighed.elements.lookups import Lookups, learn_lookups
from lighed.elements.outcomes import course_outcomes
from lighed.elements.register import REGISTER, ElementRegister
from lighed.elements.values import KEYS, KnownValues, element_dates, element_values, values_of

__all__ = [
    "KEYS",
    "REGISTER",
    "Element",
    "ElementRegister",
    "Family",
    "Kind",
    "KnownValues",
    "Lookups",
    "Protection",
    "UndeclaredValues",
    "catalogue_page",
    "check_values",
    "course_outcomes",
    "element_dates",
    "element_values",
    "learn_lookups",
    "values_of",
]
