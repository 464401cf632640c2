import type { Operation } from '@plumbline/openapi';
import type { Draft } from '../request/draft.ts';
import { tryMake } from '../values/make.ts';
import { draftFor } from './draft-for.ts';
import { effectOf } from './operation-effect.ts';
import type { Run } from './run.ts';

/** A request for something that does not exist: harmless even where it is accepted. Undefined where it could do harm. */
export async function blindDraft(run: Run, operation: Operation): Promise<Draft | undefined> {
  const isHarmless = effectOf(run.map, operation) === 'reads' || operation.path.includes('{');
  if (!isHarmless || effectOf(run.map, operation) === 'endsIdentity') return undefined;
  const path = new Map<string, string>();
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path') continue;
    const made = tryMake(run.bench, parameter.schema, `${operation.id}:blind:${parameter.name}`);
    if (!made) return undefined;
    path.set(parameter.name, String(made.value));
  }
  const identity = (await run.callers.sufficient(operation)) ?? { name: 'nobody', credentials: {} };
  const draft = draftFor(run, operation, { identity, path });
  return 'missing' in draft ? undefined : draft;
}
