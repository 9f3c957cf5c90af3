"""An installation -> whether the site may be opened in it: its database user, its demonstration, its ledger."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from lighed.web import erasure_ledger, row_security


def check_installation() -> None:
    """Refuse to open the site where it would not keep what it promises. Every way in asks this first.

    Raises
    ------
    ImproperlyConfigured
        If the database user is above the policies, if a demonstration lies beside real municipalities, or if the
        ledger of erasures cannot be read with the key that there is.
    """
    row_security.check_role()
    with row_security.municipality_in_view(row_security.EVERY):
        check_demonstration()
    erasure_ledger.read_lines()


def check_demonstration() -> None:
    """Refuse a demonstration, whose users' password stands on the log-in page, beside a real municipality.

    Raises
    ------
    ImproperlyConfigured
        If demonstration mode is on and the database or a file is about a municipality that exists.
    """
    from lighed.web import queries

    if settings.LIGHED_DEMO and (real := queries.real_municipalities()):
        raise ImproperlyConfigured(
            f"Demonstration mode is on (LIGHED_DEMO=1), but this installation holds municipality {', '.join(real)}. "
            "A demonstration holds made-up municipalities only, 901 to 909. Leave LIGHED_DEMO out here, or set "
            "LIGHED_DATA, and DATABASE_NAME where PostgreSQL is used, to a place of the demonstration's own."
        )
