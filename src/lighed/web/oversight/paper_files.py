"""A paper as it is shown -> the file of it: for a word processor, as a tagged PDF, or as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from lighed.governance import Text
from lighed.transparency.papers import Content, Sheet, as_word, content_to_data, sheet_of
from lighed.web.printed.pdf import as_pdf
from lighed.web.queries.oversight.papers import PaperShown

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
}


def paper_as_file(shown: PaperShown, *, form: str, language: str, organisation: str) -> HttpResponse | None:
    """The file, or None where there is no such form."""
    if form not in FORMS:
        return None
    paper = shown.paper
    sheet = sheet_of(
        shown.content,
        language=language,
        organisation=organisation,
        facts=_facts(shown, language),
        is_demo=settings.LIGHED_DEMO or paper.is_fictional,
    )
    data = {
        "kind": paper.kind,
        "municipality": paper.municipality_id,
        "version": paper.number,
        "state": paper.state,
        "signed": paper.signed,
        "signed_at": None if paper.signed_at is None else paper.signed_at.isoformat(),
        "advice": paper.advice,
        "advised": paper.advised,
        "review_due": None if paper.review_due is None else paper.review_due.isoformat(),
        "version_in_operation": paper.version,
        "sha256": paper.sha256,
    }
    name = f"{paper.kind}-{paper.municipality_id}-{paper.number}"
    made_at = paper.signed_at or timezone.now()
    return as_file(sheet, shown.content, about=data, form=form, name=name, made_at=made_at)


def as_file(
    sheet: Sheet, content: Content, *, about: dict[str, object], form: str, name: str, made_at: datetime
) -> HttpResponse:
    """The content in one of `FORMS`; as data it stands in both languages, under `about`."""
    if form == "docx":
        made, ending = as_word(sheet, made_at=made_at), f"{sheet.language}.docx"
    elif form == "pdf":
        made, ending = as_pdf("paper.typ", asdict(sheet)), f"{sheet.language}.pdf"
    else:
        document = {"about": about, **content_to_data(content)}
        made, ending = (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode(), "json"
    response = HttpResponse(made, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _facts(shown: PaperShown, language: str) -> Iterator[tuple[Text, str]]:
    paper = shown.paper
    yield Text(da="Udgave", en="Version"), str(paper.number)
    if shown.out_of_date is not None:
        yield Text(da="Forældet", en="Out of date"), shown.out_of_date.says.in_(language)
    if paper.advised:
        said = f"{paper.advised['name']}, {paper.advised['role']}, {paper.advised['on']}. {paper.advice}"
        yield Text(da="Databeskyttelsesrådgiverens råd", en="The data protection officer’s advice"), said
    if paper.signed:
        signed = f"{paper.signed['name']}, {paper.signed['role']}, {paper.signed['on']}"
        yield Text(da="Underskrevet af", en="Signed by"), signed
        yield Text(da="Papirets SHA-256", en="SHA-256 of the paper"), paper.sha256
    else:
        yield Text(da="Status", en="Status"), Text(da="Kladde, ikke underskrevet", en="Draft, not signed").in_(language)
    if paper.review_due:
        yield Text(da="Læses igen senest", en="To be read again by"), paper.review_due.isoformat()
