"""A letter -> a MeMo message and its PDF in a folder, from which the municipality's own post system takes them."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from uuid import UUID

from lighed.transparency.letters import Outgoing, as_memo
from lighed.web.delivery.delivery import DeliveryFailed

_LOG = logging.getLogger(__name__)
_NAMED = re.compile(r"\.?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])", re.IGNORECASE)


class FileDrop:
    """A folder with one folder for each municipality, and one more for tests, which nothing should take letters from.

    The message is written last and under its final name in one step, so that whoever waits for it never reads half a
    letter. Only the owner of the process can read the files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def deliver(self, letter: Outgoing) -> str:
        """Write the two files. A letter that is there already is written over by itself."""
        place = self.folder / ("test" if letter.is_test else letter.municipality)
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(place / f"{letter.key}.pdf", letter.pdf)
            _write(place / f"{letter.key}.xml", as_memo(letter))
        except OSError as error:
            # The path has nothing but the municipality's code and a random key.
            raise DeliveryFailed(f"{type(error).__name__}: {error.strerror}") from error
        return f"{place.name}/{letter.key}.xml"

    def forget(self, keys: Iterable[UUID]) -> int:
        """Remove the files that nobody has taken yet, and what a write that was cut off left behind."""
        sought, n = set(keys), 0
        for path, key in self._files():
            if key in sought:
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    # It is still there, and whoever counts what is left says so.
                    _LOG.error("A file of letter %s could not be removed: %s", key, type(error).__name__)
                else:
                    n += 1
        return n

    def left(self) -> frozenset[UUID]:
        """The keys in the names of the files."""
        return frozenset(key for _path, key in self._files())

    def _files(self) -> Iterator[tuple[Path, UUID]]:
        """Every file that is named after a letter. What else somebody keeps in the folder is not ours."""
        for path in sorted(self.folder.rglob("*")):
            named = _NAMED.match(path.name)
            if named is not None and not path.is_dir():
                yield path, UUID(named[1])


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
