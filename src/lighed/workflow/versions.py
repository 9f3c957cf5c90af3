"""Files of an installation -> the version that may be used there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from lighed import persontypes
from lighed.elements import REGISTER, Lookups
from lighed.governance import Moment
from lighed.persontypes import Settings, Version, VersionError, read_version


def load_version(path: Path, *, is_research_allowed: bool = False) -> Version:
    """Read a version, checked whole, for use with this software's register of elements.

    Raises
    ------
    VersionError
        If anything is off, or if it was made for research only.
    """
    version = read_version(path, register_sha256=REGISTER.sha256)
    if version.is_research and not is_research_allowed:
        raise VersionError(f"{path.name}: made with --research from too few people; no site can use it.")
    return version


def build_version(hand_over: Path, target: Path, *, settings: Mapping[Moment, Settings] | None = None) -> Version:
    """Build a version of a hand-over that was made with this software's register; see `persontypes.build_version`."""
    return persontypes.build_version(hand_over, target, settings=settings, register_sha256=REGISTER.sha256)


def newest_version(folder: Path) -> Path:
    """The version file written last.

    Raises
    ------
    VersionError
        If there is none.
    """
    files = sorted(folder.glob("*.lighed"), key=lambda path: (path.stat().st_mtime, path.name))
    if not files:
        raise VersionError(f"{folder.name}: there is no version yet. Run `lighed anonymise` and `lighed build` first.")
    return files[-1]


def lookups_of(version: Version) -> Lookups:
    """The learned tables that came with a version's hand-over."""
    rows = [(row.lookup, row.key_1, row.key_2, row.share, row.people) for row in version.hand_over.lookups]
    schema = {"lookup": pl.String, "key_1": pl.String, "key_2": pl.String, "share": pl.Float64, "people": pl.Int64}
    return Lookups.from_rows(pl.DataFrame(rows, schema=schema, orient="row"))
