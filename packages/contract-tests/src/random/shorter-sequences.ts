import type { Draft } from '../request/draft.ts';
import type { Step } from './random-sequence.ts';

/**
 * Shorter sequences next to one, the boldest first: without looking on the way, with what is done to the last thing
 * alone, without one of the things, without one of the steps, and with plain bodies.
 */
export function* shorterSequences(
  steps: readonly Step[],
  plain: Draft | undefined,
): Generator<readonly Step[]> {
  const seen = new Set([signature(steps)]);
  for (const shorter of candidates(steps, plain)) {
    const text = signature(shorter);
    if (seen.has(text) || !shorter.some(({ kind }) => kind === 'create')) continue;
    seen.add(text);
    yield shorter;
  }
}

function* candidates(steps: readonly Step[], plain: Draft | undefined): Generator<readonly Step[]> {
  const last = steps.at(-1);
  const isLook = ({ kind }: Step) => kind === 'read' || kind === 'list' || kind === 'readUnknown';
  yield steps.filter((step, index) => index === steps.length - 1 || !isLook(step));
  const item = last && itemOf(last);
  if (item !== undefined) yield steps.filter((step) => [item, undefined].includes(itemOf(step)));
  const items = new Set(steps.map(itemOf));
  for (const other of items)
    if (other !== undefined && other !== item) yield steps.filter((step) => itemOf(step) !== other);
  // The last step shows the failure; what makes a thing goes with the thing.
  for (const [index, { kind }] of steps.slice(0, -1).entries())
    if (kind !== 'create') yield steps.toSpliced(index, 1);
  if (plain)
    yield steps.map((step) =>
      step.kind === 'create' ? { ...step, draft: { ...plain, ...pathOf(step) } } : step,
    );
}

const itemOf = (step: Step): number | undefined => ('item' in step ? step.item : undefined);

/** Query and path stay, so that only the body is another. */
const pathOf = ({ draft }: Step & { readonly kind: 'create' }): Pick<Draft, 'values'> => ({
  values: draft.values,
});

/** What tells sequences apart. */
const signature = (steps: readonly Step[]): string =>
  JSON.stringify(
    steps.map((step) => [
      step.kind,
      itemOf(step),
      'draft' in step ? (step.draft.body ?? null) : null,
      'body' in step ? step.body : null,
      'operation' in step ? step.operation.id : null,
    ]),
  );
