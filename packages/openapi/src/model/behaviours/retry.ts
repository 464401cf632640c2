import type { BehaviourSource, Retry } from '../behaviours.ts';
import { child, itemsOf, type Node, present } from '../node.ts';
import type { Reading } from '../reading.ts';
import { createFields } from './fields.ts';

/** `x-contract-retry` has the fields of Speakeasy's `x-speakeasy-retries`: intervals in milliseconds. */
export function readRetry(
  reading: Reading,
  node: Node,
  { name, source }: { name: string; source: BehaviourSource },
): Retry {
  const known = ['strategy', 'backoff', 'statusCodes', 'retryConnectionErrors', 'methods'];
  const fields = createFields(reading, node, { name, known });
  const backoff = createFields(reading, child(node, 'backoff'), {
    name: `${name} backoff`,
    known: ['initialInterval', 'maxInterval', 'maxElapsedTime', 'exponent'],
  });
  return {
    strategy: fields.choice('strategy', ['backoff', 'none'], 'backoff'),
    ...present('initialIntervalMs', backoff.integer('initialInterval', { least: 0 })),
    ...present('maxIntervalMs', backoff.integer('maxInterval', { least: 0 })),
    ...present('maxElapsedMs', backoff.integer('maxElapsedTime', { least: 0 })),
    ...present('exponent', backoff.number('exponent')),
    statusCodes: itemsOf(child(node, 'statusCodes')).map(({ value }) => String(value).toUpperCase()),
    retryConnectionErrors: fields.flag('retryConnectionErrors', false),
    source,
    place: reading.place(node),
  };
}
