"""Help is one step away on every page of staff: what the role asks, and the tour of ten minutes."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lighed.governance import Role
from lighed.governance.tour import TOUR
from lighed.transparency.readability import lix
from lighed.web import actions
from lighed.web.frame import context
from lighed.web.frame.menu import ZONES
from tests.consistency.repository import DOCS, SOURCE
from tests.web.factories import HERE, audit, received
from tests.web.site import PASSWORD

pytestmark = pytest.mark.django_db
DANISH = {"Accept-Language": "da"}
HELP = '<a class="help-link" href="/guidance/">Hjælp</a>'
DESK = ("", "plan/", "exempt/", "question/", "words/", "sheet/", "note/")
TUTORIALS = {"da": "en-tirsdag-formiddag.md", "en": "a-tuesday-morning.md"}


def page(client, address: str) -> str:
    answer = client.get(address, headers=DANISH)
    assert answer.status_code in (200, 422), address
    return answer.content.decode()


@pytest.mark.requirement("C9", part="guidance where users work", shows="works")
def test_every_page_of_the_desk_leads_to_help(client, caseworker, case_system):
    client.force_login(caseworker)
    person = f"/people/{case_system.register(received()).course.key}/"
    for address in ("/", "/tasks/", "/plan-many/", *(person + one for one in DESK)):
        assert page(client, address).count(HELP) == 1, address
    assert client.get("/nothing/", headers=DANISH).content.decode().count(HELP) == 1
    # From its own page it leads nowhere else, and says that one is there.
    assert '<a class="help-link" href="/guidance/" aria-current="page">Hjælp</a>' in page(client, "/guidance/")


@pytest.mark.requirement("C9", part="guidance where users work", shows="refuses")
def test_who_is_no_staff_is_led_to_no_help_of_staff(client, municipalities, case_system):
    assert "help-link" not in page(client, "/log-in/")
    person = case_system.register(received()).course.person
    client.force_login(actions.create_citizen(person, username="b", name="B", password=None, audit=audit()))
    assert "help-link" not in page(client, "/my/")
    assert client.get(reverse("guidance-tour")).status_code == 404


def test_help_costs_no_look_into_the_database(client, caseworker, monkeypatch):
    client.force_login(caseworker)
    page(client, "/")
    with CaptureQueriesContext(connection) as with_help:
        assert HELP in page(client, "/")
    monkeypatch.setattr(context, "guidance_of", lambda _roles: ())
    with CaptureQueriesContext(connection) as without:
        assert HELP not in page(client, "/")
    assert len(with_help) == len(without)


def test_the_tour_is_one_step_from_the_guidance_of_whoever_sees_people(client, caseworker, settings, monkeypatch):
    client.force_login(caseworker)
    assert 'href="/guidance/tour/">Tag turen på ti minutter</a>' in page(client, "/guidance/")
    shown = page(client, "/guidance/tour/")
    for step in TOUR:
        for text in (step.heading, *step.does):
            assert text.da in shown
    assert "du kan ikke gøre noget galt" in shown
    assert "det, du gemmer, gælder" not in shown
    # The same page where the people are real.
    real = SimpleNamespace(LIGHED_DEMO=False, LANGUAGES=settings.LANGUAGES)
    monkeypatch.setattr(context, "settings", real)
    shown = page(client, "/guidance/tour/")
    assert "du kan ikke gøre noget galt" not in shown
    assert "det, du gemmer, gælder" in shown


@pytest.mark.parametrize("role", [Role.DATA_EXPERT, Role.ADMINISTRATOR], ids=str)
def test_who_sees_no_people_has_no_tour(client, municipalities, role):
    client.force_login(
        actions.create_user("en", name="En", municipality=HERE, password=PASSWORD, roles=(role,), audit=audit())
    )
    assert "tour" not in page(client, "/guidance/").split("<main", 1)[1]
    assert client.get(reverse("guidance-tour")).status_code == 404


@pytest.mark.parametrize(("language", "name"), TUTORIALS.items())
def test_the_tour_is_that_of_the_documentation_in_words_that_the_pages_have(language, name):
    tutorial = (DOCS / "tutorial" / name).read_text(encoding="utf-8")
    assert re.findall(r"^## \d+\. (.*)$", tutorial, re.MULTILINE) == [step.heading.in_(language) for step in TOUR]
    assert {step.page for step in TOUR} <= {entry.address for zone in ZONES for entry in zone.entries}
    with (SOURCE / "web/locale/da/LC_MESSAGES/django.po").open("rb") as read:
        catalogue = [one for one in read_po(read) if one.id]
    said = [str(one.id if language == "en" else one.string) for one in catalogue]
    told = " ".join(one.in_(language) for step in TOUR for one in step.does)
    quoted = [one.removesuffix(" …") for one in re.findall("“([^”]*)”", told)]
    assert len(quoted) > 12
    assert [one for one in quoted if not any(text.startswith(one) or f" {one}" in text for text in said)] == []
    assert lix(told) <= 45
