"""Letters to a person: made in the words in force, kept as they were made, and recorded."""

from __future__ import annotations

import pytest

from lighed.transparency.letters import SHIPPED, LetterKind, TemplateRefused, shipped_template
from lighed.web import actions, queries
from lighed.web.models import AuditRecord, Person
from tests.web.factories import audit, received

_ANSWER = {"asked_on": "2. november 2026", "answered_by": "Jonas Bruun", "result": "Vi er enige.", "answer": "Derfor."}


@pytest.fixture
def person(case_system) -> Person:
    case_system.register(received(estimate=None))
    return Person.objects.get()


def test_a_letter_is_made_in_the_words_in_force_and_kept(person):
    letter = actions.send_letter(person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=audit())
    assert queries.letters_of(person) == [letter]
    assert letter.title == shipped_template(LetterKind.FIRST_INFORMATION).da.title
    assert "Kære Åse Nørgaard." in letter.body
    assert "{" not in letter.body
    assert letter.template_version == SHIPPED
    assert AuditRecord.objects.latest("number").criterion == "letter made: first_information"


def test_what_fills_a_placeholder_is_neither_a_heading_nor_a_placeholder(person):
    told = _ANSWER | {"answer": "# Overskrift\n{navn}"}
    letter = actions.send_letter(person, kind=LetterKind.REVIEW_ANSWER, values=told, audit=audit())
    assert "\n# Overskrift" not in letter.body
    assert "{navn}" in letter.body


@pytest.mark.parametrize("wrong", [{}, _ANSWER | {"cpr": "x"}])
def test_a_letter_lacks_nothing_and_has_nothing_to_spare(person, wrong):
    with pytest.raises(TemplateRefused, match="cannot be made"):
        actions.send_letter(person, kind=LetterKind.REVIEW_ANSWER, values=wrong, audit=audit())
    assert queries.letters_of(person) == []
