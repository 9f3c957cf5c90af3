"""F10 and F11: one version: its gates with their evidence, the two signatures, release, roll-back and history."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, Duty, Right, Side, Step, StepRefused, VersionState, check_step, open_steps
from lighed.governance.small_numbers import FEWEST
from lighed.web import actions, queries
from lighed.web.experts.estimate_next import AT_ONCE, tell_made
from lighed.web.experts.version_forms import BUTTONS, DONE, FORMS, ExplainForm, ReleaseForm, StepForm
from lighed.web.frame.events import event
from lighed.web.frame.rights import needs
from lighed.web.queries.experts.versions import User, VersionUse

_ASKED = (Step.SIGN, Step.RELEASE)
_ENOUGH = "-" * 10


@dataclass(frozen=True, slots=True)
class OpenStep:
    """A step that the reader may take: its form, or why it is not for the reader to take now."""

    step: Step
    name: str | Promise
    form: StepForm
    refusal: str = ""

    @property
    def is_first(self) -> bool:
        """Shown open; the others are opened by whoever wants them."""
        return bool(self.refusal) or self.form.is_bound or self.step in (Step.SIGN, Step.PROPOSE, Step.CONFIRM)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE_VERSIONS)
@cache_control(private=True, no_store=True)
def version_page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version of the municipality, and take one step."""
    user = queries.user_of(request.user)
    use = queries.uses_of(user).filter(pk=number).first()
    if use is None:
        raise Http404
    if request.method != "POST":
        actions.record(audit=event(request, AuditKind.READ, purpose=Duty.OVERSIGHT, criterion="version"))
        return _show(request, user, use, None)
    step = _step(request, user, use)
    form = _form(step, use, request)
    if form.is_valid():
        try:
            _take(request, user, use, step, form)
        except StepRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="reason" if _is_short(form) else None)
        else:
            return redirect("versions-one", number=number)
    return _show(request, user, use, form, step)


def _take(request: HttpRequest, user: User, use: VersionUse, step: Step, form: StepForm) -> None:
    """Take the step, and say what came of it."""
    by, given = actions.actor_of(user), form.cleaned_data
    audit = event(
        request, AuditKind.CHANGE, purpose=Duty.OVERSIGHT, criterion=f"version: {step}", reason=given["reason"].strip()
    )
    if step is Step.ROLL_BACK:
        begun = actions.begin_roll_back(
            use, by=by, reason=given["reason"], is_emergency=given["is_emergency"], audit=audit
        )
        if not begun.is_emergency:
            messages.info(request, _("The roll-back waits for a second person. Nothing has changed."))
            return
    elif step is Step.CONFIRM:
        begun = actions.confirm_roll_back(use.municipality_id, by=by, reason=given["reason"], audit=audit)
        if begun.is_emergency:
            messages.success(request, _("The roll-back is confirmed."))
            return
    else:
        side = Side(given["side"]) if given.get("side") else None
        actions.take_step(
            use, step, by=by, reason=given["reason"], side=side, group=given.get("group", ""), audit=audit
        )
        messages.success(request, str(DONE[step]))
    if step in (Step.RELEASE, Step.ROLL_BACK, Step.CONFIRM, Step.RETIRE):
        _make_again(request, use.municipality_id, is_back=step in (Step.ROLL_BACK, Step.CONFIRM))


def _make_again(request: HttpRequest, municipality: str, *, is_back: bool) -> None:
    """Make a few estimates again now, and say how many there were and how many are left."""
    n_marked = queries.n_to_estimate_again(municipality)
    if is_back:
        text = ngettext(
            "Rolled back. %(n)d estimate is marked as out of date.",
            "Rolled back. %(n)d estimates are marked as out of date.",
            n_marked,
        )
        messages.success(request, text % {"n": n_marked})
    audit = event(request, AuditKind.ESTIMATE, criterion="version")
    tell_made(request, actions.estimate_outdated(municipality, at_most=actions.AT_ONCE, audit=audit))


