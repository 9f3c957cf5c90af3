"""What can go wrong for a user -> a message that says what to do, and an exit code; never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

REFUSED = 1
NOT_PERMITTED = 3


class CommandRefused(Exception):
    """A command that cannot be carried out; the message says why and what to do."""


@contextmanager
def answering_errors() -> Iterator[None]:
    """Turn the product's own refusals into a message on standard error and an exit code."""
    try:
        yield
    except Exception as error:
        answer = _answer(error)
        if answer is None:
            raise
        message, code = answer
        print(message, file=sys.stderr)
        sys.exit(code)


def _answer(error: Exception) -> tuple[str, int] | None:
    """The message and exit code for an error that the product foresees; None for a fault of the product."""
    # Imported here, so that a command which goes well does not load what it has no use for.
    from lighed.anonymisation import AnonymityError
    from lighed.governance import LegalBasisError, NotPermitted
    from lighed.persontypes import VersionError
    from lighed.records import CaseBaseMissing
    from lighed.synthetic import SyntheticError
    from lighed.workflow import ImportRefused, RegistrationRefused, TooFewCases

    match error:
        case NotPermitted():
            reasons = "\n".join(f"- {reason.en}" for reason in error.reasons)
            where = "Legal bases are files in LIGHED_DATA/legal-bases; a fresh installation has none."
            return f"Not permitted:\n{reasons}\n{where}", NOT_PERMITTED
        case ImportRefused():
            return error.report.text("en"), REFUSED
        case RegistrationRefused():
            return error.text("en"), REFUSED
        case CaseBaseMissing():
            return error.text.en, REFUSED
        case PermissionError() | IsADirectoryError() | FileNotFoundError() | NotADirectoryError():
            return f"{error.filename}: {error.strerror}. Name another place, or change who may write there.", REFUSED
        case (
            AnonymityError() | LegalBasisError() | VersionError() | SyntheticError() | TooFewCases() | CommandRefused()
        ):
            return str(error), REFUSED
    return None
