"""The settings -> the way to send that this installation has, or none."""

from __future__ import annotations

from django.conf import settings

from lighed.web.delivery.delivery import Delivery
from lighed.web.delivery.file_drop import FileDrop


def installed_delivery() -> Delivery | None:
    """The file drop where `LIGHED_LETTERS` names its folder; without it letters are kept, and sent by hand."""
    folder = settings.LIGHED_LETTERS
    return None if folder is None else FileDrop(folder)
