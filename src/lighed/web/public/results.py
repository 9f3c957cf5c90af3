"""O4: the version in operation -> how right it is, for whom, what moves it, its known limits, and who approved it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.changes import approvals_of
from lighed.web.queries.public.elements import live_version
from lighed.web.queries.public.pages import OpenMunicipality
from lighed.web.queries.public.results import compared_versions, mattering_in, reports_of


@open_page
def results_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show what was measured of the version in operation; where there is none, the page says so and shows the plan."""
    version = live_version(municipality.code)
    shown = {
        "reports": reports_of(municipality.code),
        "mattering": [] if version is None else mattering_in(version),
        "approvals": approvals_of(municipality.code),
        "compared": compared_versions(municipality.code),
    }
    return show(request, "public/results.html", shown, municipality=municipality)
