"""A made-up municipality -> its papers, answered and signed by people who do not exist; one is left as a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from lighed.governance import AuditEvent, Role
from lighed.transparency.papers import PAPERS, PaperKind, content_sha256
from lighed.web import queries
from lighed.web.actions.experts.version_steps import fictional_actor
from lighed.web.actions.oversight.papers import advise_on_paper, answer_paper, begin_paper, sign_paper
from lighed.web.models import Paper
from lighed.web.queries.oversight.papers import paper_content

_ANSWERS: Mapping[PaperKind, Mapping[str, str]] = {
    PaperKind.DPIA: {
        "why": "FIKTIV: Mange mennesker får et skøn, som kan ændre, hvor tit de bliver kaldt til samtale.",
        "asked": "FIKTIV: Beskæftigelsesudvalget, tillidsfolk og to foreninger for ledige er hørt. De bad om, at alle "
        "kan få et menneske til at se på sagen igen.",
        "people": "FIKTIV: Omkring 2.000 personer om året.",
        "necessity": "FIKTIV: Samme indsats til alle er prøvet. Den gav for få samtaler til dem med størst behov.",
        "accuracy": "FIKTIV: Er skønnet for en gruppe mere end 15 procent for højt eller lavt, bruges versionen ikke.",
        "own_risks": "FIKTIV: Forkert skøn: sandsynligt og middel alvorligt. Med egen vurdering først: mindre.",
        "conclusion": "FIKTIV: Det, der er tilbage af risiko, kan forsvares. Datatilsynet skal ikke høres først.",
        "follow_up": "FIKTIV: Lederen ser tallene hver måned. Analysen læses igen om et år.",
    },
    PaperKind.FRIA: {
        "b": "FIKTIV: Hver arbejdsdag, så længe hjemlen gælder.",
        "c": "FIKTIV: Nyledige. Mennesker med tolk, ældre og dem med få oplysninger i CV’et kan blive ramt skævt.",
        "d": "FIKTIV: For få samtaler kan forlænge ledigheden. Retten til lige behandling kan blive berørt.",
        "f": "FIKTIV: Lederen trykker på nødstoppet. Borgerservice tager imod klager.",
    },
    PaperKind.INSTRUCTIONS: {
        "local": "FIKTIV: Skriv din egen vurdering, før du ser skønnet. Spørg din planlægger, hvis du er i tvivl.",
    },
}
_ADVICE = "FIKTIV: Jeg anbefaler, at tallene for hver gruppe ses efter tre måneder."


def lay_out_papers(municipality: str, *, audit: AuditEvent) -> None:
    """Sign an assessment of each kind and the instructions, and begin the technical documentation.

    What the municipality has already is left as it is.
    """
    manager = fictional_actor("fiktiv-leder", "Frida Fiktiv", Role.MANAGER)
    officer = fictional_actor("fiktiv-raadgiver", "Finn Fiktiv", Role.DPO)
    today = timezone.localdate(audit.at)
    due = today + timedelta(days=365)
    done = replace(audit, municipality=municipality, criterion="paper")
    for kind, form in PAPERS.items():
        if Paper.objects.filter(municipality=municipality, kind=kind.value).exists():
            continue
        paper = begin_paper(municipality, kind=kind, by=manager, audit=done)
        if kind not in _ANSWERS:
            continue
        for question, words in _ANSWERS[kind].items():
            answer_paper(paper, question=question, words=words, by=manager, audit=done)
        if form.is_advised:
            seen = content_sha256(paper_content(paper, live=queries.public_record(municipality, today=today)))
            paper = advise_on_paper(paper, words=_ADVICE, seen=seen, by=officer, audit=done)
        sign_paper(
            paper,
            review_due=due,
            filed_at="FIKTIV",
            version=None,
            covers_until=due if kind is PaperKind.DPIA else None,
            by=manager,
            audit=done,
        )
