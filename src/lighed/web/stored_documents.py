"""An event's document -> bytes to keep it in -> the very same document."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any


def to_bytes(document: Mapping[str, Any]) -> bytes:
    """The document as compressed JSON."""
    return zlib.compress(json.dumps(document, ensure_ascii=False, default=str).encode())


def from_bytes(stored: bytes | memoryview) -> dict[str, Any]:
    """The document that `to_bytes` was given."""
    document: dict[str, Any] = json.loads(zlib.decompress(bytes(stored)))
    return document
