import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { formatEvent, formatReport, type Report, violations } from '../src/index.ts';
import { loadShelf, runOnShelf } from './load-shelf.ts';

const model = await loadShelf();
const cwd = import.meta.dirname;

const shown = ['R.*', 'A.anon', 'L.unknown/*', 'Q.method'].map((kind) => `getBook:${kind}`);

/** A few obligations of every outcome, the same in every run. */
const { report } = await runOnShelf(
  model,
  { faults: ['body-extra', 'no-allow'] },
  { concurrency: 1, only: shown },
);

describe('the report', () => {
  test('reads as text', () => {
    expect(formatReport(report, 'text', { cwd })).toMatchSnapshot();
  });

  test('reads as JUnit', () => {
    expect(formatReport(report, 'junit', { cwd })).toMatchSnapshot();
  });

  test('reads as JSON, without the places of the description', () => {
    const { results, exchanges, ...head } = JSON.parse(formatReport(report, 'json'));
    const shown = results.map(({ place: _, ...result }: Report['results'][number]) => result);
    expect({ ...head, exchanges: exchanges.slice(0, 1), results: shown }).toMatchSnapshot();
  });

  test('is coloured only when asked', () => {
    expect(formatReport(report, 'text')).not.toContain('\u001b');
    expect(formatReport(report, 'text', { color: true })).toContain('\u001b[31mviolated\u001b[39m');
  });

  test('holds no secret', () => {
    for (const format of ['text', 'junit', 'json'] as const) {
      const text = formatReport(report, format);
      expect(text).not.toContain('shelf-admin-000000000001');
      expect(text).toContain('$TOKEN');
    }
  });
});

describe('JUnit', () => {
  const hostile = '</failure><evil a="1">&amp;]]>\u0000\u001b[31m\ufffe\ud800 "\'\n\t';

  function hostileReport(): Report {
    return {
      ...report,
      title: hostile,
      results: report.results.map((result) => ({
        ...result,
        operation: hostile,
        claim: hostile,
        verdict:
          result.verdict.outcome === 'violated'
            ? { ...result.verdict, expected: hostile, received: hostile }
            : result.verdict,
      })),
    };
  }

  test.for([
    ['of plain names', report],
    ['of hostile names', hostileReport()],
  ] as const)('is well-formed %s', ([, shown]) => {
    expect(XMLValidator.validate(formatReport(shown, 'junit'))).toBe(true);
  });

  test('keeps hostile text as text', () => {
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(formatReport(hostileReport(), 'junit'));
    expect(JSON.stringify(Object.keys(parsed.testsuites))).not.toContain('evil');
    expect(JSON.stringify(parsed)).toContain('</failure><evil a=');
  });

  test('counts what it holds', () => {
    const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(formatReport(report, 'junit'));
    const cases = [testsuites.testsuite].flat().flatMap(({ testcase }) => testcase);
    expect(cases.length).toBe(report.results.length);
    expect(cases.filter((one) => Object.hasOwn(one, 'failure')).length).toBe(
      Number(testsuites['@_failures']),
    );
    expect(cases.filter((one) => Object.hasOwn(one, 'skipped')).length).toBe(report.counts.unproven);
  });
});

test('the same breach in several operations is told once', async () => {
  const { report: many } = await runOnShelf(model, { faults: ['no-auth'] }, { only: ['A.anon'] });
  const text = formatReport(many, 'text');
  const told = text.match(/^violated: /gm)?.length ?? 0;
  expect(violations(many).length).toBeGreaterThan(told);
  expect(text).toMatch(/^ {2}the same in \w+(, \w+)*/m);
  for (const { operation } of violations(many)) expect(text).toContain(operation);
});

test('control characters of answers do not reach the terminal', () => {
  const shown = formatReport(
    { ...report, title: 'Shelf\u001b]0;gone\u0007\u202e', results: report.results },
    'text',
  );
  for (const character of ['\u001b', '\u0007', '\u202e']) expect(shown).not.toContain(character);
  expect(shown).toContain('Shelf\\u001b]0;gone\\u0007\\u202e');
});

test('events read as lines of progress', () => {
  expect(formatEvent({ type: 'started', seed: 1, run: 'test', operations: 2, obligations: 30 })).toBe(
    '30 obligations of 2 operations, seed 1, run test',
  );
  expect(formatEvent({ type: 'operation', operation: 'getBook', index: 1, total: 2 })).toBe('[1/2] getBook');
  expect(formatEvent({ type: 'finished', report })).toBe(`${report.requests} requests sent`);
});
