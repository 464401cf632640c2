import { describe, expect, test } from 'vitest';
import { type Coverage, type CoverageRow, coverageOf } from '../src/index.ts';
import { loadShelf, runOnShelf } from './load-shelf.ts';

const model = await loadShelf();

async function coverOf(
  ...run: Parameters<typeof runOnShelf> extends [unknown, ...infer Rest] ? Rest : never
) {
  const { report } = await runOnShelf(model, ...run);
  return { report, coverage: coverageOf(report, model) };
}

const rowOf = (rows: readonly CoverageRow[], name: string) => rows.find((row) => row.name === name);
const sum = ({ proved, violated, warning, unproven, waived }: CoverageRow | Coverage['all']) =>
  proved + violated + warning + unproven + waived;

describe('the coverage of a run', () => {
  test('counts each obligation once by class and once by operation', async () => {
    const { report, coverage } = await coverOf();
    expect(sum(coverage.all)).toBe(report.results.length);
    for (const rows of [coverage.classes, coverage.operations])
      expect(rows.reduce((total, row) => total + sum(row), 0)).toBe(report.results.length);
  });

  test('sees a description from the side of statuses, parameters, properties, keywords and security', async () => {
    const { coverage } = await coverOf();
    expect(rowOf(coverage.statuses, 'getBook 404')).toMatchObject({ violated: 0, unproven: 0 });
    expect(rowOf(coverage.parameters, 'listBooks query/limit')?.proved).toBeGreaterThan(2);
    expect(rowOf(coverage.parameters, 'getBook path/bookId')?.proved).toBeGreaterThan(1);
    expect(rowOf(coverage.properties, 'createBook /title')?.proved).toBeGreaterThan(1);
    expect(rowOf(coverage.keywords, 'maxLength')?.proved).toBeGreaterThan(0);
    expect(rowOf(coverage.security, 'getBook token')?.proved).toBeGreaterThan(1);
    expect(coverage.behaviours.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'scopes',
        'problem details',
        'life cycle',
        'paging',
        'idempotency',
        'rate limits',
      ]),
    );
  });

  test('counts what was not proved against it, by reason', async () => {
    const { coverage } = await coverOf({}, { safe: true });
    const row = rowOf(coverage.operations, 'createBook');
    expect(row).toMatchObject({ proved: 0, reasons: { 'needs-write': row?.unproven } });
    expect(row?.unproven).toBeGreaterThan(50);
  });

  test('shows a breach where it happened and nowhere else', async () => {
    const { coverage } = await coverOf(
      { faults: ['ignores-max-length'] },
      { only: ['createBook', 'getProfile'] },
    );
    expect(rowOf(coverage.properties, 'createBook /title')?.violated).toBe(1);
    expect(rowOf(coverage.keywords, 'maxLength')?.violated).toBeGreaterThan(0);
    expect(rowOf(coverage.operations, 'getProfile')?.violated).toBe(0);
  });

  test('counts each declared property of an answer, once it was seen in a valid one', async () => {
    const { coverage } = await coverOf({}, { only: ['listBooks:R.*'] });
    expect(rowOf(coverage.properties, 'listBooks 200 /*/title')).toMatchObject({ proved: 1, unproven: 0 });
    const { coverage: broken } = await coverOf({ faults: ['body-extra'] }, { only: ['getBook:R.*'] });
    expect(rowOf(broken.properties, 'getBook 200 /title')).toMatchObject({
      proved: 0,
      unproven: 1,
      reasons: { 'not-seen': 1 },
    });
    expect(rowOf(broken.properties, 'listBooks 200 /*/title')).toBeUndefined();
  });

  test('names what the description holds and no obligation is about, and what was left out', async () => {
    const { coverage } = await coverOf({}, { only: ['createBook:R.*'] });
    expect(rowOf(coverage.properties, 'createBook /title')).toMatchObject({ proved: 0, unproven: 0 });
    expect(coverage.leftOut).toContain('getBook');
    expect(coverage.leftOut).not.toContain('createBook');
  });
});
