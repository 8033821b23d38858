"""A FerrumDeck worker in Python: functions become tools that agents may call under policy."""

from ferrumdeck_worker.calls import idempotency_key
from ferrumdeck_worker.failures import ToolFailed
from ferrumdeck_worker.tools import tool

__all__ = ["ToolFailed", "idempotency_key", "tool"]
