"""Files of legal bases (TOML) -> legal bases, or every fault: where, which field, and what is allowed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from lighed.governance.legal_basis import LegalBasis, LegalBasisError, LegalBasisFault
from lighed.governance.legal_basis_entry import EntryReader
from lighed.governance.text import Text

_UNKNOWN_TABLE = Text(
    da="kendes ikke. Filen skal bestå af tabeller, der hedder [[legal_basis]].",
    en="is not known. The file must consist of tables named [[legal_basis]].",
)
_NOT_TABLES = Text(da="skal være tabeller: [[legal_basis]].", en="must be tables: [[legal_basis]].")
_NOT_UTF_8 = Text(da="er ikke UTF-8.", en="is not UTF-8.")


def read_legal_bases(folder: Path) -> tuple[LegalBasis, ...]:
    """Read every ``*.toml`` of `folder`, each an array of tables ``[[legal_basis]]``. A missing folder holds none.

    Raises
    ------
    LegalBasisError
        Naming the file, the entry, the field and what is allowed, for every fault of every file.
    """
    faults: list[LegalBasisFault] = []
    bases: list[LegalBasis] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            found = parse_legal_bases(path.read_bytes().decode("utf-8"), file=path.name)
        except UnicodeDecodeError:
            faults.append(LegalBasisFault(path.name, None, "", _NOT_UTF_8))
            continue
        except LegalBasisError as error:
            faults.extend(error.faults)
            continue
        for number, basis in enumerate(found, start=1):
            if basis.id in seen:
                faults.append(LegalBasisFault(path.name, number, "id", _taken(basis.id, seen[basis.id])))
            seen.setdefault(basis.id, path.name)
        bases.extend(found)
    if faults:
        raise LegalBasisError(faults)
    return tuple(bases)


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
    bases = []
    for number, entry in enumerate(entries, start=1):
        reader = EntryReader(file, number, entry)
        bases.append(reader.legal_basis())
        faults.extend(reader.faults)
    if faults:
        raise LegalBasisError(faults)
    return tuple(basis for basis in bases if basis is not None)


def _taken(id_: str, file: str) -> Text:
    return Text(da=f"{id_} er allerede brugt i {file}.", en=f"{id_} is already used in {file}.")
