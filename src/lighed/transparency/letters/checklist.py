"""A kind of letter -> the parts that the law and fairness ask of it, each with what shows that it is there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lighed.governance import Text
from lighed.transparency.letters.kinds import ANSWERS, LetterKind
from lighed.transparency.letters.template import Words, blocks_of


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a letter must say. `da` and `en` are patterns, one paragraph of the letter must match.

    A pattern shows that something is spoken of, and not that it is said well, so that the author is shown where it was
    found, and another person reads the letter before it is used.
    """

    code: str
    name: Text
    da: str
    en: str

    def found_in(self, words: Words, language: str) -> str:
        """The sentence in which the part was found, as the author wrote it; empty where it is missing."""
        pattern = re.compile(self.da if language.startswith("da") else self.en, re.IGNORECASE)
        for block in blocks_of(words.body):
            if not block.is_heading and pattern.search(block.text):
                sentences = re.split(r"(?<=[.?!])\s+", block.text)
                # Where no one sentence says all of it, the whole paragraph does.
                return next((one for one in sentences if pattern.search(one)), block.text)
        return ""


def _both(one: str, other: str) -> str:
    return f"{one}.*{other}|{other}.*{one}"


_RESPONSIBLE = Part(
    "responsible", Text(da="hvem der har ansvaret", en="who is responsible"),
    _both(r"\{organisation\}", "ansvar"), _both(r"\{organisation\}", "responsible"),
)  # fmt: skip
_WHY = Part(
    "why", Text(da="hvorfor vi gør det", en="why we do it"),
    r"\bvi\b.*\b(fordi|for at|formål)", r"\bwe\b.*\b(because|in order to|so that|purpose)",
)  # fmt: skip
_DATA = Part(
    "data", Text(da="hvilke oplysninger og hvorfra", en="which data and from where"),
    r"\b(kommer|henter?|får)\b.*\bfra\b.*(CV|joblog|samtale|stamdata|fagsystem)",
    r"\b(comes?|fetch|get)\b.*\bfrom\b.*(CV|job log|meeting|master data|case system)",
)  # fmt: skip
_USED_FOR = Part(
    "used_for", Text(da="hvad det bruges til", en="what it is used for"),
    _both("værktøj", "(skøn|planlæg)"), _both("tool", "(estimate|plan)"),
)  # fmt: skip
_HUMAN = Part(
    "human", Text(da="et menneske bestemmer", en="a human being decides"),
    _both("(sagsbehandler|menneske|medarbejder)", "(bestem|beslut|vælge)"),
    _both("(caseworker|human being|member of staff)", "(decid|choos)"),
)  # fmt: skip
_BENEFIT = Part(
    "benefit", Text(da="at retten til dagpenge ikke ændres", en="that the right to benefit does not change"),
    _both(r"\b(ikke|aldrig|intet)\b", "(dagpenge|ydelse)"), _both(r"\b(not|never|nothing)\b", "benefit"),
)  # fmt: skip
_CHOICE = Part(
    "choice", Text(da="valg eller indsigelse", en="choice or objection"),
    r"\{valg\}|indsigelse", r"\{choice\}|objection|\bobject\b",
)  # fmt: skip
_CORRECTION = Part(
    "correction", Text(da="hvordan fejl bliver rettet", en="how errors are corrected"),
    r"\brett?(e|er|et|es|else)\b", r"\bcorrect|put right",
)  # fmt: skip
_REVIEW = Part(
    "review", Text(da="en ny vurdering", en="a new assessment"),
    r"\b(anden|andet)\b.*(sagsbehandler|menneske|medarbejder)|\bny vurdering",
    r"\banother\b.*(caseworker|human|member of staff)|\bnew assessment",
)  # fmt: skip
_ACCESS = Part(
    "access", Text(da="hvor man kan se sine data", en="where to see one’s data"),
    r"\bse\b.*(oplysning|\bdem\b|\balt\b|\bdata\b)|Min profilering|indsigt",
    r"\bsee\b.*(what we|your data|all of it|it all|everything)|My profiling",
)  # fmt: skip
_STORAGE = Part("storage", Text(da="hvor længe vi gemmer", en="how long we keep it"), r"\{opbevaring\}", r"\{storage\}")
_ADVISER = Part(
    "adviser", Text(da="databeskyttelsesrådgiveren", en="the data protection officer"),
    _both("databeskyttelsesrådgiver", r"\{rådgiver\}"), _both("data protection officer", r"\{adviser\}"),
)  # fmt: skip
_COMPLAINT = Part(
    "complaint", Text(da="klagevejledning", en="complaint guidance"),
    _both("klage", "Datatilsynet"), _both("complain", "Datatilsynet"),
)  # fmt: skip
_PHONE = Part("phone", Text(da="telefon", en="phone"), r"\{telefon\}", r"\{phone\}")
_RESULT = Part("result", Text(da="svaret", en="the answer"), r"\{resultat\}", r"\{result\}")
_REASONS = Part("reasons", Text(da="begrundelsen", en="the reasons"), r"\{svar\}", r"\{answer\}")
_WHO = Part("who", Text(da="hvem der har svaret", en="who answered"), r"\{hvem\}", r"\{who\}")
_OF_100 = Part(
    "of_100", Text(da="tallet af 100", en="the number of 100"),
    _both(r"\b100\b", r"\{lange\}"), _both(r"\b100\b", r"\{long\}"),
)  # fmt: skip
_INTERVAL = Part(
    "interval", Text(da="hvor usikkert tallet er", en="how uncertain the number is"),
    r"\{laveste\}.*\{højeste\}", r"\{lowest\}.*\{highest\}",
)  # fmt: skip
_PULLED = (
    Part("up", Text(da="det, der trak op", en="what pulled up"), r"\{trak op\}", r"\{pulled up\}"),
    Part("down", Text(da="det, der trak ned", en="what pulled down"), r"\{trak ned\}", r"\{pulled down\}"),
)
_UNKNOWN = Part(
    "unknown", Text(da="det, værktøjet ikke ved", en="what the tool does not know"),
    r"ved værktøjet ikke|værktøjet (ved|kender) ikke", r"tool (does not|cannot) know|not known to the tool",
)  # fmt: skip
_WRONG = Part(
    "wrong", Text(da="at skønnet kan være forkert", en="that the estimate can be wrong"),
    r"skøn.*(forkert|usikker|tager fejl)", r"estimate.*(wrong|uncertain)",
)  # fmt: skip
_CHANGED = (
    Part("element", Text(da="det, der er rettet", en="what was put right"), r"\{oplysning\}", r"\{element\}"),
    Part("before", Text(da="hvad skønnet var før", en="what the estimate was"), r"\{før\}", r"\{before\}"),
    Part("after", Text(da="hvad skønnet er nu", en="what the estimate is now"), r"\{nu\}", r"\{now\}"),
)

