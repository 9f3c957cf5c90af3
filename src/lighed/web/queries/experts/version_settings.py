"""A version in a municipality -> what it was built with, beside the version in operation there."""

from __future__ import annotations

from dataclasses import dataclass

from lighed.governance import VersionState
from lighed.web.models import VersionUse
from lighed.web.queries.experts.versions_in_operation import whole_version
from lighed.workflow import Version, VersionError
from lighed.workflow.version_settings import Setting, settings_in_words


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """What the page shows. `beside` is the version in operation that it is compared with; "" where there is none."""

    settings: tuple[Setting, ...]
    beside: str

    @property
    def n_differ(self) -> int:
        return sum(setting.differs for setting in self.settings)


def settings_of(use: VersionUse) -> SettingsShown | None:
    """The version's settings in words; None where its file cannot be used, which the gates say."""
    version = _loaded(use)
    if version is None:
        return None
    other = (
        VersionUse.objects.select_related("version")
        .filter(municipality=use.municipality_id, state=VersionState.IN_OPERATION.value)
        .exclude(pk=use.pk)
        .first()
    )
    beside = None if other is None else _loaded(other)
    name = other.version.version if other is not None and beside is not None else ""
    return SettingsShown(settings_in_words(version, beside=beside), name)


def _loaded(use: VersionUse) -> Version | None:
    try:
        return whole_version(use.version.path, use.version.sha256)
    except VersionError:
        return None
