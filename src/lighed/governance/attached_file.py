"""A file that a person sends with what they ask for -> what it is by its content, or why it is not taken.

A file is one of three kinds by its first bytes, whatever it is called. Nothing in it is read or run.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from lighed.governance.refused import Refused
from lighed.governance.text import Text

LARGEST_FILE = 5 * 1024 * 1024
"""Bytes: a scanned letter of some pages, or a photograph taken with a phone."""
_LONGEST_NAME = 80
_MB = 1024 * 1024


class FileKind(StrEnum):
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


CONTENT_TYPES = {FileKind.PDF: "application/pdf", FileKind.PNG: "image/png", FileKind.JPEG: "image/jpeg"}
_ENDINGS = {FileKind.PDF: "pdf", FileKind.PNG: "png", FileKind.JPEG: "jpg"}
_BEGIN_WITH = {
    FileKind.PDF: b"%PDF-",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    FileKind.JPEG: b"\xff\xd8\xff",
}


class FileRefused(Refused):
    """A file that is not taken, and why."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that was taken: `name` is for people to know it by, and its ending is that of the kind."""

    name: str
    kind: FileKind
    content: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def kind_of(content: bytes) -> FileKind | None:
    """What the content is by its first bytes; None where it is nothing that is taken."""
    return next((kind for kind, begins in _BEGIN_WITH.items() if content.startswith(begins)), None)


def ending_of(kind: FileKind) -> str:
    return _ENDINGS[kind]


def attached_file(*, name: str, content: bytes, size: int) -> AttachedFile:
    """Take the file, under a name that can be shown.

    Parameters
    ----------
    size : of the whole file in bytes; of one that is too large, `content` may be only a part

    Raises
    ------
    FileRefused
        If it is empty, larger than `LARGEST_FILE`, or none of the kinds that are taken.
    """
    if size == 0:
        raise FileRefused(Text(da="Filen er tom. Vælg en anden.", en="The file is empty. Choose another one."))
    if size > LARGEST_FILE:
        mb = f"{size / _MB:.1f}"
        raise FileRefused(
            Text(
                da=f"Filen fylder {mb.replace('.', ',')} MB. Den må højst fylde {LARGEST_FILE // _MB} MB. Vælg en, "
                "der fylder mindre.",
                en=f"The file is {mb} MB. It may be at most {LARGEST_FILE // _MB} MB. Choose a smaller one.",
            )
        )
    kind = kind_of(content)
    if kind is None:
        raise FileRefused(
            Text(
                da="Filen er ikke en PDF, og den er ikke et billede i PNG eller JPEG. Gem den som PDF, eller tag et "
                "billede af den.",
                en="The file is not a PDF, and it is not a picture in PNG or JPEG. Save it as a PDF, or take a "
                "picture of it.",
            )
        )
    return AttachedFile(_shown_name(name, kind), kind, content)


def _shown_name(name: str, kind: FileKind) -> str:
    """The name without a folder, and without what cannot be seen or turns the rest around."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in last)
    stem = " ".join(seen.split()).rpartition(".")
    return f"{(stem[0] or stem[2])[:_LONGEST_NAME].strip('. ') or kind.value}.{ending_of(kind)}"
