"""A command's name -> the site made ready for it, and the audit event that its changes are recorded under."""

from __future__ import annotations

from dataclasses import replace

from lighed.cli.options import now
from lighed.governance import AuditEvent, AuditKind, LegalRegister, Purpose


def open_site(command: str) -> AuditEvent:
    """Bring the site's database up to date and give the event that says which command changed it."""
    from lighed.web.server import prepare

    prepare()
    from django.utils import translation

    from lighed.web import row_security

    # A command is the operator's, whose files and database hold every municipality.
    row_security.look_at(row_security.EVERY)
    # The pages follow their reader; the command line is in English, also where Django words a message.
    translation.activate("en")
    return AuditEvent(
        kind=AuditKind.CHANGE, actor=f"lighed {command}", municipality=None, purpose=Purpose.OPERATION, at=now()
    )


def legal_register(command: str) -> LegalRegister:
    """The law as the installation has it on record, for a command that works on case bases, outside the site.

    Whoever was erased and has come back with an old export is taken out first. What such a command reads of people is
    in files, so the log says that it was run and why, and not on whom.
    """
    audit = open_site(command)
    from lighed.web import actions, queries

    actions.record(audit=replace(audit, kind=AuditKind.READ, criterion=audit.actor))
    actions.erase_again_from_case_bases(audit=audit)
    return queries.legal_register()
