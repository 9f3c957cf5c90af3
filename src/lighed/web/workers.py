"""A number of workers -> processes beside the server, each started again when it ends by itself."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from threading import Event, Thread

AGAIN_AFTER = 2.0
"""Seconds before a worker that ended is started again."""
_LOG = logging.getLogger(__name__)


class Workers:
    """Worker processes that live as long as the block does."""

    def __init__(self, n: int) -> None:
        self.n = n
        self._ended = Event()
        self._threads: list[Thread] = []

    def __enter__(self) -> Workers:
        for number in range(self.n):
            thread = Thread(target=self._keep_one, name=f"worker {number + 1}", daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(timeout=30)

    def _keep_one(self) -> None:
        """Start a worker, and another one whenever it has ended, until the block is left."""
        while not self._ended.is_set():
            process = subprocess.Popen([sys.executable, "-m", "lighed", "work", "--parent", str(os.getpid())])  # noqa: S603 - this very program
            while process.poll() is None and not self._ended.wait(0.5):
                pass
            if self._ended.is_set():
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
                return
            _LOG.warning("a worker ended (%s) and is started again", process.returncode)
            self._ended.wait(AGAIN_AFTER)
