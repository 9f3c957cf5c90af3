"""What our software fails at holds up nothing for ever, and an estimate that was corrected is gone for good."""

from __future__ import annotations

import json

import pytest
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from lighed.web import actions, work
from lighed.web.actions.arrivals import inboxes
from lighed.web.models import AuditRecord, EstimateState, Inbox, ReceivedEvent, StoredEstimate
from tests.web.arrivals_site import corrected, document
from tests.web.factories import NOW, audit
from tests.web.test_arrivals import (
    arrive,
    do_all,
    only_course,
    operating,
    states,
    version_of_both_moments,
    within_the_transaction_of_the_test,
)

__all__ = ["operating", "version_of_both_moments", "within_the_transaction_of_the_test"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def failing_at_the_registration(operating, monkeypatch):
    """Our software fails at every registration, as it would at a document that nobody thought of."""
    take_in = inboxes.take_in

    def fail(received, **named):
        if received.kind.value == "registration":
            raise RuntimeError("Made-up p-1 stands in this message")
        return take_in(received, **named)

    monkeypatch.setattr(inboxes, "take_in", fail)


def try_again(times):
    for _ in range(times):
        Inbox.objects.update(due_at=NOW)
        actions.enqueue_waiting(audit=audit())
        do_all()


def test_an_event_that_our_software_fails_at_holds_up_the_later_ones_no_longer_than_so(failing_at_the_registration):
    arrive(document(), document("hand_over"))
    do_all()
    # Each of the two told the queue that there is something to do, so that there have been two attempts.
    try_again(inboxes.MOST_ATTEMPTS - 3)
    assert set(states().values()) == {"waiting"}
    try_again(1)
    assert states() == {"registration": "refused", "hand_over": "done"}
    refused = ReceivedEvent.objects.get(event="registration")
    assert (refused.document, refused.n_failures) == (None, inboxes.MOST_ATTEMPTS)
    assert refused.faults[0]["rule"] == "our_fault"
    assert "Made-up" not in json.dumps(refused.faults)
    assert only_course().current_estimate.moment == "hand_over"
    with pytest.raises(actions.EventFailedHere):
        actions.register_person(document(), audit=audit())


def test_an_event_that_nothing_waits_behind_is_tried_until_our_software_has_been_put_right(
    failing_at_the_registration, monkeypatch
):
    arrive(document())
    do_all()
    try_again(inboxes.MOST_ATTEMPTS + 2)
    assert states() == {"registration": "waiting"}
    monkeypatch.undo()
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    try_again(1)
    assert states() == {"registration": "done"}


def test_who_waits_for_the_answer_is_not_held_up_for_ever_either(failing_at_the_registration):
    arrive(document())
    for _ in range(inboxes.MOST_ATTEMPTS - 1):
        with pytest.raises(RuntimeError):
            actions.register_person(document("hand_over"), audit=audit())
    assert actions.register_person(document("hand_over"), audit=audit()).is_new
    assert states() == {"registration": "refused", "hand_over": "done"}


@pytest.mark.requirement("R-DAT-08", part="estimated again within the limit", shows="refuses")
def test_an_estimate_does_not_stay_out_of_date_because_whoever_was_to_make_it_is_gone(operating):
    arrive(document())
    do_all()
    before = only_course().current_estimate.result
    arrive(corrected())
    inboxes._step(Inbox.objects.get().pk, at_once=False, audit=audit())
    assert only_course().estimate_state == EstimateState.OUT_OF_DATE
    DBTaskResult.objects.all().delete()
    Inbox.objects.update(due_at=None)
    work._sweep()
    do_all()
    assert (only_course().estimate_state, only_course().corrected_on) == (EstimateState.READY, None)
    assert only_course().current_estimate.result != before


@pytest.mark.requirement("R-DAT-08", part="the old one kept and used for nothing", shows="refuses")
def test_the_estimate_that_was_corrected_cannot_be_brought_back(operating):
    arrive(document())
    do_all()
    old = only_course().current_estimate
    arrive(corrected())
    do_all()
    assert AuditRecord.objects.filter(kind="estimate").exclude(subject="").count() == 3
    assert [one.result for one in StoredEstimate.objects.all()] == [only_course().current_estimate.result]
    # Sent again, the registration that it was made from is a repeat, and its facts are not used once more.
    arrive(document())
    do_all()
    assert only_course().current_estimate.result != old.result
