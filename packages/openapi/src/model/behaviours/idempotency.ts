import type { Idempotency } from '../behaviours.ts';
import { type Node, present } from '../node.ts';
import type { Reading } from '../reading.ts';
import { createFields, type Fields } from './fields.ts';

const known = [
  'key',
  'methods',
  'window',
  'scope',
  'replay',
  'marker',
  'mismatch',
  'concurrent',
  'notStored',
];
const scopes = ['tenant', 'principal', 'operation', 'path'] as const;

const notStoredByDefault: readonly string[] = ['401', '403', '429', '5XX'];
export const scopeByDefault: Idempotency['scope'] = ['tenant', 'operation', 'path'];

export function readIdempotency(reading: Reading, node: Node): Idempotency | undefined {
  const fields = createFields(reading, node, { name: 'x-contract-idempotency', known });
  const key = fields.expression('key');
  if (!key) {
    fields.missing('key');
    return undefined;
  }
  return {
    key,
    ...present('windowMs', fields.duration('window')),
    scope: readScope(reading, fields),
    replay: fields.choice('replay', ['identical', 'equivalent'], 'identical'),
    ...present('marker', fields.expression('marker')),
    mismatch: fields.status('mismatch', ['replay', 'unspecified'], 'unspecified'),
    concurrent: fields.status('concurrent', ['wait', 'unspecified'], 'unspecified'),
    notStored: fields.statuses('notStored', notStoredByDefault),
    source: 'x-contract',
    place: reading.place(node),
  };
}

function readScope(reading: Reading, fields: Fields): Idempotency['scope'] {
  const written = fields.texts('scope');
  if (!written) return scopeByDefault;
  const known = scopes.filter((scope) => written.includes(scope));
  if (known.length < written.length) {
    reading.report('behaviour-malformed', fields.node, {
      message: `\`x-contract-idempotency\`: \`scope\` is \`${JSON.stringify(written)}\`.`,
      help: `Write a list of ${scopes.map((scope) => `\`${scope}\``).join(', ')}, each once.`,
    });
  }
  return known;
}
