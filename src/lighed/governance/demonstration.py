"""Nothing -> two made-up legal bases that cover made-up data only, for demonstrations."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

FILE_NAME = "demonstration.toml"


def demonstration_legal_bases() -> str:
    """The file of the two made-up legal bases, ``demo-training`` and ``demo-operation``, as it is to be written."""
    return files("lighed.governance").joinpath(FILE_NAME).read_text(encoding="utf-8")


def write_demonstration_legal_bases(folder: Path) -> Path:
    """Put the two made-up legal bases into `folder`, which is made if need be; gives the file written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    path.write_text(demonstration_legal_bases(), encoding="utf-8")
    return path
