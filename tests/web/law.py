"""The register of legal bases as its users meet it: who works there, what they type, and a file of the same."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from lighed.governance import TIME_LIMITED, Role
from lighed.web import actions
from lighed.web.models import LegalBasisEntry, User
from tests.web.factories import HERE, audit
from tests.web.site import PASSWORD

NAMES = {"ane": "Ane Berg", "bent": "Bent Dahl", "dorte": "Dorte Friis", "cia": "Cia Lund"}

TYPED: dict[str, Any] = {
    "article": "6(1)(e)",
    "id": "order-2027",
    "purpose": "plan_contact_course",
    "provision_da": "§ 3, stk. 2",
    "provision_en": "section 3(2)",
    "title_da": "Bekendtgørelse om skøn",
    "title_en": "Order on estimates",
    "eli": "https://www.retsinformation.dk/eli/lta/2026/999",
    "moments": ["registration", "hand_over"],
    "covers": "all",
    "participation": "opt_out",
    "information_first": "on",
    "decision_document": "Sag 26/101",
    "necessity": "For at nå dem først, der har mest brug for kontakt",
    "proportionality": "En sagsbehandler bestemmer",
    "weighed_by": "Jobcenterchef og databeskyttelsesrådgiver",
    "weighed_on": "2026-11-01",
    "valid_from": "2026-11-01",
    "valid_to": "2027-10-31",
    "review_due": "2027-06-01",
}

FILE = """
[[legal_basis]]
id = "order-2027"
purpose = "plan_contact_course"
article = "6(1)(e)"
provision = { da = "§ 3, stk. 2", en = "section 3(2)" }
title = { da = "Bekendtgørelse om skøn", en = "Order on estimates" }
eli = "https://www.retsinformation.dk/eli/lta/2026/999"
municipalities = ["901", "955"]
moments = ["registration", "hand_over"]
decision_document = "Sag 26/101"
valid_from = 2026-11-01
valid_to = 2027-10-31
review_due = 2027-06-01

[legal_basis.conditions]
participation = "opt_out"

[legal_basis.proportionality]
necessity = "For at nå dem først, der har mest brug for kontakt"
proportionality = "En sagsbehandler bestemmer"
roles = "Jobcenterchef og databeskyttelsesrådgiver"
on = 2026-11-01
"""


def staff(name: str, *roles: Role, municipality: str = HERE) -> User:
    """Someone who works with the law in the municipality."""
    return actions.create_user(
        name, name=NAMES.get(name, name), municipality=municipality, password=PASSWORD, roles=roles,
        until=date(2027, 1, 1) if TIME_LIMITED.intersection(roles) else None, audit=audit(municipality=municipality),
    )  # fmt: skip


def as_(user: User, *, language: str = "da") -> Client:
    """A browser in which the user is logged in."""
    browser = Client(headers={"Accept-Language": language})
    browser.force_login(user)
    return browser


def no_law() -> None:
    """The register as a fresh installation has it."""
    LegalBasisEntry.objects.all().delete()


def typed(**changes: Any) -> dict[str, Any]:
    """What is typed on the page; None leaves the field out."""
    return {name: value for name, value in {**TYPED, **changes}.items() if value is not None}
