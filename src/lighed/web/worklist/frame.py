"""A request -> what the frame around every page shows: whose site it is, and whether it is a demonstration."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from lighed.web import queries


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of ``page.html``."""
    user = getattr(request, "user", None)
    organisation = str(queries.user_of(user).municipality) if user is not None and user.is_authenticated else ""
    return {"is_demo": settings.LIGHED_DEMO, "organisation": organisation, "languages": settings.LANGUAGES}
