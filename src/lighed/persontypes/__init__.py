"""Anonymised cases -> person types, how long their courses lasted, and their vote on a person."""

from lighed.persontypes.person_types import (
    CUT_OFFS,
    DEFAULT_SETTINGS,
    PersonTypes,
    Settings,
    Values,
    build_person_types,
    calibrate,
)
from lighed.persontypes.version import Version, VersionError, build_version, read_version
from lighed.persontypes.vote import Ballots

__all__ = [
    "CUT_OFFS",
    "DEFAULT_SETTINGS",
    "Ballots",
    "PersonTypes",
    "Settings",
    "Values",
    "Version",
    "VersionError",
    "build_person_types",
    "build_version",
    "calibrate",
    "read_version",
]
