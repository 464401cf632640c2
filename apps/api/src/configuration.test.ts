import { expect, test } from 'vitest';
import { InvalidConfiguration, readConfiguration } from './configuration.ts';

test('listens on 127.0.0.1:4000 with the embedded database by default', () => {
  expect(readConfiguration({})).toEqual({
    host: '127.0.0.1',
    port: 4000,
    database: { kind: 'embedded', folder: '.data/checkview' },
    logLevel: 'info',
    drainMs: 0,
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
  };
  expect(readConfiguration(environment)).toEqual({
    host: '0.0.0.0',
    port: 80,
    database: { kind: 'postgres', url: 'postgresql://u:p@h/d' },
    logLevel: 'warn',
    drainMs: 5_000,
  });
});

test.each([
  [{ PORT: '65536' }, 'PORT is "65536". Use a whole number from 0 to 65535.'],
  [{ PORT: 'http' }, 'PORT is "http".'],
  [{ DRAIN_SECONDS: '-1' }, 'DRAIN_SECONDS is "-1".'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud". Use one of trace, debug'],
  [{ DATABASE_URL: 'h/d' }, 'DATABASE_URL must begin with postgres://'],
])('refuses %j with a sentence that names it', (environment, message) => {
  expect(() => readConfiguration(environment)).toThrow(InvalidConfiguration);
  expect(() => readConfiguration(environment)).toThrow(message);
});
