import type { Draft } from '../request/draft.ts';
import type { Step } from './sequence-step.ts';

/**
 * Shorter sequences next to one whose last step shows a failure, the boldest first: with making and deleting alone,
 * with what is done to the last thing alone, without one of the things, without one of the steps, with plain bodies.
 *
 * @param plain the plain request that makes a thing
 */
export function* shorterSequences(
  steps: readonly Step[],
  plain: Draft | undefined,
): Generator<readonly Step[]> {
  const last = steps.at(-1);
  const before = steps.slice(0, -1);
  const only = (keeps: (step: Step) => boolean): readonly Step[] => [
    ...before.filter(keeps),
    ...(last ? [last] : []),
  ];
  const item = last && itemOf(last);
  yield only(({ kind }) => kind === 'create' || kind === 'delete');
  yield only((step) => !isLook(step));
  if (item !== undefined) yield only((step) => itemOf(step) === item);
  for (const other of new Set(before.map(itemOf)))
    if (other !== undefined && other !== item) yield only((step) => itemOf(step) !== other);
  for (const step of before) if (step.kind !== 'create') yield only((kept) => kept !== step);
  if (plain) yield steps.map((step) => withPlainBody(step, plain));
}

const isLook = ({ kind }: Step): boolean => kind === 'read' || kind === 'list' || kind === 'readUnknown';

const itemOf = (step: Step): number | undefined => ('item' in step ? step.item : undefined);

const withPlainBody = (step: Step, { body }: Draft): Step =>
  step.kind === 'create' && body ? { ...step, draft: { ...step.draft, body } } : step;

/** What tells sequences apart. */
export const signatureOf = (steps: readonly Step[]): string =>
  JSON.stringify(
    steps.map((step) => [
      step.kind,
      itemOf(step),
      'draft' in step ? (step.draft.body ?? null) : null,
      'body' in step ? step.body : null,
      'operation' in step ? step.operation.id : null,
    ]),
  );
