"""A file of legal bases that cannot be used says where, which field and what is allowed, in both languages."""

import re
from datetime import date

import pytest

from lighed.governance import (
    LegalBasisError,
    LegalRegister,
    Moment,
    NotPermitted,
    Participation,
    Purpose,
    Request,
    check_content,
    check_permit,
    demonstration_register,
    from_content,
    parse_legal_bases,
    to_content,
)
from lighed.governance.refusal import Ground

SOUND = """
[[legal_basis]]
id = "order-1"
purpose = "plan_contact_course"
article = "6(1)(e)"
provision = { da = "§ 1", en = "section 1" }
title = { da = "Bekendtgørelse", en = "Order" }
eli = "https://www.retsinformation.dk/eli/lta/2026/1"
municipalities = ["101"]
moments = ["registration"]
elements = ["age", "sex"]
decision_document = "Case 26/1"
valid_from = 2026-01-01
valid_to = 2026-12-31
review_due = 2026-11-01

[legal_basis.conditions]
participation = "opt_out"
information_first = true
allows_joins = false
other = [{ da = "Vilkår", en = "Terms" }]

[legal_basis.special_categories]
provision = { da = "§ 2", en = "section 2" }
safeguards = [{ da = "To medarbejdere", en = "Two employees" }]

[legal_basis.proportionality]
necessity = "To reach those first who need most"
proportionality = "A caseworker decides"
roles = "manager and data protection officer"
on = 2025-12-01
"""


def _faults(text, file="law.toml"):
    with pytest.raises(LegalBasisError) as caught:
        parse_legal_bases(text, file=file)
    assert str(caught.value) == "\n".join(fault.text.en for fault in caught.value.faults)
    for fault in caught.value.faults:
        assert fault.text.da != fault.text.en
        assert file in fault.text.da
    return caught.value.faults


