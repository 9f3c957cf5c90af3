"""A page -> its text, a block a line, of which `lix` tells how hard it is to read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from lighed.transparency.readability import lix

__all__ = ["FEWEST_WORDS", "lix", "main_text", "running_text"]
FEWEST_WORDS = 4
_BLOCKS = {"p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "div", "label", "button", "span", "summary", "a", "section"}
_BLOCKS |= {"td", "th", "caption", "option", "legend", "figcaption", "article", "text", "title", "desc"}
_SILENT = {"script", "style"}


class _Sentences(HTMLParser):
    """The text of the page's main part; every block ends a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.depth = self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.depth += tag == "main"
        self.silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS - {"span", "a"} and self.depth:
            self.text.append("\n")
        self.depth -= tag == "main"
        self.silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if self.depth and not self.silent:
            self.text.append(" ".join(data.split()) + " ")


def main_text(html: str) -> str:
    """What stands in the page's main part, a block a line."""
    reader = _Sentences()
    reader.feed(html)
    return "".join(reader.text)


def running_text(text: str) -> str:
    """The lines with sentences in them; names of fields, figures and cells of tables are not read as a text is."""
    return "\n".join(line for line in text.split("\n") if len(re.findall(r"[^\W\d_]+", line)) >= FEWEST_WORDS)
