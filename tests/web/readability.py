"""A page's text -> its LIX: words per sentence, and how many of 100 words are long."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCKS = {"p", "li", "h1", "h2", "h3", "dt", "dd", "div", "label", "button", "span", "summary", "a", "section"}
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


def lix(text: str) -> float:
    """LIX as Björnsson has it: a sentence ends at a full stop, a colon, a question mark or the end of a block."""
    sentences = [one for one in re.split(r"[.:!?]\s|\n", text) if re.search(r"\w", one)]
    words = re.findall(r"[^\W\d_]+", text)
    n_long = sum(len(word) > 6 for word in words)
    return len(words) / len(sentences) + 100 * n_long / len(words)
