"""How an attempt fails."""

from __future__ import annotations

from dataclasses import dataclass

from ferrumdeck_worker.wire import Usage, WorkerError


class GatewayAway(Exception):
    """No answer of the gateway, or one that means: try again later."""


class Misconfigured(Exception):
    """The worker cannot start or go on as it is set up; the message says what to change."""


class ToolFailed(Exception):
    """A tool raises this to say that its call failed, in words that the model may read.

    retryable: whether the same call may succeed later. The tool vouches that its effect did not happen.
    """

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


@dataclass(eq=False)
class WorkFailed(Exception):
    """An attempt failed. The message says what happened, to what, and what to do; it holds no secrets.

    certain: whether it is known that the effect did not happen.
    """

    code: str
    message: str
    retryable: bool = False
    certain: bool = True
    usage: Usage | None = None

    def __str__(self) -> str:
        return self.message

    def as_error(self) -> WorkerError:
        return WorkerError(code=self.code, message=self.message, retryable=self.retryable)
