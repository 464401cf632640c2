// Bodies that only a `Request` made in process can have: an HTTP client does not send them.
import { createServer } from '@plumbline/runtime/server';
import { describe, expect, test } from 'vitest';
import { ask } from './support/ask.ts';
import { contractOf, json, operation } from './support/contract.ts';

const contract = contractOf([
  operation('create', {
    method: 'POST',
    requestBody: { required: true, content: [json({ type: 'object' })] },
  }),
]);
const small = createServer(contract, { create: () => ({ status: 200, body: {} }) }, { maxBodyBytes: 20 });

describe('a body that is too large', () => {
  test('answers 413 by its declared length, without being read', async () => {
    let wasRead = false;
    const body = new ReadableStream(
      {
        pull(controller) {
          wasRead = true;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { 'content-type': 'application/json', 'content-length': '21' };
    const answer = await ask(small, 'POST /things', { body, duplex: 'half', headers } as RequestInit);
    expect(answer).toMatchObject({ status: 413, body: { type: 'urn:problem-type:payload-too-large' } });
    expect(wasRead).toBe(false);
  });

  test('answers 413 as soon as a stream passes the limit, and lets go of it', async () => {
    let chunks = 0;
    let wasCancelled = false;
    const body = new ReadableStream({
      pull(controller) {
        chunks++;
        controller.enqueue(new TextEncoder().encode('[1,2,3,4,'));
      },
      cancel() {
        wasCancelled = true;
      },
    });
    const init = { body, duplex: 'half', headers: { 'content-type': 'application/json' } } as RequestInit;
    expect((await ask(small, 'POST /things', init)).status).toBe(413);
    expect(chunks).toBeLessThan(10);
    expect(wasCancelled).toBe(true);
  });

  test('answers 413 when its declared length is a lie', async () => {
    const headers = { 'content-type': 'application/json', 'content-length': '5' };
    const answer = await ask(small, 'POST /things', {
      body: JSON.stringify({ name: 'x'.repeat(40) }),
      headers,
    });
    expect(answer.status).toBe(413);
  });
});