_ALL = (
    *(_RESPONSIBLE, _WHY, _DATA, _USED_FOR, _HUMAN, _BENEFIT, _CHOICE, _CORRECTION, _REVIEW, _ACCESS, _STORAGE),
    *(_ADVISER, _COMPLAINT, _PHONE),
)
_MANDATORY: dict[LetterKind, tuple[Part, ...]] = {
    LetterKind.FIRST_INFORMATION: (*_ALL, _WRONG),
    # Nobody whose course is over has an estimate that could be assessed anew, so that part is not asked for.
    LetterKind.FORMER_COURSE: tuple(part for part in _ALL if part is not _REVIEW),
    LetterKind.EXPLANATION: (
        *(_OF_100, _INTERVAL, *_PULLED, _UNKNOWN, _HUMAN, _BENEFIT, _CHOICE, _CORRECTION, _REVIEW, _ACCESS),
        *(_COMPLAINT, _PHONE),
    ),
    LetterKind.CORRECTED: (*(*_CHANGED, _WRONG, _HUMAN, _BENEFIT, _CORRECTION, _REVIEW, _ACCESS, _COMPLAINT, _PHONE),),
    **dict.fromkeys(ANSWERS, (_RESULT, _REASONS, _WHO, _HUMAN, _COMPLAINT, _PHONE)),
}


def mandatory_parts(kind: LetterKind) -> tuple[Part, ...]:
    """What every letter of the kind must say, in the order in which an author is shown it."""
    return _MANDATORY[kind]
