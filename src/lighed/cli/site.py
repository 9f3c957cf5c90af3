"""Commands on the site: who may log in or send registrations, and serving it."""

from __future__ import annotations

import ipaddress
import socket
import sys
from datetime import datetime
from typing import Annotated

import typer

from lighed.cli.errors import CommandRefused
from lighed.cli.open_site import open_site
from lighed.cli.options import Municipality, at_most, name_of
from lighed.cli.progress import console
from lighed.governance import SENDING, STAFF, Role, RoleRefused, ScopeRefused


def token(
    name: Annotated[str, typer.Argument(help="Which case system sends with it.", callback=name_of(80))],
    municipality: Municipality,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="Stop every token of that name in the municipality, at once.")
    ] = False,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="What it may be used for: registrations, rights or estimate:read; may be given several times. "
            "Default: the first two."
        ),
    ] = None,
) -> None:
    """Make a token with which a case system sends registrations. It is shown once; only its hash is kept."""
    audit = open_site("token")
    from lighed.web import actions

    if not revoke:
        try:
            print(actions.create_api_token(name, municipality=municipality, scopes=scope or SENDING, audit=audit))
        except ScopeRefused as refused:
            raise CommandRefused(refused.text.en) from refused
        return
    n_revoked = actions.revoke_api_token(name, municipality=municipality, audit=audit)
    if not n_revoked:
        raise CommandRefused(
            f"No token of that name is in use in municipality {municipality}. Give the name that it was made with."
        )
    console.print(f"Revoked: {n_revoked}. Whoever sends with it is refused from now on.")


def user(
    username: Annotated[str, typer.Argument(help="To log in with; one for all municipalities.", callback=name_of(80))],
    name: Annotated[str, typer.Option(help="As colleagues see it.", callback=name_of(120))],
    municipality: Municipality,
    caseworker: Annotated[
        str,
        typer.Option(help="The case system's id of the caseworker, to find one's own people.", callback=at_most(80)),
    ] = "",
    team: Annotated[str, typer.Option(help="As in the case system.", callback=at_most(80))] = "",
    through_provider: Annotated[
        bool, typer.Option("--through-provider", help="No password: by the municipality's identity provider only.")
    ] = False,
    role: Annotated[
        list[str] | None,
        typer.Option(help="What they do: caseworker (the default), administrator, manager … May be given twice."),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The roles' last day. The regulator must have one, within a year."),
    ] = None,
) -> None:
    """Let someone log in. The password is read from standard input, never from the command line.

    The first user is an administrator, who makes the others on the site.
    """
    roles = _roles(role or [Role.CASEWORKER.value])
    password: str | None = None
    if through_provider:
        pass
    elif sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    audit = open_site("user")
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    from lighed.web import actions
    from lighed.web.models import User

    try:
        if password is not None:
            validate_password(password, User(username=username, name=name))
        actions.create_user(
            username, name=name, municipality=municipality, password=password, caseworker_id=caseworker, team=team,
            roles=roles, until=until.date() if until else None, audit=audit,
        )  # fmt: skip
    except RoleRefused as refused:
        raise CommandRefused(refused.text.en) from refused
    except ValidationError as error:
        raise CommandRefused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise CommandRefused("That user name is taken, here or in another municipality. Choose another one.") from error
    console.print(f"{username} can log in.", markup=False)


def _roles(names: list[str]) -> tuple[Role, ...]:
    unknown = set(names) - set(STAFF)
    if unknown:
        allowed = ", ".join(sorted(STAFF))
        raise typer.BadParameter(f"a role that staff can have: {allowed}.", param_hint="'--role'")
    return tuple(Role(name) for name in dict.fromkeys(names))


def new_phone(
    username: Annotated[str, typer.Argument(help="Who has lost the phone and the spare codes.", callback=name_of(80))],
) -> None:
    """Let a user set up a new phone: the old one and the spare codes stop, the next log-in begins with the set-up.

    See first that it is really them who ask.
    """
    audit = open_site("new-phone")
    from lighed.web import actions

    if not actions.forget_second_factor(username, audit=audit):
        raise CommandRefused("There is no user of that name. Give the name that they log in with.")
    console.print(f"{username} sets up a new phone at the next log-in.", markup=False)


def serve(
    host: Annotated[str, typer.Option(help="IP address to listen on; 0.0.0.0 is every one.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer requests.")] = 1,
    work: Annotated[int, typer.Option(min=1, help="Processes beside them that do what arrives by itself.")] = 1,
    no_work: Annotated[bool, typer.Option("--no-work", help="None of those: lighed work runs elsewhere.")] = False,
) -> None:
    """Serve the worklist until it is stopped with Ctrl-C, and do what arrives by itself meanwhile."""
    check_address(host, port)
    from lighed.web.server import serve as serve_site

    console.print(f"http://{host}:{port}")
    serve_site(host, port, processes=workers, workers=0 if no_work else work)


def check_address(host: str, port: int) -> None:
    """Refuse an address that the site could not listen on: the server itself would say so in a traceback."""
    try:
        family = socket.AF_INET if ipaddress.ip_address(host).version == 4 else socket.AF_INET6
    except ValueError:
        raise typer.BadParameter("an IP address, such as 127.0.0.1.", param_hint="'--host'") from None
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise CommandRefused(
                f"{host}, port {port}: the site cannot listen there ({error.strerror}). Choose another --port."
            ) from error
