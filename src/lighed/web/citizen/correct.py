"""B5: a person says that one value is wrong, and what is right, and gets a receipt."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from lighed.governance import AuditKind, RequestKind, RequestRefused, Right, can_correct, due_on
from lighed.governance.attached_file import CONTENT_TYPES, AttachedFile, FileRefused, attached_file
from lighed.web import actions, queries
from lighed.web.citizen.own import case_of, or_a_number_to_call, own_event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class CorrectForm(PlainForm):
    own_words = frozenset({"right", "words"})
    right = forms.CharField(
        label=gettext_lazy("What is right?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=actions.LONGEST_WORDS,
    )
    words = forms.CharField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("You may leave the box empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=actions.LONGEST_WORDS,
    )
    file = forms.FileField(
        label=gettext_lazy("Do you have a paper that shows it?"),
        help_text=gettext_lazy(
            "You can send one file: a PDF, or a picture in PNG or JPEG. It may be at most 5 MB. Only those who answer "
            "you can open it."
        ),
        widget=forms.FileInput(attrs={"accept": ",".join(CONTENT_TYPES.values())}),
        required=False,
        allow_empty_file=True,
    )

    def clean_file(self) -> AttachedFile | None:
        """What the file is by its content, whatever the browser says that it is."""
        sent: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if sent is None:
            return None
        try:
            return attached_file(name=str(sent.name), content=sent.read(), size=int(sent.size or 0))
        except FileRefused as refused:
            raise forms.ValidationError(refused.text.in_(get_language() or "da")) from refused

    def ask_again_for_file(self) -> None:
        """Nothing is kept of a form that is refused, and a browser does not send a file that was chosen before."""
        if self.files and "file" not in self.errors:
            self.add_error("file", _("The file was not kept. Choose it again."))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.OWN_CASE)
@cache_control(private=True, no_store=True)
@or_a_number_to_call
def correct_page(request: HttpRequest, element: str) -> HttpResponse:
    """Show the value as we have it, and take what is right."""
    case = case_of(request, to_see=True)
    value = queries.own_value(case.person, element)
    if value is None or not case.may_ask:
        raise Http404
    waiting = queries.open_request(case.person, RequestKind.CORRECTION, element=element)
    if not can_correct(has_open=waiting is not None):
        # There is nothing to write: what waits is shown, and can be taken back there.
        return redirect("my-request-one", number=waiting.pk if waiting is not None else 0)
    form = CorrectForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        try:
            made = actions.receive_request(
                case.person,
                kind=RequestKind.CORRECTION,
                words=form.cleaned_data["words"],
                wrong=actions.Wrong(value=value, right=form.cleaned_data["right"], attached=form.cleaned_data["file"]),
                channel=queries.channel("online"),
                received_on=timezone.localdate(),
                is_own=True,
                audit=own_event(request, case, AuditKind.CHANGE, criterion="own correction"),
            )
        except RequestRefused as refused:
            form.refuse(refused.text, language=get_language() or "da", field="right")
        else:
            told = _("We have received it. Your receipt is number %(number)s.")
            messages.success(request, told % {"number": made.receipt})
            return redirect("my-request-one", number=made.pk)
    if form.is_bound:
        form.ask_again_for_file()
    actions.record(audit=own_event(request, case, AuditKind.READ, criterion="own data"))
    shown = {"case": case, "form": form, "value": value, "due_on": due_on(timezone.localdate())}
    return render(request, "citizen/correct.html", shown, status=422 if form.is_bound else 200)
