import { expect, test } from 'vitest';
import { InvalidConfiguration, readConfiguration } from './configuration.ts';

test('listens on 127.0.0.1:4000 with the embedded database by default', () => {
  const { isTrustedProxy, ...rest } = readConfiguration({});
  expect(isTrustedProxy('127.0.0.1')).toBe(false);
  expect(rest).toEqual({
    host: '127.0.0.1',
    port: 4000,
    database: { kind: 'embedded', folder: '.data/checkview' },
    logLevel: 'info',
    drainMs: 0,
    load: { requestsInFlight: 100, eventLoopDelayMs: 500 },
    telemetry: { traces: false, metrics: false },
    allowLoopback: false,
  });
});

test('takes what the environment says', () => {
  const environment = {
    HOST: '0.0.0.0',
    PORT: '80',
    DATABASE_URL: 'postgresql://u:p@h/d',
    CHECKVIEW_DATA: '/x',
    LOG_LEVEL: 'warn',
    DRAIN_SECONDS: '5',
    MAX_REQUESTS_IN_FLIGHT: '7',
    MAX_EVENT_LOOP_DELAY_MS: '80',
    REQUESTS_PER_MINUTE: '1000',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    OTEL_METRICS_EXPORTER: 'none',
    ALLOW_LOOPBACK_WEBSITES: 'true',
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  };
  const { isTrustedProxy, ...rest } = readConfiguration(environment);
  expect(['10.1.2.3', '::1', '11.1.2.3'].map(isTrustedProxy)).toEqual([true, true, false]);
  expect(rest).toEqual({
    host: '0.0.0.0',
    port: 80,
    database: { kind: 'postgres', url: 'postgresql://u:p@h/d' },
    logLevel: 'warn',
    drainMs: 5_000,
    load: { requestsInFlight: 7, eventLoopDelayMs: 80 },
    telemetry: { traces: true, metrics: false },
    allowLoopback: true,
    secretsKey: Buffer.alloc(32, 7),
    requestsPerMinute: 1_000,
  });
});

test.each([
  [{ PORT: '65536' }, 'PORT is "65536". Use a whole number from 0 to 65535.'],
  [{ PORT: 'http' }, 'PORT is "http".'],
  [{ SECRETS_KEY: 'secret' }, 'SECRETS_KEY must be 32 bytes in base64'],
  [{ ALLOW_LOOPBACK_WEBSITES: 'yes' }, 'ALLOW_LOOPBACK_WEBSITES is "yes". Use true or false.'],
  [{ DRAIN_SECONDS: '-1' }, 'DRAIN_SECONDS is "-1".'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud". Use one of trace, debug'],
  [{ MAX_REQUESTS_IN_FLIGHT: '0' }, 'MAX_REQUESTS_IN_FLIGHT is "0". Use a whole number from 1 to 100000.'],
  [{ TRUSTED_PROXIES: '10.0.0.0/8,proxy' }, 'TRUSTED_PROXIES is "10.0.0.0/8,proxy". Use addresses'],
  [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER is "zipkin". Use otlp or none.'],
  [{ DATABASE_URL: 'h/d' }, 'DATABASE_URL must begin with postgres://'],
])('refuses %j with a sentence that names it', (environment, message) => {
  expect(() => readConfiguration(environment)).toThrow(InvalidConfiguration);
  expect(() => readConfiguration(environment)).toThrow(message);
});

test('exports nothing where OpenTelemetry is switched off', () => {
  const environment = { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };
  expect(readConfiguration(environment).telemetry).toEqual({ traces: false, metrics: false });
});
