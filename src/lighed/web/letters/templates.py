"""A3: each kind of letter, its words in both languages side by side, what they must hold, and how hard they are."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lighed.governance import AuditEvent, AuditKind, Duty, Refused, Right
from lighed.transparency.letters import (
    KIND_NAMES,
    LANGUAGES,
    LONGEST_BODY,
    LONGEST_TITLE,
    LetterKind,
    Template,
    TemplateRefused,
    Words,
    can_be_approved,
    examine,
    placeholders_of,
)
from lighed.transparency.readability import MostLix
from lighed.web import actions, queries
from lighed.web.frame.events import event
from lighed.web.frame.inputs import PlainForm
from lighed.web.frame.rights import needs


class LetterForm(PlainForm):
    """Both languages; `seen` tells which words the page began with."""

    title_da = forms.CharField(label=gettext_lazy("Title in Danish"), max_length=LONGEST_TITLE)
    body_da = forms.CharField(
        label=gettext_lazy("The letter in Danish"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 24})
    )
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=LONGEST_TITLE)
    body_en = forms.CharField(
        label=gettext_lazy("The letter in English"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 24})
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def words(self, kind: LetterKind) -> Template:
        """What was written, with line ends as a text file has them."""
        said = {name: str(value).replace("\r\n", "\n") for name, value in self.cleaned_data.items()}
        return Template(
            kind=kind,
            version="",
            da=Words(said["title_da"], said["body_da"]),
            en=Words(said["title_en"], said["body_en"]),
        )


@require_GET
@needs(Right.SET_LETTERS, Right.APPROVE_LETTERS)
@cache_control(private=True, no_store=True)
def letters_page(request: HttpRequest) -> HttpResponse:
    """List the kinds of letters, the words in use, and drafts that wait for somebody."""
    office = queries.user_of(request.user).municipality
    rows = [
        {
            "page": page,
            "name": KIND_NAMES[page.kind],
            "lix": {language: examine(page.in_force, language).lix for language in LANGUAGES},
        }
        for page in queries.letter_pages(office.code)
    ]
    actions.record(audit=event(request, AuditKind.READ, purpose=Duty.ADMINISTRATION, criterion="letter templates"))
    return render(request, "letters/list.html", {"rows": rows, "lacking": queries.lacking(office)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SET_LETTERS, Right.APPROVE_LETTERS)
@cache_control(private=True, no_store=True)
def letter_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one kind of letter, check what is written, and save it."""
    user, of_kind = queries.user_of(request.user), kind_of(kind)
    may_write = Right.SET_LETTERS in user.rights
    page = queries.letter_page(user.municipality_id, of_kind)
    words, form, is_checked = page.words, _form_of(page), False
    if request.method == "POST":
        if not may_write:
            raise Http404
        form = LetterForm(request.POST)
        if form.is_valid():
            words, is_checked = form.words(of_kind), True
            if request.POST.get("step") == "save" and _saved(request, form, words):
                return redirect("letters-one", kind=kind)
    status = 422 if form.is_bound and form.errors else 200
    context = {
        "page": page,
        "form": form,
        "name": KIND_NAMES[of_kind],
        "sides": [_side(words, form, language) for language in LANGUAGES],
        "placeholders": placeholders_of(of_kind),
        "most": int(MostLix.CITIZEN),
        "is_checked": is_checked,
        "may_write": may_write,
        "may_approve": _may_approve(page, user),
        "is_own_draft": page.draft is not None and page.draft.written_by == user.username,
    }
    return render(request, "letters/letter.html", context, status=status)


@require_POST
@needs(Right.APPROVE_LETTERS)
def approve_letter(request: HttpRequest, kind: str) -> HttpResponse:
    """Put the draft into use, as somebody else than who wrote it."""
    user, of_kind = queries.user_of(request.user), kind_of(kind)
    try:
        actions.approve_letter_template(of_kind, seen=request.POST.get("seen", ""), by=user, audit=change(request))
    except Refused as refused:
        messages.error(request, refused.text.in_(get_language() or "da"))
    else:
        messages.success(request, _("The words are in use from now on. Letters that were sent stay as they are."))
    return redirect("letters-one", kind=kind)


def kind_of(name: str) -> LetterKind:
    """The kind of that name; without one there is no such page."""
    try:
        return LetterKind(name)
    except ValueError as error:
        raise Http404 from error


def change(request: HttpRequest) -> AuditEvent:
    """A change of letters, which the action says more of."""
    return event(request, AuditKind.CHANGE, purpose=Duty.ADMINISTRATION, criterion="letter template")


def _saved(request: HttpRequest, form: LetterForm, words: Template) -> bool:
    user, language = queries.user_of(request.user), get_language() or "da"
    try:
        actions.save_letter_template(words, seen=form.cleaned_data["seen"], by=user, audit=change(request))
    except TemplateRefused as refused:
        form.refuse(refused.text, language=language, field=refused.field or None)
        return False
    except Refused as refused:
        form.refuse(refused.text, language=language)
        return False
    messages.success(request, _("The draft has been saved. Somebody else has to approve it before it is used."))
    return True


def _form_of(page: queries.LetterPage) -> LetterForm:
    words = page.words
    return LetterForm(
        initial={
            "title_da": words.da.title, "body_da": words.da.body, "title_en": words.en.title, "body_en": words.en.body,
            "seen": page.seen,
        }
    )  # fmt: skip


def _side(words: Template, form: LetterForm, language: str) -> dict[str, object]:
    return {
        "language": language,
        "title": form[f"title_{language}"],
        "body": form[f"body_{language}"],
        "words": words.in_(language),
        "found": examine(words, language),
    }


def _may_approve(page: queries.LetterPage, user: queries.User) -> bool:
    return (
        page.draft is not None
        and Right.APPROVE_LETTERS in user.rights
        and page.draft.written_by != user.username
        and can_be_approved(page.words)
    )
