"""O2: a municipality's register entry in two tiers, with what is not stated and why, and every standard to fetch."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from lighed.transparency.register_entry import full_entry, short_entry
from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.pages import OpenMunicipality
from lighed.web.queries.public.publications import files_by_standard, publication_standing


@open_page
def register_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show the record as it is now; the files are those of the newest publication."""
    record = municipality.record
    standing = publication_standing(municipality.code, today=timezone.localdate(), live=record)
    shown = {
        "lines": short_entry(record),
        "sections": full_entry(record),
        "standing": standing,
        "standards": files_by_standard(standing.newest),
    }
    return show(request, "public/register.html", shown, municipality=municipality)
