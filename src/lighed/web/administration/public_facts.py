"""A2: what the municipality tells of its use in public, where nobody else knows it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.validators import URLValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs
from lighed.web.queries.public.publications import public_facts

_WORDS = forms.Textarea(attrs={"rows": 3})
_WEB = URLValidator(schemes=["https"], message=gettext_lazy("Write an address that begins with https://."))


class PublicFactsForm(PlainForm):
    """Every field may be left empty: then it is told as not stated, with the reason."""

    unit = forms.CharField(label=gettext_lazy("Unit that uses the tool"), max_length=120, required=False)
    accountable = forms.CharField(
        label=gettext_lazy("Role that answers for the use"),
        help_text=gettext_lazy("A title, not a name."),
        max_length=120,
        required=False,
    )
    address = forms.CharField(label=gettext_lazy("Postal address"), max_length=200, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail for questions about the tool"), required=False)
    website = forms.CharField(
        label=gettext_lazy("The municipality’s own page about it"), max_length=300, required=False, validators=[_WEB]
    )
    dpo = forms.CharField(
        label=gettext_lazy("How to reach the data protection officer"), max_length=200, required=False
    )
    operator = forms.CharField(
        label=gettext_lazy("Who runs the servers"),
        help_text=gettext_lazy("A processor by name, or the municipality itself."),
        max_length=200,
        required=False,
    )
    operated_in = forms.CharField(label=gettext_lazy("In which country"), max_length=120, required=False)
    subject_number = forms.CharField(
        label=gettext_lazy("Subject in the filing plan"),
        help_text=gettext_lazy("A KLE number, say."),
        max_length=40,
        required=False,
    )
    site_address = forms.CharField(
        label=gettext_lazy("Address of this installation"),
        help_text=gettext_lazy("Addresses in the publications begin with it."),
        max_length=200,
        required=False,
        validators=[_WEB],
    )
    purpose_da = forms.CharField(
        label=gettext_lazy("Purpose in your own words, in Danish"),
        help_text=gettext_lazy("Left empty, Lighed’s own words are told."),
        max_length=1500,
        required=False,
        widget=_WORDS,
    )
    purpose_en = forms.CharField(
        label=gettext_lazy("Purpose in your own words, in English"), max_length=1500, required=False, widget=_WORDS
    )
    impact_da = forms.CharField(
        label=gettext_lazy("What it means for people, in Danish"), max_length=1500, required=False, widget=_WORDS
    )
    impact_en = forms.CharField(
        label=gettext_lazy("What it means for people, in English"), max_length=1500, required=False, widget=_WORDS
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SET_ORGANISATION)
@cache_control(private=True, no_store=True)
def public_facts_page(request: HttpRequest) -> HttpResponse:
    """Show and change what is told."""
    user = queries.user_of(request.user)
    known = public_facts(user.municipality_id)
    initial = {name: getattr(known, name) for name in PublicFactsForm.base_fields}
    form = PublicFactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        criterion = "public facts: " + ",".join(sorted(form.changed_data))
        audit = event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion=criterion)
        actions.set_public_facts(user.municipality_id, facts=form.cleaned_data, audit=audit)
        messages.success(request, _("What is told in public has been changed."))
        return redirect("organisation-public")
    shown = {"form": form, "code": user.municipality_id}
    return render(request, "administration/public_facts.html", shown, status=422 if form.errors else 200)
