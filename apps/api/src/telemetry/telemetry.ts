import type { Telemetry, TelemetrySignals } from './signals.ts';

/** Loads OpenTelemetry only where something is exported, since it would make every start slower. */
export async function startTelemetry({ traces, metrics }: TelemetrySignals): Promise<Telemetry> {
  if (!traces && !metrics) return { through: (_passage, next) => next(), stop: async () => undefined };
  const { startOpenTelemetry } = await import('./open-telemetry.ts');
  return startOpenTelemetry({ traces, metrics });
}
