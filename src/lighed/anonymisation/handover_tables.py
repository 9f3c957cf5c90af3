"""The tables of a hand-over: which files and columns cross, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lighed.anonymisation.release import Limits

FORMAT: Final = "lighed-hand-over"
VERSION: Final = 1
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "values": ("field", "kind", "value", "label", "above", "up_to", "people", "points"),
    "pairs": ("field_a", "values_a", "field_b", "values_b", "people", "points"),
    "covariance": ("field_a", "field_b", "covariance"),
    "groups": ("group", "field", "values"),
    "group_counts": ("group", "outcome", "left", "period", "people"),
    "evaluation_groups": ("group", "field", "values"),
    "evaluation_counts": ("group", "outcome", "left", "period", "people"),
}
"""The tables of every scoring moment, and their columns: nothing else crosses but `lookups` and the manifest."""
LOOKUP_COLUMNS = ("lookup", "key_1", "key_2", "share", "people")
LEFT = ("stopped_observing", "ended")

READ_ME = "README.txt"
READ_ME_TEXT = """\
OVERDRAGELSE FRA FAGSYSTEMETS SIDE / HAND-OVER FROM THE CASE SYSTEM'S SIDE

DANSK
Filen holder alt, hvad der forlader fagsystemets side. Den har ingen række om nogen person, intet id og ingen dato for
en person. Oplysningernes koder står i kataloget over dataelementer.
manifest.json         hvor filen kommer fra, hvilke grænser den holder, og optællingen af dem (proof)
lookups.csv           lærte tabeller uden udfald, som en oplysning skal bruge for en ny person
En mappe pr. tidspunkt (tilmelding: registration, overgang: hand_over):
values.csv            hver oplysnings intervaller og niveauer, personer rundet til 5, point (log-odds for langt forløb)
pairs.csv             point for par af oplysninger; values_a og values_b er numre fra values.csv
covariance.csv        hvordan point følges ad
groups.csv            hvilke værdier der afgrænser hver gruppe af personer
group_counts.csv      hvor mange der sluttede (ended) eller sidst sås i gang (stopped_observing), pr. periode i uger
evaluation_*.csv      det samme for grupper af andre personer
Tallene i *_counts.csv har tilfældig støj, så ingen kan regnes ud af dem. Derfor kan de være negative. Point,
intervaller og grænser har ingen støj.

ENGLISH
The file holds all that leaves the case system's side. It has no row about any person, no id and no date of a person.
The codes are those of the catalogue of data elements.
manifest.json         where the file comes from, which limits it keeps, and the recount of them (proof)
lookups.csv           learned tables without outcomes that an element needs for a new person
One folder per moment (registration, hand_over):
values.csv            intervals and levels of each element, people rounded to 5, points (log-odds of a long course)
pairs.csv             points of pairs of elements; values_a and values_b are numbers of values.csv
covariance.csv        how points go together
groups.csv            which values define each group of people
group_counts.csv      how many ended, or were last seen running (stopped_observing), by period in weeks
evaluation_*.csv      the same for groups of other people
The numbers in *_counts.csv carry random noise, so that nobody can be found by subtraction: they can be negative.
Points, intervals and limits carry no noise.
"""
"""What a data protection officer reads first. It is the same in every hand-over."""


def period_names(limits: Limits) -> list[str]:
    """The periods as the counts name them: their ends in weeks, and "later"."""
    return [f"{period:g}" for period in limits.periods] + ["later"]
