"""A file of legal bases (TOML) -> legal bases, or every fault: where, which field, and what is allowed."""

from __future__ import annotations

import tomllib

from lighed.governance.legal_basis import LegalBasis, LegalBasisError, LegalBasisFault
from lighed.governance.legal_basis_entry import read_entry
from lighed.governance.text import Text

_UNKNOWN_TABLE = Text(
    da="kendes ikke. Filen skal bestå af tabeller, der hedder [[legal_basis]].",
    en="is not known. The file must consist of tables named [[legal_basis]].",
)
_USED_TWICE = Text(
    da="bruges to gange i filen. Hver hjemmel har sit eget navn.",
    en="is used twice in the file. Each legal basis has a name of its own.",
)
_NOT_TABLES = Text(da="skal være tabeller: [[legal_basis]].", en="must be tables: [[legal_basis]].")


def parse_legal_bases(text: str, *, file: str) -> tuple[LegalBasis, ...]:
    """Read the text of one file. `file` is its name, for messages.

    Raises
    ------
    LegalBasisError
        With every fault of the text.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        rule = Text(da=f"er ikke en TOML-fil ({error}).", en=f"is not a TOML file ({error}).")
        raise LegalBasisError([LegalBasisFault(file, None, "", rule)]) from error
    faults = [LegalBasisFault(file, None, name, _UNKNOWN_TABLE) for name in sorted(set(document) - {"legal_basis"})]
    entries = document.get("legal_basis", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise LegalBasisError([*faults, LegalBasisFault(file, None, "legal_basis", _NOT_TABLES)])
    bases: list[LegalBasis | None] = []
    for number, entry in enumerate(entries, start=1):
        basis, found = read_entry(entry, file=file, number=number)
        bases.append(basis)
        faults.extend(found)
        if basis is not None and basis.id in {other.id for other in bases[:-1] if other is not None}:
            faults.append(LegalBasisFault(file, number, "id", _USED_TWICE))
    if faults:
        raise LegalBasisError(faults)
    return tuple(basis for basis in bases if basis is not None)
