import * as fs from 'node:fs';
import { toPointer } from '@plumbline/json-schema/json-pointer';
import type { IRuleResult } from '@stoplight/spectral-core';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import { configFile, spectralFiles } from './config-files.ts';
import { configProblem } from './config-problem.ts';
import type { LintOptions } from './lint-options.ts';
import type { LintSource } from './lint-source.ts';
import { countResolved } from './resolved-size.ts';

/**
 * How many values Spectral may have to walk with every reference followed. It walks every path to a
 * value, so that thirty schemas of which each refers to the next twice are a billion.
 */
const resolvedLimit = 5_000_000;

/** The user's Spectral ruleset, when there is one, over the document that is already parsed. */
export async function lintBySpectral(
  source: LintSource,
  options: LintOptions,
): Promise<readonly Diagnostic[]> {
  const path = configFile(options.spectral, { folder: options.configFolder, names: spectralFiles });
  if (path === undefined) return [];
  if (countResolved(source.bundle, resolvedLimit) >= resolvedLimit) return [tooLarge(source)];
  try {
    return (await runSpectral(source, path)).flatMap((result) => toDiagnostic(result, source));
  } catch (error) {
    // Rulesets bring functions of their users, which fail in ways of their own.
    return [configProblem('spectral/ruleset', path, error)];
  }
}

async function runSpectral(source: LintSource, path: string): Promise<readonly IRuleResult[]> {
  const [{ Spectral }, { Resolver }, { bundleAndLoadRuleset }] = await Promise.all([
    import('@stoplight/spectral-core'),
    import('@stoplight/spectral-ref-resolver'),
    import('@stoplight/spectral-ruleset-bundler/with-loader'),
  ]);
  // A resolver without protocols: what a document calls a reference is never a file or an address here.
  const spectral = new Spectral({ resolver: new Resolver() });
  spectral.setRuleset(await bundleAndLoadRuleset(path, { fs, fetch }));
  return spectral.run({
    parsed: { data: source.bundle, diagnostics: [], ast: undefined, lineMap: undefined },
    getLocationForJsonPath: () => ({ range: nowhere }),
    source: source.root,
  });
}

/** Places are found by pointer, in the files of the author; Spectral's own ranges are not used. */
const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const severities: Readonly<Record<number, Severity>> = { 0: 'error', 1: 'warning', 2: 'info', 3: 'info' };

function toDiagnostic(result: IRuleResult, source: LintSource): readonly Diagnostic[] {
  // The load reports references that lead nowhere, with the file in which they stand.
  if (result.code === 'invalid-ref') return [];
  return [
    {
      rule: `spectral/${result.code}`,
      severity: severities[result.severity] ?? 'info',
      message: result.message,
      place: source.locate(source.sourceOf(toPointer(result.path.map(String)))),
      ...(result.documentationUrl !== undefined && { help: `See ${result.documentationUrl}` }),
    },
  ];
}

const tooLarge = (source: LintSource): Diagnostic => ({
  rule: 'spectral/too-large',
  severity: 'warning',
  message: `The Spectral ruleset did not run: with every reference followed the description has more than ${resolvedLimit.toLocaleString('en')} values.`,
  place: source.locate({ file: source.root, pointer: '' }),
  help: 'Run Spectral on a part of the description, or use Redocly rules for it.',
});
