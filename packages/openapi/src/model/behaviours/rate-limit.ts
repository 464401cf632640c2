import type { RateLimit, RateLimitPolicy } from '../behaviours.ts';
import { child, isAbsent, itemsOf, type Node, present } from '../node.ts';
import type { Reading } from '../reading.ts';
import { createFields } from './fields.ts';

const name = 'x-contract-rate-limit';
const known = [
  'policies',
  'methods',
  'cost',
  'headersOn',
  'limit',
  'remaining',
  'reset',
  'resetUnit',
  'retryAfter',
  'status',
  'counts',
];

export function readRateLimit(reading: Reading, node: Node): RateLimit | undefined {
  const fields = createFields(reading, node, { name, known });
  const written = child(node, 'policies');
  const policies = itemsOf(written).flatMap((policy) => readPolicy(reading, policy));
  if (policies.length === 0) {
    fields.missing('policies');
    if (!isAbsent(written) && itemsOf(written).length === 0) reportNoPolicy(reading, written);
    return undefined;
  }
  return {
    policies,
    cost: fields.integer('cost', { least: 0 }) ?? 1,
    headersOn: fields.choice('headersOn', ['authenticated', 'all', 'success', 'rejected'], 'authenticated'),
    ...present('limit', fields.expression('limit')),
    ...present('remaining', fields.expression('remaining')),
    ...present('reset', fields.expression('reset')),
    ...present(
      'resetUnit',
      fields.choice('resetUnit', ['unix-seconds', 'unix-millis', 'seconds-left', 'http-date'], undefined),
    ),
    ...present('retryAfter', fields.expression('retryAfter')),
    status: fields.status('status', [], '429'),
    counts: fields.choice('counts', ['all', 'authenticated', 'unspecified'], 'authenticated'),
    source: 'x-contract',
    place: reading.place(node),
  };
}

function reportNoPolicy(reading: Reading, node: Node): void {
  reading.report('behaviour-malformed', node, {
    message: `\`${name}\`: \`policies\` must be a list of at least one policy.`,
    help: 'Write for example `[{ name: all, quota: 60, window: PT1M }]`.',
  });
}

function readPolicy(reading: Reading, node: Node): readonly RateLimitPolicy[] {
  const fields = createFields(reading, node, {
    name: `${name} policy`,
    known: ['name', 'quota', 'window', 'kind', 'partition'],
  });
  const called = fields.text('name');
  const quota = fields.integer('quota', { least: 1 });
  const windowMs = fields.duration('window');
  if (called === undefined || quota === undefined || windowMs === undefined) {
    for (const key of ['name', 'quota', 'window']) fields.missing(key);
    return [];
  }
  return [
    {
      name: called,
      quota,
      windowMs,
      kind: fields.choice('kind', ['fixed', 'sliding', 'bucket', 'unspecified'], 'unspecified'),
      partition: fields.choice('partition', ['tenant', 'principal', 'address'], 'principal'),
    },
  ];
}
