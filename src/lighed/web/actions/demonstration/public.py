"""Made-up municipalities -> what each tells of itself in public, and a first publication of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings

from lighed.governance import AuditEvent, AuditKind
from lighed.web.actions.demonstration.papers import lay_out_papers
from lighed.web.actions.public.frozen_figures import freeze_figures
from lighed.web.actions.public.publications import publish, set_public_facts
from lighed.web.actions.users.users import DemoIsOff


def lay_out_public(names: Mapping[str, str], *, audit: AuditEvent) -> None:
    """Enter the facts and publish, in each municipality of `names` (code -> name).

    One fact is left out on purpose, so that the demonstration shows how it is told that something is not stated.

    Raises
    ------
    DemoIsOff
        If the site is not a demonstration.
    """
    if not settings.LIGHED_DEMO:
        raise DemoIsOff
    for code, name in names.items():
        # Addresses of the kind that is kept for examples: nobody is ever written to.
        host = f"kommune-{code}.example"
        mine = replace(audit, municipality=code, kind=AuditKind.CHANGE)
        facts = {
            "unit": "Job og Uddannelse",
            "accountable": "Beskæftigelseschefen",
            "address": f"Rådhuspladsen 1, {name}",
            "email": f"job@{host}",
            "website": f"https://{host}/lighed",
            "dpo": f"dpo@{host}",
            "operator": name,
            "operated_in": "Danmark",
            "site_address": f"https://lighed.{host}",
        }
        set_public_facts(code, facts=facts, audit=replace(mine, criterion="public facts"))
        lay_out_papers(code, audit=mine)
        freeze_figures(code, audit=replace(mine, criterion="frozen figures"))
        publish(code, audit=replace(mine, criterion="publication"))
