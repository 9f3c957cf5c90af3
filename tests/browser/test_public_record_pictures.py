"""The register entry, the files for machines and the record of processing, at a desk and on a phone."""

from __future__ import annotations

import os

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lighed.web import actions
from lighed.web.models import Municipality, User
from tests.browser import test_desk_pictures
from tests.browser.test_oversight import log_in, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, PHONE, PICTURES
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    # name, who looks, address, what it is of
    ("register", "-manager", "open-register", {"code": HERE}),
    ("machine", "-manager", "open-data", {"code": HERE}),
    ("processing", "-manager", "processing", {}),
    ("public-facts", "-manager", "organisation-public", {}),
)


def in_the_docs(page: Page, name: str) -> None:
    """Write down what a desk shows at once, where pictures are asked for."""
    if os.environ.get("LIGHED_SCREENSHOTS") == "1":
        page.screenshot(path=PICTURES / f"{name}-desktop.png")


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
def test_what_is_told_in_public(log_in, municipalities):  # noqa: F811 - the fixture
    names = {HERE: "Enghavn Kommune"}
    actions.create_demo_users(names, audit=audit())
    actions.lay_out_public(names, audit=audit())
    # From here what was published no longer tells what runs, so that the pages show that too.
    Municipality.objects.filter(code=HERE).update(phone="12 34 56 78")
    for name, who, address, of in PAGES:
        user = User.objects.get(username=f"demo-{HERE}{who}")
        for size, language in ((PHONE, "da"), (DESK, "en"), (DESK, "da")):
            page = log_in(user, reverse(address, kwargs=of), language=language, size=size)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            for part in page.locator("details.register-section").all():
                part.evaluate("one => one.open = true")
            check_usable(page)
            if name == "processing" and language == "en":
                in_the_docs(page, name)
            elif language == "da" and (name, size) != ("processing", DESK):
                test_desk_pictures.keep(page, name, size)
