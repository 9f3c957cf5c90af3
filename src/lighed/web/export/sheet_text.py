"""A sheet's facts -> its words, in the language of the meeting and the person's own terms, for screen and print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from lighed.governance import Moment
from lighed.web import queries
from lighed.web.queries.person.estimate_card import ShownEffect
from lighed.web.templatetags.texts import certainty_name

NO_BREAK = "\u00a0"
LANGUAGES = ("da", "en")
_MOST_MISSING = 4
_MOST_WORDS = 900
"""Signs of the person's own words on a sheet of one page; in large print there is no such limit."""
_MOST_WORDS_WITH_ESTIMATE = 420


@dataclass(frozen=True, slots=True)
class EstimateText:
    """The estimate as the person is told of it: the figures in sentences, and the drawing's name in words."""

    heading: str
    contested: str
    sentences: tuple[str, ...]
    of_100: int
    low: int
    high: int
    drawing: str
    legend: tuple[str, str, str]
    up_heading: str
    up: tuple[str, ...]
    down_heading: str
    down: tuple[str, ...]
    disclaimer: str
    made: str
    """When it was made, by which version, and how certain it is."""


@dataclass(frozen=True, slots=True)
class SheetText:
    """One sheet in words. A list that is empty has its sentence in the list instead."""

    title: str
    name: str
    organisation: str
    facts: tuple[tuple[str, str], ...]
    words_heading: str
    words: tuple[tuple[str, tuple[str, ...]], ...]
    words_note: str
    plan_heading: str
    plan: tuple[str, ...]
    talk_heading: str
    talk: tuple[str, ...]
    unknown_heading: str
    unknown: tuple[str, ...]
    unknown_note: str
    estimate: EstimateText | None
    estimate_note: str
    agreed_heading: str
    agreed_columns: tuple[str, str, str]
    notes_heading: str
    footer: str


def sheet_text(
    sheet: queries.Sheet, *, language: str, is_large: bool, with_estimate: bool, at: datetime, by: str
) -> SheetText:
    """The words of one sheet."""
    with translation.override(language):
        estimate, note = _estimate(sheet, language) if with_estimate else (None, "")
        most = None if is_large else _MOST_WORDS_WITH_ESTIMATE if estimate else _MOST_WORDS
        words, words_note = _words(sheet, most=most)
        return SheetText(
            title=_("Conversation sheet"),
            name=sheet.course.person.shown_name,
            organisation=str(sheet.course.municipality),
            facts=_facts(sheet),
            words_heading=_("In your own words"),
            words=words,
            words_note=words_note,
            plan_heading=_("Your planned meetings"),
            plan=tuple(_meeting(one) for one in sheet.meetings) or (_("No meetings are planned yet."),),
            talk_heading=_("What we can talk about"),
            talk=_talk(sheet, language),
            unknown_heading=_("What the tool does not know"),
            unknown=(
                _("Whether you have a job on its way."),
                _("How you are."),
                _("What you want yourself."),
            ),
            unknown_note=_("You can tell your caseworker."),
            estimate=estimate,
            estimate_note=note,
            agreed_heading=_("What we agree"),
            agreed_columns=(pgettext("agreed", "What"), pgettext("agreed", "Who"), pgettext("agreed", "By when")),
            notes_heading=_("Notes"),
            footer=_footer(at, by),
        )


def _footer(at: datetime, by: str) -> str:
    printed = _("Printed %(time)s by %(name)s. A copy does not change when the case does.") % {
        "time": date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"),
        "name": by,
    }
    return f"{made_up()} {printed}" if settings.LIGHED_DEMO else printed


def made_up() -> str:
    """What stands on everything that leaves a demonstration."""
    return " ".join((_("Demonstration."), _("All people and data are made up, and the legal basis is fictional.")))


def _facts(sheet: queries.Sheet) -> tuple[tuple[str, str], ...]:
    course, person = sheet.course, sheet.course.person
    facts = [(_("Registered"), _day(course.registered_on))]
    if course.handed_over_on:
        facts.append((_("With the municipality since"), _day(course.handed_over_on)))
    if course.deadline_on:
        facts.append((_("Next meeting by"), _day(course.deadline_on)))
    if course.caseworker_name:
        facts.append((_("Your caseworker"), course.caseworker_name))
    if person.needs_interpreter:
        facts.append((_("Interpreter"), _language(person.language) or _("Yes")))
    return tuple(facts)


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _language(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code


def _words(sheet: queries.Sheet, *, most: int | None) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], str]:
    said = sheet.words
    if said is None:
        return (), _("You have not written anything yet.")
    parts = [*sheet.answers, ("", said.words), (_("What you would like help with"), said.wants_help_with)]
    shown, left = [], most
    for question, words in parts:
        if not words:
            continue
        kept = words if left is None else _cut(words, left)
        left = None if left is None else max(left - len(kept), 0)
        shown.append((question, tuple(line.strip() for line in kept.splitlines() if line.strip())))
    is_cut = left is not None and sum(len(words) for _question, words in parts) > (most or 0)
    note = _("Written on %(day)s.") if said.is_from_person else _("Told to us on %(day)s.")
    note %= {"day": _day(timezone.localdate(said.recorded_at))}
    more = _("There is more on the page of the case.")
    return tuple(shown), f"{note} {more}" if is_cut else note


