import { describe, expect, test } from 'vitest';
import {
  applyBaseline,
  type BaselineEntry,
  parseBaseline,
  planObligations,
  printBaseline,
  updateBaseline,
  violations,
} from '../src/index.ts';
import { loadShelf, runOnShelf } from './load-shelf.ts';

const model = await loadShelf();
const plan = planObligations(model);
const context = { today: '2026-11-24', plan };
const only = ['getBook:R.*', 'getHealth:R.*', 'createBook:Q.reject/body/title/*'];
const { report } = await runOnShelf(model, { faults: ['body-extra', 'ignores-max-length'] }, { only });

const entry = (id: string, until = '2026-12-31'): BaselineEntry => ({
  id,
  why: 'the vendor knows',
  owner: 'api',
  until,
});

describe('a baseline', () => {
  test('waives what it names, by pattern, and nothing else', () => {
    const {
      report: waived,
      expired,
      idle,
    } = applyBaseline(report, { entries: [entry('getBook:R.body/*')] }, context);
    expect(violations(waived).map(({ id }) => id)).toEqual(['createBook:Q.reject/body/title/maxLength']);
    expect(waived.counts).toMatchObject({ violated: 1, waived: 1 });
    expect(waived.ok).toBe(false);
    expect({ expired, idle }).toEqual({ expired: [], idle: [] });
  });

  test('puts a run in order when it knows every violation', () => {
    const entries = [entry('getBook'), entry('Q.reject')];
    expect(applyBaseline(report, { entries }, context).report.ok).toBe(true);
  });

  test('waives nothing after its day', () => {
    const entries = [entry('getBook', '2026-11-23'), entry('Q.reject', '2026-11-24')];
    const { report: waived, expired } = applyBaseline(report, { entries }, context);
    expect(violations(waived).map(({ id }) => id)).toEqual(['getBook:R.body/200']);
    expect(expired).toEqual([entries[0]]);
  });

  test('tells of entries that waive nothing, but not of what the run left out', () => {
    const entries = [entry('getHealth:R.*'), entry('noSuchOperation'), entry('deleteBook')];
    expect(applyBaseline(report, { entries }, context).idle.map(({ id }) => id)).toEqual([
      'getHealth:R.*',
      'noSuchOperation',
    ]);
  });

  test('is written with thirty days for each violation, and keeps what is still needed', () => {
    const entries = [entry('getBook'), entry('getHealth:R.*'), entry('Q.reject', '2026-01-01')];
    const updated = updateBaseline(report, { entries }, context);
    expect(updated.entries).toEqual([
      {
        id: 'createBook:Q.reject/body/title/maxLength',
        why: expect.stringContaining('maxLength'),
        owner: 'nobody yet',
        until: '2026-12-24',
      },
      entries[0],
    ]);
    expect(parseBaseline(printBaseline(updated))).toEqual(updated);
  });

  test.for([
    ['[]', /no baseline of version 1/],
    ['{"baselineVersion":1}', /`entries` must be a list/],
    [
      '{"baselineVersion":1,"entries":[{"id":"a","why":"b","until":"2027-01-01"}]}',
      /entry 1 needs a text `owner`/,
    ],
    [
      '{"baselineVersion":1,"entries":[{"id":"a","why":"b","owner":"c","until":"2027-02-30"}]}',
      /entry 1: `until`/,
    ],
  ] as const)('is refused as %s', ([text, message]) => {
    expect(() => parseBaseline(text)).toThrow(message);
  });
});
