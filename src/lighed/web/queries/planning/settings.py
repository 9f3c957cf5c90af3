"""A municipality -> what it plans with: its templates, the teams and their hours, its rules and who read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lighed.governance import Text
from lighed.planning import RuleFileError, RuleSet, parse_rule_sets
from lighed.web.models import (
    LEVELS,
    ContactCourse,
    ContactRulesChecked,
    CourseState,
    MeetingTemplate,
    TeamHours,
    User,
)
from lighed.web.queries.planning.contact_rules import own_rule_file, rule_sets_of

TEMPLATE_LEVELS = tuple(LEVELS[:3])
"""Assessments that a template can mostly be used for; "not known yet" is none to plan by."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team: its hours as of today, those that begin later, and how many people it has."""

    team: str
    now: TeamHours | None
    later: tuple[TeamHours, ...]
    n_people: int


@dataclass(frozen=True, slots=True)
class RuleSetShown:
    """One set of rules; `checked` is who held it against the law last, as it stands."""

    rule_set: RuleSet
    sha256: str
    is_in_force: bool
    checked: ContactRulesChecked | None


@dataclass(frozen=True, slots=True)
class ContactRulesShown:
    """`own_file` is the municipality's own file of rules, by name; with `faults` none of it is used."""

    rule_sets: tuple[RuleSetShown, ...]
    own_file: str
    faults: tuple[Text, ...]


def all_templates(municipality: str) -> list[MeetingTemplate]:
    """Those in use first, by name."""
    return list(MeetingTemplate.objects.filter(municipality=municipality).order_by("-is_in_use", "name"))


def template_by_number(municipality: str, number: int) -> MeetingTemplate | None:
    return MeetingTemplate.objects.filter(municipality=municipality, pk=number).first()


def teams_of(municipality: str) -> list[str]:
    """Every team that has people, members or hours."""
    courses = ContactCourse.objects.filter(municipality=municipality).exclude(team="")
    users = User.objects.filter(municipality=municipality, is_active=True).exclude(team="")
    hours = TeamHours.objects.filter(municipality=municipality)
    return sorted({*courses.values_list("team", flat=True).distinct(), *users.values_list("team", flat=True)}
                  | set(hours.values_list("team", flat=True)))  # fmt: skip


def team_rows(municipality: str, *, today: date) -> list[TeamRow]:
    """The teams, each with its hours: the newest entry that has begun counts."""
    entries = list(TeamHours.objects.filter(municipality=municipality).order_by("valid_from", "pk"))
    people = ContactCourse.objects.filter(municipality=municipality).exclude(state=CourseState.ENDED)
    rows = []
    for team in teams_of(municipality):
        begun = [one for one in entries if one.team == team and one.valid_from <= today]
        later = [one for one in entries if one.team == team and one.valid_from > today]
        n_people = people.filter(team=team).count()
        rows.append(TeamRow(team=team, now=begun[-1] if begun else None, later=tuple(later), n_people=n_people))
    return rows


def contact_rules_shown(municipality: str, *, today: date) -> ContactRulesShown:
    """The rules that the municipality plans by, the newest first, or what is wrong with its own file."""
    own = own_rule_file(municipality)
    faults: tuple[Text, ...] = ()
    if own is not None:
        try:
            parse_rule_sets(own.read_text(encoding="utf-8"), file=own.name)
        except RuleFileError as error:
            faults = tuple(fault.text for fault in error.faults)
        except (OSError, UnicodeDecodeError):
            faults = (Text(da=f"{own.name}: kan ikke læses som UTF-8.", en=f"{own.name}: cannot be read as UTF-8."),)
    checked = ContactRulesChecked.objects.filter(municipality=municipality).order_by("checked_at")
    newest = {(one.rule_set, one.sha256): one for one in checked}
    shown = [
        RuleSetShown(
            rule_set=one,
            sha256=one.sha256(),
            is_in_force=one.valid_from <= today and (one.valid_to is None or today <= one.valid_to),
            checked=newest.get((one.id, one.sha256())),
        )
        for one in rule_sets_of(municipality)
    ]
    newest_first = tuple(sorted(shown, key=lambda one: one.rule_set.valid_from, reverse=True))
    return ContactRulesShown(rule_sets=newest_first, own_file=own.name if own else "", faults=faults)
