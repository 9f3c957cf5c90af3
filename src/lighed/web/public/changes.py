"""O5: what has changed -> a page, with the limits that hold now and why; and the same as a feed."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext

from lighed.web.public.frame import open_address, open_page, show
from lighed.web.queries.public.changes import Change, changes_of, limits_are_proposed, reasons_for_limits
from lighed.web.queries.public.pages import OpenMunicipality

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NEWEST = 100


@open_page
def changes_page(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """Show every change, and the limits in force with the reasons of those who signed them."""
    shown = {
        "changes": changes_of(municipality.code),
        "reasons": reasons_for_limits(municipality.code),
        "are_proposed": limits_are_proposed(municipality.record),
    }
    return show(request, "public/changes.html", shown, municipality=municipality)


@open_page
def changes_feed(request: HttpRequest, municipality: OpenMunicipality) -> HttpResponse:
    """The newest changes as Atom (RFC 4287). What was told keeps its id, so that a reader sees it once."""
    changes, language = changes_of(municipality.code)[:_NEWEST], get_language() or "da"
    here = reverse("open-changes", kwargs={"code": municipality.code})
    Xml.register_namespace("", _ATOM)
    feed = Xml.Element(f"{{{_ATOM}}}feed", {_XML_LANG: language})
    title = gettext("Changes of the tool: %(organisation)s") % {"organisation": municipality.name}
    _add(feed, "title", title)
    _add(feed, "id", request.build_absolute_uri(here))
    newest = max((one.at for one in changes), default=timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))
    _add(feed, "updated", newest.isoformat())
    _add(Xml.SubElement(feed, f"{{{_ATOM}}}author"), "name", municipality.name)
    _link(feed, open_address(request, "open-changes", code=municipality.code), rel="alternate")
    _link(feed, open_address(request, "open-changes-feed", code=municipality.code), rel="self")
    for change in changes:
        entry = Xml.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(entry, "title", change.title.in_(language))
        _add(entry, "id", f"{request.build_absolute_uri(here)}#{change.key}")
        _add(entry, "updated", change.at.isoformat())
        _link(entry, open_address(request, "open-changes", code=municipality.code), rel="alternate")
        _add(entry, "summary", _summary(change, language))
    return HttpResponse(Xml.tostring(feed, "utf-8", xml_declaration=True), content_type="application/atom+xml")


def _summary(change: Change, language: str) -> str:
    marks = [gettext("fictional")] if change.is_fictional else []
    said = [line.in_(language) for line in change.lines]
    role = [f"{change.role.in_(language)}."] if change.role else []
    return " ".join([*role, *said, change.reason, *marks]).strip() or change.name.in_(language)


def _add(parent: Xml.Element, name: str, text: str) -> None:
    # XML cannot hold control characters, and what somebody wrote may.
    kept = "".join(character for character in text if character.isprintable() or character in "\n\t")
    Xml.SubElement(parent, f"{{{_ATOM}}}{name}").text = kept


def _link(parent: Xml.Element, there: str, *, rel: str) -> None:
    Xml.SubElement(parent, f"{{{_ATOM}}}link", {"href": there, "rel": rel})
