import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { loadDescription, toApiModel } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { formatReport, type Report, type ReportOptions } from '../src/index.ts';
import { runOnShelf } from './load-shelf.ts';

const file = fileURLToPath(new URL('./fixtures/shelf/openapi.yaml', import.meta.url));
const loaded = await loadDescription(file);
if (!loaded.ok) throw new Error('the library has a description');
const { description } = loaded;
const { model } = toApiModel(description);
const lines = (await readFile(file, 'utf8')).split('\n');

const options: ReportOptions = {
  locate: (place) => description.locate(place),
  cwd: fileURLToPath(new URL('./fixtures/', import.meta.url)),
  model,
};

const only = ['createBook:Q.reject/body/title/*', 'getBook:R.body/200', 'getBook:Q.method', 'getHealth:R.*'];
const { report } = await runOnShelf(
  model,
  { faults: ['body-extra', 'ignores-max-length', 'no-405'] },
  { only },
);

const hostile =
  '::error::x%0A\r\n::stop-commands::t <img src=x onerror=alert(1)> `` @team | \u001b[31m\u202e';

const controls = ['\r', '\u001b', '\u202e'];

function hostileReport(): Report {
  const results = report.results.map((result) => ({
    ...result,
    id: hostile,
    operation: hostile,
    claim: hostile,
    verdict:
      result.verdict.outcome === 'violated'
        ? { ...result.verdict, expected: hostile, received: hostile }
        : result.verdict,
  }));
  return { ...report, title: hostile, results };
}

describe('SARIF', () => {
  const [run] = JSON.parse(formatReport(report, 'sarif', options)).runs;

  test('points at the line of the description that promised otherwise', () => {
    const [breach] = run.results.filter((result: { ruleId: string }) => result.ruleId === 'Q.reject');
    const { artifactLocation, region } = breach.locations[0].physicalLocation;
    expect(artifactLocation.uri).toBe('shelf/openapi.yaml');
    const found = lines[region.startLine - 1]?.slice(region.startColumn - 1);
    expect(found).toMatch(/^application\/json:/);
    expect(breach.message.text).toMatch(/maxLength.*title[\s\S]*Expected [\s\S]*Again: curl -i /);
  });

  test('holds a breach for each violation and warning, each with a rule and a lasting name', () => {
    const rules = run.tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(
      run.results.map(({ ruleId, level }: Record<string, string>) => `${ruleId} ${level}`).sort(),
    ).toEqual(['Q.method warning', 'Q.reject error', 'R.body error']);
    for (const { ruleId, ruleIndex, partialFingerprints } of run.results) {
      expect(rules[ruleIndex]).toBe(ruleId);
      expect(partialFingerprints['obligation/v1']).toContain(`:${ruleId}`);
    }
  });

  test('says that a waived breach is borne', () => {
    const waiver = { why: 'told to the vendor', owner: 'api', until: '2027-01-01' };
    const results = report.results.map((result) => ({ ...result, waiver }));
    const [shown] = JSON.parse(formatReport({ ...report, results }, 'sarif', options)).runs;
    expect(shown.results[0].suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'told to the vendor' },
    ]);
  });
});

describe('annotations of GitHub', () => {
  test('stand at file, line and column, what fails the run first', () => {
    const shown = formatReport(report, 'github', options).trimEnd().split('\n');
    expect(shown.map((line) => line.slice(0, line.indexOf(' ')))).toEqual([
      '::error',
      '::error',
      '::warning',
    ]);
    expect(shown.join('\n')).toMatch(
      /^::error file=shelf\/openapi\.yaml,line=\d+,col=\d+,title=[^:]+::getBook: /m,
    );
    expect(shown[0]).toContain('%0Aexpected ');
  });

  test('are one line each, whatever a description or an answer says', () => {
    const text = formatReport(hostileReport(), 'github', options);
    const commands = text.trimEnd().split('\n');
    expect(commands.length).toBe(3);
    for (const command of commands) {
      expect(command).toMatch(/^::(error|warning) file=/);
      expect(command).toContain('%250A%0D%0A::stop-commands');
      for (const control of controls) expect(command).not.toContain(control);
      expect(command.slice(2, command.indexOf('::', 2))).not.toMatch(/title=[^%]*:/);
    }
  });

  test('are none where nothing is wrong', async () => {
    const right = await runOnShelf(model, {}, { only: ['getHealth:R.*'] });
    expect(formatReport(right.report, 'github', options)).toBe('');
  });
});

describe('Markdown', () => {
  test('tells the verdict, each breach, what was proved and what was not', () => {
    const text = formatReport(report, 'markdown', options);
    expect(text).toMatch(/^## ❌ broken: Shelf /);
    expect(text).toContain('<summary>❌ <b>getBook</b> the body of 200 is valid</summary>');
    expect(text).toMatch(/promised at ` shelf\/openapi\.yaml:\d+:\d+ `/);
    expect(text).toMatch(/```sh\ncurl -i /);
    expect(text).toMatch(/^\| Requests \| \d/m);
  });

  test('shows text of a description as text', () => {
    const text = formatReport(hostileReport(), 'markdown', options);
    for (const control of controls) expect(text).not.toContain(control);
    const outsideOfCode = text.replaceAll(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, '');
    expect(outsideOfCode).not.toContain('<img');
    expect(outsideOfCode).toContain('@<!-- -->team');
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length)).size).toBeLessThanOrEqual(2);
  });
});

describe('JSON', () => {
  test('holds the coverage and the lines of the description', () => {
    const json = JSON.parse(formatReport(report, 'json', options));
    expect(json.coverage.all).toMatchObject({ violated: 2, warning: 1 });
    expect(json.results[0].place.line).toBeGreaterThan(1);
  });
});
