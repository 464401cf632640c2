import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createCollector } from '../src/collect/index.ts';
import { loadShelf, noon, violatedIds } from './load-shelf.ts';

interface Trace {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly authorization?: string;
    readonly body?: string;
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  /** All that must be violated; nothing else may be. */
  readonly broken: readonly string[];
  /** What must be proved. */
  readonly kept: readonly string[];
}

const model = await loadShelf();
const file = new URL('./fixtures/traces/shelf.yaml', import.meta.url);
const traces: readonly Trace[] = parse(readFileSync(file, 'utf8'));

describe('a recorded exchange', () => {
  test.for(traces)('is judged as by hand: $name', async ({ request, response, broken, kept }) => {
    const collector = createCollector(model, { now: () => noon });
    const answering = collector.fetch(async () => toResponse(response));
    await answering(toRequest(request));
    const report = await collector.report();
    expect(violatedIds(report).toSorted()).toEqual(broken.toSorted());
    const proved = report.results.filter(({ verdict }) => verdict.outcome === 'proved').map(({ id }) => id);
    expect(proved).toEqual(expect.arrayContaining([...kept]));
  });
});

function toRequest({ method, path, authorization, body }: Trace['request']): Request {
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  return new Request(`http://shelf.test${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}

const toResponse = ({ status, headers, body }: Trace['response']): Response =>
  new Response(body ?? null, { status, headers });
