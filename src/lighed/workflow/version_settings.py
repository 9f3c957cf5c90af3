"""A version -> what was chosen when it was built, in words; beside another version, with what differs marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lighed.estimates.words import element_of
from lighed.evaluation.report import MOMENT_NAMES
from lighed.governance import Moment, Text
from lighed.persontypes import Version

_Words = Callable[[Version, Moment], Text]
_NOT_THERE = Text(da="Bruges ikke", en="Not used")


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice of a version, and the same of the one that it is compared with; None where there is no other."""

    name: Text
    value: Text
    other: Text | None = None

    @property
    def differs(self) -> bool:
        return self.other is not None and self.other != self.value


def settings_in_words(version: Version, *, beside: Version | None = None) -> tuple[Setting, ...]:
    """What a version was built with, for those who sign it: the limits of its bands before all.

    A choice that is made for each moment stands once where it is the same for all of them.

    Parameters
    ----------
    beside : the version that it would take the place of
    """
    return tuple(
        setting
        for name, words in _SETTINGS
        for setting in _of_moments(name, _by_moment(version, words), _by_moment(beside, words))
    )


def _by_moment(version: Version | None, words: _Words) -> Mapping[Moment, Text]:
    return {} if version is None else {moment: words(version, moment) for moment in version.moments}


def _of_moments(name: Text, mine: Mapping[Moment, Text], others: Mapping[Moment, Text]) -> list[Setting]:
    moments = [moment for moment in Moment if moment in mine or moment in others]
    if _is_one(mine) and (not others or (_is_one(others) and set(others) == set(mine))):
        first = next(iter(mine))
        return [Setting(name, mine[first], others.get(first))]
    return [
        Setting(
            Text(da=f"{name.da}, {MOMENT_NAMES[one].da.lower()}", en=f"{name.en}, {MOMENT_NAMES[one].en.lower()}"),
            mine.get(one, _NOT_THERE),
            others.get(one, _NOT_THERE) if others else None,
        )
        for one in moments
    ]


def _is_one(texts: Mapping[Moment, Text]) -> bool:
    return len({(text.da, text.en) for text in texts.values()}) == 1


def _limits(version: Version, moment: Moment) -> Text:
    low, high = (100 * limit for limit in version.person_types[moment].settings.cut_offs)
    return Text(
        da=f"Lav under {_danish(low)} af 100, Mellem derfra, Høj fra {_danish(high)} af 100",
        en=f"Low under {low:g} of 100, Medium from there, High from {high:g} of 100",
    )


def _usual(version: Version, moment: Moment) -> Text:
    n = round(100 * version.person_types[moment].usual_share)
    return Text(da=f"{n} af 100 forløb blev lange", en=f"{n} of 100 courses became long")


def _n_types(version: Version, moment: Moment) -> Text:
    return _same(str(len(version.person_types[moment])))


def _voting(version: Version, moment: Moment) -> Text:
    return _same(str(version.person_types[moment].settings.n_voting))


def _kappa(version: Version, moment: Moment) -> Text:
    value = version.person_types[moment].settings.kappa
    return Text(da=f"{_danish(value)} personer", en=f"{value:g} people")


def _alpha(version: Version, moment: Moment) -> Text:
    value = version.person_types[moment].settings.alpha
    return Text(da=_danish(value), en=f"{value:g}")


def _elements(version: Version, moment: Moment) -> Text:
    names = [element_of(code).name for code in sorted(version.person_types[moment].codes)]
    return Text(
        da=f"{len(names)}: {', '.join(one.da for one in names)}",
        en=f"{len(names)}: {', '.join(one.en for one in names)}",
    )


def _period(version: Version, moment: Moment) -> Text:
    period = version.hand_over.manifest.periods[moment]
    first, until = period.first_registered_on, period.untouched_from
    return Text(
        da=f"Tilmeldt fra {first:%d.%m.%Y} til før {until:%d.%m.%Y}", en=f"Registered from {first} to before {until}"
    )


def _people(version: Version, moment: Moment) -> Text:
    n = f"{version.hand_over.manifest.people[moment]:,}"
    return Text(da=n.replace(",", "."), en=n)


def _long(version: Version, _moment: Moment) -> Text:
    weeks = version.threshold_weeks
    return Text(da=f"Over {_danish(weeks)} uger", en=f"Over {weeks:g} weeks")


_SETTINGS: tuple[tuple[Text, _Words], ...] = (
    (Text(da="Grænser mellem båndene", en="Limits between the bands"), _limits),
    (Text(da="Normalt", en="Usual"), _usual),
    (Text(da="Langt forløb", en="Long course"), _long),
    (Text(da="Persontyper", en="Person types"), _n_types),
    (Text(da="Typer, der stemmer om en person", en="Types that vote on a person"), _voting),
    (Text(da="Udjævning af varigheder (κ)", en="Smoothing of durations (κ)"), _kappa),
    (Text(da="Vægt på samlet lighed (α)", en="Weight of likeness as a whole (α)"), _alpha),
    (Text(da="Dataelementer", en="Data elements"), _elements),
    (Text(da="Periode", en="Period"), _period),
    (Text(da="Personer", en="People"), _people),
)
"""Name and words of each choice, those that change what a caseworker sees first. A further one is one more line."""


def _same(word: str) -> Text:
    return Text(da=word, en=word)


def _danish(number: float) -> str:
    return f"{number:g}".replace(".", ",")
