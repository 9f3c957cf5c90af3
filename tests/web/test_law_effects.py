"""When a legal basis ends, is suspended or is edited: nothing new, nothing shown, and a list of those it meets."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from lighed.governance import Role, is_in_force
from lighed.governance.coverage import not_in_force
from lighed.web import queries
from lighed.web.actions.arrivals import registrations
from lighed.web.models import AuditRecord, ContactCourse, LegalBasisEntry
from tests.web.factories import ELSEWHERE, HERE, NOW, enter_legal_basis, received
from tests.web.law import as_, staff
from tests.web.test_legal_bases import text

pytestmark = pytest.mark.django_db
REGISTER = "/oversight/legal-bases/"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def manager(municipalities):
    return as_(staff("ane", Role.MANAGER))


@pytest.fixture
def approver(municipalities):
    return as_(staff("bent", Role.APPROVER))


@pytest.fixture
def desk(caseworker):
    return as_(caseworker)


@pytest.fixture
def course(case_system):
    return case_system.register(received()).course


@pytest.fixture
def entry(municipalities):
    return LegalBasisEntry.objects.get(municipality=HERE, state="approved")


def is_shown(desk, course):
    """Whether the estimate is seen anywhere: on the worklist, by its filters, on the person's page."""
    worklist, filtered = text(desk.get("/")), text(desk.get("/?band=high"))
    person = text(desk.get(f"/people/{course.key}/"))
    told = {
        "band-high" in worklist,
        "Åse Nørgaard" in filtered and "band-high" in filtered,
        "tidligere forløb, der ligner" in person,
    }
    assert len(told) == 1, "the pages agree"
    assert "Åse Nørgaard" in worklist, "planning goes on"
    return told.pop()


def edited(manager, entry, **changes):
    """Edit on the page, as it stands but for the changes, and give the new entry."""
    form = manager.get(f"{REGISTER}{entry.pk}/edit/").context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}
    response = manager.post(f"{REGISTER}{entry.pk}/edit/", data | changes)
    assert response.status_code == 302, response.context["form"].errors
    return LegalBasisEntry.objects.order_by("pk").last()


@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="works")
@pytest.mark.requirement("R-LEG-04", part="suspension", shows="works")
def test_a_suspension_hides_what_was_made_and_nothing_new_is_made(manager, desk, course, entry, case_system):
    assert is_shown(desk, course)
    manager.post(f"{REGISTER}{entry.pk}/suspend/", {"reason": "x"})
    assert not is_shown(desk, course)
    other = case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2")).course
    assert other.current_estimate is None
    assert other.estimate_state == "not_permitted"
    assert "sat ud af kraft" in other.refusals[0]["da"]


@pytest.mark.requirement("R-LEG-04", part="suspension", shows="refuses")
def test_what_is_suspended_permits_nothing_also_without_the_signature(entry):
    entry.state = "suspended"
    assert [ground for ground, *_ in not_in_force(queries.legal_basis_of(entry), on=NOW.date())] == ["suspended"]
    for state in ("entered", "replaced", "rejected"):
        entry.state = state
        assert not is_in_force(queries.legal_basis_of(entry), on=NOW.date()), state


