import type { Operation } from '@plumbline/openapi';
import { requiredScopes } from '../plan/access.ts';
import type { Draft } from '../request/draft.ts';
import { writableMedia } from '../request/write-body.ts';
import { chooseReferences } from '../resources/produce.ts';
import { guessPath, resolvePath } from '../resources/resolve-path.ts';
import type { Reason } from '../verdict.ts';
import { draftFor } from './draft-for.ts';
import { effectOf, isReading, type OperationEffect } from './operation-effect.ts';
import type { Run } from './run.ts';
import { twinOf } from './twin-path.ts';

/** A request that should be accepted, or why there is none. */
export type Prepared =
  | {
      readonly kind: 'ready';
      readonly draft: Draft;
      readonly effect: OperationEffect;
      /** True when an id in the path was made up: the request may well find nothing. */
      readonly isGuess: boolean;
    }
  | { readonly kind: 'blocked'; readonly reason: Reason; readonly detail?: string };

export async function prepare(run: Run, operation: Operation): Promise<Prepared> {
  const effect = effectOf(run.map, operation);
  const obstacle = findObstacle(run, operation, effect);
  if (obstacle) return obstacle;
  const identity = await findCaller(run, operation, effect);
  if (identity.kind === 'blocked') return identity;
  const known = await resolvePath(run, operation, { needsOwn: mustBeOwn(run, effect) });
  const path = known ?? (mayGuess(run, effect) ? guessPath(run, operation) : undefined);
  if (!path) return blocked('no-producer', `nothing is known for ${pathNames(run, operation).join(', ')}`);
  run.chosen.set(operation.id, await chooseReferences(run, operation, path));
  const draft = draftFor(run, operation, { identity: identity.identity, path });
  return 'missing' in draft
    ? blocked('vague', `no value of \`${draft.missing.name}\` can be made`)
    : { kind: 'ready', draft, effect, isGuess: known === undefined };
}

/** A made-up id may be somebody's after all. */
const mayGuess = ({ settings }: Run, effect: OperationEffect): boolean =>
  effect === 'reads' || settings.destructive === true;

const blocked = (reason: Reason, detail?: string) =>
  ({ kind: 'blocked', reason, ...(detail === undefined ? {} : { detail }) }) as const;

/** The path's parameters, each id with the type of thing that is missing. */
const pathNames = ({ map }: Run, operation: Operation): readonly string[] =>
  operation.parameters
    .filter(({ in: location }) => location === 'path')
    .map(({ name }) => {
      const id = map.idsOf(operation).find(({ parameter }) => parameter === name);
      return id === undefined ? `\`${name}\`` : `\`${name}\` (${map.typeOf(id.collection)})`;
    });

/** Some descriptions tell operations of one method and path apart by it; a request goes to another one of them. */
const fragmentInPath = blocked(
  'not-reachable',
  'what follows `#` in its path is a fragment, which no request carries (RFC 3986, section 3.5)',
);

function findObstacle(run: Run, operation: Operation, effect: OperationEffect) {
  const { safe, destructive } = run.settings;
  if (operation.path.includes('#')) return fragmentInPath;
  const twin = twinOf(run.model, operation);
  if (twin) {
    const detail = `a request to it is one to \`${twin.path}\` too, and may be answered as that`;
    return blocked('not-reachable', detail);
  }
  if (safe && !isReading(operation)) return blocked('needs-write');
  if (operation.requestBody?.required && !writableMedia(operation)) {
    const mediaTypes = operation.requestBody.content.map(({ mediaType }) => mediaType);
    return blocked('unsupported', `a body of ${mediaTypes.join(' or ')} with ${operation.method}`);
  }
  const changesOthers = effect === 'changes' || effect === 'consumes';
  if (changesOthers && !destructive && !operation.path.includes('{') && operation.method !== 'POST') {
    return blocked('needs-destructive');
  }
  return undefined;
}

async function findCaller(run: Run, operation: Operation, effect: OperationEffect) {
  if (effect === 'endsIdentity') {
    const disposable = run.callers.disposable(operation);
    return disposable
      ? ({ kind: 'found', identity: disposable } as const)
      : blocked('needs-identity', 'it takes the caller his access: give an identity that may be lost');
  }
  const identity = await run.callers.sufficient(operation);
  if (identity) return { kind: 'found', identity } as const;
  const scopes = requiredScopes(operation);
  return blocked('needs-credentials', scopes.length > 0 ? `scopes ${scopes.join(', ')}` : undefined);
}

/** Without leave to destroy, only what the run made is changed. Adding below what others made is no change of it. */
function mustBeOwn({ settings }: Run, effect: OperationEffect): boolean {
  return !settings.destructive && (effect === 'changes' || effect === 'consumes');
}
