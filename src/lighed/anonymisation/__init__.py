"""Values of earlier courses -> anonymised cases, with the proof that they are anonymous, and the files that cross."""

from lighed.anonymisation.bins import Bins, CategoryBins, NumberBins
from lighed.anonymisation.cases import Cases, Field, Outcome, Split, split_by_date
from lighed.anonymisation.censoring import censoring_weights
from lighed.anonymisation.counts import PERIODS, no_noise, secure_laplace
from lighed.anonymisation.handover import LEAST_K, LEAST_PEOPLE, HandOver, LookupRow, Manifest, Period
from lighed.anonymisation.handover_reading import read_hand_over
from lighed.anonymisation.handover_writing import pack_hand_over, write_hand_over
from lighed.anonymisation.proof import AnonymityError, Recount
from lighed.anonymisation.release import AnonymisedCases, CountedGroups, FieldTable, Limits, anonymise_cases
from lighed.anonymisation.scorecard import PairPoints

__all__ = [
    "LEAST_K",
    "LEAST_PEOPLE",
    "PERIODS",
    "AnonymisedCases",
    "AnonymityError",
    "Bins",
    "Cases",
    "CategoryBins",
    "CountedGroups",
    "Field",
    "FieldTable",
    "HandOver",
    "Limits",
    "LookupRow",
    "Manifest",
    "NumberBins",
    "Outcome",
    "PairPoints",
    "Period",
    "Recount",
    "Split",
    "anonymise_cases",
    "censoring_weights",
    "no_noise",
    "pack_hand_over",
    "read_hand_over",
    "secure_laplace",
    "split_by_date",
    "write_hand_over",
]
