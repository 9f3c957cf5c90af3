"""Nothing -> a legal register of two made-up legal bases that cover made-up data only, for demonstrations."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files

from lighed.governance.legal_basis import Signature
from lighed.governance.legal_basis_file import parse_legal_bases
from lighed.governance.legal_register import LegalRegister

_FILE = "demonstration.toml"
ENTERED = Signature("fiktiv-direktør", "Fiktiv Direktør", "Fiktiv ledelse / fictional management", date(2015, 1, 1))
APPROVED = Signature("fiktiv-godkender", "Fiktiv Godkender", "Fiktiv godkender / fictional approver", date(2015, 1, 1))


def demonstration_register() -> LegalRegister:
    """``demo-training`` and ``demo-operation``, entered and approved by two people who do not exist."""
    text = files("lighed.governance").joinpath(_FILE).read_text(encoding="utf-8")
    bases = tuple(replace(basis, entered=ENTERED, approved=APPROVED) for basis in parse_legal_bases(text, file=_FILE))
    municipalities = frozenset(code for basis in bases for code in basis.municipalities)
    return LegalRegister(legal_bases=bases, told_of_training=municipalities)
