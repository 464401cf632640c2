import type { Operation } from '@plumbline/openapi';
import { matchesStatus, responseFor } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import { BudgetSpent } from '../run/budget.ts';
import { prepare } from '../run/prepare.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { testOperation } from '../run/test-operation.ts';
import { unproven } from '../verdict.ts';
import { InvalidSetup } from './invalid-setup.ts';
import { isNever } from './never.ts';
import { adjustDraft, createSetupApi, draftOfCall, type Purpose } from './setup-api.ts';
import type { SetupCall, SetupStep, Way } from './way.ts';

/** Proves what can be proved of one operation, with what the set-up says of it. */
export async function testWithSetup(run: Run, operation: Operation): Promise<void> {
  if (isNever(run, operation)) {
    run.ledger.leaveRest(operation.id, 'never');
    return;
  }
  await makeReady(run, operation);
  await testOperation(run, operation);
  for (const [key, way] of Object.entries(run.settings.reach ?? {})) {
    const [, id, status = ''] = /^(.+)\/([^/]+)$/.exec(key) ?? [];
    if (id === operation.id && !run.settings.safe) await reachStatus(run, operation, { key, status, way });
  }
}

/** What comes before an operation may name the things for its path. */
async function makeReady(run: Run, operation: Operation): Promise<void> {
  const way = run.settings.before?.[operation.id];
  if (way === undefined || run.settings.safe) return;
  const purpose = { at: `before[${JSON.stringify(operation.id)}]`, base: undefined };
  const result = await tryWay(run, purpose, way);
  if ('failure' in result) run.ledger.leaveRest(operation.id, 'other-refusal', result.failure);
  else if (result.call?.path) run.given.set(operation.id, new Map(Object.entries(result.call.path)));
}

interface Reach {
  readonly key: string;
  readonly status: string;
  readonly way: Way;
}

/** A good request, what brings the API into the other state, and the request. What the answer says is noted as of any. */
async function reachStatus(run: Run, operation: Operation, { key, status, way }: Reach): Promise<void> {
  const declared = responseFor(operation, Number(status))?.status ?? status;
  const id = obligationId(operation.id, 'R.status', declared);
  if (!run.ledger.isOpen(id)) return;
  const prepared = await prepare(run, operation);
  if (prepared.kind === 'blocked') {
    run.ledger.rule(id, unproven(prepared.reason, prepared.detail));
    return;
  }
  const purpose: Purpose = { at: `reach[${JSON.stringify(key)}]`, base: prepared.draft };
  const result = await tryWay(run, purpose, way);
  if ('failure' in result) {
    run.ledger.rule(id, unproven('other-refusal', result.failure));
    return;
  }
  const exchange = await run.send(
    adjustDraft(run, purpose, { draft: prepared.draft, call: result.call ?? {} }),
  );
  const isReached = exchange.answer !== undefined && matchesStatus(exchange.answer.status, [status]);
  if (!isReached) {
    const detail = `the way to ${status} in the set-up was answered ${describeAnswer(exchange)}`;
    run.ledger.rule(id, unproven('other-refusal', detail));
  }
}

/** What a way says of the request itself; or why it could not be gone. */
async function tryWay(
  run: Run,
  purpose: Purpose,
  way: Way,
): Promise<{ readonly call: SetupCall | undefined } | { readonly failure: string }> {
  try {
    return {
      call:
        typeof way === 'function' ? await way(createSetupApi(run, purpose)) : await walk(run, purpose, way),
    };
  } catch (error) {
    // A wrong name is a mistake in the file, which its author wants to know at once.
    if (error instanceof InvalidSetup || !(error instanceof Error) || error instanceof BudgetSpent)
      throw error;
    return { failure: `${purpose.at}: ${error.message}` };
  }
}

async function walk(run: Run, purpose: Purpose, steps: readonly SetupStep[]): Promise<undefined> {
  for (const { operation: id, ...call } of steps) {
    const operation = run.model.operations.find((candidate) => candidate.id === id);
    if (operation) await run.send(await draftOfCall(run, purpose, { operation, call }));
  }
  return undefined;
}
