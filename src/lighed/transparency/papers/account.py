"""What one year's log and registers count to -> the yearly account as a paper, for the council and the public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from lighed.governance import Text
from lighed.governance.small_numbers import FEWEST_IN_PUBLIC, shown_count
from lighed.transparency.papers.compose import Card, Chapter, Content, Said

ACCOUNT_NAME = Text(da="Redegørelse for {year}", en="Account of {year}")
_RESTS_ON = Text(da="Kommunens log og registre, talt sammen", en="The municipality’s log and registers, counted")
_KINDS = {
    "estimate": Text(da="Skøn lavet eller lavet om", en="Estimates made or made anew"),
    "read": Text(da="Opslag", en="Look-ups"),
    "search": Text(da="Søgninger i loggen og lister", en="Searches of the log and lists"),
    "change": Text(da="Ændringer", en="Changes"),
    "export": Text(da="Udtræk og udskrifter", en="Exports and prints"),
    "deletion": Text(da="Sletninger", en="Erasures"),
    "log_in": Text(da="Log ind", en="Log-ins"),
    "failed_log_in": Text(da="Log ind, der ikke lykkedes", en="Log-ins that failed"),
    "log_out": Text(da="Log ud", en="Log-outs"),
}
_FLAGS = {
    "outside_task": Text(da="Opslag uden for egne opgaver", en="Look-ups outside one’s own tasks"),
    "out_of_hours": Text(da="Uden for arbejdstid", en="Out of hours"),
    "blocked": Text(da="Spurgt om noget, der ikke var adgang til", en="Asked for what was not open to them"),
}
_REQUESTS = {
    "access": Text(da="Indsigt", en="Access to data"),
    "correction": Text(da="Rettelse", en="Correction"),
    "objection": Text(da="Indsigelse", en="Objection"),
    "review": Text(da="Ny vurdering ved et andet menneske", en="New assessment by another human being"),
}


@dataclass(frozen=True, slots=True)
class Happened:
    """Something in the year that is told with its day: a version's step, a stop, an incident, a signed paper."""

    on: date
    says: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsOfYear:
    """What people asked for of one kind. `n_late` counts answers after the day they were due."""

    n_received: int
    n_answered: int
    n_late: int
    n_upheld: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfLog:
    """The counts of one municipality's year. `until` is the last day counted: the year may not be over."""

    year: int
    until: date
    n_entries: int
    first_entry: int | None
    last_entry: int | None
    last_hash: str
    is_cut: bool
    """Whether entries of the year have been dropped after their term."""
    kinds: Mapping[str, int]
    flags: Mapping[str, int]
    n_people: int
    """Whose information was looked at or estimated of."""
    requests: Mapping[str, RequestsOfYear]
    n_said_no: int
    n_letters: int
    n_spot_checks: int
    n_publications: int
    events: tuple[Happened, ...]


