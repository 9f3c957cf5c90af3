"""An estimate card -> its summary and its lines as plain text, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lighed.governance import Moment, Text
from lighed.web import queries
from lighed.web.templatetags.texts import alternative_in_words, band_name, certainty_name


def card_words(shown: queries.CardShown) -> tuple[str, tuple[str, ...]]:
    """The summary, at most 140 signs, and the lines of the card, in its order."""
    if shown.card is None:
        return _state(shown), (*_contested(shown), _state(shown), *_closing())
    made = shown.card.estimate
    summary = _("%(band)s risk of a long course: %(n)d of 100 that resemble (%(low)d–%(high)d). Not a decision.") % {
        "band": band_name(made.band.value),
        "n": made.of_100,
        "low": made.of_100_low,
        "high": made.of_100_high,
    }
    return summary, (*_contested(shown), *_lines(shown.card))


def _contested(shown: queries.CardShown) -> Iterator[str]:
    contest = shown.contest
    if contest is None:
        return
    mark = pgettext("estimate", "Contested")
    if contest.review is not None:
        day = date_format(contest.review.due_on, "SHORT_DATE_FORMAT")
        told = _("The person disagrees with the estimate. The answer comes by %(day)s.") % {"day": day}
        yield f"{mark}. {told}"
    for one in contest.corrections:
        day = date_format(one.due_on, "SHORT_DATE_FORMAT")
        told = _("The person says that something is wrong: %(name)s. The answer comes by %(day)s.")
        yield f"{mark}. " + told % {"name": _said(one.element_text) if one.element_text else "", "day": day}


def _state(shown: queries.CardShown) -> str:
    if shown.abstention is not None:
        return _("The tool cannot assess this course: %(reason)s.") % {"reason": _said(shown.abstention.explanation)}
    if shown.former is not None:
        return _("The course has lasted longer than the estimate was about. It no longer applies.")
    if shown.state == "out_of_date":
        return _("The estimate is out of date and is being made again.")
    return _("Not profiled. You can plan without an estimate.")


def _closing() -> tuple[str, ...]:
    return (_("The estimate helps plan the first meetings. It is not a decision."),)


def _said(text: Text) -> str:
    return text.in_(get_language() or "da")


def _if_different(card: queries.EstimateCard) -> Iterator[str]:
    if card.if_different:
        yield _("If something were different") + ":"
        for one in card.if_different:
            told = " ".join(alternative_in_words(other) for other in one.alternatives)
            yield f"{_said(one.name)}: {_said(one.value)}. {told}"
        recipe = _("It is not a recipe.")
        not_the_course = _("It says what the estimate would be, and not how the course would go.")
        yield f"{recipe} {not_the_course}"


def _lines(card: queries.EstimateCard) -> Iterator[str]:
    made = card.estimate
    yield from _closing()
    yield _("Long means: more than %(weeks)d weeks from the registration.") % {"weeks": made.basis.threshold_weeks}
    yield _("Of 100 earlier courses that resemble this one, %(n)d became long (between %(low)d and %(high)d).") % {
        "n": made.of_100,
        "low": made.of_100_low,
        "high": made.of_100_high,
    }
    if card.limits is not None:
        low, high = card.limits
        told = (
            _("At registration low is under %(low)s and high from %(high)s of 100.")
            if made.basis.moment is Moment.REGISTRATION
            else _("At the hand-over low is under %(low)s and high from %(high)s of 100.")
        )
        yield told % {"low": low, "high": high}
    name = _("Certainty")
    certainty = f"{name}: {certainty_name(made.certainty.value)}."
    yield f"{certainty} {_said(made.certainty_reason)}"
    yield _(
        "What the tool does not know: health, motivation, a job offer on the way, housing, family, network and the "
        "person’s own wishes."
    )
    missing = [_said(one.name) for one in (*card.never_recorded, *card.stale)]
    if missing:
        yield _("Missing or out of date: %(names)s.") % {"names": ", ".join(missing)}
    for heading, effects in ((_("Pulled up"), card.up), (_("Pulled down"), card.down)):
        if effects:
            told = "; ".join(f"{_said(one.effect.name)}: {_said(one.effect.value)}" for one in effects)
            yield f"{heading}: {told}."
    yield from _if_different(card)
    yield _("Data known before %(day)s.") % {"day": date_format(card.data_as_of, "SHORT_DATE_FORMAT")}
