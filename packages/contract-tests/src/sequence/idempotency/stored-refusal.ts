import { responseFor } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import type { Run } from '../../run/run.ts';
import { violated } from '../../verdict.ts';
import { newKey } from './key-prover.ts';
import { isMarked, isSameBody } from './replay.ts';

/**
 * Refusals for what does not exist are kept under their keys too, where the description puts the mark on such answers:
 * the request for an id that was never issued, twice under one key.
 */
export async function proveStoredRefusal(run: Run, { operation }: Draft): Promise<void> {
  const { idempotency } = operation.behaviours;
  const refused = operation.parameters.flatMap(
    ({ name }) => run.probed.get(obligationId(operation.id, 'L.unknown', name)) ?? [],
  )[0];
  const marker = idempotency?.marker;
  const declared = refused?.answer && responseFor(operation, refused.answer.status);
  const isPromised = declared?.headers.some(
    ({ name }) => marker?.in === 'header' && name.toLowerCase() === marker.name.toLowerCase(),
  );
  if (!refused || !idempotency || !isPromised) return;
  const draft = { ...refused.draft, key: newKey(run, refused.draft, 'stored refusal') };
  const first = await run.send(draft);
  const replay = await run.send(draft);
  if (!first.answer || !replay.answer || !isMarked(idempotency, replay.answer)) return;
  if (replay.answer.status === first.answer.status && isSameBody(replay.answer, first.answer)) return;
  run.ledger.rule(
    obligationId(operation.id, 'I.same'),
    violated({
      expected: `the stored refusal of request ${first.number} again (status ${first.answer.status})`,
      received: `status ${replay.answer.status} and another body`,
      exchange: run.record(replay),
    }),
  );
}
