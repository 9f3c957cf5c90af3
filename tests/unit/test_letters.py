"""Letters in the core: what they must say, how hard they are, and that both languages say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lighed.governance import Participation
from lighed.transparency.letters import (
    CHOICE,
    LANGUAGES,
    LetterKind,
    Outgoing,
    TemplateRefused,
    Words,
    as_memo,
    blocks_of,
    check_approval,
    check_saving,
    examine,
    filled,
    mandatory_parts,
    placeholders_of,
    shipped_template,
)
from lighed.transparency.letters.checklist import Part
from lighed.transparency.readability import LEAST_LIX, MostLix, hardest, lix, sentences
from tests.memo import faults_of

KINDS = list(LetterKind)
PARTS = [pytest.param(kind, part, id=f"{kind}-{part.code}") for kind in KINDS for part in mandatory_parts(kind)]


def test_lix_is_as_bjornsson_has_it():
    # 10 words in 2 sentences, 3 of them long: 5 + 30.
    assert lix("Vi ringer til dig snart. Sagsbehandleren fortæller dig resultatet straks.") == 5 + 30
    assert lix("") == 0
    assert sentences("Et. To: tre\nFire 1.5 mm?") == ("Et", "To", "tre", "Fire 1.5 mm")


def test_the_hardest_sentences_come_first():
    hard = "Forvaltningsmyndighedens prioriteringsværktøj understøtter tilrettelæggelsen"
    assert [sentence for sentence, _value in hardest(f"Du kan ringe til os. {hard}. Åbningstider.")] == [hard]


@pytest.mark.requirement("R-CIT-06", part="LIX at most 35", shows="works")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_that_are_shipped_are_easy_and_whole(kind, language):
    check_approval(shipped_template(kind))
    for choice in CHOICE.values():
        found = examine(shipped_template(kind), language, examples={"choice": choice.in_(language)})
        assert found.lix <= MostLix.CITIZEN
        assert not found.early_law


@pytest.mark.requirement("R-CIT-06", part="the same texts in both languages", shows="works")
@pytest.mark.parametrize("kind", KINDS)
def test_the_two_languages_have_the_same_blocks_and_leave_the_same_open(kind):
    template = shipped_template(kind)
    da, en = (blocks_of(template.in_(language).body) for language in LANGUAGES)
    assert [block.is_heading for block in da] == [block.is_heading for block in en]
    for one in placeholders_of(kind):
        marks = ("{" + one.word.da + "}", "{" + one.word.en + "}")
        assert [mark in words.body for mark, words in zip(marks, (template.da, template.en), strict=True)] in (
            [True, True],
            [False, False],
        )


@pytest.mark.parametrize(("kind", "part"), PARTS)
def test_a_letter_without_a_part_cannot_be_saved(kind: LetterKind, part: Part):
    """Every paragraph in which the part is found is taken out; then it is missing, and said to be."""
    template = shipped_template(kind)
    body = template.da.body
    while sentence := part.found_in(Words("T", body), "da"):
        body = body.replace(sentence, "")
    without = replace(template, da=Words(template.da.title, body))
    with pytest.raises(TemplateRefused) as refused:
        check_saving(without)
    assert part.name.da in refused.value.text.da


def test_every_choice_that_the_law_can_give_is_told_in_its_own_words():
    assert set(CHOICE) == {None, *Participation}
    assert len({text.da for text in CHOICE.values()}) == len(CHOICE)


def test_law_in_the_first_half_is_found_and_at_the_end_it_is_not():
    template = shipped_template(LetterKind.FIRST_INFORMATION)
    early = replace(template, da=Words(template.da.title, f"Vi følger § 4.\n\n{template.da.body}"))
    assert examine(early, "da").early_law == "§"
    assert examine(template, "da").early_law == ""


def test_a_text_that_talks_down_is_told_and_not_refused():
    found = examine(shipped_template(LetterKind.ACCESS_ANSWER), "da")
    assert found.lix < LEAST_LIX
    assert found.is_talking_down


@given(value=st.text(max_size=60))
def test_whatever_fills_a_placeholder_no_heading_and_no_placeholder_comes_of_it(value):
    words = filled(
        Words("T", "# A\n\n{navn}\n\nEnd"),
        {one.code: value for one in placeholders_of(LetterKind.FIRST_INFORMATION)},
        kind=LetterKind.FIRST_INFORMATION,
        language="da",
    )
    assert [block.text for block in blocks_of(words.body) if block.is_heading] == ["A"]


@given(title=st.text(max_size=300), name=st.text(max_size=300))
def test_whatever_a_letter_holds_its_message_has_the_published_form(title, name):
    letter = Outgoing(
        key=uuid4(), municipality="901", organisation="Enghavn Kommune", recipient_id="p-1", recipient_name=name,
        title=title, language="da", made_at=datetime(2026, 11, 2, 10, 30, tzinfo=UTC), pdf=b"%PDF-1.7",
    )  # fmt: skip
    assert faults_of(as_memo(letter)) == []
