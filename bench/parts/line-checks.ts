import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import type { Steps } from './line-steps.ts';

/** How often each rule was broken. */
type Counts = ReadonlyMap<string, number>;

/**
 * Redocly's rules that Plumbline does not run where nobody asks for them, because it has its own. Those about
 * examples find other things, since ours knows a request from a response.
 */
const replaced: ReadonlyMap<string, { readonly by: string; readonly findsTheSame: boolean }> = new Map([
  ['operation-operationId-unique', { by: 'operation-id-duplicate', findsTheSame: true }],
  ['no-invalid-media-type-examples', { by: 'examples-valid', findsTheSame: false }],
  ['no-invalid-parameter-examples', { by: 'examples-valid', findsTheSame: false }],
  ['no-invalid-schema-examples', { by: 'examples-valid', findsTheSame: false }],
]);

/** What the linters printed, as JSON. */
export interface LintOutputs {
  readonly plumbline: string;
  readonly redocly: string;
  readonly spectral?: string;
}

/**
 * Both sides ran the same rules and found the same. Of Spectral only the planted finding is looked for: it
 * reads a description of many files otherwise than a bundle, which is what Plumbline gives it.
 * @throws {MeasurementFailed} when one side found more, or nothing
 */
export function checkSameFindings(outputs: LintOutputs): void {
  const ours = countRules(JSON.parse(outputs.plumbline), 'rule');
  const redocly = countRules(JSON.parse(outputs.redocly).problems, 'ruleId');
  if (redocly.size === 0) throw new MeasurementFailed('redocly lint found nothing.');
  for (const [rule, count] of redocly) requireSame(rule, count, ours);
  if (outputs.spectral === undefined) return;
  const spectral = countRules(JSON.parse(outputs.spectral), 'code');
  if (!spectral.has(plantedRule) || !ours.has(`spectral/${plantedRule}`)) {
    throw new MeasurementFailed(`Spectral's ${plantedRule} was not reported.`);
  }
}

/** What `line-steps.ts` plants breaks this rule of Redocly's and of Spectral's. */
const plantedRule = 'operation-operationId-unique';

function countRules(findings: readonly Readonly<Record<string, unknown>>[], property: string): Counts {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const rule = String(finding[property]);
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

function requireSame(rule: string, count: number, ours: Counts): void {
  const replacement = replaced.get(rule);
  const own = ours.get(`redocly/${rule}`) ?? ours.get(replacement?.by ?? '') ?? 0;
  if (own === count || replacement?.findsTheSame === false) return;
  throw new MeasurementFailed(`redocly lint reports ${rule} ${count} times, plumbline lint ${own} times.`);
}

/** @throws {MeasurementFailed} when the bundles are not the same document */
export function checkSameBundle({ written }: Steps): void {
  const [ours, theirs] = [written.plumblineBundle, written.redoclyBundle].map((file) =>
    JSON.parse(readFileSync(file, 'utf8')),
  );
  if (!isDeepStrictEqual(ours, theirs)) throw new MeasurementFailed('The bundles differ.');
}

/**
 * Both wrote types for every path. (Not every operation is found by its name: what is no name in code is
 * called otherwise.)
 * @throws {MeasurementFailed} when one of them left one out
 */
export function checkTypesOfAll({ written }: Steps): void {
  const bundle: { readonly paths: object } = JSON.parse(readFileSync(written.redoclyBundle, 'utf8'));
  const paths = Object.keys(bundle.paths);
  if (paths.length === 0) throw new MeasurementFailed('The description has no path.');
  for (const file of [join(written.plumblineCode, 'types.ts'), written.peerTypes]) {
    const text = readFileSync(file, 'utf8');
    const missing = paths.filter((path) => !text.includes(`'${path}': {`) && !text.includes(`"${path}": {`));
    if (missing.length > 0) {
      throw new MeasurementFailed(
        `${file} has no types for ${missing.length} paths, ${missing[0]} among them.`,
      );
    }
  }
}
