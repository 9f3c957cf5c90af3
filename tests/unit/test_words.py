"""Values and rules in words, as a caseworker reads them."""

import pytest

from lighed.anonymisation import CategoryBins, NumberBins
from lighed.estimates.words import bins_in_words, condition_in_words, value_in_words

AGE = NumberBins("age", (29.0, 39.0, 54.0))
SEX = CategoryBins("sex", ("female", "male"))
DANISH = CategoryBins("danish_level", ("native", "fluent", "good", "basic"))


@pytest.mark.parametrize(
    ("code", "value", "da", "en"),
    [
        ("age", 43.0, "43 år", "43 years"),
        ("weeks_last_course", 1.0, "1 uge", "1 week"),
        ("weeks_last_course", 2.0, "2 uger", "2 weeks"),
        ("applications_per_week", 1.5, "1,5 om ugen", "1.5 per week"),
        ("interview_rate", 4.0, "4 %", "4%"),
        ("n_job_goals", 3.0, "3", "3"),
        ("sex", "female", "Kvinde", "Female"),
        ("age", None, "ingen oplysning", "no information"),
        ("weeks_last_course", None, "intet at opgøre fra tidligere forløb", "nothing on record of earlier courses"),
    ],
)
def test_a_value_in_words(code, value, da, en):
    words = value_in_words(code, value)
    assert (words.da, words.en) == (da, en)


@pytest.mark.parametrize(
    ("bins", "numbers", "da"),
    [
        (AGE, [1], "højst 29 år"),
        (AGE, [2], "30–39 år"),
        (AGE, [4], "mindst 55 år"),
        (AGE, [2, 3], "30–54 år"),
        (AGE, [1, 3], "højst 29 år eller 40–54 år"),
        (AGE, [1, 2, 3, 4], "alle værdier"),
        (AGE, [0], "ingen oplysning"),
        (SEX, [2], "Kvinde"),
        (DANISH, [3, 5], "Flydende / Grundlæggende"),
    ],
)
def test_a_range_in_words(bins, numbers, da):
    assert bins_in_words(bins, numbers).da == da


def test_nearly_all_levels_are_told_by_what_is_left_out():
    words = bins_in_words(DANISH, [1, 2, 3, 4])
    assert words.en.startswith("anything but ")
    assert " / " not in words.en


def test_a_missing_value_is_named_only_where_somebody_lacks_it():
    assert condition_in_words(AGE, [0, 1], can_be_missing=False).en.endswith("at most 29 years")
    assert condition_in_words(AGE, [0, 1], can_be_missing=True).en.endswith("at most 29 years; or no information")
