"""What a municipality plans with -> templates, the teams' hours and checked contact rules, each change on record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from lighed.governance import AuditEvent, Refused, SupportLevel, Text
from lighed.planning import MeetingTemplate as Template
from lighed.planning import RuleSet, check_template
from lighed.web.actions.audit.chain import about, record
from lighed.web.models import ContactRulesChecked, MeetingTemplate, TeamHours

MOST_HOURS = Decimal(2000)


class PlanningRefused(Refused):
    """A setting that cannot be; the text says what is allowed."""


@transaction.atomic
def save_template(
    municipality: str, template: Template, *, level: SupportLevel | None, number: int | None = None, by: str,
    audit: AuditEvent,
) -> MeetingTemplate:  # fmt: skip
    """Make a template, or change the one of that `number`. Plans that were made by it stay as they are.

    Parameters
    ----------
    level : for which assessment it is mostly used, to count hours ahead; no plan is chosen by it

    Raises
    ------
    TemplateRefused, PlanningRefused
        With what is wrong: a number outside its bounds, or a name that another template has.
    MeetingTemplate.DoesNotExist
        If the municipality has no template of that number.
    """
    check_template(template)
    mine = MeetingTemplate.objects.select_for_update().filter(municipality=municipality)
    kept = MeetingTemplate(municipality_id=municipality) if number is None else mine.get(pk=number)
    # Compared here, because not every database knows that Æ and æ are one letter.
    if template.name.strip().casefold() in {one.name.casefold() for one in mine if one.pk != kept.pk}:
        raise PlanningRefused(
            Text(da="Der er allerede en skabelon med det navn.", en="There is a template of that name already.")
        )
    kept.name, kept.n_meetings, kept.weeks_between = template.name.strip(), template.n_meetings, template.weeks_between
    kept.minutes, kept.form, kept.first_within_days = template.minutes, template.form.value, template.first_within_days
    kept.level = "" if level is None else level.value
    kept.changed_by, kept.changed_at = by, audit.at
    kept.save()
    record(audit=about(audit, municipality=municipality))
    return kept


@transaction.atomic
def put_template_in_use(municipality: str, number: int, *, is_in_use: bool, by: str, audit: AuditEvent) -> None:
    """Offer a template to those who plan, or no longer.

    Raises
    ------
    MeetingTemplate.DoesNotExist
        If the municipality has no template of that number.
    """
    kept = MeetingTemplate.objects.select_for_update().get(municipality=municipality, pk=number)
    kept.is_in_use, kept.changed_by, kept.changed_at = is_in_use, by, audit.at
    kept.save()
    record(audit=about(audit, municipality=municipality))


@transaction.atomic
def enter_team_hours(
    municipality: str, team: str, *, hours: Decimal, valid_from: date, by: str, audit: AuditEvent
) -> None:
    """Write down the hours a week that a team has for meetings from a day on. What was written before stays.

    Raises
    ------
    PlanningRefused
        If there is no team, or the hours cannot be.
    """
    if not team.strip():
        raise PlanningRefused(Text(da="Vælg et team.", en="Choose a team."))
    if not 0 <= hours <= MOST_HOURS:
        raise PlanningRefused(
            Text(
                da=f"Timer om ugen skal være fra 0 til {MOST_HOURS}.",
                en=f"Hours a week must be from 0 to {MOST_HOURS}.",
            )
        )
    TeamHours.objects.create(
        municipality_id=municipality, team=team.strip(), hours=hours, valid_from=valid_from, entered_by=by,
        entered_at=audit.at,
    )  # fmt: skip
    record(audit=about(audit, municipality=municipality))


@transaction.atomic
def check_contact_rules(municipality: str, rule_set: RuleSet, *, seen: str, by: str, audit: AuditEvent) -> None:
    """Write down that the municipality has held these rules against the law.

    Parameters
    ----------
    seen : the digest of the rules that were on the page

    Raises
    ------
    PlanningRefused
        If the rules have been changed since the page was shown.
    """
    if seen != rule_set.sha256():
        raise PlanningRefused(
            Text(
                da="Reglerne er ændret, siden siden blev vist. Læs dem igen.",
                en="The rules have been changed since the page was shown. Read them again.",
            )
        )
    ContactRulesChecked.objects.create(
        municipality_id=municipality, rule_set=rule_set.id, sha256=seen, checked_by=by, checked_at=audit.at
    )
    record(audit=about(audit, municipality=municipality))
