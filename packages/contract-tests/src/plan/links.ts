import type { Obligation } from '../obligation.ts';
import { type PlanOperation, promise } from './promise.ts';

/** What an answer says can be done next with its values. */
export function planLinks({ operation }: PlanOperation): readonly Obligation[] {
  return operation.responses.flatMap(({ status, links }) =>
    links.map(({ name, operation: target, place }) =>
      promise(operation, {
        kind: 'O.link',
        parts: [status, name],
        claim: `\`${name}\` leads from ${status} to ${target}`,
        place,
        subject: { status },
      }),
    ),
  );
}
