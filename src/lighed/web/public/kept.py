"""A public page that was shown -> a copy of it, which is shown with its date when the page cannot be made."""

from __future__ import annotations

import hashlib
import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

RENEWED = 3600
"""How many seconds old a copy is before it is written anew."""
_LOG = logging.getLogger(__name__)
_PLACE = b'<main id="main-content" tabindex="-1">'


def keep(request: HttpRequest, response: HttpResponse, *, language: str) -> None:
    """Write the page down, where it is one that anybody gets who asks for it: nothing that was looked for or tried."""
    if (
        response.streaming
        or response.status_code != 200
        or set(request.GET) - {"language"}
        or _PLACE not in response.content
    ):
        return
    path = _path(request, language)
    # Several processes may write the same page at once.
    part = path.with_suffix(f".{uuid4().hex}.part")
    try:
        if path.exists() and time.time() - path.stat().st_mtime < RENEWED:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(response.content)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        # The reader has the page; only the copy is missing.
        _LOG.error("A copy of a public page could not be written: %s", type(error).__name__)


def kept(request: HttpRequest, *, language: str) -> HttpResponse | None:
    """The copy, with the day and time that it is of; None where there is none."""
    path = _path(request, language)
    try:
        content, written = path.read_bytes(), path.stat().st_mtime
    except OSError:
        return None
    at = timezone.localtime(datetime.fromtimestamp(written, tz=UTC))
    told = render_to_string("public/kept.html", {"at": at}).encode()
    return HttpResponse(content.replace(_PLACE, _PLACE + told, 1), headers={"Cache-Control": "no-store"})


def _path(request: HttpRequest, language: str) -> Path:
    # The address is a reader's own words; its hash can lead nowhere else.
    name = hashlib.sha256(f"{request.get_host()} {request.path} {language}".encode()).hexdigest()
    return settings.LIGHED_DATA / "open-pages" / f"{name}.html"
