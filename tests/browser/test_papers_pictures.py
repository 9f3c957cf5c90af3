"""The papers that the law asks for and the yearly account, at a desk and on a phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from lighed.governance import AuditKind
from lighed.governance.version_states import Actor
from lighed.transparency.papers import DPIA, PaperKind, content_sha256
from lighed.web import actions
from lighed.web.models import Municipality, User, YearlyAccount
from lighed.web.queries.oversight.papers import paper_shown
from lighed.web.queries.oversight.signed_accounts import account_shown
from tests.browser import test_desk_pictures
from tests.browser.test_oversight import log_in, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, PHONE
from tests.browser.test_public_record_pictures import in_the_docs
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_last_year(by: Actor) -> YearlyAccount:
    """The account of last year, signed; one look-up more has come to be known of since."""
    last_year = replace(audit(kind=AuditKind.READ), at=timezone.now() - timedelta(days=365))
    actions.record(audit=last_year)
    year = timezone.localdate().year - 1
    counted = account_shown(HERE, asked=str(year), today=timezone.localdate())
    account = actions.sign_account(HERE, year=year, seen=counted.counted_sha256, by=by, audit=audit())
    actions.record(audit=last_year)
    return account


@pytest.mark.requirement("R-ACCS-01", part="no breach found on any page", shows="works")
def test_papers_are_read_answered_and_signed(log_in, municipalities):  # noqa: F811 - the fixture
    actions.create_demo_users({HERE: "Enghavn Kommune"}, audit=audit())
    manager, officer = (User.objects.get(username=f"demo-{HERE}-{who}") for who in ("manager", "dpo"))
    by, due = actions.actor_of(manager), timezone.localdate() + timedelta(days=200)
    first = actions.begin_paper(HERE, kind=PaperKind.DPIA, by=by, audit=audit())
    for ask in DPIA.asks:
        if ask.is_own:
            words = "Vi har talt med beskæftigelsesudvalget og to foreninger for ledige."
            actions.answer_paper(first, question=ask.code, words=words, by=by, audit=audit())
    seen = content_sha256(paper_shown(first, today=timezone.localdate()).content)
    actions.advise_on_paper(
        first, words="Jeg anbefaler et tilsyn om et halvt år.", seen=seen, by=actions.actor_of(officer), audit=audit()
    )
    actions.sign_paper(first, review_due=due, filed_at="2026-1", version=None, covers_until=due, by=by, audit=audit())
    # From here what was signed no longer tells what runs.
    Municipality.objects.filter(code=HERE).update(display_mode="planner_only")
    second = actions.begin_paper(HERE, kind=PaperKind.DPIA, by=by, audit=audit())
    of = {"number": second.pk}
    account = sign_last_year(by)
    for name, who, address in (
        ("papers", manager, reverse("papers")),
        ("paper", manager, reverse("papers-one", kwargs=of)),
        ("paper-answer", manager, reverse("papers-answer", kwargs={**of, "question": "necessity"})),
        ("paper-sign", manager, reverse("papers-sign", kwargs=of)),
        ("paper-advice", officer, reverse("papers-advice", kwargs=of)),
        ("paper-advice-changed", officer, f"{reverse('papers-advice', kwargs=of)}?seen={seen}"),
        ("account", manager, reverse("papers-account")),
        ("account-signed", manager, f"{reverse('papers-account')}?year={account.year}"),
    ):
        for size, language in ((PHONE, "da"), (DESK, "en"), (DESK, "da")):
            page = log_in(who, address, language=language, size=size)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            for part in page.locator("details.paper-difference").all():
                part.evaluate("one => one.open = true")
            check_usable(page)
            if name == "papers" and language == "en":
                in_the_docs(page, name)
            elif language == "da":
                test_desk_pictures.keep(page, name, size)
