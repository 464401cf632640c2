import type { Operation, Parameter } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { loadShelf } from '../../test/load-shelf.ts';
import type { Draft, Flaw } from '../request/draft.ts';
import { createWorkbench } from '../values/workbench.ts';
import { observe } from './observe.ts';

const model = await loadShelf();
const bench = createWorkbench(model, 1);

interface Seen {
  readonly declared: readonly string[];
  readonly status: number;
  readonly body?: string;
  readonly flaw?: Flaw;
  /** Media types that are declared for each status. */
  readonly content?: readonly string[];
  /** What stands for a number in the path. */
  readonly id?: string;
  /** Characters of the query. */
  readonly query?: number;
}

/** The kinds of obligation that an answer breaks. */
function brokenBy({
  declared,
  status,
  body = '',
  flaw,
  content = [],
  id,
  query = 0,
}: Seen): readonly string[] {
  const [first] = model.operations;
  if (!first) throw new Error('the library has operations');
  const operation: Operation = {
    ...first,
    security: [],
    responses: declared.map((code) => ({
      status: code,
      description: '',
      headers: [],
      content: content.map((mediaType) => ({ mediaType, encoding: [], examples: [], place: first.place })),
      links: [],
      place: first.place,
    })),
  };
  const draft: Draft = {
    operation,
    method: operation.method,
    values: id === undefined ? new Map() : new Map([['path/id', { parameter: number(first), value: id }]]),
    credentials: {},
    headers: {},
    key: 'none',
    ...(flaw ? { flaw } : {}),
  };
  const answer = { status, headers: new Headers(), text: body, isWhole: true, at: 0 };
  const request = { method: operation.method, url: `http://shelf.test/?${'a'.repeat(query)}`, headers: {} };
  return observe(bench, { number: 1, draft, request, answer }).flatMap((seen) =>
    seen.outcome === 'broken' ? [seen.kind] : [],
  );
}

const number = ({ place }: Operation): Parameter => ({
  name: 'id',
  in: 'path',
  required: true,
  deprecated: false,
  style: 'simple',
  explode: false,
  allowReserved: false,
  schema: { type: 'integer' },
  examples: [],
  place,
});

const invalid: Flaw = { description: 'with a broken value', refusals: ['400', '422'], breaches: ['2XX'] };

describe('an undeclared status', () => {
  test('is a breach', () => expect(brokenBy({ declared: ['200'], status: 404 })).toEqual(['R.undeclared']));
  test('is none where a range or the default declares it', () => {
    expect(brokenBy({ declared: ['200', '4XX'], status: 404 })).toEqual([]);
    expect(brokenBy({ declared: ['200', 'default'], status: 404 })).toEqual([]);
  });
  test('is none where it refuses an id that the description does not allow', () => {
    expect(brokenBy({ declared: ['200'], status: 404, id: 'ada' })).toEqual([]);
    expect(brokenBy({ declared: ['200'], status: 404, id: '12' })).toEqual(['R.undeclared']);
  });
  test('is none where the description declares no answer that could be the last', () => {
    expect(brokenBy({ declared: [], status: 200 })).toEqual([]);
    expect(brokenBy({ declared: ['100', '1XX'], status: 200 })).toEqual([]);
  });
  test('is none where the description declares no refusal of a wrong request', () => {
    expect(brokenBy({ declared: ['200'], status: 422, flaw: invalid })).toEqual([]);
  });
  test('is one where it declares another', () => {
    expect(brokenBy({ declared: ['200', '400'], status: 422, flaw: invalid })).toEqual(['R.undeclared']);
  });
  test.each([414, 431])(
    'is none where a URL is longer than servers have to take and answered %i',
    (status) => {
      expect(brokenBy({ declared: ['200'], status, query: 8_000 })).toEqual([]);
      expect(brokenBy({ declared: ['200'], status, query: 7_000 })).toEqual(['R.undeclared']);
    },
  );
  test('is none where no status is declared at all', () => {
    expect(brokenBy({ declared: [], status: 200 })).toEqual([]);
  });
});

describe('a failure of the server', () => {
  test('is a breach, declared or not', () => {
    expect(brokenBy({ declared: ['200', '500'], status: 500 })).toEqual(['R.5xx']);
    expect(brokenBy({ declared: ['200'], status: 503 })).toEqual(['R.5xx']);
  });
  test('is none where it is declared that the service may be away', () => {
    expect(brokenBy({ declared: ['200', '503'], status: 503 })).toEqual([]);
  });
  test('is none where nothing else is declared', () => {
    expect(brokenBy({ declared: ['500'], status: 500 })).toEqual([]);
  });
});

describe('the inside of the server', () => {
  test.for([
    'Error: no\n    at handle (/srv/app/server.js:12:7)',
    '{"stack":"Error\\n    at async handle (file:///srv/app.js:1:2)"}',
    'Traceback (most recent call last):\n  File "app.py"',
    'duplicate key value violates unique constraint "users_email_key"',
    'select * from users where id = 1',
  ])('is a breach in a refusal: %j', (body) => {
    expect(brokenBy({ declared: ['200', '400'], status: 400, body })).toEqual(['P.leak']);
  });
  test('is none in an answer that tells of SQL', () => {
    const body = 'select * from users where id = 1';
    expect(brokenBy({ declared: ['200'], status: 200, body })).not.toContain('P.leak');
  });
  test('is none in plain words', () => {
    const body = 'Choose a file from the list, where one is shown, at the top (see step 2).';
    expect(brokenBy({ declared: ['200', '400'], status: 400, body })).toEqual([]);
  });
});

describe('a body that is declared and not sent', () => {
  const content = ['application/json'];
  test('is a breach where the status has a body', () =>
    expect(brokenBy({ declared: ['200'], status: 200, content })).toEqual(['R.media']));
  test.for([204, 205, 304])('is none with %i, which never has one', (status) =>
    expect(brokenBy({ declared: [String(status)], status, content })).toEqual([]),
  );
});
