"""Blocks of made-up rows, each with the days it was recorded and superseded -> whole tables as known on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from lighed.synthetic.arrays import NEVER, AnyArray, Flags, Ints

Block = Mapping[str, AnyArray]


class Rows:
    """Collects a municipality's rows as plain numbers; what text they stand for is settled when they are written."""

    def __init__(self) -> None:
        self._blocks: dict[str, list[dict[str, AnyArray]]] = defaultdict(list)

    def add(self, table: str, **columns: AnyArray | int) -> None:
        """Add rows to a table; a single number stands for a whole column, rows recorded `NEVER` are left out."""
        size = max(len(column) for column in columns.values() if isinstance(column, np.ndarray))
        block = {"superseded_on": np.full(size, NEVER, dtype=np.int32)}
        block |= {name: np.broadcast_to(np.asarray(column), size) for name, column in columns.items()}
        keep = block["recorded_on"] < NEVER
        self._blocks[table].append({name: column[keep].astype(np.int32) for name, column in block.items()})

    def add_version(self, table: str, block: Block, *, changed_on: Ints, **changes: AnyArray | int) -> None:
        """Add rows, and for those with a `changed_on` the row that supersedes each from that day on."""
        is_changed = changed_on < NEVER
        self.add(table, **{**block, "superseded_on": changed_on})
        if is_changed.any():
            after = {**block, **changes, "recorded_on": changed_on}
            size = len(changed_on)
            self.add(table, **{name: np.broadcast_to(np.asarray(c), size)[is_changed] for name, c in after.items()})

    def as_known_on(self, table: str, day: int, *, keep: Flags | None = None) -> dict[str, AnyArray]:
        """Gather a table's rows that were recorded by the end of `day`, in the order in which they were recorded.

        Parameters
        ----------
        keep
            For each person, by number, whether rows are wanted; left out for a table that is not about people.
        """
        blocks = self._blocks.get(table, [])
        if not blocks:
            return {}
        wanted = [(block["recorded_on"] <= day) & (True if keep is None else keep[block["person"]]) for block in blocks]
        columns = {
            name: np.concatenate([block[name][rows] for block, rows in zip(blocks, wanted, strict=True)])
            for name in blocks[0]
        }
        columns["superseded_on"] = np.where(columns["superseded_on"] <= day, columns["superseded_on"], NEVER)
        order = np.argsort(columns["recorded_on"], kind="stable")
        return {name: column[order] for name, column in columns.items()}
