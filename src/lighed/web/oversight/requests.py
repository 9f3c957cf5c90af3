"""G10: requests under the law, each with its deadline; who answers it, and the answer."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from lighed.governance import (
    AuditKind,
    Duty,
    RequestKind,
    RequestRefused,
    RequestResult,
    Right,
    can_answer_review,
    can_be_extended,
    can_handle,
    complaint_guidance,
    extended_due_on,
)
from lighed.web import actions, queries
from lighed.web.frame.attached import given
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs

STATES = (*queries.REQUEST_STATES, ("all", gettext_lazy("All")))
ASSIGNED = (("", gettext_lazy("All")), ("me", gettext_lazy("Me")), ("nobody", gettext_lazy("Nobody yet")))


class FilterForm(PlainForm):
    """Narrows the queue. Nothing in it is about a person, so it can stand in the address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("All")), *queries.REQUEST_KINDS], required=False
    )
    state = forms.ChoiceField(label=gettext_lazy("Status of the request"), choices=STATES, required=False)
    assigned = forms.ChoiceField(label=gettext_lazy("Answered by"), choices=ASSIGNED, required=False)
    overdue = forms.ChoiceField(
        label=gettext_lazy("Deadline"),
        choices=[("", gettext_lazy("All")), ("yes", gettext_lazy("Overdue only"))],
        required=False,
    )


class AssignForm(PlainForm):
    to = forms.ChoiceField(label=gettext_lazy("Member of staff"))


