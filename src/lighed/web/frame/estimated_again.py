"""Estimates made again -> what a page says of those that could not be made."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from lighed.web.actions import EstimatedAgain


def not_made(done: EstimatedAgain) -> list[str]:
    """One sentence for each reason, and what to do about it; nothing where there was none."""
    told = []
    if done.n_unreadable:
        text = ngettext(
            "%(n)d course cannot be estimated again, because what was received of it cannot be read any longer. "
            "The case system has to send it anew.",
            "%(n)d courses cannot be estimated again, because what was received of them cannot be read any longer. "
            "The case system has to send them anew.",
            done.n_unreadable,
        )
        told.append(text % {"n": done.n_unreadable})
    if done.error is not None:
        told.append(gettext("The version in operation or a legal basis cannot be used. No more estimates were made."))
    return told
