"""The kinds of letters, and what an author can leave open in each of them for the municipality and the case to fill."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lighed.governance import Text


class LetterKind(StrEnum):
    FIRST_INFORMATION = "first_information"
    """What a person is told before the first estimate."""
    EXPLANATION = "explanation"
    """The estimate, in words, for those who do not read it on their own page."""
    CORRECTION_ANSWER = "correction_answer"
    CORRECTED = "corrected"
    """That the estimate has been made anew after a correction, and what it was and is."""
    OBJECTION_ANSWER = "objection_answer"
    REVIEW_ANSWER = "review_answer"
    ACCESS_ANSWER = "access_answer"
    FORMER_COURSE = "former_course"
    """To those whose earlier courses train the tool (GDPR Article 14)."""


ABOUT_ESTIMATE = frozenset({LetterKind.EXPLANATION, LetterKind.CORRECTED})
"""Letters that hold the estimate itself: their words go when the estimate is erased."""

ANSWERS = frozenset(
    {
        LetterKind.CORRECTION_ANSWER,
        LetterKind.OBJECTION_ANSWER,
        LetterKind.REVIEW_ANSWER,
        LetterKind.ACCESS_ANSWER,
    }
)
"""Letters around an answer that a named human being wrote."""

KIND_NAMES: dict[LetterKind, Text] = {
    LetterKind.FIRST_INFORMATION: Text(da="Første information", en="First information"),
    LetterKind.EXPLANATION: Text(da="Forklaring af skønnet", en="Explanation of the estimate"),
    LetterKind.CORRECTION_ANSWER: Text(da="Svar på en rettelse", en="Answer to a correction"),
    LetterKind.CORRECTED: Text(da="Skønnet er lavet om", en="The estimate has been made anew"),
    LetterKind.OBJECTION_ANSWER: Text(da="Svar på en indsigelse", en="Answer to an objection"),
    LetterKind.REVIEW_ANSWER: Text(da="Svar på en ny vurdering", en="Answer to a new assessment"),
    LetterKind.ACCESS_ANSWER: Text(da="Svar på indsigt", en="Answer about access to data"),
    LetterKind.FORMER_COURSE: Text(da="Dit tidligere forløb", en="Your earlier course"),
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A word in braces that is filled when the letter is made.

    Attributes
    ----------
    code : by which the one who sends gives its value
    word : what stands in the braces, in each language
    meaning : what the author is told of it
    example : what a preview shows
    """

    code: str
    word: Text
    meaning: Text
    example: Text


def _same(words: str) -> Text:
    return Text(da=words, en=words)


COMMON: tuple[Placeholder, ...] = (
    Placeholder(
        "name", Text(da="navn", en="name"), Text(da="Borgerens navn", en="The person’s name"), _same("Anna Jensen")
    ),
    Placeholder(
        "organisation", Text(da="organisation", en="organisation"),
        Text(da="Det, kommunen hedder", en="What the municipality is called"), _same("Enghavn Kommune"),
    ),
    Placeholder(
        "phone", Text(da="telefon", en="phone"),
        Text(da="Telefonen til et menneske", en="The phone of a human being"), _same("12 34 56 78"),
    ),
    Placeholder(
        "choice", Text(da="valg", en="choice"),
        Text(
            da="Om borgeren kan sige ja eller nej, efter hjemlen i dag",
            en="Whether the person can say yes or no, by the legal basis of today",
        ),
        Text(
            da="Det er frivilligt, om vi må bruge værktøjet i din sag. Du kan sige nej nu eller senere.",
            en="You choose whether we may use the tool in your case. You can say no now or later.",
        ),
    ),
    Placeholder(
        "storage", Text(da="opbevaring", en="storage"),
        Text(da="Hvor længe vi gemmer skønnet", en="How long we keep the estimate"),
        Text(da="24 måneder", en="24 months"),
    ),
    Placeholder(
        "adviser", Text(da="rådgiver", en="adviser"),
        Text(da="Sådan får man fat i databeskyttelsesrådgiveren", en="How to reach the data protection officer"),
        Text(da="dpo@enghavn.example", en="dpo@enghavn.example"),
    ),
    Placeholder(
        "rules", Text(da="regler", en="rules"), Text(da="De regler, der gælder i dag", en="The rules of today"),
        Text(da="demonstrationens egne regler", en="the demonstration’s own rules"),
    ),
)  # fmt: skip
"""What the municipality's own settings and the law in force fill, in every letter."""

