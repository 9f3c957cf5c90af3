"""Steps of a long run -> a line that moves on a terminal, or lines that a log can keep."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, Task, TextColumn, TimeElapsedColumn
from rich.progress_bar import ProgressBar
from rich.text import Text

console = Console(highlight=False)


class Steps:
    """Names each step as it begins and says how long it took. On a terminal the running step turns."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            _RowBar(),
            TextColumn("{task.fields[rows]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._name = ""
        self._started = 0.0

    def __enter__(self) -> Steps:
        self._progress.start()
        return self

    def __call__(self, name: str) -> None:
        """Begin a step; the one before it is done."""
        self._finish()
        self._name, self._started = name, time.monotonic()
        self._progress.add_task(name, total=None, rows="")
        if not console.is_terminal:
            console.print(f"  {name}", markup=False)

    def rows(self, table: str, n_read: int, n_promised: int) -> None:
        """Show how many of a table's rows the running step has read; a log is not told."""
        for task in self._progress.task_ids:
            shown = f"{table} {n_read:,} of {n_promised:,} rows"
            # One short of full: with the last row of a table the step is not over, and must go on turning.
            self._progress.update(task, completed=n_read, total=n_promised + 1, rows=shown)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._finish()
        self._progress.stop()

    def _finish(self) -> None:
        for task in self._progress.task_ids:
            self._progress.remove_task(task)
        if self._name:
            said = self._name if console.is_terminal else "  done in"
            console.print(Text.assemble(f"  {said}  ", (f"{time.monotonic() - self._started:.1f} s", "dim")))


class _RowBar(BarColumn):
    """A bar where rows are counted, and nothing where only time passes."""

    def render(self, task: Task) -> ProgressBar:
        bar = super().render(task)
        bar.width = 0 if task.total is None else self.bar_width
        return bar


@contextmanager
def steps() -> Iterator[Steps]:
    """Watch the steps of one command."""
    with Steps() as running:
        yield running
