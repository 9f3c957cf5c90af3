"""W8: people chosen on the worklist -> a file that the caseworker takes away, with no more in it than was asked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Right
from lighed.web import actions, queries
from lighed.web.export.selection import Selection, selection_of
from lighed.web.export.sheet_text import made_up
from lighed.web.export.spreadsheet import spreadsheet
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

_SHOWN = 5
"""Rows of the preview."""
_LEAST_PURPOSE = 10
_FORMATS = [
    ("xlsx", gettext_lazy("Excel (XLSX)")),
    ("csv", gettext_lazy("Comma-separated text (CSV), for other programs")),
]


class ExportForm(PlainForm):
    """Which columns, in which format, and what for."""

    columns = forms.MultipleChoiceField(
        label=gettext_lazy("About each person"), widget=forms.CheckboxSelectMultiple, required=False
    )
    estimate_columns = forms.MultipleChoiceField(
        label=gettext_lazy("About the estimate"),
        help_text=gettext_lazy("Left out unless you choose them. They need a purpose."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Format"), choices=_FORMATS, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label=gettext_lazy("What you need the file for"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, has_estimates: bool, needs_purpose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._needs_purpose = needs_purpose
        fields = queries.export_fields(has_estimates=has_estimates)
        self.fields["columns"].choices = [(one.code, one.label) for one in fields if not one.of_estimate]  # type: ignore[attr-defined]
        self.fields["estimate_columns"].choices = [(one.code, one.label) for one in fields if one.of_estimate]  # type: ignore[attr-defined]
        self.fields["purpose"].help_text = (
            _("Needed, because the estimate decided who is in the file.")
            if needs_purpose
            else _("Needed if the estimate is included. It stands in the file and in the log.")
        )
        self.fields["columns"].initial = [one.code for one in fields if one.is_usual]
        self.fields["kind"].initial = "xlsx"

    def clean(self) -> None:
        chosen = self.cleaned_data
        if not chosen.get("columns") and not chosen.get("estimate_columns"):
            self.add_error("columns", _("Choose at least one column."))
        is_needed = self._needs_purpose or chosen.get("estimate_columns")
        if is_needed and "purpose" not in self.errors and len(chosen.get("purpose", "")) < _LEAST_PURPOSE:
            self.add_error("purpose", _("Write what you need the file for."))

    @property
    def codes(self) -> list[str]:
        return [*self.cleaned_data["columns"], *self.cleaned_data["estimate_columns"]]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.EXPORT_PEOPLE)
@cache_control(private=True, no_store=True)
def export_page(request: HttpRequest) -> HttpResponse:
    """Choose what is in the file, see its first rows, and fetch it. Nothing of it is kept here."""
    today = timezone.localdate()
    user = queries.user_of(request.user)
    profiling = queries.profiling_for(user, today=today)
    selection = selection_of(request, profiling=profiling, today=today, most=queries.MOST_ROWS)
    chosen = queries.chosen_people(user, selection.keys)
    context: dict[str, Any] = {"selection": selection, "chosen": chosen, "most": queries.MOST_ROWS}
    if selection.n > queries.MOST_ROWS:
        refused = _("Too many rows (%(n)d). At most %(max)d.") % {"n": selection.n, "max": queries.MOST_ROWS}
        return render(request, "export/page.html", context | {"refused": refused}, status=422)
    if not chosen.keys:
        return render(request, "export/page.html", context, status=422 if request.method == "POST" else 200)
    step = request.POST.get("step", "")
    form = ExportForm(
        request.POST if step else None, has_estimates=profiling.is_on, needs_purpose=selection.is_by_estimate
    )
    context["form"] = form
    if step and not form.is_valid():
        return render(request, "export/page.html", context, status=422)
    codes = form.codes if step else form.fields["columns"].initial
    if step == "file":
        return _file(request, selection, chosen, codes, profiling=profiling)
    shown = queries.export_rows(user, chosen.keys[:_SHOWN], codes=codes, profiling=profiling, today=today)
    actions.record_about_each(shown.people, audit=event(request, AuditKind.READ, criterion="export preview"))
    return render(request, "export/page.html", context | {"shown": shown})


def _file(
    request: HttpRequest,
    selection: Selection,
    chosen: queries.Chosen,
    codes: list[str],
    *,
    profiling: queries.ProfilingStatus,
) -> HttpResponse:
    today = timezone.localdate()
    user = queries.user_of(request.user)
    purpose, kind = request.POST.get("purpose", "").strip(), request.POST.get("kind", "")
    made = queries.export_rows(user, chosen.keys, codes=codes, profiling=profiling, today=today)
    columns = " ".join(field.code for field in made.fields)
    told = f"export, {selection.criterion}, columns={columns}, rows={len(made.rows)}, mode={profiling.mode.value}"
    actions.record_about_each(made.people, audit=event(request, AuditKind.EXPORT, criterion=told, reason=purpose))
    return spreadsheet(
        kind,
        f"lighed-{today}",
        head=_head(user, chosen, purpose, n=len(made.rows), has_estimate=any(one.of_estimate for one in made.fields)),
        titles=[str(field.label) for field in made.fields],
        rows=made.rows,
    )


def _head(
    user: queries.User, chosen: queries.Chosen, purpose: str, *, n: int, has_estimate: bool
) -> list[tuple[str, str]]:
    """What the file says of itself, for whoever finds it."""
    now = timezone.localtime()
    versions, rules = queries.export_basis(user.municipality_id, today=now.date())
    head = [
        (_("From"), f"Lighed, {user.municipality}"),
        (_("Fetched"), date_format(now, "SHORT_DATETIME_FORMAT")),
        (_("By"), user.name),
        (_("What for"), purpose or _("not stated")),
        (_("Rows"), str(n)),
        (_("Version"), ", ".join(versions) or _("none in operation")),
        (_("Contact rules"), rules.in_(get_language() or "da") if rules else _("none in force")),
    ]
    if chosen.n_protected:
        head.append((_("Protected"), _("%(n)d with a protected name and address") % {"n": chosen.n_protected}))
    if settings.LIGHED_DEMO:
        head.append((_("Demonstration"), made_up()))
    if has_estimate:
        head.append((_("The estimate"), _("It helps plan meetings. It is not a decision.")))
    head.append((_("Afterwards"), _("A copy does not change when the case does. Delete it when it has been used.")))
    return head
