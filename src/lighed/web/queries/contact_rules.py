"""A municipality and a day -> the contact rules in force there, and whether the municipality has checked them."""

from __future__ import annotations

from datetime import date

from lighed.planning import RuleSet, rule_set_on, shipped_rule_sets
from lighed.web.models import ContactRulesChecked


def rule_sets_of(municipality: str) -> tuple[RuleSet, ...]:
    """Every set of rules that the municipality plans by: those that come with the product."""
    return shipped_rule_sets()


def rules_in_force(municipality: str, *, day: date) -> RuleSet | None:
    """The rules of that day; None where there are none, and planning goes on without a check of the law."""
    return rule_set_on(day, rule_sets_of(municipality))


def rules_by_id(municipality: str, rule_set: str) -> RuleSet | None:
    """The rules that something was made under, where they are still known."""
    return next((one for one in rule_sets_of(municipality) if one.id == rule_set), None)


def are_checked(municipality: str, rule_set: RuleSet) -> bool:
    """Whether the municipality has held these very rules against the law. A rule that changed is checked anew."""
    if not rule_set.is_verify_before_use:
        return True
    checked = ContactRulesChecked.objects.filter(municipality=municipality, rule_set=rule_set.id)
    return checked.filter(sha256=rule_set.sha256()).exists()