@pytest.mark.requirement("R-LEG-04", part="an edit stops as well", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="those affected are listed", shows="works")
def test_after_an_edit_all_is_hidden_until_it_is_approved_and_made_again(manager, approver, desk, course, entry):
    second = edited(manager, entry, decision_document="Sag 2")
    assert not is_shown(desk, course)
    page = text(manager.get(f"{REGISTER}{entry.pk}/affected/"))
    assert "Skønnene kan laves igen, når en hjemmel er i kraft, og der ikke er nødstop." in page
    assert "Lav skønnene igen</button>" not in page, "what is refused is not offered"
    refused = manager.post(f"{REGISTER}{entry.pk}/estimate-again/", follow=True)
    assert "Skøn kan først laves igen, når en hjemmel er i kraft." in text(refused)
    approved = text(approver.post(f"{REGISTER}{second.pk}/decide/", {"decision": "approve"}, follow=True))
    hidden = "1 skøn, der er lavet efter udgave 1, er skjult, indtil det er lavet igen."
    for page in (approved, text(manager.get(f"{REGISTER}{second.pk}/"))):
        assert hidden in page
        assert f'href="{REGISTER}{entry.pk}/affected/"' in page
    assert not is_shown(desk, course), "it was made under the former revision"
    person = text(desk.get(f"/people/{course.key}/"))
    assert "Skønnet er lavet efter en hjemmel, der ikke længere er i kraft. Det vises, når det er lavet igen." in person
    assert "Ingen hjemmel dækker det tidspunkt" not in person
    page = text(manager.get(f"{REGISTER}{entry.pk}/affected/"))
    assert "1 person har et skøn" in page
    assert "p-1" not in page, "management sees figures and not people"
    officer = as_(staff("dorte", Role.DPO))
    page = text(officer.get(f"{REGISTER}{entry.pk}/affected/"))
    assert "p-1" in page
    assert "Åse" not in page
    assert "02.11.2026" in page
    done = manager.post(f"{REGISTER}{entry.pk}/estimate-again/", follow=True)
    assert "1 skøn er lavet igen." in text(done)
    assert is_shown(desk, course)
    course.refresh_from_db()
    assert course.current_estimate.legal_basis == second
    assert hidden not in text(manager.get(f"{REGISTER}{second.pk}/"))
    assert "p-1" not in text(officer.get(f"{REGISTER}{entry.pk}/affected/"))
    assert "Skønnene vises" in text(manager.post(f"{REGISTER}{second.pk}/estimate-again/", follow=True))


@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="refuses")
@pytest.mark.requirement("R-LEG-04", part="an edit stops as well", shows="refuses")
def test_an_edit_while_an_estimate_is_being_made_leaves_none_that_is_shown(desk, case_system, entry, monkeypatch):
    """The basis is edited and approved between the permit and the storing: what was permitted no longer is."""
    store = registrations.take_in

    def after_an_edit(*given, **named):
        enter_legal_basis(municipalities=(HERE,))
        return store(*given, **named)

    monkeypatch.setattr(registrations, "take_in", after_an_edit)
    late = case_system.register(received()).course
    assert late.current_estimate.legal_basis == entry
    assert not is_shown(desk, late)


def test_whom_the_law_now_in_force_does_not_permit_is_without_an_estimate(manager, approver, desk, course, entry):
    second = edited(manager, entry, participation="opt_in")
    approver.post(f"{REGISTER}{second.pk}/decide/", {"decision": "approve"})
    done = manager.post(f"{REGISTER}{entry.pk}/estimate-again/", follow=True)
    assert "0 skøn er lavet igen. 1 person er nu uden skøn." in text(done)
    course.refresh_from_db()
    assert (course.current_estimate, course.refusals) == (None, [])
    assert not is_shown(desk, course)


@pytest.mark.requirement("R-LEG-04", part="existing estimates are hidden", shows="works")
@pytest.mark.requirement("R-LEG-04", part="new estimates stop at once", shows="works")
def test_at_midnight_after_the_last_day_it_is_over(monkeypatch, desk, case_system, caseworker):
    enter_legal_basis(municipalities=(HERE,), valid_to=date(2026, 11, 22))
    course = case_system.register(received()).course
    last_minute = datetime(2026, 11, 22, 23, 59, tzinfo=COPENHAGEN)
    monkeypatch.setattr(timezone, "now", lambda: last_minute)
    desk = as_(caseworker)
    assert is_shown(desk, course)
    monkeypatch.setattr(timezone, "now", lambda: last_minute + timedelta(minutes=1))
    assert not is_shown(desk, course)
    assert "23.11.2026" in text(desk.get("/")), "since when it is switched off"
    other = case_system.register(received(event_id="e-2", course_id="c-2", person_id="p-2")).course
    assert other.current_estimate is None
    assert "gjaldt kun til 2026-11-22" in other.refusals[0]["da"]