def _step(request: HttpRequest, user: User, use: VersionUse) -> Step:
    """The step that was asked for; to whoever may not take it there is none."""
    name = request.POST.get("step", "")
    try:
        step = Step(name)
    except ValueError:
        raise Http404 from None
    if step not in FORMS or step not in _of_right(user):
        raise Http404
    return step


def _of_right(user: User) -> set[Step]:
    every = {step for state in VersionState for step in open_steps(state, user.rights)}
    return every | ({Step.ROLL_BACK, Step.CONFIRM} if Right.APPROVE_VERSIONS in user.rights else set())


def _form(step: Step, use: VersionUse, request: HttpRequest | None = None) -> StepForm:
    form, data = FORMS[step], request.POST if request else None
    if form is ExplainForm:
        groups = queries.groups_to_explain(use, today=timezone.localdate())
        return ExplainForm(data, prefix=step.value, groups=groups)
    if form is ReleaseForm:
        return ReleaseForm(data, prefix=step.value, lacks_shadow_run=queries.lacks_shadow_run(use))
    return form(data, prefix=step.value)


def _is_short(form: StepForm) -> bool:
    return len(form.cleaned_data["reason"].strip()) < len(_ENOUGH)


def _open_steps(
    user: User, use: VersionUse, gates: tuple[queries.Gate, ...], tried: StepForm | None, tried_step: Step | None
) -> list[OpenStep]:
    steps = list(open_steps(VersionState(use.state), user.rights))
    waits = queries.open_roll_back(use.municipality_id)
    if Right.APPROVE_VERSIONS in user.rights:
        if waits is not None and use.pk in (waits.from_use_id, waits.to_use_id):
            steps.insert(0, Step.CONFIRM)
        elif waits is None and use.state == VersionState.IN_OPERATION.value and queries.way_back_of(use):
            steps.insert(0, Step.ROLL_BACK)
    if Step.EXPLAIN in steps and not queries.groups_to_explain(use, today=timezone.localdate()):
        steps.remove(Step.EXPLAIN)
    life, by, language = queries.life_of(use), actions.actor_of(user), get_language() or "da"
    failed = tuple(gate.failure for gate in gates if not gate.is_open)
    found = []
    for step in steps:
        refusal = ""
        if step in _ASKED:
            side = next((side for side in Side if side not in life.signed), None)
            try:
                check_step(life, step, by=by, reason=_ENOUGH, side=side, failed=failed)
            except StepRefused as refused:
                refusal = refused.text.in_(language)
        form = tried if tried is not None and step is tried_step else _form(step, use)
        found.append(OpenStep(step, BUTTONS[step], form, refusal))
    return found


def _show(
    request: HttpRequest, user: User, use: VersionUse, tried: StepForm | None, step: Step | None = None
) -> HttpResponse:
    gates = queries.gates_of(use, today=timezone.localdate())
    back = queries.open_roll_back(use.municipality_id)
    watched = queries.explained_groups(use, today=timezone.localdate())
    names = {one.key: one.name for one in watched}
    is_in_operation = use.state == VersionState.IN_OPERATION.value
    return render(
        request,
        "experts/version.html",
        {
            "use": use,
            "gates": gates,
            "reports": queries.evaluations_of(use),
            "sides": queries.signed_sides(use),
            "advice": [one for one in queries.history_of(use) if one.step == Step.ADVISE.value],
            "history": [(one, names.get(one.about)) for one in queries.history_of(use)],
            "steps": _open_steps(user, use, gates, tried, step),
            "form": tried,
            "shown": queries.settings_of(use),
            "watched": watched,
            "shadow": queries.shadow_run_of(use),
            "fewest": FEWEST,
            "n_left": queries.n_to_estimate_again(use.municipality_id) if is_in_operation else 0,
            "at_once": AT_ONCE,
            "may_estimate": Right.APPROVE_VERSIONS in user.rights,
            "roll_back": back if back is not None and use.pk in (back.from_use_id, back.to_use_id) else None,
            "is_overdue": back is not None and queries.is_overdue(back, now=timezone.now()),
            "sees_legal_bases": Right.SEE_LEGAL_BASES in user.rights,
        },
        status=422 if tried is not None else 200,
    )
