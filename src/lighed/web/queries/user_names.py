"""A municipality -> the names of its staff by user name, so that a page names people once and as people."""

from __future__ import annotations

from lighed.web.models import User


def staff_names(municipality: str) -> dict[str, str]:
    """User name -> name, also of those who have left. Whoever is not in it acted by command, or is a program."""
    staff = User.objects.filter(municipality=municipality, person=None).exclude(name="")
    return dict(staff.values_list("username", "name"))
