"""The name of an unemployment insurance fund -> the kind of trade that its members come from.

Only the kind is used: the name of the fund says more about a person than the estimate needs (many funds stand close to
a union), and funds merge and change names.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from lighed.elements.element import OTHER
from lighed.governance import Text

# The kind of the first line that matches counts, so the narrower trades stand first.
_KINDS: tuple[tuple[str, Text, str], ...] = (
    ("academic", Text(da="Akademikere", en="Graduates"), r"akademiker|magist|\bma\b|\bca\b|journalist|\bajks\b"),
    ("education", Text(da="Undervisning og pædagogik", en="Teaching and child care"), r"undervis|lærer|bupl|pædagog"),
    ("care", Text(da="Sundhed, pleje og omsorg", en="Health and care"), r"pleje|omsorg|sundhed|\bfoa\b|\bdsa\b"),
    ("construction", Text(da="Byggeri", en="Construction"), r"\bbyg|\bel\b|el-fag|blik|maler|\btib\b"),
    ("industry", Text(da="Industri og transport", en="Industry and transport"), r"industri|metal|\b3f\b|nnf|teknik"),
    ("office", Text(da="Handel og kontor", en="Trade and office"), r"handel|kontor|\bhk\b|business|funktionær"),
    ("self_employed", Text(da="Selvstændige", en="Self-employed"), r"selvstændig|\bdana\b"),
    ("cross_trade", Text(da="På tværs af fag", en="Across trades"), r"fælles|faglig|krifa|\base\b|\bfrie\b|min a-kas"),
)  # fmt: skip

FUND_KINDS: Mapping[str, Text] = {code: name for code, name, _ in _KINDS} | {
    OTHER: Text(da="Anden a-kasse", en="Another fund")
}


def fund_kind(name: pl.Expr) -> pl.Expr:
    """The code in `FUND_KINDS` of a fund's `name`; missing where there is no name."""
    lower = name.str.to_lowercase()
    kinds = [pl.when(lower.str.contains(pattern)).then(pl.lit(code)) for code, _, pattern in _KINDS]
    return pl.when(name.is_not_null()).then(pl.coalesce(*kinds, pl.lit(OTHER)))
