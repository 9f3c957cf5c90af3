"""A file of legal bases that cannot be used says where, which field and what is allowed, in both languages."""

from datetime import date

import pytest

from lighed.governance import (
    LegalBasisError,
    Moment,
    Purpose,
    Request,
    check_permit,
    demonstration_legal_bases,
    parse_legal_bases,
    read_legal_bases,
    write_demonstration_legal_bases,
)

SOUND = """
[[legal_basis]]
id = "order-1"
purpose = "plan_contact_course"
article = "6(1)(e)"
citation = { da = "§ 1", en = "section 1" }
municipalities = ["101"]
moments = ["registration"]
elements = ["age", "sex"]
valid_from = 2026-01-01
valid_to = 2026-12-31
[[legal_basis.approvals]]
name = "A"
role = "manager"
on = 2025-12-01
[[legal_basis.approvals]]
name = "B"
role = "data protection officer"
on = 2025-12-02
"""


def _faults(text, file="law.toml"):
    with pytest.raises(LegalBasisError) as caught:
        parse_legal_bases(text, file=file)
    assert str(caught.value) == "\n".join(fault.text.en for fault in caught.value.faults)
    for fault in caught.value.faults:
        assert fault.text.da != fault.text.en
        assert file in fault.text.da
    return caught.value.faults


@pytest.mark.requirement("R-LEG-03", part="citation and dates", shows="works")
def test_a_sound_file_is_read_whole():
    (basis,) = parse_legal_bases(SOUND, file="law.toml")
    assert basis.id == "order-1"
    assert basis.purpose is Purpose.OPERATION
    assert basis.citation.da == "§ 1"
    assert basis.municipalities == {"101"}
    assert basis.moments == {Moment.REGISTRATION}
    assert basis.elements == {"age", "sex"}
    assert (basis.valid_from, basis.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [approval.name for approval in basis.approvals] == ["A", "B"]
    assert not basis.is_fictional


@pytest.mark.requirement("R-LEG-03", part="citation and dates", shows="refuses")
@pytest.mark.parametrize("name", ["id", "purpose", "article", "citation", "municipalities", "moments", "valid_from"])
def test_a_missing_field_is_named(name):
    text = "\n".join(line for line in SOUND.splitlines() if not line.startswith(f"{name} ="))
    (fault,) = _faults(text)
    assert fault.field == name
    assert "law.toml, legal basis 1" in fault.text.en
    assert "missing" in fault.text.en


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
        ('{ da = "§ 1", en = "section 1" }', '"§ 1"', "citation", "both languages"),
        ('{ da = "§ 1", en = "section 1" }', '{ da = "§ 1" }', "citation", "both languages"),
        ('{ da = "§ 1", en = "section 1" }', '{ da = "§ 1", en = " " }', "citation", "both languages"),
        ('{ da = "§ 1", en = "section 1" }', '{ da = "§ 1", en = 1 }', "citation", "both languages"),
        ('"order-1"', '" "', "id", "not empty"),
        ('"order-1"', "1", "id", "text in quotes"),
        ("2025-12-02", '"yesterday"', "approvals.on", "must be a date"),
        ('name = "B"', 'first_name = "B"', "approvals", "name and role"),
        ('name = "B"', "name = 2", "approvals", "name and role"),
        ("valid_to", "expires", "expires", "The fields are id, purpose"),
        ("valid_from", 'fictional = "yes"\nvalid_from', "fictional", "true or false"),
        ("valid_from", 'conditions = "none"\nvalid_from', "conditions", "must be tables"),
        ("valid_from", 'conditions = [{ da = "x" }]\nvalid_from', "conditions", "both languages"),
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
        ('"section 1"', "citation.en"),
        ('"manager"', "approvals.role"),
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
    (condition,) = _faults(SOUND.replace("valid_from", 'conditions = [{ da = "Med samtykke", en = "x" }]\nvalid_from'))
    assert condition.field == "conditions.da"
    faults = _faults(SOUND.replace("valid_to = 2026-12-31", "consent = true"))
    assert any("not freely given" in fault.text.en for fault in faults)


def test_all_faults_of_all_files_are_told_together(tmp_path):
    (tmp_path / "a.toml").write_text(SOUND.replace('"101"', "101").replace("2026-01-01", '"x"'), encoding="utf-8")
    (tmp_path / "b.toml").write_text("[[legal_basis]\n", encoding="utf-8")
    (tmp_path / "c.toml").write_bytes(SOUND.encode("utf-16"))
    (tmp_path / "d.toml").write_text('[[legal_bases]]\nid = "x"\n', encoding="utf-8")
    (tmp_path / "e.toml").write_text("legal_basis = 3\n", encoding="utf-8")
    with pytest.raises(LegalBasisError) as caught:
        read_legal_bases(tmp_path)
    said = [(fault.file, fault.field) for fault in caught.value.faults]
    assert said == [
        ("a.toml", "municipalities"),
        ("a.toml", "valid_from"),
        ("b.toml", ""),
        ("c.toml", ""),
        ("d.toml", "legal_bases"),
        ("e.toml", "legal_basis"),
    ]
    assert "line 1" in caught.value.faults[2].text.en


def test_an_id_is_used_once_over_all_files(tmp_path):
    (tmp_path / "a.toml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "b.toml").write_text(SOUND, encoding="utf-8")
    with pytest.raises(LegalBasisError, match=r"b\.toml, legal basis 1, id: order-1 is already used in a\.toml"):
        read_legal_bases(tmp_path)


@pytest.mark.requirement("R-LEG-03", part="fresh installation has none", shows="works")
def test_no_folder_and_an_empty_folder_hold_no_basis(tmp_path):
    assert read_legal_bases(tmp_path / "absent") == ()
    assert read_legal_bases(tmp_path) == ()


def test_approvals_that_are_no_tables_are_refused():
    (fault,) = _faults(SOUND.split("[[legal_basis.approvals]]")[0] + 'approvals = "two people"\n')
    assert "[[legal_basis.approvals]]" in fault.text.en


@pytest.mark.requirement("R-LEG-05", shows="works")
def test_the_demonstration_bases_cover_made_up_data_only(tmp_path):
    path = write_demonstration_legal_bases(tmp_path / "legal-bases")
    assert path.read_text(encoding="utf-8") == demonstration_legal_bases()
    bases = read_legal_bases(path.parent)
    assert [basis.id for basis in bases] == ["demo-training", "demo-operation"]
    assert {basis.purpose for basis in bases} == set(Purpose)
    for basis in bases:
        assert basis.is_fictional
        assert basis.citation.da.startswith("FIKTIV")
        assert basis.citation.en.startswith("FICTIONAL")
        assert basis.municipalities == {str(code) for code in range(901, 910)}
        assert basis.moments == set(Moment)
    for purpose in Purpose:
        request = Request(
            purpose=purpose,
            municipalities=frozenset({"901", "909"}),
            on=date(2026, 11, 22),
            moments=frozenset(Moment),
            elements=frozenset({"age"}),
            is_synthetic=True,
        )
        assert check_permit(bases, request).is_fictional
