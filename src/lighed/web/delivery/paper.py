"""A letter's words -> the tagged PDF that the person gets."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from typst import TypstError

from lighed.transparency.letters import Words, blocks_of
from lighed.web.delivery.delivery import DeliveryFailed
from lighed.web.printed.pdf import as_pdf


def letter_as_pdf(
    words: Words, *, language: str, organisation: str, phone: str, made_at: datetime, is_test: bool = False
) -> bytes:
    """The letter on paper, for screen readers as well. What a demonstration makes says that it is one.

    Raises
    ------
    DeliveryFailed
        If no PDF can be made of it.
    """
    with translation.override(language):
        notices = [_("Demonstration. This letter goes to nobody.")] if settings.LIGHED_DEMO else []
        notices += [_("This is a test of a letter. Nobody gets it.")] if is_test else []
        data = {
            "title": words.title,
            "language": language,
            "organisation": organisation,
            "day": date_format(timezone.localtime(made_at), "DATE_FORMAT"),
            "notice": " ".join(notices),
            "blocks": [asdict(block) for block in blocks_of(words.body)],
            "closing": _("Kind regards"),
            "phone": phone,
            "footer": organisation,
        }
    try:
        return as_pdf("letter.typ", data)
    except TypstError as error:
        # Its message would quote the letter.
        raise DeliveryFailed("the PDF could not be made") from error
