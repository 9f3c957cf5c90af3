"""A municipality -> the version that its estimates are made with, and the one that computes beside it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lighed import workflow
from lighed.governance import VersionState
from lighed.web.models import VersionUse
from lighed.workflow import VersionError


def version_in_operation(municipality: object) -> workflow.Version | None:
    """The version that estimates are made with in the municipality now; None where there is none, or no municipality.

    Raises
    ------
    VersionError
        If its file is gone, or is not the one that was approved.
    """
    return _version(municipality, VersionState.IN_OPERATION)


def version_in_shadow(municipality: object) -> workflow.Version | None:
    """The version that computes beside the one in operation, for nobody to see."""
    return _version(municipality, VersionState.SHADOW)


def whole_version(path: str, sha256: str) -> workflow.Version:
    """The version in the file, if it is whole and the one of that hash.

    Raises
    ------
    VersionError
        If it is not.
    """
    try:
        found = Path(path).stat()
        written = (found.st_mtime_ns, found.st_size)
    except OSError:
        written = (0, 0)
    return _loaded(path, sha256, written)


def _version(municipality: object, state: VersionState) -> workflow.Version | None:
    # What a case system sends as its municipality may be anything; the reader of documents says what is wrong with it.
    if not isinstance(municipality, str) or not municipality.isprintable():
        return None
    use = VersionUse.objects.select_related("version").filter(municipality=municipality, state=state.value).first()
    if use is None or (use.version.is_demo and not settings.LIGHED_DEMO):
        return None
    return whole_version(use.version.path, use.version.sha256)


@lru_cache(maxsize=8)
def _loaded(path: str, sha256: str, _written: tuple[int, int]) -> workflow.Version:
    """The version, read and checked whole, again whenever its file has been written."""
    version = workflow.load_version(Path(path))
    if version.sha256 != sha256:
        raise VersionError(f"{Path(path).name} is not the version that was approved.")
    return version
