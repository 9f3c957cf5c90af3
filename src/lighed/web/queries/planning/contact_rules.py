"""A municipality and a day -> the contact rules in force there, and whether the municipality has checked them."""

from __future__ import annotations

import logging
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lighed.planning import RuleFileError, RuleSet, parse_rule_sets, rule_set_on, shipped_rule_sets
from lighed.web.models import ContactRulesChecked

_LOG = logging.getLogger(__name__)
FOLDER = "contact-rules"
"""Beside the database: a municipality's own rules, in a file by its code, stand in the place of those shipped."""


def own_rule_file(municipality: str) -> Path | None:
    """The municipality's own file of rules, where it has put one there."""
    path: Path = settings.LIGHED_DATA / FOLDER / f"{municipality}.toml"
    return path if path.is_file() else None


def rule_sets_of(municipality: str) -> tuple[RuleSet, ...]:
    """Every set of rules that the municipality plans by: its own, or those that come with the product.

    Of a file with faults nothing is used: planning goes on without a check of the law, and the page of the rules says
    what is wrong.
    """
    path = own_rule_file(municipality)
    if path is None:
        return shipped_rule_sets()
    try:
        return _read(path, path.stat().st_mtime_ns)
    except (RuleFileError, OSError, UnicodeDecodeError) as error:
        _LOG.error("The contact rules in %s cannot be used: %s", path.name, error)
        return ()


@lru_cache(maxsize=256)
def _read(path: Path, changed_at: int) -> tuple[RuleSet, ...]:
    return parse_rule_sets(path.read_text(encoding="utf-8"), file=path.name)


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
