import type { Through } from '@plumbline/runtime/server';

/** What is to be told to an OpenTelemetry collector; where it is, the exporters read from the environment. */
export interface TelemetrySignals {
  readonly traces: boolean;
  readonly metrics: boolean;
}

export interface Telemetry {
  /** Traces and measures a request. */
  readonly through: Through;
  /** Sends what is left. */
  stop(): Promise<void>;
}
