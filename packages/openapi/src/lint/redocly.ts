import { dirname, resolve } from 'node:path';
import {
  type BaseResolver,
  type Config,
  createConfig,
  type Document,
  detectSpec,
  lintDocument,
  loadConfig,
  type NormalizedProblem,
} from '@redocly/openapi-core';
import type { Diagnostic, Place } from '../diagnostic.ts';
import { specificationTypes } from '../load/specification-types.ts';
import { present } from '../model/node.ts';
import { configFile, redoclyFiles } from './config-files.ts';
import { configProblem, isConfigProblem } from './config-problem.ts';
import type { LintOptions } from './lint-options.ts';

/** What Redocly's rules need of a loaded description. */
export interface RedoclySource {
  readonly document: Document;
  readonly resolver: BaseResolver;
  /** Absolute path of the root document. */
  readonly root: string;
  /** Where a node of the document was written. */
  writtenAt(place: Place): Place;
  locate(place: Place, part?: 'key' | 'value'): Place;
}

/** Redocly's rules with the user's configuration, or with Plumbline's choice of them. */
export async function lintByRedocly(
  source: RedoclySource,
  options: LintOptions,
): Promise<readonly Diagnostic[]> {
  if (options.redocly === false) return [];
  const path = configFile(options.redocly, { folder: options.configFolder, names: redoclyFiles });
  const config = path === undefined ? await ownChoice(options) : await usersConfig(path, source);
  if (isConfigProblem(config)) return [config];
  const problems = await lintDocument({
    document: source.document,
    customTypes: specificationTypes(detectSpec(source.document.parsed)),
    externalRefResolver: source.resolver,
    config,
  });
  return problems.filter(({ ignored }) => !ignored).flatMap((problem) => toDiagnostic(problem, source));
}

/** As the file says, with what it says of this description among its `apis`. */
async function usersConfig(path: string, { root }: RedoclySource): Promise<Config | Diagnostic> {
  try {
    const config = await loadConfig({ configPath: path });
    const [alias] =
      Object.entries(config.resolvedConfig.apis ?? {}).find(
        ([, api]) => resolve(dirname(path), api.root) === root,
      ) ?? [];
    return config.forAlias(alias);
  } catch (error) {
    return configProblem('redocly/config', path, error);
  }
}

/**
 * Redocly's recommended rules without those that say again what Plumbline's own say: references,
 * operation ids, and examples (which Redocly checks in one direction only, and with patterns that may
 * never end).
 */
function ownChoice({ preset }: LintOptions): Promise<Config> {
  return createConfig({
    extends: [preset === 'strict' ? 'recommended-strict' : 'recommended'],
    rules: {
      'no-unresolved-refs': 'off',
      'operation-operationId': 'off',
      'operation-operationId-unique': 'off',
      'no-invalid-media-type-examples': 'off',
      'no-invalid-parameter-examples': 'off',
      'no-invalid-schema-examples': 'off',
      'security-scopes-defined': 'off',
    },
  });
}

function toDiagnostic(problem: NormalizedProblem, source: RedoclySource): readonly Diagnostic[] {
  const [first, ...others] = problem.location.map((location) => placeOf(location, source));
  if (!first) return [];
  return [
    {
      rule: `redocly/${problem.ruleId}`,
      severity: problem.severity === 'error' ? 'error' : 'warning',
      message: oneLine(problem.message),
      place: first,
      ...present('help', helpOf(problem)),
      ...(others.length > 0 && { related: others }),
    },
  ];
}

function helpOf({ suggest: [suggestion], reference }: NormalizedProblem): string | undefined {
  if (suggestion !== undefined) return `Did you mean \`${suggestion}\`?`;
  return reference === undefined ? undefined : `See ${reference}`;
}

function placeOf(location: NormalizedProblem['location'][number], source: RedoclySource): Place {
  const file = location.source.absoluteRef;
  if (location.pointer === undefined) {
    return { file, pointer: '', line: location.start.line, column: location.start.col };
  }
  const place = { file, pointer: location.pointer.replace(/^#\/?/, (start) => (start === '#/' ? '/' : '')) };
  return source.locate(
    source.writtenAt(place.pointer === '/' ? { file, pointer: '' } : place),
    location.reportOnKey ? 'key' : 'value',
  );
}

const oneLine = (message: string): string => message.trim().replaceAll(/\s*\n\s*/g, ' ');
