"""DISCO-08 codes -> how far apart two occupations lie, and the names of the main groups."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from lighed.governance import Text

MAIN_GROUPS: Mapping[str, Text] = {
    "0": Text(da="Militært arbejde", en="Armed forces"),
    "1": Text(da="Ledelse", en="Managers"),
    "2": Text(da="Arbejde med viden på højeste niveau", en="Professionals"),
    "3": Text(da="Arbejde med viden på mellemniveau", en="Technicians and associate professionals"),
    "4": Text(da="Kontor og kundeservice", en="Clerical support and customer service"),
    "5": Text(da="Service og salg", en="Service and sales"),
    "6": Text(da="Landbrug, skovbrug og fiskeri", en="Agriculture, forestry and fishing"),
    "7": Text(da="Håndværk", en="Craft and related trades"),
    "8": Text(da="Maskiner, montage og transport", en="Machine operation, assembly and transport"),
    "9": Text(da="Andet manuelt arbejde", en="Other manual work"),
}

_N_DIGITS = 4
"""The distance looks at the four digits that DISCO-08 shares with the international ISCO-08."""


def group(occupation: pl.Expr) -> pl.Expr:
    """The occupation's two-digit group, of which DISCO-08 has 43."""
    return occupation.str.slice(0, 2)


def distance(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """How far apart two occupations lie: 0 in the same four-digit group, 4 in different main groups.

    The distance is four less the number of first digits that are the same; a digit that is not written is not the same.
    """
    shared: pl.Expr = pl.lit(0, dtype=pl.Int8)
    for n in range(1, _N_DIGITS + 1):
        is_long_enough = one.str.len_bytes() >= n
        shared = shared + (is_long_enough & (one.str.slice(0, n) == other.str.slice(0, n))).cast(pl.Int8)
    return _N_DIGITS - shared
