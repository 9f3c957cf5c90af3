"""A record and what a municipality answers by hand -> the papers that the law asks for, as cards, Word and PDF."""

from lighed.transparency.papers.account import Happened, RequestsOfYear, YearOfLog, account_of
from lighed.transparency.papers.compose import (
    Card,
    Chapter,
    Content,
    Difference,
    Said,
    basis_hash,
    compose,
    content_from_data,
    content_sha256,
    content_to_data,
    differences,
)
from lighed.transparency.papers.dpia import DPIA
from lighed.transparency.papers.fria import FRIA
from lighed.transparency.papers.instructions import INSTRUCTIONS
from lighed.transparency.papers.paper import Ask, PaperForm, PaperKind, Part
from lighed.transparency.papers.sheet import Sheet, sheet_of
from lighed.transparency.papers.signing import (
    DraftState,
    PaperChanged,
    PaperRefused,
    can_be_signed,
    check_change,
    check_seen,
    check_signing,
    is_as_seen,
)
from lighed.transparency.papers.technical import TECHNICAL
from lighed.transparency.papers.word import as_word

PAPERS: dict[PaperKind, PaperForm] = {form.kind: form for form in (DPIA, FRIA, INSTRUCTIONS, TECHNICAL)}
"""In the order in which they are shown."""

__all__ = [
    "PAPERS",
    "Ask",
    "Card",
    "Chapter",
    "Content",
    "Difference",
    "DraftState",
    "Happened",
    "PaperChanged",
    "PaperForm",
    "PaperKind",
    "PaperRefused",
    "Part",
    "RequestsOfYear",
    "Said",
    "Sheet",
    "YearOfLog",
    "account_of",
    "as_word",
    "basis_hash",
    "can_be_signed",
    "check_change",
    "check_seen",
    "check_signing",
    "compose",
    "content_from_data",
    "content_sha256",
    "content_to_data",
    "differences",
    "is_as_seen",
    "sheet_of",
]
