"""G2: entering, editing, importing, approving, rejecting and suspending a legal basis; telling who was informed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, LegalBasisError, NotAllowed, Right, can_approve
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs
from lighed.web.oversight.legal_bases import found
from lighed.web.oversight.legal_basis_form import LegalBasisForm

_LARGEST_FILE = 1_000_000
_METHODS = ["GET", "HEAD", "POST"]


class ReasonForm(PlainForm):
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class ImportForm(PlainForm):
    file = forms.FileField(label=_("TOML file"), widget=forms.FileInput(attrs={"accept": ".toml"}))
    is_replacement = forms.BooleanField(
        label=_("Replace entries of the same name; they permit nothing from that moment on"), required=False
    )


class TrainingForm(PlainForm):
    whom = forms.CharField(
        label=_("Whom"), max_length=200,
        help_text=_("Such as everyone with a contact course since 2019."),
    )  # fmt: skip
    channel = forms.CharField(
        label=_("How"), max_length=120,
        help_text=_("Such as Digital Post and the municipality’s website."),
    )  # fmt: skip
    text_version = forms.CharField(label=_("Version of the text"), max_length=100)
    informed_on = day_field(_("On which day"))
    n_people = forms.IntegerField(
        label=_("How many people"), required=False, min_value=1, help_text=_("Leave it empty if it is not known."),
    )  # fmt: skip


@require_http_methods(_METHODS)
@needs(Right.ENTER_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def enter_page(request: HttpRequest) -> HttpResponse:
    """Enter a legal basis. It permits nothing until somebody else has approved it."""
    return _enter(request, entry=None)


@require_http_methods(_METHODS)
@needs(Right.ENTER_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def edit_page(request: HttpRequest, number: int) -> HttpResponse:
    """Enter the next revision of an entry: also one that was suspended or rejected is taken up again like this."""
    return _enter(request, entry=found(request, number))


def _enter(request: HttpRequest, *, entry: Any) -> HttpResponse:
    page = None if entry is None else queries.entry_page(entry, today=timezone.localdate())
    basis = None if page is None else page.row.basis
    form = LegalBasisForm(request.POST or None, entry=basis, is_id_fixed=page is not None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter_from_form(
                form.content(), by=queries.user_of(request.user), is_replacement=page is not None,
                audit=_change(request),
            )  # fmt: skip
        except LegalBasisError as error:
            form.add_faults(error.faults)
        except NotAllowed as refusal:
            form.add_error(None, refusal.text.in_(get_language() or "da"))
        else:
            messages.success(request, gettext("Entered. It permits nothing until somebody else has approved it."))
            return redirect("legal_bases-entry", number=made.pk)
    return render(request, "oversight/legal_bases/enter.html", {"form": form, "page": page})


@require_http_methods(_METHODS)
@needs(Right.ENTER_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def import_page(request: HttpRequest) -> HttpResponse:
    """Enter the legal bases of a file: all of them or, with every fault told, none."""
    form = ImportForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        faults = _import(request, form)
        if not faults:
            return redirect("legal_bases")
    return render(request, "oversight/legal_bases/import.html", {"form": form, "faults": faults})


def _import(request: HttpRequest, form: ImportForm) -> list[str]:
    """Import the file that was sent. Returns what is wrong with it."""
    file, language = form.cleaned_data["file"], get_language() or "da"
    if file.size > _LARGEST_FILE:
        return [gettext("The file is larger than 1 MB.")]
    try:
        entries = actions.import_legal_bases(
            file.read().decode("utf-8-sig"), file=file.name, by=queries.user_of(request.user),
            is_replacement=form.cleaned_data["is_replacement"], audit=_change(request),
        )  # fmt: skip
    except UnicodeDecodeError:
        return [gettext("The file is not UTF-8. Save it as UTF-8.")]
    except LegalBasisError as error:
        return [fault.text.in_(language) for fault in error.faults]
    except NotAllowed as refusal:
        return [refusal.text.in_(language)]
    names = ", ".join(entry.code for entry in entries)
    messages.success(
        request,
        gettext("Entered: %(names)s. They permit nothing until somebody else has approved them.") % {"names": names},
    )
    return []


@require_http_methods(_METHODS)
@needs(Right.APPROVE_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def decide_page(request: HttpRequest, number: int) -> HttpResponse:
    """Approve an entry or reject it, with the whole of it and what was changed in view."""
    entry = found(request, number)
    user, form = queries.user_of(request.user), ReasonForm(request.POST or None)
    refused = ""
    if request.method == "POST":
        is_approval = request.POST.get("decision") == "approve"
        try:
            if is_approval:
                actions.approve_legal_basis(number, by=user, audit=_change(request))
            else:
                actions.reject_legal_basis(
                    number, reason=request.POST.get("reason", "")[:2000], by=user, audit=_change(request)
                )
        except NotAllowed as refusal:
            refused = refusal.text.in_(get_language() or "da")
        else:
            messages.success(
                request, gettext("Approved.") if is_approval else gettext("Rejected. The entry permits nothing.")
            )
            return redirect("legal_bases-entry", number=number)
    page = queries.entry_page(entry, today=timezone.localdate())
    shown = {"page": page, "form": form, "refused": refused, "is_own": _is_own(request, page)}
    return render(request, "oversight/legal_bases/decide.html", shown)


def _is_own(request: HttpRequest, page: queries.EntryPage) -> bool:
    """Whether the user entered it, so that somebody else has to decide."""
    basis, audit = page.row.basis, _change(request)
    by = actions.signature_of(queries.user_of(request.user), audit=audit)
    return basis is not None and basis.approved is None and not can_approve(basis, by=by, others=())


@require_http_methods(_METHODS)
@needs(Right.SUSPEND_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def suspend_page(request: HttpRequest, number: int) -> HttpResponse:
    """Put an entry out of force, at once."""
    entry = found(request, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.suspend_legal_basis(
                number, reason=form.cleaned_data["reason"], by=queries.user_of(request.user), audit=_change(request)
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.text.in_(get_language() or "da"))
        else:
            messages.success(
                request, gettext("Suspended. From now on no estimate is made or shown under this legal basis.")
            )
            return redirect("legal_bases-entry", number=number)
    page = queries.entry_page(entry, today=timezone.localdate())
    return render(request, "oversight/legal_bases/suspend.html", {"page": page, "form": form})


@require_http_methods(_METHODS)
@needs(Right.ENTER_LEGAL_BASES)
@cache_control(private=True, no_store=True)
def training_page(request: HttpRequest) -> HttpResponse:
    """Write down how the people whose earlier courses are used were informed."""
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_training_information(
                **form.cleaned_data, by=queries.user_of(request.user), audit=_change(request)
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.text.in_(get_language() or "da"))
        else:
            messages.success(request, gettext("Written down."))
            return redirect("legal_bases")
    return render(request, "oversight/legal_bases/training.html", {"form": form})


def _change(request: HttpRequest) -> Any:
    return event(request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT)
