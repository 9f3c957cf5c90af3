"""A person's request under the law -> when it must be answered, by whom it may be, and what an answer must hold."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lighed.governance.cpr import NO_CPR, looks_like_cpr
from lighed.governance.refused import Refused
from lighed.governance.text import Text

SUPERVISOR = "Datatilsynet"
"""The authority that a person can complain to; an answer that does not name it has no complaint guidance."""


class RequestKind(StrEnum):
    ACCESS = "access"
    CORRECTION = "correction"
    OBJECTION = "objection"
    REVIEW = "review"


class RequestResult(StrEnum):
    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"


ABOUT_THE_ESTIMATE = frozenset({RequestKind.OBJECTION, RequestKind.REVIEW})
"""Requests that contest what the person's own caseworker works with, so that another one answers."""


class ActsOn(StrEnum):
    """What someone who represents a person may do for them."""

    SEE = "see"
    """Read what is kept about the person, and fetch it. Whether there is an estimate, every representative sees."""
    CHOICE = "choice"
    REQUESTS = "requests"


class RequestRefused(Refused):
    """A step that a request cannot take, and why."""


@dataclass(frozen=True, slots=True)
class Handling:
    """Who is asked to answer a request.

    Attributes
    ----------
    own_caseworkers
        The case system's ids of the person's caseworkers.
    is_officer
        Whether it is the data protection officer, who watches over the answers.
    may_assess
        Whether it is somebody who assesses people, as a new assessment takes.
    has_assessed
        Whether they assessed the person before they were asked.
    """

    kind: RequestKind
    own_caseworkers: frozenset[str]
    caseworker_id: str
    is_officer: bool = False
    may_assess: bool = True
    has_assessed: bool = False


def due_on(received_on: date) -> date:
    """The day by which a request must be answered: one month after it was received (GDPR 12(3)).

    The same day of the next month, or its last day where it has no such day. A weekend gives no more time.
    """
    return _months_after(received_on, 1)


def extended_due_on(received_on: date) -> date:
    """The last day that an extension can give: two further months (GDPR 12(3))."""
    return _months_after(received_on, 3)


def check_extension(*, received_on: date, due: date, reason: str, today: date) -> None:
    """Refuse more time unless it is given once, within the first month, and with a reason.

    Raises
    ------
    RequestRefused
    """
    if due != due_on(received_on):
        raise RequestRefused(
            Text(
                da="Fristen er allerede forlænget. Det kan den kun blive én gang.",
                en="The deadline has been extended already. That can be done only once.",
            )
        )
    if today > due:
        raise RequestRefused(
            Text(
                da="Fristen er overskredet. Den kan kun forlænges, før den udløber.",
                en="The deadline has passed. It can be extended only before that.",
            )
        )
    if not reason.strip():
        raise RequestRefused(
            Text(
                da="Skriv, hvorfor svaret tager længere tid. Borgeren får begrundelsen.",
                en="Write why the answer takes longer. The person is told the reason.",
            )
        )
    if looks_like_cpr(reason):
        raise RequestRefused(NO_CPR)


def can_be_extended(*, received_on: date, due: date, reason: str, today: date) -> bool:
    """Whether `check_extension` would allow it."""
    try:
        check_extension(received_on=received_on, due=due, reason=reason, today=today)
    except RequestRefused:
        return False
    return True


def check_handling(handling: Handling) -> None:
    """Refuse that the person's own caseworker answers what contests the estimate, or that the officer answers at all.

    A new assessment takes somebody who assesses people and has not assessed this one.

    Raises
    ------
    RequestRefused
    """
    if handling.is_officer:  # GDPR Article 38(6): no other tasks that make a conflict of interests.
        raise RequestRefused(
            Text(
                da="Databeskyttelsesrådgiveren fører tilsyn med svarene og kan ikke selv svare. Vælg en anden.",
                en="The data protection officer watches over the answers and cannot answer. Choose someone else.",
            )
        )
    if handling.kind in ABOUT_THE_ESTIMATE and handling.caseworker_id in handling.own_caseworkers - {""}:
        raise RequestRefused(
            Text(
                da="Borgerens egen sagsbehandler kan ikke svare. Vælg en anden.",
                en="The person’s own caseworker cannot answer. Choose someone else.",
            )
        )
    if handling.kind is RequestKind.REVIEW and handling.has_assessed:
        raise RequestRefused(
            Text(
                da="Den, der har vurderet borgeren før, kan ikke svare. Vælg en anden.",
                en="Whoever has assessed the person before cannot answer. Choose someone else.",
            )
        )
    if handling.kind is RequestKind.REVIEW and not handling.may_assess:
        raise RequestRefused(
            Text(
                da="En ny vurdering kræver en sagsbehandler. Vælg en anden.",
                en="A new assessment takes a caseworker. Choose someone else.",
            )
        )


def can_handle(handling: Handling) -> bool:
    """Whether `check_handling` would allow it."""
    try:
        check_handling(handling)
    except RequestRefused:
        return False
    return True


