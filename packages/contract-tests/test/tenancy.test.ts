import { describe, expect, test } from 'vitest';
import { baseUrl, identities, loadShelf, runOnShelf, violatedIds } from './load-shelf.ts';
import { tenancyFaults } from './shelf/access-faults.ts';
import { tokens } from './shelf/callers.ts';

const model = await loadShelf();

/** For each fault, the obligations that must catch it. */
const catchers: Readonly<Record<keyof typeof tenancyFaults, readonly string[]>> = {
  'foreign-read': ['getBook:T.read/bookId'],
  'foreign-written': ['updateBook:T.write/bookId', 'lendBook:T.write/bookId'],
  'foreign-deleted': ['deleteBook:T.delete/bookId'],
  'foreign-listed': ['listBooks:T.list'],
  'foreign-told': ['getBook:T.read/bookId', 'getBook:T.uniform/bookId', 'deleteBook:T.delete/bookId'],
};

describe('a server that', () => {
  test.for(Object.keys(tenancyFaults) as (keyof typeof tenancyFaults)[])(
    'is caught with the fault %s',
    async (fault) => {
      const { report } = await runOnShelf(model, { faults: [fault] });
      expect(violatedIds(report)).toEqual(expect.arrayContaining([...catchers[fault]]));
      expect(report.ok).toBe(false);
    },
  );
});

describe('without a caller of another tenant', () => {
  const residents = identities.filter(({ tenant }) => tenant === 'north');

  test('says what is missing and raises no alarm', async () => {
    const { report } = await runOnShelf(model, { faults: ['foreign-read'] }, { identities: residents });
    expect(violatedIds(report)).toEqual([]);
    const reasons = report.results.flatMap(({ id, verdict }) =>
      /:T\.(?!uniform)/.test(id) && verdict.outcome === 'unproven' ? [verdict.reason] : [],
    );
    expect(new Set(reasons)).toEqual(new Set(['needs-second-tenant']));
  });
});

describe('a server whose tenants are apart', () => {
  test('keeps what the other tenant has as it was, and is proved to', async () => {
    const { report, shelf } = await runOnShelf(model);
    const open = report.results.filter(
      ({ kind, verdict }) => kind.startsWith('T.') && verdict.outcome !== 'proved',
    );
    expect(open).toEqual([]);
    const books = await shelf.fetch(
      new Request(`${baseUrl}/books`, { headers: { authorization: `Bearer ${tokens.southern}` } }),
    );
    expect(await books.json()).toMatchObject([{ title: 'Ulysses' }]);
  });

  test('is not asked for what a selection leaves out', async () => {
    const callers = new Set<string>();
    const { report } = await runOnShelf(
      model,
      {},
      {
        except: ['T.*', 'G.*', 'I.*'],
        afterExchange: ({ request }) => void callers.add(request.headers.authorization ?? ''),
      },
    );
    expect(report.results.some(({ kind }) => kind.startsWith('T.'))).toBe(false);
    expect([...callers].filter((caller) => caller.includes('SOUTHERN'))).toEqual([]);
  });
});
