"""O7: figures by month -> a page and a table to take away; what is small is told as small."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from lighed.governance.small_numbers import FEWEST_IN_PUBLIC
from lighed.web.frame.csv_file import csv_file
from lighed.web.public.frame import open_page, show
from lighed.web.queries.public.figures import PARTS, OpenFigures, open_figures
from lighed.web.queries.public.pages import OpenMunicipality


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
    # One mark for the small and for what hides them: two would say which is which.
    not_told = pgettext("open figures", "Not told")
    for month in figures.months:
        first = f"{month.first_day:%Y-%m}"
        for code, n in zip(PARTS, month.parts, strict=True):
            yield (first, first, code, not_told if n is None else n, "")
        yield (first, first, "reviews", small if month.reviews is None else month.reviews, "")
    for one in figures.periods:
        if one.is_told:
            for code, part in (("less", one.less), ("same", one.same), ("more", one.more)):
                figure = (not_told, "") if part is None else (part.n, part.of)
                yield (one.period.first_day, one.period.last_day, f"assessed_{code}", *figure)
