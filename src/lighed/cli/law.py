"""Commands on the legal register: take a file in, say who was informed of training, make estimates again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from lighed.cli.acting import acting
from lighed.cli.errors import CommandRefused
from lighed.cli.estimated_again import tell
from lighed.cli.open_site import open_site
from lighed.cli.options import Municipality, existing, name_of
from lighed.cli.progress import console
from lighed.governance import NotAllowed, Right

By = Annotated[
    str,
    typer.Option("--by", metavar="USER", help="Who enters it; must have the right to.", callback=name_of(80)),
]
_LAWYER = "A lawyer must read the provision before anyone relies on it for a real person."


def import_file(
    file: Annotated[Path, typer.Argument(help="TOML file with tables [[legal_basis]].")],
    municipality: Municipality,
    by: By,
    replace_: Annotated[
        bool, typer.Option("--replace", help="Replace entries of the same name; they permit nothing from then on.")
    ] = False,
) -> None:
    """Enter the legal bases of a file that name the municipality. Another person approves them on the site.

    A file with any fault is refused whole, and every fault is told.
    """
    text = _read(file)
    user, audit = acting(by, municipality, Right.ENTER_LEGAL_BASES, open_site("legal-basis import"))
    from lighed.web import actions

    try:
        entries = actions.import_legal_bases(
            text, file=file.name, by=user, is_replacement=replace_, audit=audit
        )  # fmt: skip
    except NotAllowed as refused:
        raise CommandRefused(refused.text.en) from None
    for entry in entries:
        console.print(f"{entry.code}, revision {entry.revision}: entered, awaits approval", markup=False)
    console.print(_LAWYER)


def informed(
    municipality: Municipality,
    by: By,
    whom: Annotated[str, typer.Option(help="Whose earlier courses; write no names.")],
    channel: Annotated[str, typer.Option(help="How they were told.")],
    text_version: Annotated[str, typer.Option(help="Which version of the text.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="On which day, such as 2026-11-01.")],
    people: Annotated[int | None, typer.Option(min=1, help="How many, if it is known.")] = None,
) -> None:
    """Write down how people were told that their earlier courses train the tool. Without it nothing is trained."""
    user, audit = acting(by, municipality, Right.ENTER_LEGAL_BASES, open_site("legal-basis informed"))
    from lighed.web import actions

    try:
        actions.enter_training_information(
            whom=whom, channel=channel, text_version=text_version, informed_on=on.date(), n_people=people, by=user,
            audit=audit,
        )  # fmt: skip
    except NotAllowed as refused:
        raise CommandRefused(refused.text.en) from None
    console.print("Written down.")


def estimate_again(
    name: Annotated[str, typer.Argument(help="Name of the legal basis in the register.")],
    municipality: Municipality,
    by: By,
) -> None:
    """Make the estimates again that were made under former revisions of a legal basis, by the law now in force."""
    _, audit = acting(by, municipality, Right.ENTER_LEGAL_BASES, open_site("legal-basis estimate-again"))
    from lighed.web import actions, queries

    entries = queries.revisions_of(name, municipality=municipality)
    if not entries:
        raise CommandRefused(f"Municipality {municipality} has no legal basis of that name.")
    for entry in entries:
        if not queries.courses_to_estimate_again(entry).exists():
            continue
        console.print(f"Revision {entry.revision}:", markup=False)
        try:
            tell(actions.estimate_affected(entry, at_most=None, audit=audit))
        except NotAllowed as refused:
            raise CommandRefused(f"Revision {entry.revision}: {refused.text.en}") from None


def _read(file: Path) -> str:
    if existing(file).is_dir():
        raise CommandRefused(f"{file}: this is a folder. Name a TOML file.")
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise CommandRefused(f"{file}, byte {error.start + 1}: not UTF-8. Save the file as UTF-8.") from None
