"""A made-up municipality as a case export, with known truth beside it: for demonstrations, tests and measurements."""

from lighed.synthetic.generate import (
    SyntheticError,
    SyntheticMunicipality,
    SyntheticReport,
    generate_municipalities,
)

__all__ = ["SyntheticError", "SyntheticMunicipality", "SyntheticReport", "generate_municipalities"]
