"""Spans with the names and attributes of the Java worker; exported where OTEL_EXPORTER_OTLP_ENDPOINT says so."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from ferrumdeck_worker.failures import WorkFailed
from ferrumdeck_worker.wire import Job

_W3C = TraceContextTextMapPropagator()


def start() -> TracerProvider | None:
    """Exports spans from here on; None when nobody wants them."""
    if not os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        return None
    provider = TracerProvider(resource=Resource.create({"service.name": "ferrumdeck-python-worker"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider


@contextlib.contextmanager
def continuing(traceparent: str | None) -> Iterator[None]:
    """What is sent inside belongs to a trace that began elsewhere."""
    token = context.attach(_W3C.extract({"traceparent": traceparent} if traceparent else {}))
    try:
        yield
    finally:
        context.detach(token)


@contextlib.contextmanager
def attempt(job: Job, traceparent: str | None, queue: str, worker: str) -> Iterator[Span]:
    """The span of an attempt, as a child of the trace that dispatched it."""
    attributes: dict[str, str | int] = {
        "ferrumdeck.run.id": job.run_id,
        "ferrumdeck.step.id": job.step_id,
        "ferrumdeck.step.path": job.step,
        "ferrumdeck.attempt": job.attempt,
        "ferrumdeck.attempt.id": job.attempt_id,
        "ferrumdeck.queue": queue,
        "ferrumdeck.worker": worker,
    }
    if job.agent is not None:
        attributes["gen_ai.agent.name"] = job.agent
    with continuing(job.traceparent or traceparent), _span("attempt", SpanKind.CONSUMER, attributes) as span:
        yield span


@contextlib.contextmanager
def tool(name: str) -> Iterator[Span]:
    attributes: dict[str, str | int] = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": name,
        "gen_ai.tool.type": "function",
    }
    with _span(f"execute_tool {name}", SpanKind.INTERNAL, attributes) as span:
        yield span


@contextlib.contextmanager
def chat(provider: str, model: str) -> Iterator[Span]:
    attributes: dict[str, str | int] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": provider,
        "gen_ai.request.model": model,
    }
    with _span(f"chat {model}", SpanKind.CLIENT, attributes) as span:
        yield span


def failed(span: Span, code: str) -> None:
    """Marks a span with a code; never with a message, which may quote what a tool said."""
    span.set_status(Status(StatusCode.ERROR, code))
    span.set_attribute("error.type", code)


@contextlib.contextmanager
def _span(name: str, kind: SpanKind, attributes: dict[str, str | int]) -> Iterator[Span]:
    tracer = trace.get_tracer("dev.ferrumdeck.worker")
    with tracer.start_as_current_span(
        name, kind=kind, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except WorkFailed as e:
            failed(span, e.code)
            raise
