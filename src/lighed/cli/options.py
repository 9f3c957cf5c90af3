"""Options that several commands share."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from lighed.cli.errors import CommandRefused

if TYPE_CHECKING:
    from lighed.workflow import DataHome

Municipalities = Annotated[
    list[str] | None, typer.Option("--municipality", "-m", help="Three-digit code; repeat it. Default: all imported.")
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


def version_file(given: Path | None) -> Path:
    """The version file that was named, or the newest."""
    from lighed.workflow import newest_version

    return existing(given) if given else newest_version(data_home().versions)
