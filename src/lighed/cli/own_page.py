"""Commands that open a person's own page: to the person, and to somebody who acts for them for a time.

Who it is, their names and the password are asked for or read from standard input, line by line, so that they stand in
no shell history and in no list of processes.
"""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from lighed.cli.errors import CommandRefused
from lighed.cli.open_site import open_site
from lighed.cli.options import Municipality
from lighed.cli.progress import console
from lighed.governance import ActsOn

if TYPE_CHECKING:
    from lighed.web.models import Person

ThroughProvider = Annotated[
    bool,
    typer.Option("--through-provider", help="No password: by an identity provider that knows them by the user name."),
]
_MOST_SIGNS = 80


def citizen(municipality: Municipality, through_provider: ThroughProvider = False) -> None:
    """Let a person log in to their own page.

    Standard input: the person's id in the case system, a user name, and a password unless by a provider; one a line.
    """
    person_id, username = _line("The person's id in the case system"), _line("User name")
    password = None if through_provider else _password()
    audit = open_site("citizen")
    from django.db import IntegrityError

    from lighed.web import actions

    person = _person(municipality, person_id)
    _check_password(password, username)
    name = person.display_name or username
    try:
        actions.create_citizen(person, username=username, name=name, password=password, audit=audit)
    except IntegrityError:
        raise CommandRefused(_TAKEN) from None
    console.print("The person can log in to their own page.")


def representative(
    municipality: Municipality,
    until: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day of the authority, such as 2027-01-31.")
    ],
    acts_on: Annotated[list[ActsOn], typer.Option("--acts-on", help="What the authority covers; may be given twice.")],
    through_provider: ThroughProvider = False,
) -> None:
    """Let somebody act for a person on the person's own page, until a day and on what is named.

    See the written authority first. Standard input: the person's id in the case system, the representative's user
    name and name, and a password unless by a provider; one a line.
    """
    person_id, username = _line("The person's id in the case system"), _line("User name")
    name = _line("The representative's name")
    password = None if through_provider else _password()
    audit = open_site("representative")
    from django.db import IntegrityError

    from lighed.web import actions

    person = _person(municipality, person_id)
    _check_password(password, username)
    try:
        actions.create_representative(
            person, username=username, name=name, password=password, until=until.date(), acts_on=acts_on, audit=audit
        )
    except actions.RepresentationRefused as refused:
        raise CommandRefused(refused.text.en) from None
    except IntegrityError:
        raise CommandRefused(_TAKEN) from None
    console.print("The representative can log in to the person's page.")


_TAKEN = "That user name is taken, here or in another municipality. Choose another one."


def _line(what: str) -> str:
    """One line of standard input, or what is typed when asked."""
    said = typer.prompt(what, hide_input=True) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not said.strip() or not said.isprintable() or len(said) > _MOST_SIGNS:
        raise CommandRefused(f"{what}: 1 to {_MOST_SIGNS} signs, on a line of its own. Nothing was done.")
    return str(said)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def _check_password(password: str | None, username: str) -> None:
    if password is None:
        return
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from lighed.web.models import User

    try:
        validate_password(password, User(username=username))
    except ValidationError as error:
        raise CommandRefused(" ".join(error.messages)) from None


def _person(municipality: str, person_id: str) -> Person:
    from lighed.web import queries

    found = queries.person_of_case_system(municipality, person_id)
    if found is None:
        raise CommandRefused(
            f"Municipality {municipality} has nobody of that id. Give the id as in the case system, of somebody who "
            "has been registered."
        )
    return found
