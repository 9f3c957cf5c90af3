"""The estimate card for a case system that shows it itself: what one named caseworker may see, by the desk's rules."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from lighed.governance import ApiScope, AuditKind, Flag, Text, card_for
from lighed.web import actions, queries
from lighed.web.api.card_schemas import CardAnswer, CardLink, CardSource, OverrideReason
from lighed.web.api.card_words import card_words
from lighed.web.api.documents import event_of_client, scope_missing
from lighed.web.api.problems import problem
from lighed.web.api.schemas import Problem

card_router = Router()

_PROBLEMS = {
    401: "No valid token",
    403: "The token may not be used for this, or the caseworker does not see the estimate, or not yet",
    404: "The municipality has no such course, or no one caseworker by that id",
    409: "Estimates are paused, or no legal basis covers this one",
    422: "The address lacks something",
}
_STATUS = {"cannot_be_assessed": "cannot_assess", "not_profiled": "not_profiled", "out_of_date": "out_of_date"}


@card_router.get(
    "/courses/{uuid:key}/card",
    operation_id="estimate_card",
    summary="The estimate card of one course, for one caseworker",
    response={200: CardAnswer, frozenset(_PROBLEMS): Problem},
    openapi_extra={"responses": {status: {"description": meaning} for status, meaning in _PROBLEMS.items()}},
)
def estimate_card(request: HttpRequest, key: UUID, caseworker_id: str) -> Any:
    """What the caseworker of that id would see on the person's page. It is written down as shown to them.

    That it is they who look, the case system answers for: the log says that it did so in their name, marks what is
    outside their task as it does of their own look-ups, and they are asked about it in spot checks.
    `caseworker_id` is the id of the member of staff in the case system. The language is that of `Accept-Language`.
    """
    if ApiScope.ESTIMATES.value not in request.auth.scopes:  # type: ignore[attr-defined]
        return problem(HTTPStatus.FORBIDDEN, code="scope_missing", detail=scope_missing(ApiScope.ESTIMATES))
    municipality = request.auth.municipality  # type: ignore[attr-defined]
    asked = event_of_client(request, AuditKind.READ, scope=ApiScope.ESTIMATES, criterion="card")
    user = queries.caseworker_of(municipality, caseworker_id)
    if user is None:
        # Whoever tries one id after the other is seen in the log.
        actions.record(audit=replace(asked, flags=frozenset({Flag.BLOCKED})))
        return problem(HTTPStatus.NOT_FOUND, code="caseworker_unknown", detail=_NO_CASEWORKER)
    asked = replace(asked, role=",".join(sorted(user.roles)), criterion=card_for(user.username))
    course = queries.course_of(user, key)
    if course is None:
        actions.record(audit=replace(asked, flags=frozenset({Flag.BLOCKED})))
        return problem(HTTPStatus.NOT_FOUND, code="course_unknown", detail=_NO_COURSE)
    today = timezone.localdate()
    profiling = queries.profiling_for(user, today=today)
    shown = queries.card_shown(course, profiling=profiling, today=today)
    if (refused := _not_shown(shown)) is not None:
        return refused
    actions.record_papers([(course, shown.has_estimate)], by=user, mode=profiling.mode, audit=asked)
    return _answer(request, shown, key)


def _not_shown(shown: queries.CardShown) -> HttpResponse | None:
    """Why this caseworker is shown nothing. Of a person without an estimate that is no reason: the card says so."""
    profiling = shown.profiling
    if profiling.stopped_at is not None:
        return problem(HTTPStatus.CONFLICT, code="profiling_paused", detail=_PAUSED)
    if profiling.needs_introduction:
        return problem(HTTPStatus.FORBIDDEN, code="introduction_required", detail=_INTRODUCTION)
    if shown.state == "not_permitted":
        return problem(HTTPStatus.CONFLICT, code="legal_basis_inactive", detail=_NO_BASIS)
    if shown.state == "hidden":
        if shown.is_for_planners:
            return problem(HTTPStatus.FORBIDDEN, code="planners_only", detail=_PLANNERS_ONLY)
        return problem(HTTPStatus.FORBIDDEN, code="own_assessment_required", detail=_OWN_FIRST)
    return None


def _answer(request: HttpRequest, shown: queries.CardShown, key: UUID) -> CardAnswer:
    summary, detail = card_words(shown)
    basis = shown.basis
    return CardAnswer(
        uuid=uuid5(NAMESPACE_URL, f"{key} {shown.state} {shown.made_at or ''}"),
        status=_STATUS.get(shown.state, "already_long" if shown.former is not None else "ready")  # type: ignore[arg-type]
        if shown.card is None
        else "ready",
        summary=summary,
        detail="\n".join(detail),
        source=CardSource(
            label="Lighed", topic="" if basis is None else ", ".join((basis.version, *basis.legal_bases))
        ),
        links=[
            CardLink(label=_("Open the whole page in Lighed"), url=_url(request, "person", key)),
            CardLink(label=_("The estimate card alone"), url=_url(request, "person-card", key)),
        ],
        overrideReasons=[OverrideReason(code=code, display=str(name)) for code, name in queries.ASSESSMENT_REASONS],
    )


def _url(request: HttpRequest, name: str, key: UUID) -> str:
    return request.build_absolute_uri(reverse(name, args=[key]))


_NO_CASEWORKER = Text(
    da="Kommunen har ikke netop én bruger med det caseworker_id. Ret det i Lighed under Brugere og roller.",
    en="The municipality has not exactly one user with that caseworker_id. Put it right in Lighed under Users and "
    "roles.",
)
_NO_COURSE = Text(
    da="Kommunen har ikke det forløb. Brug den nøgle, som svaret på tilmeldingen gav.",
    en="The municipality has no such course. Use the key that the answer to the registration gave.",
)
_PAUSED = Text(
    da="Skønnene er sat på pause. Vis sagen uden skøn.", en="The estimates are paused. Show the case without one."
)
_NO_BASIS = Text(
    da="Ingen gældende hjemmel dækker skønnet. Vis sagen uden skøn.",
    en="No legal basis in force covers the estimate. Show the case without one.",
)
_INTRODUCTION = Text(
    da="Sagsbehandleren skal tage introduktionen i Lighed, før skøn kan ses.",
    en="The caseworker must take the introduction in Lighed before estimates can be seen.",
)
_OWN_FIRST = Text(
    da="Skøn klar. Sagsbehandleren skal skrive sin egen vurdering først, på borgerens side i Lighed.",
    en="Estimate ready. The caseworker writes their own assessment first, on the person's page in Lighed.",
)
_PLANNERS_ONLY = Text(
    da="I kommunen ser kun planlæggere skøn. Vis sagen uden skøn.",
    en="In the municipality only planners see estimates. Show the case without one.",
)