@pytest.mark.requirement("B6", part="kept with the basis", shows="works")
@pytest.mark.requirement("B6", part="dated and by named roles", shows="works")
@pytest.mark.requirement("R-LEG-03", part="citation and dates", shows="works")
def test_a_sound_file_is_read_whole():
    (basis,) = parse_legal_bases(SOUND, file="law.toml")
    assert basis.id == "order-1"
    assert basis.purpose is Purpose.OPERATION
    assert basis.provision.da == "§ 1"
    assert basis.citation.en == "Order, section 1"
    assert basis.eli == "https://www.retsinformation.dk/eli/lta/2026/1"
    assert basis.municipalities == {"101"}
    assert basis.moments == {Moment.REGISTRATION}
    assert basis.elements == {"age", "sex"}
    assert (basis.valid_from, basis.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert basis.review_due == date(2026, 11, 1)
    assert basis.decision_document == "Case 26/1"
    assert basis.conditions.participation is Participation.OPT_OUT
    assert basis.conditions.is_information_first
    assert not basis.conditions.allows_joins
    assert [text.en for text in basis.conditions.other] == ["Terms"]
    assert basis.special_categories.provision.da == "§ 2"
    assert [text.da for text in basis.special_categories.safeguards] == ["To medarbejdere"]
    assert basis.proportionality.roles == "manager and data protection officer"
    assert basis.proportionality.on == date(2025, 12, 1)
    assert not basis.is_fictional
    assert (basis.entered, basis.approved, basis.suspended) == (None, None, None)


@pytest.mark.requirement("R-LEG-03", part="citation and dates", shows="works")
def test_what_is_kept_of_a_basis_is_what_was_read():
    (basis,) = parse_legal_bases(SOUND, file="law.toml")
    assert from_content(to_content(basis)) == basis
    for fictional in demonstration_register().legal_bases:
        assert check_content(to_content(fictional))[1] == []


@pytest.mark.requirement("R-LEG-02", shows="refuses")
def test_what_was_kept_and_changed_into_no_basis_is_refused():
    content = to_content(parse_legal_bases(SOUND, file="law.toml")[0])
    for change in ({"article": "6(1)(a)"}, {"valid_from": "yesterday"}, {"purpose": "sanction"}, {"id": ""}):
        basis, faults = check_content(content | change)
        assert basis is None
        assert [fault.field for fault in faults] == list(change)
        with pytest.raises(LegalBasisError):
            from_content(content | change)


@pytest.mark.requirement("R-LEG-03", part="two people", shows="refuses")
def test_a_file_approves_nothing_itself():
    # a file cannot say who approved: that is for another person to do, on the site
    (fault,) = _faults(SOUND + '[legal_basis.approved]\nperson = "b"\n')
    assert fault.field == "approved"
    request = Request(
        Purpose.OPERATION, frozenset({"101"}), date(2026, 6, 1), frozenset({Moment.REGISTRATION}), frozenset(), False
    )
    with pytest.raises(NotPermitted) as caught:
        check_permit(LegalRegister(parse_legal_bases(SOUND, file="law.toml")), request)
    assert Ground.APPROVAL in {refusal.ground for refusal in caught.value.refusals}


@pytest.mark.requirement("R-LEG-03", part="citation and dates", shows="refuses")
@pytest.mark.parametrize(
    "name",
    [
        "id",
        "purpose",
        "article",
        "provision",
        "title",
        "municipalities",
        "moments",
        "decision_document",
        "valid_from",
        "review_due",
    ],
)
def test_a_missing_field_is_named(name):
    (fault,) = _faults(re.sub(rf"^{name} =.*\n", "", SOUND, count=1, flags=re.MULTILINE))
    assert fault.field == name
    assert "law.toml, legal basis 1" in fault.text.en
    assert "missing" in fault.text.en


@pytest.mark.requirement("B6", part="kept with the basis", shows="refuses")
@pytest.mark.requirement("B6", part="dated and by named roles", shows="refuses")
@pytest.mark.requirement("R-ACCS-02", shows="refuses")
@pytest.mark.requirement("R-LEG-03", part="citation and dates", shows="refuses")
@pytest.mark.requirement("R-LEG-08", part="sanction, availability control and fraud cannot be created", shows="refuses")
@pytest.mark.parametrize(
    ("old", "new", "field", "allowed"),
    [
        ('"plan_contact_course"', '"fraud_detection"', "purpose", "train_person_types or plan_contact_course"),
        ('"plan_contact_course"', "7", "purpose", "train_person_types or plan_contact_course"),
        ('["registration"]', '["later"]', "moments", "registration or hand_over"),
        ('["registration"]', '"registration"', "moments", "list of texts"),
        ('["101"]', '"101"', "municipalities", "list of texts"),
        ('["101"]', "[101]", "municipalities", "list of texts"),
        ('["101"]', "[]", "municipalities", "one at least"),
        ('["age", "sex"]', '"age"', "elements", "list of texts"),
        ("2026-01-01", '"2026-01-01"', "valid_from", "without quotes"),
        ("2026-01-01", "2026-01-01T00:00:00", "valid_from", "must be a date"),
        ("2026-12-31", "2025-12-31", "valid_to", "before valid_from"),
        ('{ da = "§ 1", en = "section 1" }', '"§ 1"', "provision", "both languages"),
        ('{ da = "§ 1", en = "section 1" }', '{ da = "§ 1" }', "provision", "both languages"),
        ('{ da = "§ 1", en = "section 1" }', '{ da = "§ 1", en = " " }', "provision", "both languages"),
        ('{ da = "Bekendtgørelse", en = "Order" }', '{ da = "x", en = 1 }', "title", "both languages"),
        ('"https://www', '"http://www', "eli", "beginning with https://"),
        ('eli = "https://www.retsinformation.dk/eli/lta/2026/1"', "", "eli", "beginning with https://"),
        ("2026-11-01", "2025-11-01", "review_due", "before valid_from"),
        ("2026-11-01", '"soon"', "review_due", "must be a date"),
        ('"order-1"', '" "', "id", "not empty"),
        ('"order-1"', "1", "id", "text in quotes"),
        ('"Case 26/1"', '""', "decision_document", "not empty"),
        ("2025-12-01", '"yesterday"', "proportionality.on", "must be a date"),
        ('roles = "manager and data protection officer"', 'roles = ""', "proportionality.roles", "not empty"),
        ('necessity = "To reach those first who need most"', "", "proportionality.necessity", "missing"),
        ('"A caseworker decides"', "7", "proportionality.proportionality", "text in quotes"),
        ("valid_to", "expires", "expires", "The fields are id, purpose"),
        ("valid_from", 'fictional = "yes"\nvalid_from', "fictional", "true or false"),
        ('"opt_out"', '"always"', "conditions.participation", "not_optional, opt_out or opt_in"),
        ('participation = "opt_out"', "", "conditions.participation", "missing"),
        ("information_first = true", "information_first = 1", "conditions.information_first", "true or false"),
        ("allows_joins = false", 'allows_joins = "no"', "conditions.allows_joins", "true or false"),
        ('[{ da = "Vilkår", en = "Terms" }]', '["Terms"]', "conditions.other", "list of texts in both languages"),
        ('[{ da = "Vilkår", en = "Terms" }]', '[{ da = "x" }]', "conditions.other", "both languages"),
        ('[{ da = "To medarbejdere", en = "Two employees" }]', "[]", "special_categories.safeguards", "at least one"),
        ('{ da = "§ 2", en = "section 2" }', '"§ 2"', "special_categories.provision", "both languages"),
        ("[legal_basis.special_categories]", "[legal_basis.health]", "health", "no such field"),
    ],
)
def test_a_wrong_field_is_named_with_what_is_allowed(old, new, field, allowed):
    assert old in SOUND
    faults = _faults(SOUND.replace(old, new))
    assert [fault.field for fault in faults] == [field]
    assert allowed in faults[0].text.en
    assert "law.toml, hjemmel 1" in faults[0].text.da


@pytest.mark.requirement("R-LEG-02", shows="refuses")
@pytest.mark.requirement("B1", part="the person's yes", shows="refuses")
@pytest.mark.requirement("B1", part="contract, vital and legitimate interest", shows="refuses")
@pytest.mark.parametrize(
    ("article", "reason"),
    [
        ("6(1)(a)", "not freely given"),
        ("6 (1) (a)", "not freely given"),
        ("6(1)(b)", "there is none between the municipality"),
        ("6(1)(c)", "no law obliges"),
        ("6(1)(d)", "life or health"),
        ("6(1)(f)", "public authority"),
        ("9(2)(h)", "must be 6(1)(e)"),
    ],
)
def test_no_other_ground_can_be_registered(article, reason):
    (fault,) = _faults(SOUND.replace("6(1)(e)", article))
    assert fault.field == "article"
    assert reason in fault.text.en


@pytest.mark.requirement("R-LEG-02", shows="refuses")
@pytest.mark.requirement("B1", part="the person's yes", shows="refuses")
@pytest.mark.parametrize("word", ["consent", "Consent-2026", "samtykke", "SAMTYKKEERKLÆRING", "samtykket"])
@pytest.mark.parametrize(
    ("old", "field"),
    [
        ('"order-1"', "id"),
        ('"6(1)(e)"', "article"),
        ('"section 1"', "provision.en"),
        ('"Order"', "title.en"),
        ('"Case 26/1"', "decision_document"),
        ('"A caseworker decides"', "proportionality.proportionality"),
        ('"manager and data protection officer"', "proportionality.roles"),
        ('"Two employees"', "special_categories.safeguards.en"),
        ('"age"', "elements"),
    ],
)
def test_the_refused_word_can_be_put_nowhere(word, old, field):
    faults = _faults(SOUND.replace(old, f'"{word}"'))
    assert field in [fault.field for fault in faults]
    said = next(fault for fault in faults if "not freely given" in fault.text.en)
    assert "Datatilsynet" in said.text.da
    assert "opt-in" in said.text.en  # what to do instead


@pytest.mark.requirement("R-LEG-02", shows="refuses")
@pytest.mark.requirement("B3", part="a condition is data under its own name", shows="refuses")
def test_the_refused_word_is_found_in_conditions_and_field_names_too():
    (condition,) = _faults(SOUND.replace('"Vilkår"', '"Med samtykke"'))
    assert condition.field == "conditions.other.da"
    faults = _faults(SOUND.replace("valid_to = 2026-12-31", "consent = true"))
    assert any("not freely given" in fault.text.en for fault in faults)


@pytest.mark.requirement("R-LEG-03", part="conditions", shows="refuses")
@pytest.mark.parametrize("table", ["conditions", "proportionality"])
def test_without_conditions_or_a_weighing_there_is_no_basis(table):
    before, after = SOUND.split(f"[legal_basis.{table}]")
    rest = after.split("\n\n", 1)
    (fault,) = _faults(before + (rest[1] if len(rest) > 1 else ""))
    assert fault.field == table
    assert "missing" in fault.text.en
    (fault,) = _faults(before.replace("valid_from", f"{table} = 1\nvalid_from") + (rest[1] if len(rest) > 1 else ""))
    assert "must be a table" in fault.text.en


def test_all_faults_of_a_file_are_told_together():
    text = SOUND.replace('"101"', "101").replace("2026-01-01", '"x"') + SOUND.replace('"opt_out"', '"x"')
    assert [(fault.entry, fault.field) for fault in _faults(text)] == [
        (1, "municipalities"),
        (1, "valid_from"),
        (2, "conditions.participation"),
    ]


@pytest.mark.parametrize(
    ("text", "field", "says"),
    [
        ("[[legal_basis]\n", "", "line 1"),
        ('[[legal_bases]]\nid = "x"\n', "legal_bases", "[[legal_basis]]"),
        ("legal_basis = 3\n", "legal_basis", "[[legal_basis]]"),
    ],
)
def test_a_file_of_another_make_is_refused(text, field, says):
    (fault,) = _faults(text)
    assert fault.field == field
    assert says in fault.text.en


def test_an_id_is_used_once_in_a_file():
    (fault,) = _faults(SOUND + SOUND)
    assert "law.toml, legal basis 2, id: is used twice" in fault.text.en


@pytest.mark.requirement("R-LEG-03", part="fresh installation has none", shows="works")
def test_an_empty_file_holds_no_basis():
    assert parse_legal_bases("", file="law.toml") == ()