@pytest.mark.requirement("R-LEG-04", part="those affected are listed", shows="works")
@pytest.mark.requirement("R-LEG-04", part="those affected are listed", shows="refuses")
def test_those_affected_are_a_page_and_a_file_and_looking_is_recorded(manager, entry, case_system, monkeypatch):
    officer = as_(staff("dorte", Role.DPO))
    for number in range(53):
        ids = {"event_id": f"e-{number}", "course_id": f"c-{number:02}", "person_id": f"=p-{number:02}"}
        case_system.register(received(**ids))
    case_system.register(received(event_id="other", municipality=ELSEWHERE, person_id="elsewhere"))
    first, second = (text(officer.get(f"{REGISTER}{entry.pk}/affected/?page={n}")) for n in (1, 2))
    assert "53 personer har et skøn, der er lavet efter demo-operation." in first
    assert ("=p-00" in first, "=p-52" in first, "=p-52" in second) == (True, False, True)
    file = officer.get(f"{REGISTER}{entry.pk}/affected/file/")
    assert "attachment" in file["Content-Disposition"]
    rows = list(csv.reader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0] == ["person_id", "course_id", "registered_on"]
    assert rows[1] == ["'=p-00", "c-00", "2026-11-02"], "a spreadsheet takes it for no formula"
    assert len(rows) == 54
    assert "elsewhere" not in file.content.decode()
    about = AuditRecord.objects.filter(actor="dorte", purpose="oversight").order_by("id")
    assert list(about.filter(subject="").values_list("kind", flat=True)) == ["search", "search"]
    exported = about.filter(kind="export", criterion="affected_by=demo-operation").values_list("subject", flat=True)
    assert len(set(exported)) == len(exported) == 53, "who has looked at somebody finds the file"
    subject, _ = queries.subject_of(HERE, "=p-07")
    assert subject in set(exported)
    monkeypatch.setattr("lighed.web.oversight.legal_bases.PER_FILE", 50)
    assert "Hent del 2 af 2 som CSV" in text(officer.get(f"{REGISTER}{entry.pk}/affected/"))
    second_part = officer.get(f"{REGISTER}{entry.pk}/affected/file/?part=2").content.decode()
    assert ("=p-52" in second_part, "=p-00" in second_part) == (True, False)


@pytest.mark.requirement("R-LEG-04", part="those affected are listed", shows="refuses")
def test_who_sees_figures_and_not_people_sees_how_many_are_affected(manager, approver, entry, course):
    for browser in (manager, approver):
        assert "1 person har et skøn" in text(browser.get(f"{REGISTER}{entry.pk}/affected/"))
        assert "p-1" not in text(browser.get(f"{REGISTER}{entry.pk}/affected/"))
        assert browser.get(f"{REGISTER}{entry.pk}/affected/file/").status_code == 404


def test_making_again_goes_on_from_where_it_stopped(manager, approver, entry, case_system, monkeypatch):
    monkeypatch.setattr("lighed.web.actions.estimates.affected.AT_ONCE", 2)
    monkeypatch.setattr("lighed.web.actions.estimates.affected.estimate_affected.__kwdefaults__", {"at_most": 2})
    for number in range(3):
        case_system.register(received(event_id=f"e-{number}", course_id=f"c-{number}", person_id=f"p-{number}"))
    second = edited(manager, entry, decision_document="Sag 2")
    approver.post(f"{REGISTER}{second.pk}/decide/", {"decision": "approve"})
    again = f"{REGISTER}{entry.pk}/estimate-again/"
    assert "2 skøn er lavet igen. 1 venter stadig. Tryk igen." in text(manager.post(again, follow=True))
    assert "1 skøn er lavet igen." in text(manager.post(again, follow=True))
    assert ContactCourse.objects.filter(current_estimate__legal_basis=second).count() == 3
    assert AuditRecord.objects.filter(kind="estimate", actor="ane").count() == 3


def test_only_who_may_enter_makes_them_again(entry, course):
    officer = as_(staff("dorte", Role.DPO))
    assert officer.post(f"{REGISTER}{entry.pk}/estimate-again/").status_code == 404
