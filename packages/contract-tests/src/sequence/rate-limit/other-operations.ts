import type { Operation, Response } from '@plumbline/openapi';
import { responseFor } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import { type Draft, withIdentity } from '../../request/draft.ts';
import { goodDrafts } from '../../run/accept.ts';
import { blindDraft } from '../../run/blind-draft.ts';
import { draftFor } from '../../run/draft-for.ts';
import type { Run } from '../../run/run.ts';
import type { Identity } from '../../target.ts';
import type { Exhaustion } from './exhaustion.ts';

/** Whoever is refused asks once for every operation under the same limit, so that its refusal is seen too. */
export async function askForOthers(exhaustion: Exhaustion): Promise<void> {
  const { run, rateLimit } = exhaustion;
  for (const operation of run.model.operations) {
    const isSameLimit = operation.behaviours.rateLimit?.place.pointer === rateLimit.place.pointer;
    const response = isSameLimit ? responseFor(operation, Number(rateLimit.status)) : undefined;
    const identity = response && isUnseen(run, operation, response) && callerFor(exhaustion, operation);
    const draft = identity && (await harmlessDraft(run, operation, identity));
    if (draft) await run.sendNow(draft);
  }
}

/** What an answer shows by itself is noted when it comes. */
function isUnseen(run: Run, operation: Operation, { status, headers }: Response): boolean {
  const ids = [
    ...(['R.status', 'R.media', 'R.body'] as const).map((kind) => obligationId(operation.id, kind, status)),
    ...headers.map(({ name }) => obligationId(operation.id, 'R.header', status, name)),
  ];
  return ids.some((id) => run.ledger.isOpen(id));
}

/** The one whose limit was used up, or somebody who shares it. */
function callerFor({ run, draft, policy }: Exhaustion, operation: Operation): Identity | undefined {
  const { identity } = draft;
  if (!identity || run.callers.mayCall(operation, identity)) return identity;
  if (policy.partition !== 'tenant') return undefined;
  return run.callers.given.find(
    (other) => other.tenant === identity.tenant && run.callers.mayCall(operation, other),
  );
}

/** It names nothing that exists; where it makes something instead, the run can take that away. */
async function harmlessDraft(run: Run, operation: Operation, identity: Identity): Promise<Draft | undefined> {
  if (operation.method !== 'GET' && run.settings.safe) return undefined;
  const blind = await blindDraft(run, operation);
  const plain =
    blind ?? (isUndone(run, operation) ? draftFor(run, operation, { identity, path: new Map() }) : undefined);
  if (!plain || 'missing' in plain) return undefined;
  return withIdentity(goodDrafts(run, plain)[0]?.draft ?? plain, identity);
}

function isUndone({ map, settings }: Run, operation: Operation): boolean {
  const isOnExisting = operation.method === 'PATCH' || operation.method === 'PUT';
  if (isOnExisting) return settings.destructive === true;
  return map.isCreate(operation) && map.deleteOf(map.collectionOf(operation)) !== undefined;
}
