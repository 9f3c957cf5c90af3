"""Steps of a long run -> lines that a person can watch, or a log can keep."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

console = Console(highlight=False)


class Steps:
    """Names each step as it begins and says how long it took. On a terminal the running step turns."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console, transient=True
        )
        self._task = self._progress.add_task("", start=False)
        self._name = ""
        self._started = 0.0

    def __enter__(self) -> Steps:
        self._progress.start()
        return self

    def __call__(self, name: str) -> None:
        """Begin a step; the one before it is done."""
        self._finish()
        self._name, self._started = name, time.monotonic()
        self._progress.reset(self._task, description=name)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._finish()
        self._progress.stop()

    def _finish(self) -> None:
        if self._name:
            console.print(f"  {self._name}  [dim]{time.monotonic() - self._started:.1f} s[/dim]")


@contextmanager
def steps() -> Iterator[Steps]:
    """Watch the steps of one command."""
    with Steps() as running:
        yield running
