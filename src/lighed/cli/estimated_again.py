"""Estimates made again -> what a command says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lighed.cli.progress import console

if TYPE_CHECKING:
    from lighed.web.actions import EstimatedAgain


def tell(done: EstimatedAgain) -> None:
    """Say how many there were, then why it ended if it ended before its time.

    Raises
    ------
    VersionError, LegalBasisError
        If the version in operation or the law on record cannot be used.
    """
    console.print(f"{done.n_made} made again, {done.n_without} without an estimate now, {done.n_left} left")
    if done.n_unreadable:
        console.print(
            f"{done.n_unreadable} cannot be estimated again: what was received of them cannot be read any longer. Let "
            "the case system send them anew."
        )
    if done.error is not None:
        raise done.error
