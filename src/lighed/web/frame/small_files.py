"""A file that somebody sends -> its bytes in memory, or only its size where it is too large. Nothing is left on a disk.

Django itself would write a large file into the machine's folder for such files before any page has seen it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from lighed.governance.attached_file import LARGEST_FILE


class SmallFiles(FileUploadHandler):
    """What the files of one request may take together is what one file may; of more than that no byte is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._left = LARGEST_FILE
        self._kept = BytesIO()
        self._is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._kept, self._is_too_large = BytesIO(), False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._left -= len(raw_data)
        if self._left < 0:
            self._kept, self._is_too_large = BytesIO(), True
        else:
            self._kept.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes]:
        """The file; one that was too large is empty, and says how large it was."""
        self._kept.seek(0)
        return InMemoryUploadedFile(
            file=self._kept,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=max(file_size, LARGEST_FILE + 1) if self._is_too_large else file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
