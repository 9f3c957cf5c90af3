"""Options that several commands share, and the checks of what they name."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from lighed.cli.errors import CommandRefused

if TYPE_CHECKING:
    from lighed.workflow import DataHome


def municipality_code(code: str) -> str:
    """The code, if it is one of three digits."""
    if not re.fullmatch("[0-9]{3}", code):
        raise typer.BadParameter("a municipality code is three digits, such as 101.")
    return code


def at_most(n_signs: int) -> Callable[[str | None], str | None]:
    """A check that a name is short enough for the database and has no line breaks or other control signs."""

    def check(name: str | None) -> str | None:
        if name is not None and (len(name) > n_signs or not name.isprintable()):
            raise typer.BadParameter(f"at most {n_signs} signs, on one line.")
        return name

    return check


def name_of(n_signs: int) -> Callable[[str], str]:
    """The same for a name that must be there."""

    def check(name: str) -> str:
        at_most(n_signs)(name)
        if not name.strip():
            raise typer.BadParameter(f"1 to {n_signs} signs, on one line.")
        return name

    return check


Municipality = Annotated[
    str,
    typer.Option("--municipality", "-m", parser=municipality_code, metavar="CODE", help="Three-digit code."),
]
Municipalities = Annotated[
    list[str] | None,
    typer.Option(
        "--municipality",
        "-m",
        parser=municipality_code,
        metavar="CODE",
        help="Three-digit code; repeat it. Default: all imported.",
    ),
]
VersionFile = Annotated[
    Path | None, typer.Option("--version", help="A version file. Default: the newest in LIGHED_DATA/versions.")
]


def data_home() -> DataHome:
    """The installation's folder, `LIGHED_DATA`."""
    from lighed.workflow import DataHome

    return DataHome(Path(os.environ.get("LIGHED_DATA", "./var")).expanduser().resolve())


def now() -> datetime:
    """The time in Denmark, whose day decides which legal basis is in force."""
    return datetime.now(ZoneInfo("Europe/Copenhagen"))


def existing(path: Path) -> Path:
    """The path, if there is something there."""
    if not path.exists():
        raise CommandRefused(f"{path}: there is no such file or folder.")
    return path


def writable_folder(folder: Path) -> Path:
    """The folder, if files can be written there once it is made. Asked before a long run, not after it."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return folder
    except OSError as error:
        raise CommandRefused(
            f"{folder}: files cannot be written there ({error.strerror}). Name another place, or change who may write "
            "there."
        ) from error


def writable_file(path: Path) -> Path:
    """The path, if a file can be written there."""
    if path.is_dir():
        raise CommandRefused(f"{path}: this is a folder. Name a file to write.")
    writable_folder(path.absolute().parent)
    return path


def version_file(given: Path | None) -> Path:
    """The version file that was named, or the newest."""
    from lighed.workflow import newest_version

    return existing(given) if given else newest_version(data_home().versions)
