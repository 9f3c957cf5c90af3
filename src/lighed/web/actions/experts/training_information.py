"""How people were told that their earlier courses train the tool -> on record, without which nothing is trained."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from lighed.governance import AuditEvent, NotAllowed, Text
from lighed.web.actions.audit.chain import about, record
from lighed.web.actions.oversight.legal_bases import signature_of, signed
from lighed.web.models import TrainingInformation, User

_LONGEST = {"whom": 200, "channel": 120, "text_version": 100}
_NAMES = {
    "whom": Text(da="Hvem", en="Whom"),
    "channel": Text(da="Hvordan", en="How"),
    "text_version": Text(da="Version af teksten", en="Version of the text"),
}


def check_training_information(
    *, whom: str, channel: str, text_version: str, informed_on: date, n_people: int | None, today: date
) -> None:
    """Refuse information that says nothing, or that is still to be given.

    Raises
    ------
    NotAllowed
        Saying what is missing.
    """
    given = {"whom": whom, "channel": channel, "text_version": text_version}
    for field, words in given.items():
        if not words.strip() or len(words) > _LONGEST[field] or "\x00" in words:
            name, most = _NAMES[field], _LONGEST[field]
            raise NotAllowed(Text(da=f"{name.da}: skriv 1 til {most} tegn.", en=f"{name.en}: write 1 to {most} signs."))
    if informed_on > today:
        raise NotAllowed(
            Text(
                da="Dagen ligger i fremtiden. Skriv det her, når I har givet informationen.",
                en="The day lies ahead. Write it here once the information has been given.",
            )
        )
    if n_people is not None and not 0 < n_people < 2**31:
        raise NotAllowed(
            Text(
                da="Antallet skal være mindst 1, eller stå tomt.", en="The number must be 1 at least, or be left empty."
            )
        )


@transaction.atomic
def enter_training_information(
    *,
    whom: str,
    channel: str,
    text_version: str,
    informed_on: date,
    n_people: int | None = None,
    by: User,
    audit: AuditEvent,
) -> TrainingInformation:
    """Write down how the people whose earlier courses are used were informed.

    Raises
    ------
    NotAllowed
        If it says nothing, or the day has not come yet.
    """
    check_training_information(
        whom=whom, channel=channel, text_version=text_version, informed_on=informed_on, n_people=n_people,
        today=timezone.localdate(audit.at),
    )  # fmt: skip
    entry = TrainingInformation.objects.create(
        municipality_id=by.municipality_id,
        whom=whom.strip(),
        channel=channel.strip(),
        text_version=text_version.strip(),
        informed_on=informed_on,
        n_people=n_people,
        entered=signed(signature_of(by, audit=audit)),
        entered_at=audit.at,
    )
    record(audit=about(audit, municipality=by.municipality_id))
    return entry
