import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import type { Steps } from './line-steps.ts';

/** How often each rule was broken. */
type Counts = ReadonlyMap<string, number>;

/** Redocly's rules that Plumbline replaces by one of its own, which knows request from response. */
const replaced = [
  'no-invalid-media-type-examples',
  'no-invalid-parameter-examples',
  'no-invalid-schema-examples',
];

/** What the linters printed, as JSON. */
export interface LintOutputs {
  readonly plumbline: string;
  readonly redocly: string;
  readonly spectral?: string;
}

/**
 * Both sides ran the same rules and found the same.
 * @throws {MeasurementFailed} when one side found more
 */
export function checkSameFindings(outputs: LintOutputs): void {
  const ours = countRules(JSON.parse(outputs.plumbline), 'rule');
  requireSame('redocly', ours, countRules(JSON.parse(outputs.redocly).problems, 'ruleId'));
  if (outputs.spectral !== undefined) {
    requireSame('spectral', ours, countRules(JSON.parse(outputs.spectral), 'code'));
  }
}

function countRules(findings: readonly Readonly<Record<string, unknown>>[], property: string): Counts {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const rule = String(finding[property]);
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}

function requireSame(engine: 'redocly' | 'spectral', ours: Counts, theirs: Counts): void {
  if (theirs.size === 0) throw new MeasurementFailed(`${engine} lint found nothing.`);
  for (const [rule, count] of theirs) {
    if (engine === 'redocly' && replaced.includes(rule)) continue;
    const own = ours.get(`${engine}/${rule}`) ?? 0;
    if (own !== count) {
      throw new MeasurementFailed(
        `${engine} lint reports ${rule} ${count} times, plumbline lint ${own} times.`,
      );
    }
  }
}

/** @throws {MeasurementFailed} when the bundles are not the same document */
export function checkSameBundle({ written }: Steps): void {
  const [ours, theirs] = [written.plumblineBundle, written.redoclyBundle].map((file) =>
    JSON.parse(readFileSync(file, 'utf8')),
  );
  if (!isDeepStrictEqual(ours, theirs)) throw new MeasurementFailed('The bundles differ.');
}

/**
 * Both wrote types for every operation.
 * @throws {MeasurementFailed} when one of them left one out
 */
export function checkTypesOfAll({ written }: Steps): void {
  const ids = operationIds(JSON.parse(readFileSync(written.redoclyBundle, 'utf8')));
  if (ids.length === 0) throw new MeasurementFailed('The description names no operation.');
  for (const file of [join(written.plumblineCode, 'types.ts'), written.peerTypes]) {
    const text = readFileSync(file, 'utf8');
    const missing = ids.filter(
      (id) => !new RegExp(`^ {2,4}["']?${RegExp.escape(id)}["']?: `, 'm').test(text),
    );
    if (missing.length > 0) {
      throw new MeasurementFailed(
        `${file} has no types for ${missing.length} operations, ${missing[0]} among them.`,
      );
    }
  }
}

function operationIds(document: { readonly paths: Readonly<Record<string, object>> }): readonly string[] {
  return Object.values(document.paths)
    .flatMap((item) => Object.values(item))
    .flatMap((operation) => (typeof operation?.operationId === 'string' ? [operation.operationId] : []));
}
