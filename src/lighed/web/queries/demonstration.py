"""The database and the files -> the real municipalities in them, beside which no demonstration may be held."""

from __future__ import annotations

from django.conf import settings

from lighed import workflow
from lighed.web.models import Municipality

MADE_UP_MUNICIPALITIES = frozenset(str(code) for code in range(901, 910))
"""Codes that no Danish municipality has. The people made up for a demonstration live there."""


def real_municipalities() -> list[str]:
    """The codes of municipalities that exist and of which the installation holds anything at all.

    In the database everything hangs on a municipality: users, people, tokens, legal bases, versions in use. Of the
    files, case bases and hand-overs are about municipalities; a case base that is not made up counts under any code.
    """
    named = set(Municipality.objects.values_list("code", flat=True)) | workflow.municipalities_on_file(
        settings.LIGHED_DATA
    )
    return sorted((named - MADE_UP_MUNICIPALITIES) | workflow.municipalities_not_made_up(settings.LIGHED_DATA))
