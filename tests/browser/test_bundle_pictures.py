"""The regulator's bundle, the reviews and the guidance, at a desk and on a phone; and the bundle's own index."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from lighed.governance import Role
from lighed.governance.periodic_reviews import Conclusion, ReviewKind
from lighed.web import actions
from lighed.web.actions.oversight.bundles import make_bundle, share_bundle
from lighed.web.actions.oversight.periodic_reviews import record_review
from lighed.web.models import User
from lighed.web.queries.oversight.bundles import content_of
from tests.browser.test_oversight import log_in, picture, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, PHONE
from tests.browser.usable import check_usable
from tests.web.factories import HERE, NOW, audit
from tests.web.site import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TODAY = NOW.date()
PAGES = (
    ("bundles", "bundles", []),
    ("bundle", "bundles-one", [1]),
    ("reviews", "reviews", []),
    ("review", "reviews-one", ["ethics"]),
    ("guidance", "guidance", []),
)


def _someone(username: str, role: Role) -> User:
    until = TODAY + timedelta(days=60) if role is Role.REGULATOR else None
    return actions.create_user(
        username, name="Karen Lund" if role is Role.MANAGER else "Tilde Syn", municipality=HERE, password=PASSWORD,
        roles=(role,), until=until, audit=audit(),
    )  # fmt: skip


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
def test_the_bundle_and_the_reviews(log_in, municipalities, tmp_path):  # noqa: F811 - the fixture
    manager, regulator = _someone("leder", Role.MANAGER), _someone("tilsyn", Role.REGULATOR)
    made = make_bundle(HERE, begins_on=TODAY, ends_on=TODAY, reason="Sag 26-1", is_demo=True, audit=audit())
    share_bundle(made, regulator=regulator, until=TODAY + timedelta(days=30), audit=audit())
    record_review(
        ReviewKind.ETHICS, by=manager, note="Vi har talt med ti borgere.", conclusion=Conclusion.CHANGE,
        next_due=TODAY + timedelta(days=300), follow_up="Skriv brevet om", follow_up_due=TODAY, audit=audit(),
    )  # fmt: skip
    for name, address, args in PAGES:
        for size, language in ((PHONE, "da"), (DESK, "en"), (DESK, "da")):
            opened = log_in(manager, reverse(address, args=args), language=language, size=size)
            check_usable(opened)
            picture(opened, f"{name}-{size[0]}-{language}")
    with zipfile.ZipFile(BytesIO(content_of(made))) as packed:
        packed.extractall(tmp_path)
    # As whoever got it sees it: a file, with no server and no product.
    opened.goto(f"file://{tmp_path}/{made.reference}/index.html")
    check_usable(opened)
    picture(opened, "bundle-index")
    assert opened.locator("h1").inner_text() == "Tilsynspakke: Enghavn Kommune"