def account_of(year: YearOfLog, *, record_sha256: str) -> Content:
    """The account. Counts of people under five are told as that and no more."""
    return Content(
        name=Text(da=ACCOUNT_NAME.da.format(year=year.year), en=ACCOUNT_NAME.en.format(year=year.year)),
        rests_on=_RESTS_ON,
        record_sha256=record_sha256,
        chapters=(
            Chapter(
                Text(da="Brugen", en="The use"),
                (
                    _card("use", Text(da="Hvad er der gjort?", en="What was done?"), _use(year)),
                    _card(
                        "people",
                        Text(da="Hvor mange mennesker handlede det om?", en="How many people was it about?"),
                        [_line(Text(da="Mennesker", en="People"), _few(year.n_people))],
                    ),
                ),
            ),
            Chapter(
                Text(da="Rettigheder", en="Rights"),
                (
                    _card(
                        "requests",
                        Text(
                            da="Hvad bad folk om, og hvad fik de svar på?", en="What did people ask, and get answered?"
                        ),
                        [_request(_REQUESTS[kind], one) for kind, one in year.requests.items()],
                    ),
                    _card(
                        "choices",
                        Text(da="Hvor mange sagde nej til skøn?", en="How many said no to estimates?"),
                        [_line(Text(da="Sagde nej", en="Said no"), _few(year.n_said_no))],
                    ),
                    _card(
                        "letters",
                        Text(da="Hvor mange breve gik der ud?", en="How many letters went out?"),
                        [_line(Text(da="Breve", en="Letters"), _few(year.n_letters))],
                    ),
                ),
            ),
            Chapter(
                Text(da="Tilsyn", en="Oversight"),
                (
                    _card(
                        "flags",
                        Text(da="Hvad var ud over det sædvanlige?", en="What was out of the ordinary?"),
                        [_line(name, _number(year.flags.get(flag, 0))) for flag, name in _FLAGS.items()],
                    ),
                    _card(
                        "checks",
                        Text(da="Hvordan er der holdt øje?", en="How was it watched?"),
                        [
                            _line(
                                Text(da="Stikprøver i loggen", en="Spot checks of the log"), _number(year.n_spot_checks)
                            ),
                            _line(Text(da="Gange offentliggjort", en="Times published"), _number(year.n_publications)),
                        ],
                    ),
                    _card(
                        "events",
                        Text(
                            da="Hvad er ændret, stoppet eller gået galt?",
                            en="What was changed, stopped, or went wrong?",
                        ),
                        [
                            Text(da=f"{one.on:%d.%m.%Y}: {one.says.da}", en=f"{one.on:%Y-%m-%d}: {one.says.en}")
                            for one in year.events
                        ]
                        or [Text(da="Intet.", en="Nothing.")],
                    ),
                ),
            ),
            Chapter(
                Text(da="Hvad redegørelsen er lavet af", en="What the account is made of"),
                (_card("log", Text(da="Hvilke linjer i loggen?", en="Which entries of the log?"), _made_of(year)),),
            ),
        ),
    )


def _use(year: YearOfLog) -> list[Text]:
    return [_line(name, _number(year.kinds.get(kind, 0))) for kind, name in _KINDS.items()]


def _request(name: Text, one: RequestsOfYear) -> Text:
    received, answered, late, upheld = (_few(n) for n in (one.n_received, one.n_answered, one.n_late, one.n_upheld))
    return Text(
        da=f"{name.da}: modtaget {received.da}, besvaret {answered.da}, for sent {late.da}, fik medhold {upheld.da}",
        en=f"{name.en}: received {received.en}, answered {answered.en}, too late {late.en}, upheld {upheld.en}",
    )


def _made_of(year: YearOfLog) -> list[Text]:
    if year.last_entry is None:
        return [Text(da="Ingen linjer i dette år.", en="No entries in this year.")]
    counted = Text(da="linje", en="entry") if year.n_entries == 1 else Text(da="linjer", en="entries")
    told = [
        Text(
            da=f"{year.n_entries} {counted.da}, fra nummer {year.first_entry} til {year.last_entry}, til og med "
            f"{year.until:%d.%m.%Y}.",
            en=f"{year.n_entries} {counted.en}, from number {year.first_entry} to {year.last_entry}, until and with "
            f"{year.until:%Y-%m-%d}.",
        ),
        Text(da=f"Den sidste linjes SHA-256: {year.last_hash}", en=f"SHA-256 of the last entry: {year.last_hash}"),
    ]
    if year.is_cut:
        told.append(
            Text(
                da="Linjer tidligere i året kan være slettet, fordi deres frist er udløbet. De er ikke talt med.",
                en="Entries earlier in the year may have been erased at the end of their term. They are not counted.",
            )
        )
    return told


def _few(n: int) -> Text:
    shown = shown_count(n, fewest=FEWEST_IN_PUBLIC)
    if shown is None:
        return Text(da=f"under {FEWEST_IN_PUBLIC}", en=f"under {FEWEST_IN_PUBLIC}")
    return _number(shown)


def _number(n: int) -> Text:
    return Text(da=f"{n:,}".replace(",", "."), en=f"{n:,}")


def _line(name: Text, value: Text) -> Text:
    return Text(da=f"{name.da}: {value.da}", en=f"{name.en}: {value.en}")


def _card(code: str, asks: Text, told: list[Text]) -> Card:
    return Card(code=code, asks=asks, told=tuple(Said(text) for text in told), own="", is_own=False)
