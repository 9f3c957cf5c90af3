"""A text -> whether it holds what can be a Danish CPR number, so that nobody writes one where it does not belong."""

from __future__ import annotations

import re

from lighed.governance.text import Text

# Ten digits whose first four are a day and a month; 61-91 are the days of replacement numbers. They stand alone or
# after a short prefix: ids of random letters and digits have such runs inside them by chance, one in some 10,000. The
# column engine of `records` has no look-around, so the signs before and after are part of the match. It and Python
# read this alike.
_DASHES = "\u2010-\u2015\u2212"
CPR_PATTERN = (
    r"(?:^|\W|_|^[A-Za-z]{1,4})(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])(?:0[1-9]|1[0-2])[0-9]{2}"
    f"[-{_DASHES} .]?[0-9]{{4}}"
    r"(?:$|\W|_)"
)
_CPR = re.compile(CPR_PATTERN)
NO_CPR = Text(
    da="Skriv ikke CPR-numre. Henvis til sagen i fagsystemet i stedet.",
    en="Write no CPR numbers. Refer to the case in the case system instead.",
)


def looks_like_cpr(text: str) -> bool:
    """Whether `text` holds ten digits that can be a Danish CPR number, with or without a hyphen."""
    return _CPR.search(text) is not None


def without_cpr(text: str, *, instead: str) -> str:
    """`text` with what can be a CPR number replaced, for words that were written down as they came."""
    return _CPR.sub(f" {instead} ", text)
