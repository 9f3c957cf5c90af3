"""What can go wrong for a user -> a message that says what to do, and an exit code; never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

REFUSED = 1
NOT_PERMITTED = 3


@contextmanager
def answering_errors() -> Iterator[None]:
    """Turn the product's own refusals into a message on standard error and an exit code."""
    from lighed.anonymisation import AnonymityError
    from lighed.governance import LegalBasisError, NotPermitted
    from lighed.persontypes import VersionError
    from lighed.workflow import ImportRefused, RegistrationRefused, TooFewCases

    try:
        yield
    except NotPermitted as refusal:
        _say("Not permitted:", *(f"- {reason.en}" for reason in refusal.reasons))
        _say("Legal bases are files in LIGHED_DATA/legal-bases; a fresh installation has none.")
        sys.exit(NOT_PERMITTED)
    except ImportRefused as refusal:
        _say(refusal.report.text("en"))
        sys.exit(REFUSED)
    except RegistrationRefused as refusal:
        _say(refusal.text("en"))
        sys.exit(REFUSED)
    except (AnonymityError, LegalBasisError, VersionError, TooFewCases, CommandRefused) as error:
        _say(str(error))
        sys.exit(REFUSED)


class CommandRefused(Exception):
    """A command that cannot be carried out; the message says why and what to do."""


def _say(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)
