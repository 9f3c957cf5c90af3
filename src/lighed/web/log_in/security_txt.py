"""The contact from the settings -> ``security.txt``, which says where weaknesses are reported."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

_VALID = timedelta(days=90)


@login_not_required
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The file of RFC 9116; none where no contact is set."""
    if not settings.LIGHED_SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + _VALID).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        f"Contact: {settings.LIGHED_SECURITY_CONTACT}",
        f"Expires: {expires}",
        "Preferred-Languages: da, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
