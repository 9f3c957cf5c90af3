"""A log record -> a line that tells where something failed and never with which value."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class WithoutValues(logging.Formatter):
    """Writes an exception's type and the lines of code that it passed, but not its message.

    Messages of exceptions quote what they stumbled over, and that may be something about a person.
    """

    def __init__(self) -> None:
        super().__init__("{levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        # Records keep the text that another formatter made of the exception, message and all: not for this one.
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _error, frames = ei
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(frames)]
        return "\n".join([*lines, f"  {kind.__name__ if kind else 'unknown'}"])
