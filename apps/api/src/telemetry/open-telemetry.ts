import { setTimeout as wait } from 'node:timers/promises';
import { contract } from '@checkview/contract/server';
import {
  type Attributes,
  createNoopMeter,
  type Histogram,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  type Resource,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Passage, RenderedAnswer, Through } from '@plumbline/runtime/server';
import { version } from '../version.ts';
import type { Telemetry, TelemetrySignals } from './signals.ts';

/**
 * Spans and metrics of HTTP servers by the semantic conventions of OpenTelemetry. Of a request they
 * tell the method, the operation and its path template: what a client writes itself, such as the path,
 * the query and the headers, may hold secrets.
 */
export function startOpenTelemetry(signals: TelemetrySignals): Telemetry {
  const resource = describeService();
  const tracing = signals.traces ? startTraces(resource) : undefined;
  const measuring = signals.metrics ? startMetrics(resource) : undefined;
  return {
    through: observe(tracing?.getTracer(scope, version), durationsOf(measuring)),
    async stop() {
      const sent = Promise.allSettled([tracing?.shutdown(), measuring?.shutdown()]);
      // A collector that does not answer must not hold up the end of the process.
      await Promise.race([sent, wait(sendWithinMs, undefined, { ref: false })]);
    },
  };
}

const scope = '@checkview/api';
const sendWithinMs = 3_000;

/** `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` stand above ours. */
function describeService(): Resource {
  return defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'checkview-api', 'service.version': version }))
    .merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
}

function startTraces(resource: Resource): TracerProvider {
  return new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
}

function startMetrics(resource: Resource): MeterProvider {
  const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
  return new MeterProvider({ resource, readers: [reader] });
}

function durationsOf(provider: MeterProvider | undefined): Histogram {
  const meter = provider?.getMeter(scope, version) ?? createNoopMeter();
  return meter.createHistogram('http.server.request.duration', {
    unit: 's',
    description: 'Duration of HTTP server requests.',
    advice: {
      explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    },
  });
}

const routes = new Map(contract.operations.map(({ id, path }) => [id, path]));

function observe(tracer: Tracer | undefined, durations: Histogram): Through {
  return async (passage, next) => {
    const startedAt = performance.now();
    const span = tracer === undefined ? trace.wrapSpanContext(INVALID_SPAN_CONTEXT) : begin(tracer, passage);
    const answer = await next();
    const attributes = describeExchange(passage, answer);
    durations.record((performance.now() - startedAt) / 1_000, attributes);
    end(span, passage, answer, attributes);
    return answer;
  };
}

const propagator = new W3CTraceContextPropagator();
const headers: TextMapGetter<Passage> = {
  keys: () => [],
  get: ({ request }, name) => request.header(name) ?? undefined,
};

/** Continues the caller's trace, where `traceparent` names one. */
function begin(tracer: Tracer, passage: Passage): Span {
  const parent = propagator.extract(ROOT_CONTEXT, passage, headers);
  return tracer.startSpan(methodOf(passage), { kind: SpanKind.SERVER }, parent);
}

function end(span: Span, passage: Passage, { status }: RenderedAnswer, attributes: Attributes): void {
  const { operationId, requestId } = passage;
  const route = attributes['http.route'];
  if (route !== undefined) span.updateName(`${methodOf(passage)} ${route}`);
  span.setAttributes({ ...attributes, 'checkview.request_id': requestId });
  if (operationId !== null) span.setAttribute('checkview.operation_id', operationId);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function describeExchange(passage: Passage, { status }: RenderedAnswer): Attributes {
  const route = passage.operationId === null ? undefined : routes.get(passage.operationId);
  return {
    'http.request.method': methodOf(passage),
    'http.response.status_code': status,
    'url.scheme': 'http',
    ...(route === undefined ? {} : { 'http.route': route }),
    ...(status >= 500 ? { 'error.type': String(status) } : {}),
  };
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** A client may send any word as a method; each would be a time series of its own. */
function methodOf({ request }: Passage): string {
  return methods.has(request.method) ? request.method : '_OTHER';
}
