"""The packaged list of grounds that cannot be a basis for profiling -> how to recognise each, and why it is refused."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lighed.governance.text import Text


@dataclass(frozen=True, slots=True)
class RefusedGround:
    """A ground of Article 6(1) that an authority cannot have for profiling."""

    article: str
    pattern: re.Pattern[str] | None
    """Finds a text that names the ground; None where its name has other meanings too."""
    reason: Text


@cache
def refused_grounds() -> tuple[RefusedGround, ...]:
    text = files("lighed.governance").joinpath("refused_grounds.toml").read_text(encoding="utf-8")
    return tuple(
        RefusedGround(
            article=ground["article"],
            pattern=re.compile(rf"\b({'|'.join(ground['words'])})", re.IGNORECASE) if ground["words"] else None,
            reason=Text(**ground["reason"]),
        )
        for ground in tomllib.loads(text)["ground"]
    )
