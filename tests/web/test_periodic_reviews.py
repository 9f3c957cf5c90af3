"""What is looked at again at intervals falls due, is told to who does it, and is followed up; guidance is at hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from lighed.governance import Role, Step
from lighed.governance.guidance import GUIDANCE
from lighed.governance.periodic_reviews import REVIEWS, Conclusion, ReviewKind, ReviewRefused, check_review
from lighed.transparency.readability import lix
from lighed.web import actions
from lighed.web.actions.oversight.periodic_reviews import finish_follow_up, record_review
from lighed.web.frame.menu import ZONES
from lighed.web.models import AuditRecord, FollowUp, LegalBasisEntry, PeriodicReview, User, VersionUse
from lighed.web.queries.oversight.periodic_reviews import overdue_reviews, review_rows, reviews_that_wait
from tests.web.factories import HERE, NOW, audit
from tests.web.made_up_versions import approved
from tests.web.site import PASSWORD
from tests.web.version_site import *  # noqa: F403 - the fixtures of versions

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DANISH = {"Accept-Language": "da"}
FULL = {
    "note": "Så på tallene", "conclusion": Conclusion.STANDS, "next_due": TODAY + timedelta(days=100),
    "follow_up": "", "follow_up_due": None,
}  # fmt: skip


@pytest.fixture
def expert(staff) -> User:
    return actions.create_user(
        "dataekspert", name="Dan Data", municipality=HERE, password=PASSWORD, roles=(Role.DATA_EXPERT,), audit=audit()
    )


@pytest.fixture
def released(use, staff):
    use = approved(use, staff)
    return actions.take_step(
        use, Step.RELEASE, by=actions.actor_of(staff["data"]), reason="Both signatures are there", audit=audit()
    )


def due(kind: ReviewKind, *, today: date = TODAY) -> date | None:
    return next(row.due for row in review_rows(HERE, today=today) if row.kind is kind)


def test_nothing_is_due_before_there_is_something_to_review(municipalities):
    LegalBasisEntry.objects.filter(municipality=HERE).update(review_due=TODAY + timedelta(days=50))
    assert [due(kind) for kind in ReviewKind] == [None, None, TODAY + timedelta(days=50), None]


def test_the_first_is_due_so_long_after_the_version_was_taken_into_use(released):
    assert due(ReviewKind.ETHICS) == due(ReviewKind.ELEMENTS) == date(2027, 11, 22)
    assert due(ReviewKind.RECALIBRATION) == date(2027, 5, 22)


def test_a_review_says_when_the_next_is_and_another_version_asks_for_another(released, expert):
    record_review(ReviewKind.RECALIBRATION, by=expert, **FULL, audit=audit())
    assert due(ReviewKind.RECALIBRATION) == FULL["next_due"]
    VersionUse.objects.filter(pk=released.pk).update(in_operation_from=NOW + timedelta(days=30))
    later = TODAY + timedelta(days=30)
    assert due(ReviewKind.RECALIBRATION, today=later) == date(2027, 6, 22)


def test_a_basis_approved_after_the_review_has_its_own_day(released, staff):
    LegalBasisEntry.objects.filter(municipality=HERE).update(review_due=TODAY - timedelta(days=1))
    assert due(ReviewKind.LEGAL_BASIS) == TODAY - timedelta(days=1)
    record_review(ReviewKind.LEGAL_BASIS, by=staff["leder"], **FULL, audit=audit())
    assert due(ReviewKind.LEGAL_BASIS) == FULL["next_due"]
    one = LegalBasisEntry.objects.filter(municipality=HERE, state="approved").first()
    LegalBasisEntry.objects.filter(pk=one.pk).update(approved_at=NOW + timedelta(days=2))
    assert due(ReviewKind.LEGAL_BASIS) == TODAY - timedelta(days=1)


@pytest.mark.requirement("C9", part="reviews fall due", shows="works")
def test_who_does_the_review_is_told_of_it_on_every_page_until_it_is_done(client, released, expert, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(days=182))
    client.force_login(expert)
    page = client.get(reverse("versions"), headers=DANISH).content.decode()
    assert "Tid til eftersyn." in page
    assert reverse("reviews") in page
    assert overdue_reviews(HERE, today=TODAY + timedelta(days=182))["periodic reviews past their day"] == 1
    sent = {"note": "Passer stadig", "conclusion": "stands", "next_due": TODAY + timedelta(days=300)}
    assert client.post(reverse("reviews-one", args=["recalibration"]), sent).status_code == 302
    assert "Tid til eftersyn." not in client.get(reverse("versions"), headers=DANISH).content.decode()
    assert AuditRecord.objects.filter(actor="dataekspert", criterion="periodic review: recalibration").exists()


def test_others_are_not_told_of_what_is_not_theirs(released, staff, expert):
    later = TODAY + timedelta(days=190)
    LegalBasisEntry.objects.filter(municipality=HERE).update(review_due=later + timedelta(days=300))
    assert [row.kind for row in reviews_that_wait(expert, today=later)] == [ReviewKind.RECALIBRATION]
    assert reviews_that_wait(staff["leder"], today=later) == []
    assert reviews_that_wait(staff["faglig"], today=later) == []


@pytest.mark.requirement("C9", part="reviews fall due", shows="refuses")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"roles": {Role.DATA_EXPERT}}, "Your role"),
        ({"note": " "}, "what you saw"),
        ({"next_due": TODAY}, "at most 12 months"),
        ({"next_due": TODAY + timedelta(days=366)}, "at most 12 months"),
        ({"conclusion": Conclusion.CHANGE}, "by when"),
        ({"conclusion": Conclusion.CHANGE, "follow_up": "Ask", "follow_up_due": TODAY - timedelta(1)}, "by when"),
    ],
)
def test_a_review_that_says_too_little_is_refused(changes, said):
    given = {"roles": {Role.MANAGER}, "today": TODAY, **FULL}
    check_review(ReviewKind.ETHICS, **given)
    with pytest.raises(ReviewRefused, match=said):
        check_review(ReviewKind.ETHICS, **given | changes)


def test_what_a_review_asks_for_waits_until_it_is_done_and_said_what_came(client, released, staff):
    client.force_login(staff["leder"])
    there = reverse("reviews-one", args=["ethics"])
    sent = {"note": "Klager", "conclusion": "change", "follow_up": "Spørg borgere", "follow_up_due": TODAY,
            "next_due": TODAY + timedelta(days=300)}  # fmt: skip
    assert client.post(there, sent | {"follow_up": ""}).status_code == 422
    assert not PeriodicReview.objects.exists()
    assert client.post(there, sent).status_code == 302
    one = FollowUp.objects.get()
    later = TODAY + timedelta(days=2)
    waiting = reviews_that_wait(staff["leder"], today=later)
    assert [(row.kind, row.n_late_follow_ups) for row in waiting if row.kind is ReviewKind.ETHICS] == [
        (ReviewKind.ETHICS, 1)
    ]
    assert overdue_reviews(HERE, today=later)["follow-ups past their day"] == 1
    done = reverse("reviews-follow-up", args=[one.pk])
    assert client.post(done, {"outcome": ""}).status_code == 422
    assert client.post(done, {"outcome": "Ti borgere spurgt"}).status_code == 302
    page = client.get(there, headers=DANISH).content.decode()
    assert "Ti borgere spurgt" in page
    assert "Af Karen Lund." in page
    assert overdue_reviews(HERE, today=later)["follow-ups past their day"] == 0
    with pytest.raises(ReviewRefused, match="already"):
        finish_follow_up(FollowUp.objects.get(), by=staff["leder"], outcome="Igen", audit=audit())


def test_who_does_not_do_the_review_reads_it_and_writes_nothing(client, released, staff):
    client.force_login(staff["tilsyn"])
    there = reverse("reviews-one", args=["ethics"])
    page = client.get(there, headers=DANISH).content.decode()
    assert "Er det stadig rimeligt" in page
    assert "Gem eftersynet" not in page
    assert client.post(there, {"note": "x"}).status_code == 404
    assert client.get(reverse("reviews-one", args=["nothing"])).status_code == 404


# --- Guidance --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("C9", part="guidance where users work", shows="works")
@pytest.mark.parametrize("role", GUIDANCE, ids=str)
def test_every_role_has_its_guidance_one_step_from_where_it_works(client, municipalities, role):
    until = TODAY + timedelta(days=9) if role is Role.REGULATOR else None
    user = actions.create_user(
        "en", name="En", municipality=HERE, password=PASSWORD, roles=(role,), until=until, caseworker_id="s-1",
        audit=audit(),
    )  # fmt: skip
    client.force_login(user)
    first = client.get("/", headers=DANISH, follow=True).content.decode()
    if 'class="zone-content"' in first:
        assert reverse("guidance") in first
    page = client.get(reverse("guidance"), headers=DANISH).content.decode()
    for text in (*GUIDANCE[role].yours, *GUIDANCE[role].watch, GUIDANCE[role].not_yours):
        assert text.da in page


def test_guidance_is_plain_and_leads_to_pages_that_are_there(municipalities):
    pages = {entry.address for zone in ZONES for entry in zone.entries}
    for role in set(Role) - {Role.CITIZEN, Role.REPRESENTATIVE}:
        said = GUIDANCE[role]
        assert set(said.pages) <= pages
        texts = [*said.yours, *said.watch, said.not_yours]
        for language in ("da", "en"):
            assert lix(" ".join(text.in_(language) for text in texts)) <= 45, (role, language)
    for rule in REVIEWS.values():
        assert lix(" ".join(text.da for text in rule.asks)) <= 45
        assert rule.page in pages


@pytest.mark.requirement("C9", part="guidance where users work", shows="refuses")
def test_a_citizen_is_not_led_to_the_guidance_of_staff(client, municipalities, case_system):
    from tests.web.factories import received

    person = case_system.register(received()).course.person
    client.force_login(actions.create_citizen(person, username="b", name="B", password=None, audit=audit()))
    assert client.get(reverse("guidance")).status_code == 404