class ExtendForm(PlainForm):
    reason = forms.CharField(
        label=gettext_lazy("Why the answer takes longer"),
        help_text=gettext_lazy("The person is told this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )


class AnswerForm(PlainForm):
    result = forms.ChoiceField(
        label=gettext_lazy("Result"), choices=queries.REQUEST_RESULTS, widget=forms.RadioSelect, required=False
    )
    answer = forms.CharField(
        label=gettext_lazy("The answer to the person"),
        help_text=gettext_lazy(
            "Write who looked at the case, what counted and what the result is: five words at least. "
            "Keep the last paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        max_length=10_000,
    )


@require_GET
@needs(Right.SEE_REQUESTS)
@cache_control(private=True, no_store=True)
def queue_page(request: HttpRequest) -> HttpResponse:
    """List the requests that are the reader's to assign or to answer."""
    user = queries.user_of(request.user)
    choices = queries.RequestChoices.read(request.GET.dict())
    rows = queries.request_queue(user, choices=choices, today=timezone.localdate())
    actions.record(audit=event(request, AuditKind.SEARCH, purpose=Duty.RIGHTS, criterion="requests"))
    overdue = "yes" if choices.is_overdue else ""
    chosen = {"kind": choices.kind, "state": choices.state, "assigned": choices.assigned, "overdue": overdue}
    return render(
        request,
        "oversight/requests.html",
        {
            "rows": rows,
            "form": FilterForm(initial=chosen),
            "is_narrowed": choices != queries.RequestChoices(),
            "may_assign": Right.ASSIGN_REQUESTS in user.rights,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_REQUESTS)
@cache_control(private=True, no_store=True)
def request_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one request, the person's own words first, and take the next step with it."""
    user, today = queries.user_of(request.user), timezone.localdate()
    row = queries.request_row(user, number, today=today)
    if row is None:
        raise Http404
    forms_shown = _forms(request, row, user)
    step = request.POST.get("step", "")
    if request.method == "POST" and (form := forms_shown.get(step)) is not None and form.is_valid():
        try:
            _take(request, row, step, form, user)
        except RequestRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field=_FIELDS[step])
        else:
            messages.success(request, str(_DONE[step]))
            seen = queries.request_row(user, number, today=today)
            return redirect("requests" if seen is None else request.path)
    subject = str(row.request.person_id)
    actions.record(audit=event(request, AuditKind.READ, subject=subject, purpose=Duty.RIGHTS, criterion="request"))
    course = queries.latest_course(user, row.request.person)
    wrong = next((form for form in forms_shown.values() if form.is_bound and form.errors), None)
    return render(
        request,
        "oversight/request.html",
        {
            "row": row,
            "one": row.request,
            "assign": forms_shown.get("assign"),
            "extend": forms_shown.get("extend"),
            "answer": forms_shown.get("answer"),
            "form": wrong,
            "extended_due_on": extended_due_on(row.received_on),
            "attachment": queries.attachment_of(row.request),
            "may_open": queries.may_open(row.request, user),
            "course": course,
            "assesses_first": course is not None and _assesses_first(row, user),
        },
    )


@require_GET
@needs(Right.SEE_REQUESTS)
@cache_control(private=True, no_store=True)
def attachment_file(request: HttpRequest, number: int) -> HttpResponse:
    """The file that the person sent, to whoever is named to answer. The person sees that it was opened."""
    attachment = queries.attachment_to_answer(queries.user_of(request.user), number)
    if attachment is None:
        raise Http404
    subject = str(attachment.request.person_id)
    actions.record(audit=event(request, AuditKind.EXPORT, subject=subject, purpose=Duty.RIGHTS, criterion="attachment"))
    return given(attachment)


def _forms(request: HttpRequest, row: queries.RequestRow, user: queries.User) -> dict[str, PlainForm]:
    """The steps that are open to this reader now."""
    one, found = row.request, dict[str, PlainForm]()
    if one.state != "open":
        return found
    step = request.POST.get("step", "") if request.method == "POST" else ""
    if Right.ASSIGN_REQUESTS in user.rights:
        form = AssignForm(request.POST if step == "assign" else None, initial={"to": one.assigned_to})
        seen = queries.have_seen(one)
        staff = [(who.username, _in_list(who, has_seen=who.pk in seen)) for who in queries.who_can_answer(one)]
        form.fields["to"].choices = [("", _("Choose")), *staff]  # type: ignore[attr-defined]  # a choice field
        found["assign"] = form
    is_mine = one.assigned_to == user.username and can_handle(queries.handling(one, by=user))
    today = timezone.localdate()
    if (is_mine or Right.ASSIGN_REQUESTS in user.rights) and can_be_extended(
        received_on=row.received_on, due=one.due_on, reason="-", today=today
    ):
        found["extend"] = ExtendForm(request.POST if step == "extend" else None)
    if is_mine and _can_answer(row):
        guidance = complaint_guidance(municipality=str(one.municipality), phone=one.municipality.phone)
        proposed = f"\n\n{guidance.in_(get_language() or 'da')}"
        answer = AnswerForm(request.POST if step == "answer" else None, initial={"answer": proposed})
        if one.kind == RequestKind.OBJECTION:
            results = [(value, name) for value, name in queries.REQUEST_RESULTS if value != RequestResult.PARTLY]
            answer.fields["result"].choices = results  # type: ignore[attr-defined]  # a choice field
        found["answer"] = answer
    return found


def _in_list(who: queries.User, *, has_seen: bool) -> str:
    told = f"{who.name} ({who.role_names})"
    return _("%(who)s, has seen the estimate") % {"who": told} if has_seen else told


def _assesses_first(row: queries.RequestRow, user: queries.User) -> bool:
    return row.request.state == "open" and row.request.assigned_to == user.username and not _can_answer(row)


def _can_answer(row: queries.RequestRow) -> bool:
    one = row.request
    return can_answer_review(RequestKind(one.kind), has_assessed=one.assessment_id is not None)


def _take(request: HttpRequest, row: queries.RequestRow, step: str, form: PlainForm, user: queries.User) -> None:
    audit = event(request, AuditKind.CHANGE, purpose=Duty.RIGHTS)
    said = form.cleaned_data
    if step == "assign":
        to = next(who for who in queries.who_can_answer(row.request) if who.username == said["to"])
        actions.assign_request(row.request, to=to, audit=audit)
    elif step == "extend":
        actions.extend_request(row.request, reason=said["reason"], audit=audit)
    else:
        actions.answer_request(row.request, by=user, result=said["result"], answer=said["answer"], audit=audit)


_FIELDS = {"assign": "to", "extend": "reason", "answer": "answer"}
_DONE = {
    "assign": gettext_lazy("The request has been assigned."),
    "extend": gettext_lazy("The deadline has been extended."),
    "answer": gettext_lazy(
        "The answer has been recorded. The person gets a letter, and can read it on their own page."
    ),
}
