"""What can go wrong for a user -> a message that says what to do, and an exit code; never a traceback or a value."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

REFUSED = 1
NOT_PERMITTED = 3
FAILED = 4

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class CommandRefused(Exception):
    """A command that cannot be carried out; the message says why and what to do."""


@contextmanager
def answering_errors() -> Iterator[None]:
    """Turn every exception into a message on standard error and an exit code."""
    try:
        yield
    except Exception as error:
        message, code = _answer(error) or _answer_of_site(error) or _fault(error)
        print(message, file=sys.stderr)
        sys.exit(code)


def _answer(error: Exception) -> tuple[str, int] | None:
    """The message and exit code for an error that the product foresees; None for another."""
    # Imported here, so that a command which goes well does not load what it has no use for.
    from lighed.anonymisation import AnonymityError
    from lighed.governance import LegalBasisError, NotPermitted, Refused
    from lighed.persontypes import VersionError
    from lighed.records import CaseBaseMissing
    from lighed.synthetic import SyntheticError
    from lighed.workflow import ImportRefused, RegistrationRefused, TooFewCases

    match error:
        case NotPermitted():
            reasons = "\n".join(f"- {reason.en}" for reason in error.reasons)
            where = "Legal bases are entered and approved on the site; a fresh installation has none."
            return f"Not permitted:\n{reasons}\n{where}", NOT_PERMITTED
        case ImportRefused():
            return error.report.text("en"), REFUSED
        case RegistrationRefused():
            return error.text("en"), REFUSED
        case CaseBaseMissing() | Refused():
            return error.text.en, REFUSED
        case OSError(strerror=str()):
            return _about_files(error), REFUSED
        case (
            AnonymityError() | LegalBasisError() | VersionError() | SyntheticError() | TooFewCases() | CommandRefused()
        ):
            return str(error), REFUSED
    return None


def _about_files(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename is not None else ""
    to_do = "Name another place, or change who may read and write there."
    if error.errno in _NO_ROOM:
        to_do = "Make room on the disk, or name another place."
    return f"{where}{error.strerror}. {to_do}"


def _answer_of_site(error: Exception) -> tuple[str, int] | None:
    """The same for the site's settings and database."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, OperationalError

    if isinstance(error, ImproperlyConfigured):
        return str(error), REFUSED
    # DatabaseError itself says that the file is no database; those below it, but for one, are faults of the product.
    if type(error) in (DatabaseError, OperationalError):
        host = os.environ.get("DATABASE_HOST")
        where = f"on DATABASE_HOST ({host})" if host else "in LIGHED_DATA (lighed.sqlite3)"
        return (
            f"The database {where} cannot be used. See that it is there, that it is not busy, and that you may write "
            "to it.",
            REFUSED,
        )
    return None


def _fault(error: Exception) -> tuple[str, int]:
    """Where the product failed. The error's own message is left out: it may quote something about a person."""
    frames = [
        f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return (
        "\n".join(
            [
                "Lighed failed: a fault of the program, or a damaged file of its own. Report these lines; they hold no "
                "one's data.",
                *frames,
                f"  {type(error).__name__}",
            ]
        ),
        FAILED,
    )
