"""Letters that wait for somebody to send them, one of them to read and print, and those whom nobody has told yet."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lighed.governance import AuditEvent, AuditKind, Duty, Refused, Right
from lighed.transparency.letters import KIND_NAMES, LetterKind, Words, blocks_of
from lighed.web import actions, queries
from lighed.web.delivery import DeliveryFailed, letter_as_pdf
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs
from lighed.web.letters.preview import as_file

MOST_AT_ONCE = 100
"""So many letters one click makes; the page says how many are left."""


class SentForm(PlainForm):
    channel = forms.ChoiceField(
        label=gettext_lazy("How it was sent"),
        choices=[("", gettext_lazy("Choose")), *((one.value, one.label) for one in actions.BY_HAND)],
    )


@require_GET
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def outbox_page(request: HttpRequest) -> HttpResponse:
    """List what waits, the oldest first."""
    user = queries.user_of(request.user)
    letters = queries.letters_to_send(user)
    may_inform = Right.SET_LETTERS in user.rights and _is_in_force(user)
    context = {
        "letters": [(one, KIND_NAMES[LetterKind(one.kind)]) for one in letters],
        "most": queries.MOST_LETTERS,
        "n_by_state": queries.letters_by_state(user.municipality_id),
        "may_inform": may_inform,
        "n_to_inform": queries.people_to_inform(user.municipality_id).count() if may_inform else 0,
        "at_once": MOST_AT_ONCE,
    }
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.RIGHTS, criterion="letters to send"))
    return render(request, "letters/outbox.html", context)


@require_POST
@needs(Right.SET_LETTERS)
def inform_people(request: HttpRequest) -> HttpResponse:
    """Write to those whom nobody has told of the tool."""
    user = queries.user_of(request.user)
    if not _is_in_force(user):
        messages.error(request, _("No legal basis is in force, so there is nothing to tell people of."))
        return redirect("outbox")
    people = list(queries.people_to_inform(user.municipality_id)[:MOST_AT_ONCE])
    n = 0
    for person in people:
        # Somebody may have written to them, or put the basis out of force, since the list was made.
        with suppress(actions.LetterRefused):
            actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=_change(request))
            n += 1
    messages.success(request, ngettext("%(n)d letter has been made.", "%(n)d letters have been made.", n) % {"n": n})
    return redirect("outbox")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def letter_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """One letter to read; and to say that it has been sent."""
    letter = _letter(request, key)
    form = SentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        channel = queries.channel(form.cleaned_data["channel"])
        try:
            actions.send_by_hand(letter, channel=channel, audit=_change(request))
        except Refused as refused:
            form.refuse(refused.text, language=get_language() or "da")
        else:
            messages.success(request, _("It has been written down that the letter was sent."))
            return redirect("outbox-letter", key=key)
    _read(request, letter, "letter")
    context = {
        "letter": letter, "name": KIND_NAMES[LetterKind(letter.kind)], "blocks": blocks_of(letter.body), "form": form,
        "course": queries.latest_course(queries.user_of(request.user), letter.person),
    }  # fmt: skip
    return render(request, "letters/read.html", context, status=422 if form.errors else 200)


@require_GET
@needs(Right.RECORD_RIGHTS)
@cache_control(private=True, no_store=True)
def letter_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The letter as the person gets it."""
    letter = _letter(request, key)
    office = letter.municipality
    try:
        made = letter_as_pdf(
            Words(letter.title, letter.body),
            language=letter.language,
            organisation=str(office),
            phone=office.phone,
            made_at=letter.made_at,
        )
    except DeliveryFailed:
        messages.error(request, _("No PDF could be made of the letter. You can read all of it here."))
        return redirect("outbox-letter", key=key)
    _read(request, letter, "letter file")
    return as_file(made)


def _is_in_force(user: queries.User) -> bool:
    return bool(queries.bases_in_force(user.municipality_id, today=timezone.localdate()))


def _letter(request: HttpRequest, key: UUID) -> queries.Letter:
    found = queries.letter_for_staff(queries.user_of(request.user), key, today=timezone.localdate())
    if found is None:
        raise Http404
    return found


def _read(request: HttpRequest, letter: queries.Letter, what: str) -> None:
    kind = AuditKind.EXPORT if what.endswith("file") else AuditKind.READ
    subject = str(letter.person_id)
    actions.record(audit=event(request, kind, subject=subject, purpose=Duty.RIGHTS, criterion=what))


def _change(request: HttpRequest) -> AuditEvent:
    return event(request, AuditKind.CHANGE, purpose=Duty.RIGHTS, criterion="letter")
