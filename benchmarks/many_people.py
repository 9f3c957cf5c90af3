"""A number -> so many made-up people with courses and estimates in the site's database, and users to look at them."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

FIRST = (
    "Anna", "Birthe", "Carl", "Dina", "Erik", "Fatima", "Gorm", "Hanne", "Ibrahim", "Åse", "Jens", "Kirsten", "Lars",
    "Mohammed", "Niels", "Oksana", "Per", "Rikke", "Søren", "Tove", "Ulla", "Viggo", "Yasmin", "Østen", "Aksel",
    "Bodil", "Christian", "Ditte", "Emil", "Freja", "Gitte", "Henrik",
)  # fmt: skip
LAST = (
    "Jensen", "Nielsen", "Hansen", "Ali", "Sørensen", "Hassan", "Ågaard", "Østergaard", "Yilmaz", "Nørgaard",
    "Thomsen", "Kjær", "Ægidius", "Ahmadi", "Mortensen", "Kovalenko", "Bach", "Aagaard", "Lund", "Ravn", "Bjerre",
    "Holst", "Demir", "Friis", "Toft", "Winther", "Dahl", "Koch", "Vestergaard", "Skov", "Krogh", "Juhl",
)  # fmt: skip
N_TEAMS, N_CASEWORKERS = 12, 240
_TOGETHER = 2000
_LEVELS = ("", "", "less", "some", "more")


def fill(n_people: int, *, seed: int = 4) -> None:
    """Insert the people many at a time: what is measured is how they are read."""
    from django.db.models import OuterRef, Subquery

    from lighed.web.models import ContactCourse, Person, StoredEstimate

    made = _people(n_people, random.Random(seed))
    while some := list(islice(made, _TOGETHER)):
        Person.objects.bulk_create([person for person, _, _ in some])
        ContactCourse.objects.bulk_create([course for _, course, _ in some])
        StoredEstimate.objects.bulk_create([estimate for _, _, estimate in some if estimate])
    of_course = StoredEstimate.objects.filter(course=OuterRef("pk")).values("pk")
    ContactCourse.objects.update(current_estimate=Subquery(of_course))


def _people(n_people: int, chance: random.Random) -> Iterator[tuple[Any, Any, Any]]:
    from django.utils import timezone

    from lighed.governance import Moment
    from lighed.web import stored_result, stored_values
    from lighed.web.models import ContactCourse, CourseState, EstimateState, LegalBasisEntry, Person, StoredEstimate
    from lighed.web.names import search_form, sort_key
    from tests.web.factories import HERE, assessed, shown_values

    today, now = timezone.localdate(), timezone.now()
    basis = LegalBasisEntry.objects.get(municipality=HERE)
    estimates = [assessed(0.1 + number / 50, scored_on=today - timedelta(days=number)) for number in range(40)]
    results = [(one, stored_result.to_json(one)) for one in estimates]
    values = stored_values.to_json(shown_values(today - timedelta(days=30)))
    document = os.urandom(3000)
    for number in range(n_people):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {chance.choice(LAST)}"
        staff = chance.randrange(N_CASEWORKERS)
        is_with_fund, is_ended = number % 3 != 0, number % 8 == 7
        registered_on = today - timedelta(days=chance.randrange(90) if is_with_fund else 91 + chance.randrange(300))
        state = CourseState.ENDED if is_ended else CourseState.WITH_FUND if is_with_fund else CourseState.HANDED_OVER
        person = Person(
            municipality_id=HERE, person_id=f"p-{number}", display_name=name, search_name=search_form(name),
            sort_name=sort_key(name), birth_year=chance.randrange(1960, 2006),
            needs_interpreter=chance.random() < 0.1, has_protected_address=chance.random() < 0.01,
        )  # fmt: skip
        course = ContactCourse(
            person=person, municipality_id=HERE, course_id=f"c-{number}", state=state,
            reached=Moment.REGISTRATION.value if is_with_fund else Moment.HAND_OVER.value,
            registered_on=registered_on, handed_over_on=None if is_with_fund else registered_on + timedelta(days=91),
            caseworker_id=f"s-{staff}", caseworker_name=f"{FIRST[staff % 32]} {LAST[staff // 8]}",
            team=f"Team {staff % N_TEAMS + 1}", estimate_state=EstimateState.NOT_PROFILED, values=values,
            document=document, n_missing=chance.randrange(12), level=chance.choice(_LEVELS),
            deadline_on=None if is_ended or number % 5 == 4 else today + timedelta(days=chance.randrange(-20, 90)),
            deadline_kind="first_meeting", n_planned=chance.randrange(4),
            hand_over_expected_on=registered_on + timedelta(days=91) if state == "with_fund" else None,
        )  # fmt: skip
        estimate = None
        if chance.random() < 0.9:
            found, result = chance.choice(results)
            course.estimate_state = EstimateState.READY
            estimate = StoredEstimate(
                municipality_id=HERE, course=course, legal_basis=basis, moment=course.reached, version="1", made_at=now,
                band=found.band.value, certainty=found.certainty.value, of_100=found.of_100, weeks_from=8.0,
                weeks_to=40.0, applies_until=registered_on + timedelta(weeks=26), result=result,
            )  # fmt: skip
        yield person, course, estimate


def sessions(n_users: int) -> list[str]:
    """Make so many caseworkers, and log each in; returns the values of their session cookies."""
    from django.test import Client

    from lighed.web import actions
    from tests.web.factories import HERE, audit

    made = []
    for number in range(n_users):
        user = actions.create_user(
            f"user-{number}", name=f"User {number}", municipality=HERE, password=None, caseworker_id=f"s-{number}",
            team=f"Team {number % N_TEAMS + 1}", audit=audit(),
        )  # fmt: skip
        client = Client()
        client.force_login(user)
        made.append(client.cookies["lighed_session"].value)
    return made
