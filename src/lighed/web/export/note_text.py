"""What has been done with the tool in a case -> the journal note as plain text, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lighed.governance import Text
from lighed.governance.cpr import without_cpr
from lighed.web import queries
from lighed.web.export.sheet_text import contested_line, made_up


def note_text(note: queries.JournalNote, *, by: str, at: datetime) -> str:
    """The whole note. What could be a personal number in what people wrote is left out."""
    parts = [
        (_("Journal note: the use of Lighed in the case"), _head(note, by=by, at=at)),
        (_("The estimate"), _estimates(note)),
        (_("The person’s own words"), _own_words(note)),
        (_("Assessments"), _assessments(note)),
        (_("Plan"), _plans(note)),
        (_("Exemption"), _exemptions(note)),
        (_("Questions among colleagues"), _questions(note)),
        (_("Data marked"), _flags(note)),
    ]
    lines: list[str] = []
    for heading, body in parts:
        lines += [heading.upper(), *(list(body) or [_("None.")]), ""]
    instead = _("[left out: looks like a personal number]")
    return "\n".join(without_cpr(line, instead=instead) for line in lines).strip() + "\n"


def _when(at: datetime) -> str:
    return str(date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"))


def _day(day: date) -> str:
    return str(date_format(day, "DATE_FORMAT"))


def _said(text: Text) -> str:
    return text.in_(get_language() or "da")


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _head(note: queries.JournalNote, *, by: str, at: datetime) -> Iterator[str]:
    course, person = note.course, note.course.person
    if settings.LIGHED_DEMO:
        yield made_up()
    yield _("Person: %(name)s") % {"name": person.shown_name}
    if not person.is_hidden:
        yield _("In the case system: %(person)s, course %(course)s") % {
            "person": person.person_id,
            "course": course.course_id,
        }
    yield _("Registered %(day)s") % {"day": _day(course.registered_on)}
    if course.handed_over_on:
        yield _("With the municipality since %(day)s") % {"day": _day(course.handed_over_on)}
    if course.caseworker_name:
        yield _("Caseworker: %(name)s") % {"name": course.caseworker_name}
    yield _("Made %(time)s by %(name)s, %(organisation)s") % {
        "time": _when(at),
        "name": by,
        "organisation": note.organisation,
    }


def _estimates(note: queries.JournalNote) -> Iterator[str]:
    if (state := _state(note.shown.state)) is not None:
        yield state
    for one in note.estimates:
        stored = one.stored
        moment = _("At the registration") if one.moment == "registration" else _("At the hand-over")
        if stored.band:
            yield _("%(moment)s: %(band)s risk of a long course. Certainty: %(certainty)s.") % {
                "moment": moment,
                "band": stored.get_band_display(),
                "certainty": stored.get_certainty_display(),
            }
            if note.shown.card is not None and one.moment == note.course.reached:
                yield from _figures(note.shown)
        else:
            yield _("%(moment)s: cannot be assessed.") % {"moment": moment}
            if note.shown.abstention is not None and one.moment == note.course.reached:
                yield _("The reason: %(reason)s.") % {"reason": _said(note.shown.abstention.explanation)}
        if (told := _contested(note, one.moment)) is not None:
            yield told
        yield _("Version %(version)s, computed %(time)s.") % {"version": stored.version, "time": _when(stored.made_at)}
        if one.legal_basis is not None and stored.legal_basis is not None:
            yield _("Legal basis: %(basis)s (%(code)s).") % {
                "basis": _said(one.legal_basis),
                "code": stored.legal_basis.code,
            }
        for view in one.views:
            yield _("Shown to %(name)s: first %(first)s, last %(last)s.") % {
                "name": view.user.name,
                "first": _when(view.first_shown_at),
                "last": _when(view.last_shown_at),
            }
    yield _("The estimate helps plan the first meetings. It is not a decision.")


def _contested(note: queries.JournalNote, moment: str) -> str | None:
    """Of the estimate that counts, where it is in the note: that the person contests it."""
    if note.shown.basis is None or moment != note.course.reached or (contest := note.shown.contest) is None:
        return None
    return contested_line(contest.due_on)


def _state(state: str) -> str | None:
    words = {
        "hidden": _("The estimate is not in this note, because you have not opened it or do not see estimates."),
        "not_profiled": _("Not profiled."),
        "not_permitted": _("No estimate is in this note: none may be shown now."),
        "out_of_date": _("The estimate is out of date and is not in this note."),
        "already_long": _("The course has lasted longer than the estimate was about. It no longer applies."),
        "unreadable": _("The estimate could not be fetched."),
    }
    return words.get(state)


def _figures(shown: queries.CardShown) -> Iterator[str]:
    if shown.card is None:
        return
    made = shown.card.estimate
    yield _("Of 100 earlier courses that resemble this one, %(n)d became long (between %(low)d and %(high)d).") % {
        "n": made.of_100,
        "low": made.of_100_low,
        "high": made.of_100_high,
    }
    yield _("Long means: more than %(weeks)d weeks from the registration.") % {"weeks": made.basis.threshold_weeks}
    for heading, effects in ((_("Pulled up"), shown.card.up), (_("Pulled down"), shown.card.down)):
        if effects:
            told = "; ".join(f"{_said(one.effect.name)}: {_said(one.effect.value)}" for one in effects)
            yield f"{heading}: {told}."
    yield _("Data known before %(day)s.") % {"day": _day(shown.card.data_as_of)}


def _own_words(note: queries.JournalNote) -> Iterator[str]:
    said = note.words
    if said is None:
        return
    who = _("Written by the person") if said.is_from_person else _("Told by the person")
    yield f"{who}, {_when(said.recorded_at)}:"
    yield from (_one_line(one) for one in (*said.answers.values(), said.words) if one)
    if said.wants_help_with:
        yield _("Wants help with: %(words)s") % {"words": _one_line(said.wants_help_with)}


def _assessments(note: queries.JournalNote) -> Iterator[str]:
    for one in note.assessments:
        made = one.assessment
        step = _("own assessment, before the estimate") if one.is_first else _("assessment")
        yield f"{_when(made.made_at)}, {made.made_by.name}, {step}: {made.get_level_display()}."
        if one.is_closed:
            yield _("Its reason was written in view of the estimate and is not in this note.")
        if one.reason:
            yield _("Reason: %(reason)s.") % {"reason": one.reason}
        if one.words:
            yield f"“{_one_line(one.words)}”"
        if one.band_seen:
            told = _("The estimate that was seen: %(band)s risk of a long course.") % {"band": one.band_seen}
            yield f"{told} {one.relation}." if one.relation else told
    if note.n_held_back:
        yield _("A colleague’s assessment is not in this note: you have been asked for your own first.")


def _plans(note: queries.JournalNote) -> Iterator[str]:
    for plan in note.plans:
        line = (
            _("%(time)s, %(name)s, template %(template)s (%(state)s)")
            if plan.template
            else _("%(time)s, %(name)s, own numbers (%(state)s)")
        )
        yield line % {
            "time": _when(plan.made_at),
            "name": plan.made_by.name,
            "template": plan.template,
            "state": plan.get_state_display().lower(),
        }
        if plan.level and not note.n_held_back:
            yield _("Follows the assessment: %(level)s.") % {"level": plan.get_level_display()}
        yield _rules(plan.rule_set, note)
        for one in sorted(plan.meetings.all(), key=lambda meeting: meeting.number):
            by = _("by %(day)s") % {"day": _day(one.on)}
            minutes = _("%(n)d min.") % {"n": one.minutes}
            yield f"  {one.number}. {by}, {one.get_kind_display()}, {one.get_form_display()}, {minutes}"
        if plan.reason_below:
            yield _("Fewer meetings than the rules ask for, because: %(words)s") % {
                "words": _one_line(plan.reason_below)
            }


def _exemptions(note: queries.JournalNote) -> Iterator[str]:
    for one in note.exemptions:
        yield _("%(time)s, %(name)s: exempt from further meetings.") % {
            "time": _when(one.made_at),
            "name": one.made_by.name,
        }
        yield _("Reason: %(reason)s.") % {"reason": _one_line(one.reason).rstrip(".")}
        yield _rules(one.rule_set, note)
        if one.ended_at:
            yield _("Ended %(time)s by %(name)s.") % {"time": _when(one.ended_at), "name": one.ended_by}


def _rules(rule_set: str, note: queries.JournalNote) -> str:
    if not rule_set:
        return _("Contact rules: none were in force.")
    known = queries.rules_by_id(note.course.municipality_id, rule_set)
    name = f"{_said(known.name)} ({rule_set})" if known is not None else rule_set
    return _("Contact rules: %(name)s.") % {"name": name}


def _questions(note: queries.JournalNote) -> Iterator[str]:
    for one in note.questions:
        yield _("%(time)s, %(asker)s asks %(asked)s: “%(words)s”") % {
            "time": _when(one.asked_at),
            "asker": one.asked_by.name,
            "asked": one.asked_of.name,
            "words": _one_line(one.words),
        }
        if one.answered_at:
            yield pgettext("question", "Answer %(time)s: “%(words)s”") % {
                "time": _when(one.answered_at),
                "words": _one_line(one.answer),
            }
        elif one.ended_with_course:
            yield _("Not answered: the course ended.")
        else:
            yield _("Not answered.")


def _flags(note: queries.JournalNote) -> Iterable[str]:
    for one in note.flags:
        name = _said(note.element_names[one.element]) if one.element in note.element_names else one.element
        yield f"{_when(one.made_at)}, {one.made_by.name}: {name}, {one.get_kind_display()}. “{_one_line(one.words)}”"
        if one.answered_at:
            yield pgettext("flag", "Answer %(time)s: “%(words)s”") % {
                "time": _when(one.answered_at),
                "words": _one_line(one.answer),
            }
