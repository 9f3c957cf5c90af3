"""The command `lighed`: every step of the data's path, from a case export to a served worklist."""

from lighed.cli.app import main

__all__ = ["main"]
