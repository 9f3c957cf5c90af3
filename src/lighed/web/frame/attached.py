"""A file that a person sent -> the answer that gives it to its reader, to keep and open in a program of their own.

The browser is told what it is by what its bytes were, is not let guess, and may not show it as a page of this site.
"""

from __future__ import annotations

from django.http import HttpResponse

from lighed.governance.attached_file import CONTENT_TYPES, FileKind, ending_of
from lighed.web import queries

_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""Were it shown all the same: no script, no form, nothing fetched, and no share in this site."""


def given(attachment: queries.Attachment) -> HttpResponse:
    """The file. Its name is the number of the receipt, which tells nothing of the person."""
    kind = FileKind(attachment.kind)
    answer = HttpResponse(bytes(attachment.content), content_type=CONTENT_TYPES[kind])
    name = f"lighed-{attachment.request.receipt}.{ending_of(kind)}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = _POLICY
    return answer
