"""The hours that planned meetings need against those there, week by week, and what other limits would ask for."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from lighed.governance import AuditKind, Duty, Moment, Refused, Right
from lighed.governance.small_numbers import FEWEST
from lighed.planning import BandLimits, GroupEffect
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

_GROUPS = {
    ("age", "under_30"): gettext_lazy("Under 30 years"),
    ("age", "30_49"): gettext_lazy("30 to 49 years"),
    ("age", "50_and_over"): gettext_lazy("50 years and over"),
    ("sex", "female"): gettext_lazy("Women"),
    ("sex", "male"): gettext_lazy("Men"),
    ("sex", "not_recorded"): gettext_lazy("Sex not recorded"),
    ("interpreter", "yes"): gettext_lazy("Needs an interpreter"),
    ("interpreter", "no"): gettext_lazy("Needs no interpreter"),
    ("interpreter", "not_recorded"): gettext_lazy("Need of an interpreter not recorded"),
    ("", ""): pgettext_lazy("group", "Everyone"),
}
_LEVELS = dict(queries.TEMPLATE_LEVELS)
_MOMENTS = {Moment.REGISTRATION: gettext_lazy("Registration"), Moment.HAND_OVER: gettext_lazy("Hand-over")}


class LimitsForm(PlainForm):
    medium_from = forms.IntegerField(label=pgettext_lazy("limits", "Medium from, of 100"), min_value=1, max_value=98)
    high_from = forms.IntegerField(label=pgettext_lazy("limits", "High from, of 100"), min_value=2, max_value=99)


def _tells(one: GroupEffect) -> bool:
    """Whether any band of the group is large enough to be told of."""
    return any(n is not None for n in (*one.now, *one.then))


@require_GET
@needs(Right.SEE_CAPACITY)
@cache_control(private=True, no_store=True)
def capacity_page(request: HttpRequest) -> HttpResponse:
    """Show the weeks. Other limits can be tried in the address; nothing is changed by it, and nobody is named."""
    user, today = queries.user_of(request.user), timezone.localdate()
    profiling = queries.profiling_status(user.municipality_id, today=today)
    limits = queries.limits_now(user.municipality_id, profiling=profiling, today=today)
    moment = next((one for one in limits if one.value == request.GET.get("moment")), next(iter(limits), None))
    shown, form, known = None, None, dict[str, int]()
    if moment is not None:
        now = limits[moment]
        known = {"medium_from": round(100 * now.medium_from), "high_from": round(100 * now.high_from)}
        asked = {name: request.GET[name] for name in known if name in request.GET}
        form = LimitsForm({**known, **asked})
        if form.is_valid():
            then = BandLimits(**{name: value / 100 for name, value in form.cleaned_data.items()})
            try:
                shown = queries.other_limits(
                    user.municipality_id, moment=moment, now=now, then=then, profiling=profiling, today=today
                )
            except Refused as refused:
                form.refuse(refused.text, language=get_language() or "da")
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="capacity"))
    preview = shown.preview if shown else None
    effects = [(_GROUPS[one.name, one.value], one) for one in (preview.everyone, *preview.groups)] if preview else []
    return render(
        request,
        "planning/capacity.html",
        {
            "capacity": queries.capacity(user.municipality_id, today=today),
            "form": form,
            "known": known,
            "moment": moment,
            "moments": [(one.value, _MOMENTS[one]) for one in Moment if one in limits],
            "lacks": [_LEVELS[level] for level in shown.lacks] if shown else [],
            "effects": [row for row in effects if _tells(row[1])],
            "untold": [name for name, one in effects if not _tells(one)],
            "fewest": FEWEST,
            "may_set": Right.SET_PLANNING in user.rights,
        },
    )