def _cut(words: str, most: int) -> str:
    """As many whole words as fit."""
    return words if len(words) <= most else f"{words[:most].rsplit(maxsplit=1)[0] if most else ''} …"


def _meeting(one: queries.StoredMeeting) -> str:
    minutes = _("%(n)d min.") % {"n": one.minutes}
    by = _("by %(day)s") % {"day": _day(one.on)}
    return f"{by} · {one.get_kind_display()} · {one.get_form_display()} · {minutes}"


def _talk(sheet: queries.Sheet, language: str) -> tuple[str, ...]:
    questions = [*sheet.unanswered]
    if sheet.words is None or not sheet.words.wants_help_with:
        questions.append(_("What would you like help with?"))
    questions.append(_("What have you tried already, and what worked?"))
    questions.append(_("Is anything that we know about you wrong or old?"))
    if sheet.missing:
        names = ", ".join(name.in_(language) for name in sheet.missing[:_MOST_MISSING])
        more = len(sheet.missing) - _MOST_MISSING
        if more > 0:
            names = _("%(names)s and %(n)d more") % {"names": names, "n": more}
        questions.append(_("We know nothing of this. Shall we write it down? %(names)s") % {"names": names})
    return tuple(questions)


def _pulls(effects: Iterable[ShownEffect], language: str) -> tuple[str, ...]:
    """What pulled, each with its value; a short value stays on one line."""
    told = []
    for one in effects:
        value = one.effect.value.in_(language)
        told.append(f"{one.effect.name.in_(language)}: {value.replace(' ', NO_BREAK) if len(value) < 12 else value}")
    return tuple(told)


def _estimate(sheet: queries.Sheet, language: str) -> tuple[EstimateText | None, str]:
    """The estimate in the words that the person reads; or the one sentence that is there instead."""
    shown = sheet.shown
    if shown is None or shown.card is None:
        if shown is not None and shown.abstention is not None:
            told = _("The tool cannot assess your course. It means nothing for your meetings.")
            return None, " ".join(one for one in (told, contested_line(sheet.contested_until)) if one)
        return None, _("There is no estimate on this sheet.")
    made = shown.card.estimate
    n, low, high = made.of_100, made.of_100_low, made.of_100_high
    return (
        EstimateText(
            heading=_("What the tool says"),
            contested=contested_line(sheet.contested_until),
            sentences=(
                _(
                    "We have compared you with earlier courses. Of 100 courses like yours, %(n)d became long and "
                    "%(rest)d did not. We cannot know which group you will belong to."
                )
                % {"n": n, "rest": 100 - n},
                _("The number is uncertain. The true number is probably between %(low)d and %(high)d out of 100.")
                % {"low": low, "high": high},
                _("A long course means here: more than %(weeks)d weeks from your registration.")
                % {"weeks": made.basis.threshold_weeks},
            ),
            of_100=n,
            low=low,
            high=high,
            drawing=_("Of 100 squares, %(n)d are filled. Between %(low)d and %(high)d it is uncertain.")
            % {"n": n, "low": low, "high": high},
            legend=(_("became long"), _("did not become long"), _("uncertain")),
            up_heading=_("This information pulled the estimate up"),
            up=_pulls(shown.card.up, language),
            down_heading=_("This information pulled the estimate down"),
            down=_pulls(shown.card.down, language),
            disclaimer=_("The estimate is not a decision. It is %(organisation)s that plans the meetings.")
            % {"organisation": shown.organisation},
            made=_made(shown.card, shown.course.estimated_on),
        ),
        "",
    )


def contested_line(until: date | None) -> str:
    """The one line of an estimate that the person contests; "" where nothing waits for an answer."""
    return _("Contested: answer by %(day)s.") % {"day": _day(until)} if until is not None else ""


def _made(card: queries.EstimateCard, day: date) -> str:
    made = card.estimate
    told = (
        _("Made at the registration on %(day)s with version %(version)s. Certainty: %(certainty)s.")
        if made.basis.moment is Moment.REGISTRATION
        else _("Made at the hand-over on %(day)s with version %(version)s. Certainty: %(certainty)s.")
    )
    certainty = certainty_name(made.certainty.value).lower()
    return told % {"day": _day(day), "version": made.basis.version, "certainty": certainty}
