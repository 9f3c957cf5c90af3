"""A letter as it is kept -> its headings and paragraphs, for the page that shows it."""

from __future__ import annotations

from django import template

from lighed.transparency.letters import Block, blocks_of

register = template.Library()


@register.filter
def letter_blocks(body: str) -> tuple[Block, ...]:
    """The headings and paragraphs of a letter's body."""
    return blocks_of(body)
