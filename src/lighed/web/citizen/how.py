"""B1: how the tool is used, for whoever will be in contact with the municipality: five questions, open to all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lighed.governance import participation_in_force
from lighed.web import queries
from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.pages import OpenMunicipality


@open_page
def how_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Answer what a person asks first, as the law in force has it there."""
    bases = queries.bases_in_force(municipality.code, today=timezone.localdate())
    shown = {"participation": participation_in_force(bases), "provisions": tuple(basis.citation for basis in bases)}
    return show(request, "citizen/how.html", shown, municipality=municipality)
