"""A hand-over + the experts' settings -> one released version: an archive without code, checked whole at load."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from lighed.anonymisation import AnonymityError, HandOver, read_hand_over
from lighed.governance import Moment
from lighed.persontypes.person_types import DEFAULT_SETTINGS, PersonTypes, Settings, build_person_types

FORMAT = "lighed-version"
_FORMAT_VERSION = 2
_ONE_FOR_ALL = 1
"""Of the earlier releases, whose settings were the same at every moment."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TOLERANCE = 1e-9
_OTHER_REGISTER = (
    "made with another register of data elements than this software declares. Make a new hand-over with "
    "`lighed anonymise`, and build from that."
)
_LARGEST = 64 * 2**20


class VersionError(ValueError):
    """A version that cannot be used; says which file and why."""


@dataclass(frozen=True, slots=True)
class Version:
    """A released set of person types per scoring moment.

    The archive holds the hand-over itself and the settings; the person types are computed from them at load, and must
    come out as when the version was built.
    """

    id: str
    sha256: str
    hand_over: HandOver
    person_types: Mapping[Moment, PersonTypes]

    @property
    def is_demo(self) -> bool:
        """Built under a fictional legal basis or of synthetic cases: shows, but never decides anything real."""
        return self.hand_over.manifest.is_demo

    @property
    def is_research(self) -> bool:
        return self.hand_over.manifest.mode == "research"

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(self.person_types)

    @property
    def threshold_weeks(self) -> float:
        return self.hand_over.manifest.limits.threshold_weeks

    @property
    def municipalities(self) -> tuple[str, ...]:
        return self.hand_over.manifest.municipalities


def build_version(
    hand_over: Path,
    target: Path,
    *,
    settings: Mapping[Moment, Settings] | None = None,
    register_sha256: str | None = None,
) -> Version:
    """Build the person types of a hand-over file and write them as a version.

    The same hand-over and settings give the same bytes.

    Parameters
    ----------
    hand_over : the file; nothing else is read
    target : folder that the version is written to, named by its id
    settings : by moment; a moment that is not in it takes its default
    register_sha256 : of the register of elements that the version is to be used with, if it is to be checked

    Raises
    ------
    AnonymityError
        If the hand-over is not whole or does not keep its limits.
    VersionError
        If it was made with another register of elements.
    """
    content = hand_over.read_bytes()
    read = read_hand_over(hand_over)
    if register_sha256 not in (None, read.manifest.register_sha256):
        raise VersionError(f"{hand_over.name}: {_OTHER_REGISTER}")
    chosen = {moment: (settings or {}).get(moment, DEFAULT_SETTINGS[moment]) for moment in read.moments}
    types = _person_types(read, chosen)
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": _FORMAT_VERSION,
        "hand_over_sha256": read.sha256,
        "register_sha256": read.manifest.register_sha256,
        "settings": {moment: asdict(of) for moment, of in chosen.items()},
        "shares": {moment: [round(share, 12) for share in of.long_share.tolist()] for moment, of in types.items()},
    }
    sha256 = hashlib.sha256(_json(document) + content).hexdigest()
    version = Version(f"{read.manifest.made_on:%Y-%m-%d}-{sha256[:8]}", sha256, read, types)
    target.mkdir(parents=True, exist_ok=True)
    path = target / f"{version.id}.lighed"
    with zipfile.ZipFile(path.with_suffix(".part"), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("version.json", _EPOCH), _json(document | {"sha256": sha256}))
        archive.writestr(zipfile.ZipInfo("hand-over.zip", _EPOCH), content)
    path.with_suffix(".part").replace(path)
    return version


def read_version(path: Path, *, register_sha256: str) -> Version:
    """Read a version and check it: its own hash, the element register's, the hand-over's, and the shares of its types.

    Raises
    ------
    VersionError
        If anything is off. Nothing of it is used then.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(item.file_size for item in archive.infolist()) > _LARGEST:
                raise VersionError(f"{path.name}: larger than a version can be ({_LARGEST} bytes).")
            document, content = json.loads(archive.read("version.json")), archive.read("hand-over.zip")
        return _checked(document, content, register_sha256=register_sha256, name=path.name)
    except AnonymityError as error:
        raise VersionError(f"{path.name}: {error}") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        if isinstance(error, VersionError):
            raise
        raise VersionError(
            f"{path.name}: not a whole version ({type(error).__name__}). Build it again with `lighed build`."
        ) from error


def _checked(document: dict[str, Any], content: bytes, *, register_sha256: str, name: str) -> Version:
    sha256 = document.pop("sha256")
    if document["format"] != FORMAT or document["version"] not in (_ONE_FOR_ALL, _FORMAT_VERSION):
        raise VersionError(f"{name}: format must be {FORMAT!r} and version {_ONE_FOR_ALL} or {_FORMAT_VERSION}.")
    if hashlib.sha256(_json(document) + content).hexdigest() != sha256:
        raise VersionError(f"{name}: the hash does not match; the file was changed after it was built.")
    if document["register_sha256"] != register_sha256:
        raise VersionError(f"{name}: {_OTHER_REGISTER}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hand-over.zip"
        path.write_bytes(content)
        hand_over = read_hand_over(path)
    types = _person_types(hand_over, {moment: _settings_in(document, moment) for moment in hand_over.moments})
    for moment, of in types.items():
        shares = np.array(document["shares"][moment])
        if shares.shape != of.long_share.shape or np.abs(shares - of.long_share).max() > _TOLERANCE:
            raise VersionError(f"{name}: this software computes other person types than it was built with.")
    return Version(f"{hand_over.manifest.made_on:%Y-%m-%d}-{sha256[:8]}", sha256, hand_over, types)


def _settings_in(document: Mapping[str, Any], moment: Moment) -> Settings:
    settings = document["settings"]
    of = settings if document["version"] == _ONE_FOR_ALL else settings[moment]
    return Settings(**of | {"cut_offs": tuple(of["cut_offs"])})


def _person_types(hand_over: HandOver, settings: Mapping[Moment, Settings]) -> dict[Moment, PersonTypes]:
    return {
        moment: build_person_types(cases, hand_over.manifest.limits, settings[moment])
        for moment, cases in sorted(hand_over.moments.items())
    }


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False).encode()
