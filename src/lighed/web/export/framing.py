"""A page -> the same page, which the case systems that the installation names may show in a frame of theirs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt

_Page = Callable[..., HttpResponse]


def may_be_framed(page: _Page) -> _Page:
    """Let the hosts of ``LIGHED_EMBED_HOSTS`` frame what `page` shows; without any, nobody may, as with every page.

    An answer that is no such page, because there is none or nobody is logged in, is framed by nobody either.
    """

    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hosts = settings.LIGHED_EMBED_HOSTS
        if not hosts:
            return page(request, *args, **kwargs)
        # The older header knows no list of hosts, so it is left out where the policy names them.
        framed: _Page = csp_replace({"frame-ancestors": hosts})(xframe_options_exempt(page))  # type: ignore[assignment]
        return framed(request, *args, **kwargs)

    return shown
