"""What a caseworker assesses, and that an estimate was shown -> written down, on top of what was on the page."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from lighed.governance import (
    AssessmentReason,
    AssessmentRefused,
    AssessmentStep,
    AuditEvent,
    DisplayMode,
    Sight,
    SupportLevel,
    Text,
    check_assessment,
    relation_to,
)
from lighed.web import queries
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.desk.changes import count_change, locked_course
from lighed.web.actions.estimates.views import note_view
from lighed.web.models import Assessment, ContactCourse, User

LOCKED = Text(
    da="Du har set skønnet, så det er for sent at skrive før det. Skriv din vurdering nu i trin 4.",
    en="You have seen the estimate, so it is too late to write before it. Write your assessment now in step 4.",
)
OWN_FIRST = Text(da="Skriv din egen vurdering først.", en="Write your own assessment first.")
NOTHING_TO_SHOW = Text(da="Der er ikke noget skøn at vise.", en="There is no estimate to show.")


class EstimateChanged(Exception):
    """The estimate is no longer the one that stood on the page; nothing was done."""


@transaction.atomic
def open_person(
    course: ContactCourse, *, by: User, mode: DisplayMode, is_shown: bool, is_read: bool = True, audit: AuditEvent
) -> None:
    """Write down that the person's page was opened, and whether an estimate stood on it.

    Parameters
    ----------
    is_shown : whether an estimate stands on the page
    is_read : False where the page is shown again because a form was refused: its time on the page runs on
    """
    if is_shown and is_read:
        note_view(course, by=by, mode=mode, at=audit.at)
    told = f"person, mode={mode.value}, estimate={'shown' if is_shown else 'not_shown'}"
    record(audit=replace(_about(audit, course), criterion=told))


@transaction.atomic
def record_own_assessment(
    course: ContactCourse, *, by: User, level: SupportLevel, words: str, does_reveal: bool, seen: int, audit: AuditEvent
) -> None:
    """Keep what `by` assesses before the estimate was seen, and show the estimate afterwards if they ask for it.

    Parameters
    ----------
    seen : the course's `revision` that the page showed

    Raises
    ------
    AssessmentRefused
        If words are lacking, or the estimate has been seen since an earlier one.
    ChangedMeanwhile
        If somebody has written about the course since.
    """
    check_assessment(level, step=AssessmentStep.OWN_FIRST, reason=None, words=words)
    course = _as_seen_by(by, locked_course(course, seen=seen))
    if course.is_revealed:
        # What is written after the estimate was seen is no evidence of what came before it.
        raise AssessmentRefused(LOCKED)
    _write(course, by=by, step=AssessmentStep.OWN_FIRST, level=level, reason=None, words=words, audit=audit)
    if does_reveal:
        _reveal(course, by=by, audit=audit)
    told = "own assessment, reveal" if does_reveal else "own assessment"
    record(audit=replace(_about(audit, course), criterion=told + _under(course, by)))


@transaction.atomic
def show_estimate(course: ContactCourse, *, by: User, audit: AuditEvent) -> None:
    """Open the estimate to `by`, whose own assessment has been written.

    Raises
    ------
    AssessmentRefused
        If it has not, or there is no estimate that may be shown to them.
    """
    course = _as_seen_by(by, locked_course(course, seen=None))
    _reveal(course, by=by, audit=audit)
    record(audit=replace(_about(audit, course), criterion="reveal" + _under(course, by)))


@transaction.atomic
def record_assessment(
    course: ContactCourse,
    *,
    by: User,
    level: SupportLevel,
    reason: AssessmentReason | None,
    words: str,
    seen: int,
    on_page: str,
    audit: AuditEvent,
) -> None:
    """Keep what `by` assesses now: what the plan follows, whatever the estimate says.

    Parameters
    ----------
    on_page : what the page said of the estimate that stood on it (`CardShown.token`); "" where there was none

    Raises
    ------
    AssessmentRefused
        If the reason or the words are lacking, whether it agrees with the estimate or not.
    ChangedMeanwhile
        If somebody has written about the course since.
    EstimateChanged
        If the estimate has been made again, or taken away, since.
    """
    check_assessment(level, step=AssessmentStep.NOW, reason=reason, words=words)
    course = _as_seen_by(by, locked_course(course, seen=seen))
    shown = _write(course, by=by, step=AssessmentStep.NOW, level=level, reason=reason, words=words, audit=audit)
    if on_page != shown.token:
        raise EstimateChanged
    told = f"assessment, estimate={'shown' if shown.token else 'not_shown'}"
    record(audit=replace(_about(audit, course), criterion=told + _under(course, by)))


def _write(
    course: ContactCourse,
    *,
    by: User,
    step: AssessmentStep,
    level: SupportLevel,
    reason: AssessmentReason | None,
    words: str,
    audit: AuditEvent,
) -> queries.CardShown:
    """One row more, and the course's level with it. Gives the card as it stands on the page of `by` now."""
    today = timezone.localdate(audit.at)
    profiling = queries.profiling_for(by, today=today)
    shown = queries.card_shown(course, profiling=profiling, today=today)
    band = shown.card.estimate.band.value if shown.card is not None else ""
    view = queries.estimate_view_of(course, by) if band else None
    made = Assessment.objects.create(
        municipality_id=course.municipality_id,
        course=course,
        moment=course.reached,
        step=step.value,
        level=level.value,
        reason="" if reason is None else reason.value,
        words=words.strip(),
        made_by=by,
        made_at=audit.at,
        mode=profiling.mode.value,
        band_seen=band,
        relation=relation_to(level, band) or "",
        seconds_on_page=None if view is None else max(0, int((audit.at - view.last_shown_at).total_seconds())),
    )
    # Whoever is to assess the person anew has done so now, and sees what others did.
    queries.reviews_to_begin(by).filter(person=course.person_id).update(assessment=made)
    count_change(course, by=by, at=audit.at, level=level.value)
    return shown


def _reveal(course: ContactCourse, *, by: User, audit: AuditEvent) -> None:
    """Let an estimate that opens with one's own assessment be seen from now on."""
    profiling = queries.profiling_for(by, today=timezone.localdate(audit.at))
    is_there = profiling.is_permitted(course) and course.current_estimate is not None
    if not is_there or profiling.sight_on(course) is Sight.NEVER:
        raise AssessmentRefused(NOTHING_TO_SHOW)
    if profiling.sight_on(course) is Sight.AFTER_OWN and queries.own_first_assessment(course, by) is None:
        raise AssessmentRefused(OWN_FIRST)
    note_view(course, by=by, mode=profiling.mode, at=audit.at)


def _as_seen_by(user: User, locked: ContactCourse) -> ContactCourse:
    """The locked course as the user's own queries find it: they know whether its estimate was shown to the user."""
    return queries.courses_of(user).select_related("current_estimate__legal_basis").get(pk=locked.pk)


def _under(course: ContactCourse, user: User) -> str:
    """How estimates are shown, and under which version and legal basis there is one: names, and nothing it says."""
    told = f", mode={user.municipality.display_mode}"
    stored = course.current_estimate
    if stored is not None:
        told += f", version={stored.version}"
        told += f", legal_basis={stored.legal_basis.code}" if stored.legal_basis is not None else ""
    return told


def _about(audit: AuditEvent, course: ContactCourse) -> AuditEvent:
    return about(audit, municipality=course.municipality_id, subject=str(course.person_id))