def check_objection(*, has_open: bool) -> None:
    """Refuse a second objection while one waits for its answer.

    Raises
    ------
    RequestRefused
    """
    if has_open:
        raise RequestRefused(
            Text(
                da="Du har allerede gjort indsigelse. Vent på svaret, eller tag indsigelsen tilbage først.",
                en="You have objected already. Wait for the answer, or take the objection back first.",
            )
        )


def can_object(*, has_open: bool) -> bool:
    """Whether `check_objection` would allow it."""
    try:
        check_objection(has_open=has_open)
    except RequestRefused:
        return False
    return True


def check_correction(*, right: str, has_open: bool) -> None:
    """Refuse a correction that does not say what is right, or a second one while the first waits for its answer.

    Raises
    ------
    RequestRefused
    """
    if not right.strip():
        raise RequestRefused(Text(da="Skriv, hvad der er rigtigt.", en="Write what is right."))
    if has_open:
        raise RequestRefused(
            Text(
                da="Du har allerede bedt os om at rette denne oplysning. Vent på svaret, eller tag det tilbage først.",
                en="You have asked us to put this right already. Wait for the answer, or take it back first.",
            )
        )


def can_correct(*, has_open: bool) -> bool:
    """Whether `check_correction` would allow one that says what is right."""
    try:
        check_correction(right="-", has_open=has_open)
    except RequestRefused:
        return False
    return True


def check_review(*, words: str, points: Collection[str], has_open: bool) -> None:
    """Refuse a request for a new assessment that says nothing, or a second one while the first waits.

    Raises
    ------
    RequestRefused
    """
    if not words.strip() and not points:
        raise RequestRefused(Text(da="Skriv kort, hvad du er uenig i.", en="Write briefly what you disagree with."))
    if has_open:
        raise RequestRefused(
            Text(
                da="Du har allerede bedt om en ny vurdering. Vent på svaret, eller tag det tilbage først.",
                en="You have asked for a new assessment already. Wait for the answer, or take it back first.",
            )
        )


def can_ask_for_review(*, has_open: bool) -> bool:
    """Whether `check_review` would allow one that says something."""
    try:
        check_review(words="-", points=(), has_open=has_open)
    except RequestRefused:
        return False
    return True


def check_reviewed(kind: RequestKind, *, has_assessed: bool) -> None:
    """Refuse an answer to who asks for a new assessment by somebody who has not made one.

    Raises
    ------
    RequestRefused
    """
    if kind is RequestKind.REVIEW and not has_assessed:
        raise RequestRefused(
            Text(
                da="Skriv din egen vurdering, før du svarer. Skønnet vises bagefter.",
                en="Write your own assessment before you answer. The estimate is shown afterwards.",
            )
        )


def can_answer_review(kind: RequestKind, *, has_assessed: bool) -> bool:
    """Whether `check_reviewed` would allow it."""
    try:
        check_reviewed(kind, has_assessed=has_assessed)
    except RequestRefused:
        return False
    return True


def complaint_guidance(*, municipality: str, phone: str) -> Text:
    """The paragraph that every answer ends with, for whoever answers to keep."""
    call = f" på telefon {phone}" if phone else ""
    by_phone = f" on {phone}" if phone else ""
    return Text(
        da=f"Er du ikke enig i svaret, kan du klage til {municipality}{call}. "
        f"Du kan også klage til {SUPERVISOR} over den måde, vi bruger dine oplysninger på.",
        en=f"If you do not agree with the answer, you can complain to {municipality}{by_phone}. You can also complain "
        f"to {SUPERVISOR}, the Danish Data Protection Agency, about how we use your data.",
    )


def check_answer(kind: RequestKind, result: str, answer: str, *, municipality: str, phone: str) -> None:
    """Refuse an answer without a result, without reasons, or without complaint guidance.

    Raises
    ------
    RequestRefused
    """
    if result not in set(RequestResult):
        raise RequestRefused(Text(da="Vælg, hvad svaret går ud på.", en="Choose what the answer is."))
    if kind is RequestKind.OBJECTION and result == RequestResult.PARTLY:
        raise RequestRefused(
            Text(
                da="En indsigelse får medhold eller ikke. Der kan ikke laves et halvt skøn.",
                en="An objection is upheld or it is not. There is no half an estimate.",
            )
        )
    contact = phone or municipality
    if SUPERVISOR.casefold() not in answer.casefold() or contact.casefold() not in answer.casefold():
        raise RequestRefused(
            Text(
                da=f"Svaret mangler klagevejledning. Skriv, at borgeren kan klage til {SUPERVISOR} og til kommunen "
                f"({contact}).",
                en=f"The answer lacks complaint guidance. Write that the person can complain to {SUPERVISOR} and to "
                f"the municipality ({contact}).",
            )
        )
    sentences = re.split(r"(?<=[.!?])\s|\n", answer)
    reasons = " ".join(one for one in sentences if SUPERVISOR not in one and contact not in one)
    if len(reasons.split()) < _FEWEST_WORDS:
        raise RequestRefused(
            Text(
                da="Svaret mangler en begrundelse. Skriv, hvem der har set på sagen, og hvad der er lagt vægt på.",
                en="The answer lacks reasons. Write who looked at the case and what counted.",
            )
        )


_FEWEST_WORDS = 5
"""Fewer words than this beside the guidance are no reasons."""


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
