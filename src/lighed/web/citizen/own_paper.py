"""Everything about a person -> the sections of a paper in their own terms, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from lighed.governance import Text
from lighed.transparency.letters import blocks_of
from lighed.web import queries
from lighed.web.citizen.seen import row_of
from lighed.web.templatetags.texts import (
    alternative_in_words,
    band_name,
    certainty_name,
    effect_in_words,
    family_name,
    of_100,
    use_in_words,
)

Part = dict[str, Any]


def sections(
    case: queries.OwnCase,
    own: queries.OwnExplanation | None,
    history: queries.OwnHistory,
    log: Sequence[queries.OwnLogEntry],
    *,
    is_whole: bool,
) -> list[dict[str, Any]]:
    """The paper, section by section; one that has nothing in it says so."""
    more = _("The file for programs (JSON) holds all of this, and every stored value besides.")
    parts = [
        (_("The estimate"), _estimate(case, own)),
        (pgettext("own page", "My data"), _data(own)),
        (_("What you have been told, and what you have chosen"), _choices(history)),
        (_("What you have asked for"), _requests(case)),
        (_("What you have told us"), _words(history)),
        (_("What staff have written about your support and your meetings"), _work(history)),
        (pgettext("own page", "Letters"), _letters(history)),
        (_("Who has seen my data"), _log(log, is_whole=is_whole)),
        (pgettext("own page", "More"), [_text(more)]),
    ]
    return [{"heading": heading, "parts": list(body) or [_text(_("Nothing."))]} for heading, body in parts]


def _text(words: str) -> Part:
    return {"kind": "text", "text": words}


def _heading(words: str) -> Part:
    return {"kind": "heading", "text": words}


def _list(items: Iterable[str]) -> Part:
    return {"kind": "list", "items": list(items)}


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float]) -> Part:
    return {"kind": "table", "head": list(head), "rows": [list(row) for row in rows], "widths": list(widths)}


def _said(text: Text | None) -> str:
    return "" if text is None else text.in_(get_language() or "da")


def _day(day: date | None) -> str:
    return "–" if day is None else str(date_format(day, "SHORT_DATE_FORMAT"))


def _when(at: datetime) -> str:
    return str(date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT"))


def _estimate(case: queries.OwnCase, own: queries.OwnExplanation | None) -> Iterator[Part]:
    card = own.card if own is not None else None
    if own is None or card is None:
        if own is not None and own.shown.abstention is not None:
            yield _text(_("The tool cannot assess your course. It means nothing for your meetings."))
            yield _text(_("The reason: %(reason)s.") % {"reason": _said(own.shown.abstention.explanation)})
        elif case.estimate is queries.OwnEstimate.HIDDEN:
            yield _text(_("There is an estimate about you, but it is not shown or used now."))
        else:
            yield _text(_("We have not made an estimate about you."))
        return
    made = card.estimate
    if own.is_former:
        yield _text(_("This estimate no longer applies."))
    yield _text(
        _(
            "We have compared you with earlier courses. Of 100 courses like yours, %(n)d became long and "
            "%(rest)d did not. We cannot know which group you will belong to."
        )
        % {"n": made.of_100, "rest": card.n_not_long}
    )
    yield {
        "kind": "array",
        "of_100": made.of_100,
        "low": made.of_100_low,
        "high": made.of_100_high,
        "drawing": _("Of 100 squares, %(n)d are filled. Between %(low)d and %(high)d it is uncertain.")
        % {"n": made.of_100, "low": made.of_100_low, "high": made.of_100_high},
    }
    yield _text(
        _("The number is uncertain. The true number is probably between %(low)d and %(high)d out of 100.")
        % {"low": made.of_100_low, "high": made.of_100_high}
    )
    yield _text(
        _("A long course means here: more than %(weeks)d weeks from your registration.")
        % {"weeks": made.basis.threshold_weeks}
    )
    yield _text(
        _("The estimate is not a decision. It is %(organisation)s that plans the meetings.")
        % {"organisation": str(case.municipality)}
    )
    yield _heading(_("What the tool does not know"))
    yield _list(
        [_("Whether you have a job on its way."), _("How you are."), _("How you live, and who is near you."),
         _("What you want yourself.")]
    )  # fmt: skip
    for heading, effects in (
        (_("This information pulled the estimate up"), card.up),
        (_("This information pulled the estimate down"), card.down),
    ):
        yield _heading(heading)
        told = [
            f"{_said(one.effect.name)}: {_said(one.effect.value)} ({effect_in_words(one.effect.per_100)})"
            for one in effects
        ]
        yield _list(told) if told else _text(_("Nothing."))
    if card.if_different:
        yield _heading(_("If something were different"))
        yield _list(
            f"{_said(one.name)}: {_said(one.value)}. " + " ".join(map(alternative_in_words, one.alternatives))
            for one in card.if_different
        )
        recipe = _("It is not a recipe.")
        not_your_course = _("It only says what the estimate would be. It does not say how things would go for you.")
        yield _text(f"{recipe} {not_your_course}")
    yield _heading(_("Groups that you resemble"))
    yield _table(
        [_("Person type"), _("Earlier courses"), _("Of 100, long"), _("Weight")],
        [[_said(v.name), str(v.people), of_100(v.long_share), of_100(v.weight) + " %"] for v in card.votes],
        widths=[3, 1, 1, 1],
    )
    yield _heading(_("What the estimate is used for"))
    yield _list(
        [_("To plan your first meetings: how many, how often and how long."),
         _("To see whether you may need more support.")]
    )  # fmt: skip
    yield _heading(_("What it is not used for"))
    yield _list(
        [_("Your right to benefit."), _("Sanctions."), _("Whether you may leave out your meetings."),
         _("To check up on you.")]
    )  # fmt: skip
    yield _heading(_("About this estimate"))
    rows = [
        (_("What we call it"), band_name(made.band.value)),
        (_("Certainty"), f"{certainty_name(made.certainty.value)}. {_said(made.certainty_reason)}"),
        (pgettext("own page", "Made"), _when(card.made_at)),
        (_("Version of the tool"), made.basis.version),
        (_("Data known before"), _day(card.data_as_of)),
        (_("Legal basis"), f"{_said(own.legal_basis)} ({', '.join(made.basis.legal_bases)})".strip()),
    ]
    yield _table([pgettext("own page", "What"), pgettext("own page", "Value")], rows, widths=[1, 2])


def _data(own: queries.OwnExplanation | None) -> Iterator[Part]:
    if own is None or not own.data:
        yield _text(_("We have used no data about you."))
        return
    head = [
        _("Information"), _("Value"), pgettext("own page", "Where it comes from"), _("Date"), _("Used"), _("Effect")
    ]  # fmt: skip
    for group in own.data:
        yield _heading(str(family_name(group.family)))
        yield _table(head, [_value(row) for row in group.rows], widths=[3, 2, 2, 1.3, 1.7, 2])


def _value(row: queries.DataRow) -> list[str]:
    has_value, effect = row.value.value is not None, _("none")
    if row.shown_effect is not None and row.shown_effect.effect.pull.value != "none":
        effect = effect_in_words(row.shown_effect.effect.per_100)
        if row.shown_effect.without is not None:
            effect += "; " + _("Without this information: %(n)s of 100") % {"n": row.shown_effect.without}
    name = _said(row.value.name)
    if row.protection != "none":
        name += " (" + (_("Protected information") if row.protection == "protected" else _(
            "May reflect protected information"
        )) + ")"  # fmt: skip
    return [
        name,
        _said(row.value.value) if has_value else _("Missing"),
        _said(row.value.source),
        _day(row.value.recorded_on),
        use_in_words(row),
        effect,
    ]


def _choices(history: queries.OwnHistory) -> Iterator[Part]:
    informed = _("You were told about the tool")
    told = [
        f"{_day(one.given_on)}: {informed} ({one.get_channel_display()}, {one.text_version})"
        for one in history.information
    ]
    for one in history.choices:
        words = _("You have said yes.") if one.choice == "yes" else _("You have said no thanks.")
        told.append(f"{_when(one.made_at)}: {words} ({one.get_channel_display()})")
    if told:
        yield _list(told)


def _requests(case: queries.OwnCase) -> Iterator[Part]:
    for one in case.requests:
        yield _heading(f"{one.get_kind_display()}, {_when(one.received_at)} ({one.get_state_display()})")
        if one.words:
            yield _text(one.words)
        if (file := queries.attachment_of(one)) is not None:
            sent = _("What you sent with it")
            yield _text(f"{sent}: {file.name} ({filesizeformat(file.size)})")
        if one.answer:
            answer = _("The answer:")
            yield _text(f"{answer} {one.get_result_display()}. {one.answer}")


def _words(history: queries.OwnHistory) -> Iterator[Part]:
    for one in history.words:
        yield _heading(_when(one.at))
        for question, answer in one.answers:
            yield _text(f"{question} {answer}")
        if one.words:
            yield _text(one.words)
        if one.wants_help_with:
            help_with = pgettext("own words", "I would like help with this")
            yield _text(f"{help_with}: {one.wants_help_with}")


def _work(history: queries.OwnHistory) -> Iterator[Part]:
    for one in history.assessments:
        reason = f" ({one.get_reason_display()})" if one.reason else ""
        yield _text(f"{_when(one.made_at)}: {one.get_level_display()}{reason}. {one.words}")
    for plan in history.plans:
        planned = _("A plan of %(n)d meetings") % {"n": len(plan.meetings.all())}
        yield _text(f"{_when(plan.made_at)}: {planned} ({plan.get_state_display().lower()})")
        meetings = sorted(plan.meetings.all(), key=lambda meeting: meeting.number)
        yield _list(f"{_day(one.on)} · {one.get_kind_display()} · {one.get_form_display()}" for one in meetings)
    for freed in history.exemptions:
        exempt = _("You need not come to more meetings.")
        yield _text(f"{_when(freed.made_at)}: {exempt} {freed.reason}")


def _letters(history: queries.OwnHistory) -> Iterator[Part]:
    for one in history.letters:
        yield _heading(f"{one.title}, {_when(one.made_at)} ({one.get_state_display()})")
        for block in blocks_of(one.body):
            yield _text(block.text)


def _log(log: Sequence[queries.OwnLogEntry], *, is_whole: bool) -> Iterator[Part]:
    if not is_whole:
        yield _text(_("The log is not complete. We are putting it right."))
    rows = [row_of(one) for one in log]
    if rows:
        yield _table(
            [
                pgettext("own log", "When"), pgettext("own log", "Who"), pgettext("own log", "What"),
                pgettext("own log", "Why"),
            ],
            [[_when(one.entry.at), _reader(one), f"{one.what} ({one.did})", one.purpose] for one in rows],
            widths=[1.4, 2, 2.4, 1.6],
        )  # fmt: skip


def _reader(row: Any) -> str:
    roles = f" ({row.roles.lower()})" if row.roles else ""
    return (f"{row.who}, {row.entry.unit}" if row.entry.unit else row.who) + roles
