"""A user's rights -> the zones of the site that are theirs, and the pages of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lighed.governance import Right


@dataclass(frozen=True, slots=True)
class Entry:
    """One page of the menu, by the name of its address."""

    address: str
    name: str | Promise
    rights: frozenset[Right]


@dataclass(frozen=True, slots=True)
class Zone:
    name: str | Promise
    entries: tuple[Entry, ...]


ZONES: tuple[Zone, ...] = (
    Zone(_("My profiling"), (Entry("my", _("My profiling"), frozenset({Right.OWN_CASE})),)),
    Zone(
        _("Worklist"),
        (
            Entry("worklist", _("Worklist"), frozenset({Right.SEE_PEOPLE})),
            Entry("tasks", _("Tasks"), frozenset({Right.SEE_PEOPLE})),
            Entry("saved-views", _("Saved views"), frozenset({Right.SEE_PEOPLE})),
            Entry("without-estimate", _("Without an estimate"), frozenset({Right.SEE_PEOPLE})),
            Entry("introduction", _("How to read the estimate"), frozenset({Right.SEE_PEOPLE})),
            Entry("justify", _("My look-ups in spot checks"), frozenset({Right.SEE_PEOPLE})),
        ),
    ),
    Zone(
        pgettext_lazy("zone", "Planning"),
        (
            Entry("capacity", pgettext_lazy("planning", "Hours needed and there"), frozenset({Right.SEE_CAPACITY})),
            Entry("meeting_templates", _("Meeting templates"), frozenset({Right.SET_PLANNING})),
            Entry("team_hours", _("The teams’ hours"), frozenset({Right.SET_PLANNING})),
            Entry("contact_rules", _("Contact rules"), frozenset({Right.PLAN, Right.SEE_CAPACITY})),
        ),
    ),
    Zone(
        _("Rights requests"),
        (
            Entry("requests", _("Rights requests"), frozenset({Right.SEE_REQUESTS})),
            Entry("outbox", _("Letters to send"), frozenset({Right.RECORD_RIGHTS})),
        ),
    ),
    Zone(
        _("Versions"),
        (
            Entry("versions", _("Versions"), frozenset({Right.SEE_VERSIONS})),
            Entry("feedback", _("Feedback"), frozenset({Right.SEE_FEEDBACK})),
            Entry("alternatives", _("If something were different"), frozenset({Right.SEE_VERSIONS})),
            Entry("assessments", _("Impact assessments"), frozenset({Right.SEE_VERSIONS})),
        ),
    ),
    Zone(
        _("Oversight"),
        (
            Entry("legal_bases", _("Legal basis register"), frozenset({Right.SEE_LEGAL_BASES})),
            Entry("stop", _("Emergency stop"), frozenset({Right.SEE_STOPS, Right.STOP})),
            Entry("incidents", _("Incidents"), frozenset({Right.SEE_INCIDENTS})),
            Entry("log", _("Access log"), frozenset({Right.SEARCH_LOG})),
            Entry("spot_checks", _("Spot checks"), frozenset({Right.CHECK_LOG})),
            Entry("processing", _("Record of processing"), frozenset({Right.SEE_PROCESSING})),
            Entry("papers", _("Assessments and documentation"), frozenset({Right.SEE_PROCESSING, Right.SEE_VERSIONS})),
            Entry("reviews", _("Periodic reviews"), frozenset({Right.SEE_REVIEWS})),
            Entry("bundles", _("Regulator’s bundle"), frozenset({Right.SEE_BUNDLES})),
            Entry("retention", _("Retention and erasure"), frozenset({Right.SEE_RETENTION})),
            Entry("use", _("How estimates are used"), frozenset({Right.SEE_USE})),
            Entry("effects", _("With and without an estimate"), frozenset({Right.SEE_EFFECTS})),
        ),
    ),
    Zone(
        _("Administration"),
        (
            Entry("users", _("Users and roles"), frozenset({Right.MANAGE_USERS})),
            Entry("confirmations", _("Access to confirm"), frozenset({Right.CONFIRM_ACCESS})),
            Entry("clients", _("Programs with access"), frozenset({Right.MANAGE_USERS})),
            Entry("imports", _("Import jobs"), frozenset({Right.MANAGE_USERS})),
            Entry("organisation", _("Organisation"), frozenset({Right.SET_ORGANISATION})),
            Entry("letters", _("Letter templates"), frozenset({Right.SET_LETTERS, Right.APPROVE_LETTERS})),
        ),
    ),
)
"""In the order of the header. A zone with one page has no menu of its own."""


def zones_of(rights: Iterable[Right]) -> tuple[Zone, ...]:
    """The zones with the pages that these rights open; a zone without any is left out."""
    mine = frozenset(rights)
    found = (Zone(zone.name, tuple(entry for entry in zone.entries if entry.rights & mine)) for zone in ZONES)
    return tuple(zone for zone in found if zone.entries)
