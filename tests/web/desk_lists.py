"""What tests of the desk's lists share: people to be listed, and what a page says of them."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.utils import timezone

from lighed.governance import DisplayMode, Moment
from lighed.web.models import ContactCourse, Municipality
from tests.web.factories import HERE, CaseSystem, assessed, cannot_be_assessed, received

NAMES = ("Anna", "Bo", "Carl", "Dina")


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def names(response: HttpResponse) -> list[str]:
    """Those listed, in their order."""
    return [link.get_text() for link in soup(response).select("tbody .c-name a")]


def tags(response: HttpResponse) -> list[str]:
    return [tag.get_text(" ", strip=True) for tag in soup(response).select(".tags .tag")]


def four_people(case_system: CaseSystem) -> dict[str, ContactCourse]:
    """Low, high, not assessed and not profiled; nobody has a deadline, a plan or an assessment yet."""
    today = timezone.localdate()
    estimates = (assessed(0.2), assessed(0.7), cannot_be_assessed(), None)
    for number, (name, estimate) in enumerate(zip(NAMES, estimates, strict=True)):
        is_handed_over = name == "Dina"
        case_system.register(
            received(
                event_id=f"e-{number}",
                course_id=f"c-{number}",
                person_id=f"p-{number}",
                display_name=name,
                estimate=estimate,
                event=Moment.HAND_OVER if is_handed_over else Moment.REGISTRATION,
                registered_on=today - timedelta(days=10 * (number + 1)),
                handed_over_on=today - timedelta(days=2) if is_handed_over else None,
                caseworker_id="s-1" if name == "Anna" else "s-2",
                caseworker_name="Mette Holm" if name == "Anna" else "Jonas Bruun",
                team="Team Nord" if name in ("Anna", "Bo") else "Team Syd",
                needs_interpreter={"Anna": True, "Bo": None}.get(name, False),
            )
        )
    ContactCourse.objects.update(deadline_on=None, deadline_kind="", n_missing=0)
    return {name: ContactCourse.objects.get(course_id=f"c-{number}") for number, name in enumerate(NAMES)}


def show_estimates(mode: DisplayMode) -> None:
    Municipality.objects.filter(code=HERE).update(display_mode=mode.value)


def change(course: ContactCourse, **columns: object) -> None:
    ContactCourse.objects.filter(pk=course.pk).update(**columns)
