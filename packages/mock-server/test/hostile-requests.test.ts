import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shop } from './documents.ts';
import { mockOf } from './mock-of.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary-ascii' }),
  fc.constantFrom('', '..', '%', '%00', '__proto__', '{id}'),
);
const headerValue = fc.string({ unit: fc.constantFrom(...'abc0,;="\\/*+- code=') });

const request = fc.record({
  method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'QUERY', 'X'),
  path: fc.oneof(
    fc.constantFrom('/orders', '/orders/1'),
    text.map((segment) => `/orders/${encodeURIComponent(segment)}`),
    text.map((rest) => `/${rest}`),
  ),
  query: fc.oneof(
    fc.constant(''),
    text.map((query) => `?${query}`),
    text.map((code) => `?__code=${encodeURIComponent(code)}`),
  ),
  headers: fc.record(
    {
      prefer: headerValue,
      accept: headerValue,
      'content-type': fc.oneof(headerValue, fc.constant('application/json')),
      authorization: fc.oneof(headerValue, fc.constant('Bearer x')),
      'access-control-request-method': headerValue,
      origin: headerValue,
    },
    { requiredKeys: [] },
  ),
  body: fc.oneof(fc.json(), text),
});

test('answers whatever comes, and blames nobody but the client', async () => {
  const mock = await mockOf(shop(), { errors: true });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path, query, headers, body }) => {
      const hasBody = method !== 'GET' && method !== 'HEAD';
      const init = { method, headers, ...(hasBody ? { body } : {}) };
      const response = await mock.fetch(new Request(new URL(`http://mock.test${path}${query}`), init));
      await response.text();
      expect(response.status).toBeLessThan(500);
    }),
    { seed: 7, numRuns: 500 },
  );
});
