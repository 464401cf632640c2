import type { Operation } from '@plumbline/openapi';
import type { Draft } from '../request/draft.ts';
import { guessPath } from '../resources/resolve-path.ts';
import { draftFor } from './draft-for.ts';
import { effectOf } from './operation-effect.ts';
import type { Run } from './run.ts';

/** A request for something that does not exist: harmless even where it is accepted. Undefined where it could do harm. */
export async function blindDraft(run: Run, operation: Operation): Promise<Draft | undefined> {
  const isHarmless = effectOf(run.map, operation) === 'reads' || operation.path.includes('{');
  if (!isHarmless || effectOf(run.map, operation) === 'endsIdentity') return undefined;
  const path = guessPath(run, operation);
  if (!path) return undefined;
  const identity = (await run.callers.sufficient(operation)) ?? { name: 'nobody', credentials: {} };
  const draft = draftFor(run, operation, { identity, path });
  return 'missing' in draft ? undefined : draft;
}
