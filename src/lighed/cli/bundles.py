"""Command of those who answer for the tool: a regulator's bundle, made and written to a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from lighed.cli.acting import acting
from lighed.cli.errors import CommandRefused
from lighed.cli.open_site import open_site
from lighed.cli.options import Municipality, name_of
from lighed.cli.progress import console
from lighed.governance import AuditKind, Right


def bundle(
    municipality: Municipality,
    by: Annotated[
        str, typer.Option("--by", metavar="USER", help="On whose word; must have the right.", callback=name_of(80))
    ],
    reason: Annotated[str, typer.Option(help="What it is for. It is kept; name no one.", callback=name_of(500))],
    begins_on: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of the log.")],
    ends_on: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of the log.")],
    out: Annotated[Path, typer.Option(help="The file to write. It must not be there yet.")],
) -> None:
    """Make a regulator's bundle, as the page does, and write it to a file as well."""
    if out.exists() or not out.parent.is_dir():
        raise CommandRefused(f"--out {out}: name a file that is not there yet, in a folder that is.")
    _, audit = acting(by, municipality, Right.MAKE_BUNDLES, open_site("bundle"), reason=reason)
    from django.conf import settings

    from lighed.web.actions.oversight.bundles import BundleRefused, make_bundle
    from lighed.web.queries.oversight.bundles import content_of

    days: tuple[date, date] = (begins_on.date(), ends_on.date())
    try:
        made = make_bundle(
            municipality,
            begins_on=days[0],
            ends_on=days[1],
            reason=reason,
            is_demo=settings.LIGHED_DEMO,
            audit=replace(audit, kind=AuditKind.EXPORT),
        )
    except BundleRefused as refused:
        raise CommandRefused(refused.text.en) from None
    out.write_bytes(content_of(made) or b"")
    for one in made.missing:
        console.print(f"Not complete: {one['en']}", markup=False)
    console.print(f"{made.reference}: {made.n_files} files, written to {out}", markup=False)
    console.print(f"SHA-256 {made.sha256}")
