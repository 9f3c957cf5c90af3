"""O6: the publications for machines: addresses that stay, the form that is asked for, checksums, earlier ones."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.pages import OpenMunicipality
from lighed.web.queries.public.publications import (
    CHECKSUMS,
    Publication,
    checksums,
    files_by_standard,
    newest_publication,
    publication_of,
    publication_standing,
    publications_of,
    published_file,
)

FORMS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "record": (("application/json", "record.json"), ("text/turtle", "dpv.ttl"), ("application/ld+json", "dpv.jsonld")),
    "dpv": (("text/turtle", "dpv.ttl"), ("application/ld+json", "dpv.jsonld")),
    "dcat": (("text/turtle", "dcat.ttl"), ("application/ld+json", "dcat.jsonld")),
    "elements": (("text/csv", "elements.csv"), ("application/json", "record.json")),
    "results": (("text/csv", "results.csv"), ("application/json", "record.json")),
    "article-30": (("application/json", "article-30.json"),),
    "model-card": (
        ("text/markdown", "model-card.en.md"),
        ("application/vnd.cyclonedx+json", "model-card.cdx.json"),
    ),
}
"""Name of a thing -> the forms that it can be had in, the one that is given to those who ask for none first."""
_FROZEN = 31_536_000
"""For how many seconds a copy of a numbered publication may be kept: a year, since it never changes."""


@open_page
def data_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show every file of the newest publication, how to ask for it, and the earlier publications."""
    standing = publication_standing(municipality.code, today=timezone.localdate(), live=municipality.record)
    shown = {
        "standing": standing,
        "standards": files_by_standard(standing.newest),
        "publications": publications_of(municipality.code),
        "forms": {name: [media_type for media_type, _ in forms] for name, forms in FORMS.items()},
        "checksums": CHECKSUMS,
    }
    return show(request, "public/data.html", shown, municipality=municipality)


@open_page
def newest_file(request: HttpRequest, municipality: OpenMunicipality, name: str) -> HttpResponse:
    """Give a file of the newest publication by its name, or a thing in the form that the reader asks for."""
    publication = newest_publication(municipality.code)
    if publication is None:
        raise Http404
    if name not in FORMS:
        return _file(request, publication, name)
    forms = dict(FORMS[name])
    chosen = request.get_preferred_type(list(forms))
    if chosen is None:
        asked = HttpResponse(f"This can be had as: {', '.join(forms)}.\n", content_type="text/plain", status=406)
        patch_vary_headers(asked, ("Accept",))
        return asked
    response = _file(request, publication, forms[chosen])
    response["Content-Location"] = forms[chosen]
    patch_vary_headers(response, ("Accept",))
    return response


@open_page
def numbered_file(request: HttpRequest, municipality: OpenMunicipality, number: int, name: str) -> HttpResponse:
    """Give a file of the publication with that number, as it was made."""
    publication = publication_of(municipality.code, number)
    if publication is None:
        raise Http404
    response = _file(request, publication, name)
    response["Cache-Control"] = f"public, max-age={_FROZEN}, immutable"
    return response


def _file(request: HttpRequest, publication: Publication, name: str) -> HttpResponse:
    if name == CHECKSUMS:
        response = HttpResponse(checksums(publication), content_type="text/plain; charset=utf-8")
    else:
        file = published_file(publication, name)
        if file is None:
            raise Http404
        etag = f'"{file.sha256}"'
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponseNotModified()
        else:
            response = HttpResponse(file.content.encode(), content_type=f"{file.media_type}; charset=utf-8")
            response["Content-Disposition"] = f'inline; filename="{file.name}"'
        response["ETag"] = etag
        response["Content-Language"] = file.language or "da, en"
    # Whoever writes a page of their own may read it there: it is public, and the same to everyone.
    response["Access-Control-Allow-Origin"] = "*"
    return response
