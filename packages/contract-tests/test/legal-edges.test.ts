import { describe, expect, test } from 'vitest';
import { type Report, runContractTests } from '../src/index.ts';
import { Kiln, type KilnFault, kilnFaults } from './kiln/kiln.ts';
import { loadModel, violatedIds } from './load-shelf.ts';

const model = await loadModel(new URL('./fixtures/kiln/openapi.yaml', import.meta.url));

async function runOnKiln(...faults: readonly KilnFault[]): Promise<Report> {
  const { fetch } = new Kiln(...faults);
  return runContractTests(model, { fetch, baseUrl: 'http://kiln.test' }, { run: 'test' }).report;
}

/** For each fault the obligation that must catch it. */
const catchers: Readonly<Record<KilnFault, string>> = {
  'name-39': 'createFiring:Q.accept/body/name/maxLength',
  'name-41': 'createFiring:Q.reject/body/name/maxLength',
  'name-units': 'createFiring:Q.accept/body/name/maxLength=code points',
  'cone-9': 'createFiring:Q.accept/body/cone/maximum',
  'cone-0': 'createFiring:Q.reject/body/cone/minimum',
  'temperature-0': 'createFiring:Q.reject/body/temperature/exclusiveMinimum',
  'temperature-any': 'createFiring:Q.reject/body/temperature/multipleOf',
  'no-raku': 'createFiring:Q.accept/body/glazes/*/enum="raku"',
  'two-glazes': 'createFiring:Q.accept/body/glazes/maxItems',
  'no-glaze': 'createFiring:Q.reject/body/glazes/minItems',
  'twice-glazed': 'createFiring:Q.reject/body/glazes/uniqueItems',
  'note-not-null': 'createFiring:Q.accept/body/note/null',
  'name-null': 'createFiring:Q.reject/body/name/type',
  'no-bottom': 'createFiring:Q.accept/body/shelf/oneOf=1',
  'level-4': 'createFiring:Q.reject/body/shelf/oneOf=0/level/maximum',
  'any-row': 'createFiring:Q.reject/body/shelf/oneOf=1/rows/*/pattern',
  'no-urgent': 'createFiring:Q.accept/body/optional=urgent',
  'needs-note': 'createFiring:Q.accept/body/optional',
  'closed-settings': 'createFiring:Q.accept/body/settings/additionalProperties',
  'open-body': 'createFiring:Q.reject/body/additionalProperties',
  'batch-7': 'listFirings:Q.accept/header/X-Batch/maxLength',
  'batch-any': 'listFirings:Q.reject/header/X-Batch/maxLength',
  'no-night': 'listFirings:Q.accept/cookie/mode/enum="night"',
  'any-mode': 'listFirings:Q.reject/cookie/mode/enum',
  'answer-extra': 'createFiring:R.body/201',
  'fails-on-cone-7': 'createFiring:R.5xx',
};

describe('a server that keeps every bound', () => {
  test('is proved to, from both sides of each', async () => {
    const report = await runOnKiln();
    expect(violatedIds(report)).toEqual([]);
    const open = report.results.filter(
      ({ kind, verdict }) => (kind === 'Q.accept' || kind === 'Q.reject') && verdict.outcome !== 'proved',
    );
    expect(open.map(({ id, verdict }) => [id, verdict])).toEqual([]);
  });
});

describe('a server is caught that', () => {
  test.for(Object.entries(kilnFaults) as [KilnFault, string][])('%s: %s', async ([fault]) => {
    expect(violatedIds(await runOnKiln(fault))).toContain(catchers[fault]);
  });
});
