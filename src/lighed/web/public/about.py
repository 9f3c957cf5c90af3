"""The index of municipalities, and O1: what one does with the tool, what the tool cannot do, and who benefits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.elements import families, n_elements
from lighed.web.queries.public.pages import OpenMunicipality, open_municipalities


@open_page
def index_page(request: HttpRequest) -> HttpResponse:
    """Show which municipalities use this installation, and whether each does now."""
    return show(request, "public/index.html", {"municipalities": open_municipalities()})


@open_page
def about_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show what the municipality does with the tool, in short."""
    shown = {"n_elements": n_elements(), "families": families()}
    return show(request, "public/about.html", shown, municipality=municipality)
