import type { MockServer } from '@plumbline/mock-server';
import { expect, test } from 'vitest';
import { refuseForeignHosts } from './foreign-host.ts';

const ok = { answer: async () => ({ status: 200, headers: {}, body: 'ok' }) };

async function statusOf(listensOn: string, origin: string): Promise<number> {
  // Safe: no other part of a request is looked at.
  const request = { origin } as Parameters<MockServer['answer']>[0];
  return (await refuseForeignHosts(listensOn, ok).answer(request)).status;
}

test.each(['http://localhost:4010', 'http://127.0.0.1:4010', 'http://[::1]:4010'])(
  'a server on the loopback address answers %s',
  async (url) => {
    for (const host of ['127.0.0.1', 'localhost', '::1']) expect(await statusOf(host, url)).toBe(200);
  },
);

test('a server on the loopback address answers no other name', async () => {
  const names = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1'];
  for (const name of names) expect(await statusOf('127.0.0.1', `http://${name}:4010`)).toBe(403);
});

test('a server on every address answers every name', async () => {
  expect(await statusOf('0.0.0.0', 'http://api.example')).toBe(200);
});
