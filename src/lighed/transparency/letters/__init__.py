"""Letters to people: their kinds, the words that are shipped, and what a municipality's own words must hold."""

from lighed.transparency.letters.kinds import (
    ABOUT_ESTIMATE,
    ANSWERS,
    KIND_NAMES,
    LetterKind,
    Placeholder,
    given_for,
    placeholders_of,
)
from lighed.transparency.letters.template import (
    LANGUAGES,
    SHIPPED,
    Block,
    Template,
    TemplateRefused,
    Words,
    blocks_of,
    check_values,
    filled,
    shipped_template,
)
from lighed.transparency.letters.values import CHOICE, months_text

__all__ = [
    "ABOUT_ESTIMATE", "ANSWERS", "CHOICE", "KIND_NAMES", "LANGUAGES", "SHIPPED", "Block", "LetterKind", "Placeholder",
    "Template", "TemplateRefused", "Words", "blocks_of", "check_values", "filled", "given_for", "months_text",
    "placeholders_of", "shipped_template",
]  # fmt: skip
