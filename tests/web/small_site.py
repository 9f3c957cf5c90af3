"""Fills an installation of its own, in a process of its own: python -m tests.web.small_site"""

from __future__ import annotations

from lighed.cli.open_site import open_site

ID, NAME, PASSWORD = "borger-000117", "Åse Nørgaard-Vestby", "correct horse battery"
EVENT, COURSE = "5d0c3f0e-8f0a-4b1e-9d8e-0c5b2f6a7e11", "forloeb-000117"


def fill() -> str:
    """One municipality with a basis in force, a caseworker, an officer, two managers, and a person with an estimate.

    Returns the key of the person's course.
    """
    open_site("fill")
    from lighed.governance import Role
    from lighed.web import actions
    from lighed.web.actions.arrivals import inboxes
    from lighed.web.models import Municipality
    from tests.web.factories import HERE, CaseSystem, audit, enter_legal_basis, received

    actions.name_municipality(HERE, name="Enghavn Kommune", audit=audit())
    Municipality.objects.update(held_out_per_cent=0)
    enter_legal_basis(municipalities=(HERE,))
    staff = {"mette": Role.CASEWORKER, "dorte": Role.DPO, "marie": Role.MANAGER, "mogens": Role.MANAGER}
    for username, role in staff.items():
        actions.create_user(
            username, name=username.title(), municipality=HERE, password=PASSWORD, roles=(role,), audit=audit()
        )
    system = CaseSystem()
    inboxes.workflow.receive_registration = system.receive
    for number, (person, name) in enumerate(((ID, NAME), ("borger-000118", "Bo Holm-Krog"))):
        course = system.register(
            received(
                event_id=EVENT if not number else f"event-00{number}", person_id=person,
                course_id=COURSE if not number else f"forloeb-00{number}", display_name=name, address_name=name,
            )
        ).course  # fmt: skip
        if not number:
            first = str(course.key)
    return first


if __name__ == "__main__":
    print(fill())
