import { isExtension, membersOf } from '../model/node.ts';
import { defineRule, type OwnerContext } from './define-rule.ts';

const prefix = 'x-contract-';

/** Which declarations stand where. */
const known: Readonly<Record<OwnerContext['kind'], readonly string[]>> = {
  root: ['pagination', 'idempotency', 'rate-limit', 'tenancy', 'retry', 'roles'],
  'path item': ['pagination', 'idempotency', 'rate-limit', 'retry', 'roles'],
  operation: ['pagination', 'idempotency', 'rate-limit', 'resource', 'retry', 'roles'],
  'security scheme': ['scopes'],
  schema: ['reveal'],
};

/** A misspelt or misplaced declaration is silent, and so is the promise. */
export const behaviourKnown = defineRule({
  id: 'behaviour-known',
  severity: 'error',
  why: 'Tools ignore extensions they do not know. A misspelt or misplaced `x-contract-…` would promise nothing, and nobody would notice.',
  help: 'Correct the name, or move it to where it belongs.',
  good: `
x-contract-tenancy: { tenant: organization }
paths: {}
`,
  bad: {
    description: `
x-contract-tenanci: { tenant: organization }
paths: {}
`,
    at: '/x-contract-tenanci',
  },
  Owner(owner, { kind, report }) {
    for (const [key, node] of membersOf(owner)) {
      if (!isExtension(key) || !key.startsWith(prefix) || known[kind].includes(key.slice(prefix.length)))
        continue;
      const homes = Object.entries(known).flatMap(([home, names]) =>
        names.includes(key.slice(prefix.length)) ? [home] : [],
      );
      report(
        `\`${key}\` means nothing on ${kind === 'root' ? 'the description' : `this ${kind}`}.`,
        node,
        homes.length > 0 ? { help: `It belongs on: ${homes.join(', ')}.` } : undefined,
      );
    }
  },
});
