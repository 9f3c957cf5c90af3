"""Made-up municipalities -> letters that some of their people got, so that there is something to read."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from django.conf import settings

from lighed.governance import AuditEvent, Role
from lighed.transparency.letters import LetterKind
from lighed.web.actions.letters.checks import LetterRefused
from lighed.web.actions.letters.sent import deliver_waiting, send_explanation, send_letter
from lighed.web.actions.users.users import DemoIsOff
from lighed.web.models import ContactCourse, EstimateState, Letter, User

_N_INFORMED, _N_EXPLAINED = 6, 3


def lay_out_letters(municipalities: Iterable[str], *, audit: AuditEvent) -> None:
    """Tell some people of the tool, the one who can log in among them, and explain their estimate to a few of these.

    Run again, it writes to nobody twice.

    Raises
    ------
    DemoIsOff
        Outside demonstration mode.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    for code in sorted(municipalities):
        if Letter.objects.filter(municipality=code).exists():
            continue
        mine = replace(audit, municipality=code)
        for number, course in enumerate(_courses(code)):
            send_letter(course.person, kind=LetterKind.FIRST_INFORMATION, values={}, audit=mine)
            planner = User.objects.filter(municipality=code, is_demo=True, role_assignments__role=Role.PLANNER).first()
            if planner is not None and number < _N_EXPLAINED:
                _explain(course, planner, audit=mine)
        deliver_waiting(code, audit=mine)


def _courses(code: str) -> list[ContactCourse]:
    ready = ContactCourse.objects.filter(
        municipality=code, estimate_state=EstimateState.READY, person__has_protected_address=False
    )
    found = ready.select_related("person", "municipality", "current_estimate")
    of_citizens = list(found.filter(person__in=User.objects.filter(municipality=code).values("person")))
    others = found.exclude(pk__in=[one.pk for one in of_citizens]).order_by("-registered_on", "key")
    return [*of_citizens, *others[: _N_INFORMED - 1]]


def _explain(course: ContactCourse, by: User, *, audit: AuditEvent) -> None:
    with suppress(LetterRefused):
        # Of some there is no estimate that a planner sees.
        send_explanation(course.person, course=course.key, by=by, audit=audit)
