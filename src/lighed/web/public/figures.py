"""O7: figures by month -> a page and a table to take away; what is small is told as small."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from lighed.governance.small_numbers import FEWEST_IN_PUBLIC
from lighed.web.frame.csv_file import csv_file
from lighed.web.public.frame import open_page, show
from lighed.web.queries.open_figures import PARTS, OpenFigures, open_figures
from lighed.web.queries.open_pages import OpenMunicipality


@open_page
def figures_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show how many were estimated, could not be or said no, and how often caseworkers judged otherwise."""
    figures = open_figures(municipality.code, today=timezone.localdate())
    shown = {"figures": figures, "fewest": FEWEST_IN_PUBLIC}
    return show(request, "public/figures.html", shown, municipality=municipality)


@open_page
def figures_csv(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """The same as a table, a figure a row, so that a program finds each."""
    figures = open_figures(municipality.code, today=timezone.localdate())
    return csv_file(f"lighed-{municipality.code}-figures.csv", _rows(figures))


def _rows(figures: OpenFigures) -> Iterator[tuple[object, ...]]:
    yield ("from", "until", "measure", "n", "of")
    small = gettext("Under %(n)d") % {"n": FEWEST_IN_PUBLIC}
    for month in figures.months:
        first = month.first_day
        for code, n in zip((*PARTS, "reviews"), (*month.parts, month.reviews), strict=True):
            yield (f"{first:%Y-%m}", f"{first:%Y-%m}", code, small if n is None else n, "")
    for one in figures.periods:
        if one.against is not None:
            for code, part in (("less", one.against.less), ("same", one.against.same), ("more", one.against.more)):
                if part.share is not None:
                    yield (one.period.first_day, one.period.last_day, f"assessed_{code}", part.n, part.of)
