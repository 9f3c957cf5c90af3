"""A folder or a zip file -> a folder whose files are safe to open, or every reason why they are not."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lighed.governance import Text
from lighed.records.faults import FaultLedger
from lighed.records.manifest import MANIFEST_NAME
from lighed.records.naming import shown_source
from lighed.records.rules import Rule

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """How far a zip file is trusted.

    Attributes
    ----------
    n_bytes
        The most that all files together may be when unpacked.
    ratio
        The most that one file may grow. Job logs in CSV grow some 10 times, the most regular ones 50.
    ratio_from
        Files that unpack to fewer bytes than this may grow as they like.
    """

    n_bytes: int = 64 << 30
    ratio: float = 200.0
    ratio_from: int = 8 << 20
    n_entries: int = 1000


def open_source(source: Path, *, staging: Path, limits: UnpackLimits, ledger: FaultLedger) -> Path | None:
    """The folder that holds the manifest: `source` itself, or `staging` with the zip file unpacked into it."""
    if source.is_dir():
        return source
    if not source.is_file():
        ledger.add(
            shown_source(source.name), Rule.MISSING_SOURCE, Text("en mappe eller en zip-fil", "a folder or a zip file")
        )
        return None
    try:
        with zipfile.ZipFile(source) as archive:
            return _unpack(archive, shown_source(source.name), staging=staging, limits=limits, ledger=ledger)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, zlib.error):
        # zipfile says "password required" with a RuntimeError and "unknown compression" with a NotImplementedError.
        ledger.add(shown_source(source.name), Rule.BAD_ARCHIVE, Text("en hel zip-fil", "a whole zip file"))
        return None


def _unpack(
    archive: zipfile.ZipFile, name: str, *, staging: Path, limits: UnpackLimits, ledger: FaultLedger
) -> Path | None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    is_sound = _check_names(entries, name, ledger) and _check_sizes(entries, name, limits, staging, ledger)
    if not is_sound:
        return None
    root = _root([entry.filename for entry in entries])
    n_left = limits.n_bytes
    for entry in entries:
        path = PurePosixPath(entry.filename)
        if root not in path.parents:
            continue
        target = staging.joinpath(*path.relative_to(root).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        n_left -= _copy(archive, entry, target, most=min(n_left, entry.file_size))
    return staging


def _copy(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, *, most: int) -> int:
    """Unpack one file, counting what really comes: a zip file may promise less than it holds."""
    n_copied = 0
    with archive.open(entry) as packed, target.open("wb") as unpacked:
        while chunk := packed.read(_CHUNK):
            n_copied += len(chunk)
            if n_copied > most:
                raise zipfile.BadZipFile
            unpacked.write(chunk)
    return n_copied


def _check_names(entries: list[zipfile.ZipInfo], name: str, ledger: FaultLedger) -> bool:
    names = [entry.filename for entry in entries]
    n_unsafe = sum(not _is_safe(entry) for entry in entries)
    if n_unsafe:
        allowed = Text(
            "almindelige filer med navne inde i mappen, uden .. og genveje",
            "plain files with names inside the folder, without .. and links",
        )
        ledger.add(name, Rule.UNSAFE_NAME, allowed, n_found=n_unsafe)
    if len({entry.casefold() for entry in names}) != len(names):
        ledger.add(name, Rule.BAD_ARCHIVE, Text("hver fil én gang", "each file once"))
        return False
    return not n_unsafe


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    mode = entry.external_attr >> 16
    is_plain = stat.S_IFMT(mode) in (0, stat.S_IFREG)
    path = PurePosixPath(entry.filename)
    is_inside = not path.is_absolute() and ".." not in path.parts
    has_plain_name = not any(sign in entry.filename for sign in ("\\", ":", "\0"))
    return is_plain and is_inside and has_plain_name and len(path.parts) <= 5


def _check_sizes(
    entries: list[zipfile.ZipInfo], name: str, limits: UnpackLimits, staging: Path, ledger: FaultLedger
) -> bool:
    n_bytes = sum(entry.file_size for entry in entries)
    most = min(limits.n_bytes, shutil.disk_usage(staging).free // 2)
    has_bomb = any(
        entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(entry.compress_size, 1)
        for entry in entries
    )
    if n_bytes <= most and not has_bomb and len(entries) <= limits.n_entries:
        return True
    gigabytes = f"{most / 2**30:.0f}"
    ledger.add(
        name,
        Rule.TOO_LARGE,
        Text(
            f"højst {gigabytes} GB udpakket og {limits.n_entries} filer, hver højst {limits.ratio:.0f} gange så stor",
            f"at most {gigabytes} GB unpacked, {limits.n_entries} files, none over {limits.ratio:.0f} times its size",
        ),
    )
    return False


def _root(names: list[str]) -> PurePosixPath:
    """Where the manifest lies: at the top, or in the one folder that was packed."""
    manifests = [PurePosixPath(name).parent for name in names if PurePosixPath(name).name == MANIFEST_NAME]
    return min(manifests, key=lambda path: len(path.parts), default=PurePosixPath("."))


def find_file(folder: Path, file: str) -> Path | None:
    """The plain file called `file` in `folder`; `None` where it is not there, or is or lies behind a link."""
    path = folder
    for part in PurePosixPath(file).parts:
        path = path / part
        if path.is_symlink():
            return None
    return path if path.is_file() and path.resolve().is_relative_to(folder.resolve()) else None
