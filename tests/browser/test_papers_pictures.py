"""The papers that the law asks for and the yearly account, at a desk and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from lighed.transparency.papers import DPIA, PaperKind
from lighed.web import actions
from lighed.web.models import Municipality, User
from tests.browser import test_desk_pictures
from tests.browser.test_oversight import log_in, problems, tab  # noqa: F401 - a tab that counts what is complained of
from tests.browser.test_pages import DESK, PHONE
from tests.browser.test_public_record_pictures import in_the_docs
from tests.browser.usable import check_usable
from tests.web.factories import HERE, audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    actions.advise_on_paper(
        first, words="Jeg anbefaler et tilsyn om et halvt år.", by=actions.actor_of(officer), audit=audit()
    )
    actions.sign_paper(first, review_due=due, filed_at="2026-1", version=None, covers_until=due, by=by, audit=audit())
    # From here what was signed no longer tells what runs.
    Municipality.objects.filter(code=HERE).update(display_mode="planner_only")
    second = actions.begin_paper(HERE, kind=PaperKind.DPIA, by=by, audit=audit())
    of = {"number": second.pk}
    for name, address, what in (
        ("papers", "papers", {}),
        ("paper", "papers-one", of),
        ("paper-answer", "papers-answer", {**of, "question": "necessity"}),
        ("paper-sign", "papers-sign", of),
        ("account", "papers-account", {}),
    ):
        for size, language in ((PHONE, "da"), (DESK, "en"), (DESK, "da")):
            page = log_in(manager, reverse(address, kwargs=what), language=language, size=size)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            for part in page.locator("details.paper-difference").all():
                part.evaluate("one => one.open = true")
            check_usable(page)
            if name == "papers" and language == "en":
                in_the_docs(page, name)
            elif language == "da":
                test_desk_pictures.keep(page, name, size)