_ASKED_ON = Placeholder(
    "asked_on", Text(da="dato", en="day"), Text(da="Den dag, borgeren skrev", en="The day on which the person wrote"),
    Text(da="2. november 2026", en="2 November 2026"),
)  # fmt: skip
_ANSWERED_BY = Placeholder(
    "answered_by", Text(da="hvem", en="who"), Text(da="Den, der har svaret", en="Who answered"), _same("Jonas Bruun")
)
_RESULT = Placeholder(
    "result", Text(da="resultat", en="result"),
    Text(da="Svaret i én sætning", en="The answer in one sentence"),
    Text(da="Vi er enige med dig.", en="We agree with you."),
)  # fmt: skip
_ANSWER = Placeholder(
    "answer", Text(da="svar", en="answer"),
    Text(da="Det, der er skrevet til borgeren", en="What was written to the person"),
    Text(
        da="Jeg har set på din joblog og talt med dig. Du har haft to jobsamtaler, som værktøjet ikke kendte.",
        en="I have looked at your job log and talked with you. You had two interviews that the tool did not know of.",
    ),
)  # fmt: skip
_OF_100 = (
    Placeholder(
        "of_100", Text(da="lange", en="long"),
        Text(da="Hvor mange af 100 forløb der blev lange", en="How many of 100 courses became long"), _same("62"),
    ),
    Placeholder(
        "rest", Text(da="resten", en="rest"),
        Text(da="Hvor mange af 100 der ikke blev det", en="How many of 100 did not"), _same("38"),
    ),
    Placeholder(
        "low", Text(da="laveste", en="lowest"), Text(da="Intervallets laveste tal", en="The lowest of the interval"),
        _same("54"),
    ),
    Placeholder(
        "high", Text(da="højeste", en="highest"),
        Text(da="Intervallets højeste tal", en="The highest of the interval"), _same("70"),
    ),
    Placeholder(
        "up", Text(da="trak op", en="pulled up"), Text(da="Det, der trak op", en="What pulled up"),
        Text(da="Regioner søgt i: 1.", en="Regions applied in: 1."),
    ),
    Placeholder(
        "down", Text(da="trak ned", en="pulled down"), Text(da="Det, der trak ned", en="What pulled down"),
        Text(da="Sprog: 3.", en="Languages: 3."),
    ),
)  # fmt: skip
_CORRECTED = (
    Placeholder(
        "element", Text(da="oplysning", en="element"),
        Text(da="Det, der er rettet", en="What has been put right"),
        Text(da="Regioner søgt i", en="Regions applied in"),
    ),
    Placeholder(
        "before", Text(da="før", en="before"),
        Text(da="Hvad skønnet sagde, i én sætning", en="What the estimate said, in one sentence"),
        Text(da="Af 100 forløb blev 62 lange.", en="Of 100 courses 62 became long."),
    ),
    Placeholder(
        "after", Text(da="nu", en="now"),
        Text(da="Hvad skønnet siger nu, i én sætning", en="What the estimate says now, in one sentence"),
        Text(da="Af 100 forløb blev 47 lange.", en="Of 100 courses 47 became long."),
    ),
)  # fmt: skip

_OF_KIND: dict[LetterKind, tuple[Placeholder, ...]] = {
    LetterKind.EXPLANATION: _OF_100,
    LetterKind.CORRECTED: _CORRECTED,
    **dict.fromkeys(ANSWERS, (_ASKED_ON, _ANSWERED_BY, _RESULT, _ANSWER)),
}


def given_for(kind: LetterKind) -> tuple[Placeholder, ...]:
    """The placeholders that the one who sends a letter of this kind gives the values of; all of them."""
    return _OF_KIND.get(kind, ())


def placeholders_of(kind: LetterKind) -> tuple[Placeholder, ...]:
    """Everything that an author may leave open in a letter of this kind."""
    return COMMON + given_for(kind)
