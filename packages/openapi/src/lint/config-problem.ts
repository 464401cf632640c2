import type { Config } from '@redocly/openapi-core';
import type { Diagnostic } from '../diagnostic.ts';

/** A configuration of the user's that cannot be used: said like any other problem, at its file. */
export const configProblem = (rule: string, file: string, error: unknown): Diagnostic => ({
  rule,
  severity: 'error',
  message: `The configuration cannot be used: ${reasonOf(error)}`,
  place: { file, pointer: '', line: 1, column: 1 },
  help: 'Correct the file, or name another one.',
});

/** Several failures at once come as one error with a list. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(' ');
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().replaceAll(/\s*\n\s*/g, ' ');
}

export const isConfigProblem = (value: Config | Diagnostic): value is Diagnostic => 'rule' in value;
