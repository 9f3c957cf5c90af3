"""Commands on the site: which version it uses, who may log in or send registrations, and serving it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from lighed.cli.errors import CommandRefused
from lighed.cli.open_site import open_site
from lighed.cli.options import VersionFile, version_file
from lighed.cli.progress import console

Municipality = Annotated[str, typer.Option("--municipality", "-m", help="Three-digit code.")]


def use(version: VersionFile = None) -> None:
    """Use a version for the estimates of the site from now on. One marked demo is for demonstrations only."""
    path = version_file(version)
    audit = open_site("use")
    from lighed.web import actions

    try:
        in_operation = actions.put_version_into_operation(path, audit=audit)
    except actions.DemoVersionRefused as refusal:
        raise CommandRefused(refusal.message.en) from refusal
    console.print(f"In operation: {in_operation.version}", markup=False)


def token(
    name: Annotated[str, typer.Argument(help="Which case system sends with it.")], municipality: Municipality
) -> None:
    """Make a token with which a case system sends registrations. It is shown once; only its hash is kept."""
    audit = open_site("token")
    from lighed.web import actions

    print(actions.create_api_token(name, municipality=municipality, audit=audit))


def user(
    username: Annotated[str, typer.Argument()],
    name: Annotated[str, typer.Option(help="As colleagues see it.")],
    municipality: Municipality,
    caseworker: Annotated[
        str, typer.Option(help="The case system's id of the caseworker, to find one's own people.")
    ] = "",
    team: Annotated[str, typer.Option()] = "",
) -> None:
    """Let a caseworker log in. The password is read from standard input, never from the command line."""
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    audit = open_site("user")
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from lighed.web import actions

    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandRefused(" ".join(error.messages)) from error
    actions.create_user(
        username, name=name, municipality=municipality, password=password, caseworker_id=caseworker, team=team,
        audit=audit,
    )  # fmt: skip
    console.print(f"{username} can log in.", markup=False)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Serve the worklist."""
    from lighed.web.server import serve as serve_site

    console.print(f"http://{host}:{port}")
    serve_site(host, port, workers=workers)
