"""G4: who has looked at whom. Each search has a purpose, and stands in the log itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Right
from lighed.web import actions, queries
from lighed.web.frame.csv_file import csv_file
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm, day_field
from lighed.web.frame.rights import needs
from lighed.web.oversight.log_words import FLAGS, KINDS, shown

_DAYS_BEFORE = 29
_ALL = ("", gettext_lazy("All"))


class SearchForm(PlainForm):
    """What is searched for. The id of a person is sent in the form, so that it stands in no address."""

    reason = forms.CharField(
        label=gettext_lazy("Purpose of the search"),
        help_text=gettext_lazy("It is written in the log. Name no one, and write no CPR number, address or diagnosis."),
        max_length=500,
        error_messages={"required": gettext_lazy("Write the purpose of the search.")},
    )
    person = forms.CharField(
        label=gettext_lazy("Person"),
        help_text=gettext_lazy(
            "The case system’s id, the address of the person’s page, or the person’s sign in the log."
        ),
        max_length=200,
        required=False,
    )
    user = forms.ChoiceField(label=gettext_lazy("User"), required=False)
    begins_on = day_field(gettext_lazy("From"))
    ends_on = day_field(gettext_lazy("To"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[_ALL, *KINDS.items()], required=False)
    flag = forms.ChoiceField(label=gettext_lazy("Out of the ordinary"), choices=[_ALL, *FLAGS.items()], required=False)

    def __init__(self, *args: Any, actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].choices = [_ALL, *actors]  # type: ignore[attr-defined]  # a field made above

    def clean(self) -> None:
        begins_on, ends_on = self.cleaned_data.get("begins_on"), self.cleaned_data.get("ends_on")
        if begins_on and ends_on and ends_on < begins_on:
            self.add_error("ends_on", _("The last day is before the first. Choose a later one."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEARCH_LOG)
@cache_control(private=True, no_store=True)
def log_page(request: HttpRequest) -> HttpResponse:
    """Search the municipality's log. Nothing is shown before a purpose is written."""
    today = timezone.localdate()
    user = queries.user_of(request.user)
    form = SearchForm(
        request.POST if request.method == "POST" else None,
        actors=queries.actors_of(user.municipality_id),
        initial={"begins_on": today - timedelta(days=_DAYS_BEFORE), "ends_on": today},
    )
    context: dict[str, Any] = {"form": form}
    if not form.is_bound or not form.is_valid():
        return render(request, "oversight/log/page.html", context, status=422 if form.is_bound else 200)
    search, person = _search(form.cleaned_data, user.municipality_id)
    if search is None:
        form.add_error("person", _("The municipality has no such person. Check the id, or search without it."))
        return render(request, "oversight/log/page.html", context, status=422)
    is_file = request.POST.get("as") == "file"
    # Written down first, so that it stands among what is found.
    looked = event(
        request,
        AuditKind.EXPORT if is_file else AuditKind.SEARCH,
        subject=person,
        purpose=Duty.OVERSIGHT,
        criterion=search.criterion,
        reason=form.cleaned_data["reason"],
    )
    actions.record(audit=looked)
    if person is not None and search.subject is None:
        # Nobody had looked until now: this search is the first entry about the person.
        search = replace(search, subject=queries.subject_of(user.municipality_id, person)[0])
    is_whole = queries.is_whole(user.municipality_id, begins_on=search.begins_on)
    if is_file:
        return _file(search, is_whole=is_whole)
    number = request.POST.get("page", "")
    page = queries.search_log(search, page=int(number) if number.isascii() and number.isdigit() else 1)
    context |= {
        "found": page,
        "rows": [shown(entry) for entry in page.entries],
        "is_whole": is_whole,
        "period": _period(search.begins_on, search.ends_on),
        "previous": page.page - 1,
        "next": page.page + 1 if page.page < page.n_pages else 0,
    }
    return render(request, "oversight/log/page.html", context)


def _search(given: dict[str, Any], municipality: str) -> tuple[queries.LogSearch | None, str | None]:
    """The search and the key of the person it is about; no search where the person is not the municipality's."""
    search = queries.LogSearch(
        municipality=municipality,
        begins_on=given["begins_on"],
        ends_on=given["ends_on"],
        user=given["user"],
        kind=given["kind"],
        flag=given["flag"],
    )
    if not given["person"]:
        return search, None
    subject, person = queries.subject_of(municipality, given["person"])
    return (None, None) if person is None else (replace(search, subject=subject, is_about_someone=True), person)


def _period(begins_on: date, ends_on: date) -> str:
    return f"{date_format(begins_on, 'SHORT_DATE_FORMAT')} – {date_format(ends_on, 'SHORT_DATE_FORMAT')}"


def _file(search: queries.LogSearch, *, is_whole: bool) -> HttpResponse:
    rows: list[Sequence[object]] = []
    if not is_whole:
        rows.append([_("The log is missing for %(period)s") % {"period": _period(search.begins_on, search.ends_on)}])
    rows.append(
        [
            *(_("Number"), _("Time"), _("User"), _("Role"), _("Kind"), _("Person")),
            *(_("Purpose"), _("What"), _("Reason"), _("Out of the ordinary")),
        ]
    )
    for entry in queries.all_of_log(search):
        row = shown(entry)
        told = (row.who, row.roles, row.kind, row.entry.person, row.purpose, row.what, row.entry.reason)
        at = timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds")
        rows.append([entry.number, at, *told, ", ".join(row.flags)])
    return csv_file(f"lighed-log-{search.begins_on}-{search.ends_on}.csv", rows)
