"""Calls of functions, each on a thread of its own: one that hangs, blocks or never ends harms only its own step."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

_key: ContextVar[str] = ContextVar("idempotency_key")


def idempotency_key() -> str:
    """Inside of a tool: the same for all attempts of a step, to be handed on to whoever must not do things twice."""
    return _key.get()


async def call(function: Callable[..., Any], arguments: dict[str, Any], key: str) -> Any:
    """What the function returns or raises. When this is cancelled, an async function is told; a plain one cannot be,
    and is left behind.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Any] = loop.create_future()
    inner = _Inner(function, arguments)

    def settle(result: Any, error: BaseException | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(result)
        else:
            answer.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = inner.run()
        except BaseException as e:  # a tool may raise anything, such as SystemExit
            error = e if isinstance(e, Exception) else RuntimeError(f"the tool raised {type(e).__name__}")
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:
            return  # the worker has ended meanwhile

    context = contextvars.copy_context()
    context.run(_key.set, key)
    threading.Thread(target=context.run, args=(run,), name="tool", daemon=True).start()
    try:
        return await answer
    finally:
        inner.cancel()


class _Inner:
    """A call on its thread; an async function gets an event loop of its own there."""

    def __init__(self, function: Callable[..., Any], arguments: dict[str, Any]) -> None:
        self._function = function
        self._arguments = arguments
        self._lock = threading.Lock()
        self._task: asyncio.Task[Any] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._cancelled = False

    def run(self) -> Any:
        if not inspect.iscoroutinefunction(self._function):
            return self._function(**self._arguments)
        return asyncio.run(self._await())

    async def _await(self) -> Any:
        with self._lock:
            if self._cancelled:
                raise asyncio.CancelledError
            self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        try:
            return await self._function(**self._arguments)
        finally:
            with self._lock:
                self._loop = None

    def cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            if self._loop is not None and self._task is not None:
                self._loop.call_soon_threadsafe(self._task.cancel)
