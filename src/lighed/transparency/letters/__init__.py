"""Letters to people: their kinds, the words that are shipped, and what a municipality's own words must hold."""

from lighed.transparency.letters.checklist import Part, mandatory_parts
from lighed.transparency.letters.examine import (
    Examined,
    can_be_approved,
    check_approval,
    check_saving,
    examine,
    examples_of,
    plain_text,
)
from lighed.transparency.letters.kinds import (
    ABOUT_ESTIMATE,
    ANSWERS,
    KIND_NAMES,
    LetterKind,
    Placeholder,
    given_for,
    placeholders_of,
)
from lighed.transparency.letters.memo import MEMO, Outgoing, as_memo
from lighed.transparency.letters.template import (
    LANGUAGES,
    LONGEST_BODY,
    LONGEST_TITLE,
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
    "ABOUT_ESTIMATE", "ANSWERS", "CHOICE", "KIND_NAMES", "LANGUAGES", "LONGEST_BODY", "LONGEST_TITLE", "MEMO",
    "Block", "Examined", "LetterKind", "Outgoing", "Part", "Placeholder", "Template", "TemplateRefused",
    "Words", "as_memo", "blocks_of", "can_be_approved", "check_approval", "check_saving", "check_values", "examine",
    "examples_of", "filled", "given_for", "mandatory_parts", "months_text", "placeholders_of", "plain_text",
    "shipped_template",
]  # fmt: skip
