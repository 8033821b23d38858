"""Digests over canonical JSON (RFC 8785), the same as everywhere in FerrumDeck."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

_LARGEST_EXACT = 2**53 - 1


def sha256(data: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> bytes:
    """Canonical JSON of a JSON value.

    Raises ValueError for what JSON cannot hold: NaN, infinities, lone surrogates, numbers beyond a double.
    """
    try:
        return rfc8785.dumps(_as_doubles(value))
    except (rfc8785.CanonicalizationError, OverflowError, UnicodeError, RecursionError) as e:
        raise ValueError(f"this value has no canonical JSON: {e}") from e


def canonical_sha256(value: Any) -> str:
    """Digest of the canonical JSON of a JSON value; ValueError as in canonical()."""
    return sha256(canonical(value))


def _as_doubles(value: Any) -> Any:
    """RFC 8785 knows doubles only, so a longer integer is written as the nearest one."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _LARGEST_EXACT else float(value)
    if isinstance(value, dict):
        return {key: _as_doubles(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_doubles(part) for part in value]
    return value
